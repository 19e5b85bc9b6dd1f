"""A series: one offering through its changes, "from this date on" among them; its sessions keep their name throughout.

Who changes an offering from a date on ends it the day before and begins another, which continues it. What was a session
of the old one is that session of the new one, wherever it now stands: the same seats, the same event in calendars.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum

from iopsched.domain.offering import Offering
from iopsched.domain.timetable import Key
from iopsched.domain.zone import week_of


class Reach(StrEnum):
    """Which dates a change is meant for: this one, this and those after it, or all that are ahead."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


def split(before: Offering, after: Offering, since: date, first_weekday: int = 0) -> tuple[Offering, Offering]:
    """What ``before`` is until ``since``, a day that it falls on, and from then on with the facts of ``after``.

    Moved to an earlier weekday, the new part begins in that very week, where nothing of the old one lies between. It is
    not known by an id or a key yet.
    """
    earlier = moved(before, after, since, first_weekday)
    between = (earlier + timedelta(days=number) for number in range((since - earlier).days))
    begins = since if any(before.falls_on(day) for day in between) else min(since, earlier)
    new = replace(after, id=0, key="", first_day=begins, series_id=before.root)
    return replace(before, last_day=since - timedelta(days=1)), new


def renamed(
    before: Offering, after: Offering, keys: Iterable[Key], since: date, first_weekday: int = 0
) -> dict[Key, Key]:
    """Keys of ``before`` from ``since`` on, to their names in ``after``, as far as they change and are free."""
    known = set(keys)
    mine = sorted(key for key in known if key[0] == before.id and key[1] >= since)
    then = {key: (after.id, moved(before, after, key[1], first_weekday), key[2]) for key in mine}
    return {key: new for key, new in then.items() if new != key and new not in known}


def moved(before: Offering, after: Offering, day: date, first_weekday: int = 0) -> date:
    """Where a date of ``before`` is in ``after``: weekdays that are left go to those that are new, in their order."""
    left, new = sorted(before.weekdays - after.weekdays), sorted(after.weekdays - before.weekdays)
    weekday = dict(zip(left, new, strict=False)).get(day.weekday(), day.weekday())
    first = week_of(day, first_weekday)
    return first + timedelta(days=(weekday - first_weekday) % 7)


def kin(offering_ids: Iterable[int], roots: Mapping[int, int]) -> frozenset[int]:
    """Every part of the series that these are parts of: who knows one knows all. ``roots``: id to first offering."""
    known = {roots.get(each, each) for each in offering_ids}
    return frozenset({*known, *(each for each, root in roots.items() if root in known)})


def part_of(offering_id: int, offerings: Mapping[int, Offering], day: date) -> Offering | None:
    """Which part of its series is in force on that day; the nearest before it where none is."""
    own = offerings.get(offering_id)
    if own is None:
        return None
    series = sorted((one for one in offerings.values() if one.root == own.root), key=lambda one: one.first_day)
    begun = [one for one in series if one.first_day <= day and one.first_day <= one.last_day]
    return next((one for one in reversed(begun) if day <= one.last_day), (begun or [own])[-1])
