"""A miss: a session that was marked as not here, what a program lets pass of them, and whom staff should look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from iopsched.domain.booking import Attendance, Booking
from iopsched.domain.program import Program


class Flag(StrEnum):
    """Why staff should look; what follows is theirs to decide."""

    MANY = "many"
    ROW = "row"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Misses:
    """Sessions missed within the weeks that a program looks back.

    ``row``: how many in a row up to the last that was marked, excused ones passed over; ``days`` since the first of
    those, without having come since.
    """

    missed: int
    excused: int = 0
    row: int = 0
    days: int = 0
    flags: tuple[Flag, ...] = ()

    @property
    def is_flagged(self) -> bool:
        return bool(self.flags)


def misses(judged: Iterable[Booking], program: Program, sunday: date, today: date) -> Misses:
    """Of one patient's marked sessions, and seats given up late, those in the ``miss_weeks`` weeks up to ``sunday``."""
    first = first_day_looked_at(program, sunday)
    seats = (one for one in judged if first <= one.session.day <= sunday and (one.attendance or _counts(one, program)))
    within = sorted(seats, key=lambda one: one.starts)
    row = [*_row(within, program)]
    seen = Misses(
        missed=sum(_is_miss(one, program) for one in within),
        excused=sum(one.attendance is Attendance.EXCUSED for one in within),
        row=len(row),
        days=max(0, (min(today, sunday) - row[-1].session.day).days) if row else 0,
    )
    return Misses(seen.missed, seen.excused, seen.row, seen.days, tuple(_flags(seen, program)))


def first_day_looked_at(program: Program, sunday: date) -> date:
    return sunday - timedelta(days=7 * program.miss_weeks - 1)


def _flags(seen: Misses, program: Program) -> Iterator[Flag]:
    """A limit of 0 flags nobody."""
    if 0 < program.miss_limit <= seen.missed:
        yield Flag.MANY
    if 0 < program.miss_row <= seen.row:
        yield Flag.ROW
    if seen.row and 0 < program.return_days <= seen.days:
        yield Flag.GONE


def _row(within: list[Booking], program: Program) -> Iterator[Booking]:
    """The last first."""
    for one in reversed(within):
        if _is_miss(one, program):
            yield one
        elif one.attendance is not Attendance.EXCUSED:
            return


def _is_miss(booking: Booking, program: Program) -> bool:
    """Excused is none; a seat given up late is one where the program says so."""
    return booking.attendance is Attendance.AWAY or _counts(booking, program)


def _counts(booking: Booking, program: Program) -> bool:
    return program.late_is_miss and booking.is_late and not booking.is_active
