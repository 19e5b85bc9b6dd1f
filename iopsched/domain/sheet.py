"""A table that leaves as a file: words in its head; words, numbers and dates in its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Cell = str | int | float | date
"""A date is written as in ISO 8601 wherever a file has no dates of its own."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """``name`` is neutral and short: it stands in names of files."""

    name: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
