"""A usual week: what a patient wants booked again week after week, named by what yields its sessions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from iopsched.domain.offering import Offering
from iopsched.domain.series import part_of
from iopsched.domain.session import Session
from iopsched.domain.timetable import Key


@dataclass(frozen=True, slots=True, order=True)
class Habit:
    """One session of every week: that of an offering on one of its weekdays, and there of one slot."""

    offering_id: int
    weekday: int
    slot: int = 0


@dataclass(frozen=True, slots=True)
class UsualWeek:
    """``monday`` is the week that it was taken from: it stays as it is, those after it are booked like it.

    It is never changed: another week takes its place, or it is ``stopped_at`` some time.
    """

    id: int
    program_id: int
    patient_id: int
    monday: date
    habits: tuple[Habit, ...]
    made_at: datetime
    stopped_at: datetime | None = None

    def weeks_ahead(self, this_monday: date, last_day: date) -> tuple[date, ...]:
        """The weeks that are booked like it: those after its own, from this one to the last that is open."""
        first = max(self.monday + timedelta(weeks=1), this_monday)
        weeks = (last_day - first).days // 7 + 1
        return tuple(first + timedelta(weeks=number) for number in range(max(0, weeks)))


@dataclass(frozen=True, slots=True)
class Offered:
    """All that there is for some usual weeks: offerings by id, the days that are closed, and by key every session
    that was ever opened, the cancelled too. ``last_day`` is that of the last session: nothing is open after it yet.
    """

    offerings: Mapping[int, Offering]
    closed: frozenset[date]
    sittings: Mapping[Key, Session]
    last_day: date


def parts_on(habits: Iterable[Habit], offerings: Mapping[int, Offering], monday: date) -> dict[Habit, Offering | None]:
    """What yields each in the week that begins on ``monday``: the part of its series that is in force then."""
    return {habit: part_of(habit.offering_id, offerings, day_in(monday, habit.weekday)) for habit in habits}


def now_on(parts: Mapping[Habit, Offering | None]) -> dict[Habit, int | None]:
    """The weekday that each is on then. An offering that was moved to another weekday is followed there, several in
    their order; None where it is not offered on any that is left.
    """
    return {habit: _followed(habit, parts, offering) for habit, offering in parts.items()}


def begins(habit: Habit, offering: Offering | None) -> time:
    """When it usually is, on the clocks of the program; midnight for an offering that there is not."""
    if offering is None:
        return time()
    return (datetime.combine(date.min, offering.begins) + offering.shift(habit.slot)).time()


def _followed(habit: Habit, parts: Mapping[Habit, Offering | None], offering: Offering | None) -> int | None:
    if offering is None or habit.weekday in offering.weekdays:
        return None if offering is None else habit.weekday
    mine = {one.weekday for one, part in parts.items() if part == offering}
    left, free = sorted(mine - offering.weekdays), sorted(offering.weekdays - mine)
    return dict(zip(left, free, strict=False)).get(habit.weekday)


def habits_of(keys: Iterable[Key]) -> tuple[Habit, ...]:
    """What yields these sessions, by their keys; in order."""
    return tuple(sorted({Habit(offering_id, day.weekday(), slot) for offering_id, day, slot in keys}))


def day_in(monday: date, weekday: int) -> date:
    """The date of that weekday (Monday = 0) in the program's week that begins on ``monday``."""
    return monday + timedelta(days=(weekday - monday.weekday()) % 7)
