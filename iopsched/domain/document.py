"""A document: one page to print, in words that are ready to be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """``head`` and ``rows`` are its one table, ``foot`` the last line of each page; ``language`` as in 'en'."""

    language: str
    title: str
    sender: tuple[str, ...]
    paragraphs: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    closing: tuple[str, ...]
    foot: str = ""
