"""An overlap of commitments: what can be said in one is joined, what cannot stands beside the other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from iopsched.domain.commitment import DAY, MIDNIGHT, Commitment

SOME_MONDAY = date(2024, 1, 1)
Wall = tuple[datetime, datetime]


def joined(wanted: Commitment, known: Iterable[Commitment]) -> tuple[Commitment, tuple[Commitment, ...]]:
    """``wanted`` and whatever of the known it overlaps, said in one; and which of the known that replaces.

    Only those of the same weekday can be said in one, and dates with dates; a week's is never longer than a day.
    """
    whole, left, replaced = wanted, list(known), list[Commitment]()
    while found := next(((each, both) for each in left if (both := _in_one(whole, each))), None):
        other, whole = found
        left.remove(other)
        replaced.append(other)
    return whole, tuple(replaced)


def overlaps(one: Commitment, other: Commitment) -> bool:
    """Whether some instant is in both, in any week."""
    if one.day is None and other.day is not None:
        one, other = other, one
    first, last = one.wall_on(_first_day(one))
    if other.day is not None:
        return _meet((first, last), other.wall_on(other.day))
    around = (first.date() + timedelta(days=offset) for offset in range(-1, min((last - first).days, 6) + 2))
    return any(_meet((first, last), other.wall_on(day)) for day in other.beginnings([*around]))


def _in_one(one: Commitment, other: Commitment) -> Commitment | None:
    """Both as one commitment, where they overlap and it can be said so."""
    if one.weekday != other.weekday:
        return None
    walls = one.wall_on(_first_day(one)), other.wall_on(_first_day(other))
    if not _meet(*walls):
        return None
    begins, ends = min(walls[0][0], walls[1][0]), max(walls[0][1], walls[1][1])
    return _once(begins, ends) if one.weekday is None else _weekly(one.weekday, begins, ends)


def _weekly(weekday: int, begins: datetime, ends: datetime) -> Commitment | None:
    if ends - begins < DAY or (ends - begins == DAY and begins.time() == MIDNIGHT):
        return Commitment(0, begins.time(), ends.time(), weekday=weekday)
    return None


def _once(begins: datetime, ends: datetime) -> Commitment:
    last = ends.date() - DAY if ends.time() == MIDNIGHT else ends.date()
    is_short = ends - begins < DAY or last == begins.date()
    return Commitment(0, begins.time(), ends.time(), day=begins.date(), last_day=None if is_short else last)


def _first_day(one: Commitment) -> date:
    return one.day or SOME_MONDAY + timedelta(days=one.weekday or 0)


def _meet(one: Wall, other: Wall) -> bool:
    return one[0] < other[1] and other[0] < one[1]
