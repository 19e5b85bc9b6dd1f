"""A table that leaves as a file: words in its head, words and numbers in its rows."""

from __future__ import annotations

from dataclasses import dataclass

Cell = str | int | float


@dataclass(frozen=True, slots=True)
class Sheet:
    """``name`` is neutral and short: it stands in names of files."""

    name: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
