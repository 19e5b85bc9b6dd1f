"""Codes to scan, as shapes: a text in, a path out; the template draws it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Code:
    """``size`` modules a side, without the quiet zone; ``path`` draws the dark ones, one unit each."""

    size: int
    path: str


def code_of(text: str) -> Code:
    """A QR code that survives 15 % of dirt."""
    import segno

    rows = [[bool(module) for module in row] for row in segno.make_qr(text, error="m").matrix]
    return Code(len(rows), "".join(_line(y, row) for y, row in enumerate(rows)))


def _line(y: int, row: list[bool]) -> str:
    """Each run of dark modules as one bar."""
    bars, x = [], 0
    for is_dark, run in groupby(row):
        length = len(list(run))
        if is_dark:
            bars.append(f"M{x} {y}h{length}v1h-{length}z")
        x += length
    return "".join(bars)
