"""The arc of hours and rows of hours as shapes: minutes in, shapes out; templates draw them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians, sin
from typing import Any

from iopsched.domain.week import Week

CENTRE_X, CENTRE_Y, OUTER, INNER = 160.0, 152.0, 138.0, 112.0
LEFT, SWEEP, GAP = 192.0, 204.0, 3.1
HOUR, MOST_BLOCKS = 60, 16


@dataclass(frozen=True, slots=True)
class Sector:
    """One block of the arc, or a part of one; ``state`` is gone, mine or open."""

    path: str
    state: str
    tick: str = ""


@dataclass(frozen=True, slots=True)
class Arc:
    """Minutes attended, booked ahead and asked for, and the blocks that show them; ``unit`` is minutes a block."""

    attended: int
    booked: int
    required: int
    unit: int
    sectors: tuple[Sector, ...]

    @property
    def minutes(self) -> int:
        return self.attended + self.booked

    @property
    def to_go(self) -> int:
        return max(0, self.required - self.minutes)


def hours_arc(week: Week) -> Arc:
    return arc(week.attended, week.ahead, week.required)


def arc(attended: int, booked: int, required: int) -> Arc:
    """One block an hour; above 16 hours one block is two, and the key says so."""
    whole = max(required, attended + booked)
    unit = HOUR if whole <= MOST_BLOCKS * HOUR else 2 * HOUR
    states = (("gone", attended), ("mine", attended + booked), ("open", whole))
    return Arc(attended, booked, required, unit, tuple(_sectors(whole, unit, states)))


def _sectors(whole: int, unit: int, states: tuple[tuple[str, int], ...]) -> Iterable[Sector]:
    """Blocks of ``unit`` with gaps between them; where a state ends within a block, the block is cut there."""
    blocks = -(-whole // unit)
    per_minute = (SWEEP - GAP * (blocks - 1)) / whole if whole else 0.0
    cuts = sorted({0, whole, *range(0, whole, unit), *(min(until, whole) for _, until in states)})
    for first, last in pairwise(cuts):
        gaps = first // unit * GAP
        start, end = LEFT - first * per_minute - gaps, LEFT - last * per_minute - gaps
        state = next(name for name, until in states if first < until)
        tick = _tick((start + end) / 2) if state == "gone" and last - first == unit else ""
        yield Sector(_path(start, end), state, tick)


def _path(start: float, end: float) -> str:
    a, b, c, d = _at(start, OUTER), _at(end, OUTER), _at(end, INNER), _at(start, INNER)
    return f"M{a}A{OUTER:.0f} {OUTER:.0f} 0 0 1 {b}L{c}A{INNER:.0f} {INNER:.0f} 0 0 0 {d}z"


def _tick(angle: float) -> str:
    middle = (OUTER + INNER) / 2
    x, y = CENTRE_X + middle * cos(radians(angle)) - 5, CENTRE_Y - middle * sin(radians(angle)) + 0.3
    return f"M{x:.1f} {y:.1f}l3.4 3.6 6.8-7.6"


def _at(angle: float, radius: float) -> str:
    return f"{CENTRE_X + radius * cos(radians(angle)):.1f} {CENTRE_Y - radius * sin(radians(angle)):.1f}"


@dataclass(frozen=True, slots=True)
class Hour:
    """One countable block of a row; ``state`` is gone, mine, back, lost or empty."""

    state: str
    is_half: bool = False


def hour_blocks(attended: int, booked: int, required: int, *, back: int = 0, lost: int = 0) -> tuple[Hour, ...]:
    """A row of blocks, one an hour, in minutes: attended, booked, ready to return, lost, and what is still to go."""
    known = attended + booked + back + lost
    parts = (("gone", attended), ("mine", booked), ("back", back), ("lost", lost), ("", max(0, required - known)))
    return tuple(block for state, minutes in parts for block in _row(state, minutes))


def week_blocks(week: Week) -> tuple[Hour, ...]:
    return hour_blocks(week.attended, week.ahead, week.required)


def _row(state: str, minutes: int) -> Iterable[Hour]:
    whole, rest = divmod(minutes, HOUR)
    yield from (Hour(state) for _ in range(whole))
    if rest:
        yield Hour(state, is_half=rest <= HOUR // 2)


PICTURES: dict[str, Callable[..., Any]] = {
    "hours_arc": hours_arc,
    "hour_blocks": hour_blocks,
    "week_blocks": week_blocks,
}
