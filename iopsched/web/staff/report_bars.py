"""A table with bars above it: what stands on the page of a report, and in its files."""

from __future__ import annotations

from dataclasses import dataclass

from iopsched.domain.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar in hundredths of the widest; ``state`` is gone, mine, back, lost or open."""

    state: str
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """``said`` is all of it in words."""

    label: str
    pieces: tuple[Piece, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet, what is said and drawn above it, and what its colours mean: (state, words)."""

    sheet: Sheet
    note: str
    bars: tuple[Bar, ...]
    key: tuple[tuple[str, str], ...]


def pieces(parts: dict[str, int], widest: int) -> tuple[Piece, ...]:
    """Side by side, in this order; what is nothing is left out."""
    side_by_side, start = [], 0.0
    for state, amount in parts.items():
        width = 100 * amount / widest if widest else 0
        if width:
            side_by_side.append(Piece(state, round(start, 2), round(width, 2)))
        start += width
    return tuple(side_by_side)
