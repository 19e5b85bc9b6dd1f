"""The ledger of hours: what a week asked, what was booked, attended and missed, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from iopsched.domain.booking import Attendance, Booking
from iopsched.domain.chance import Chance, chance
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.week import Week


class Course(StrEnum):
    """How a week stands: whole, whole if nothing more is missed, to be mended, beyond mending, over and short."""

    MET = "met"
    ON_COURSE = "on_course"
    OPEN = "open"
    OUT_OF_REACH = "out_of_reach"
    SHORT = "short"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Account:
    """One patient's week in numbers. Lengths are minutes; missed, excused and unmarked count sessions.

    ``booked`` is all that was booked, attended or not; ``possible`` the most that can still be booked, and 0 where
    nothing is lacking.
    """

    week: Week
    missed: int
    excused: int
    unmarked: int
    course: Course
    possible: int = 0

    @property
    def required(self) -> int:
        return self.week.required

    @property
    def booked(self) -> int:
        return sum(booking.session.counted_minutes for booking in self.week.bookings)

    @property
    def attended(self) -> int:
        return self.week.attended

    @property
    def billable_days(self) -> int:
        return self.week.billable_days

    @property
    def is_short(self) -> bool:
        """Whether it falls short as it stands."""
        return self.course in {Course.OPEN, Course.OUT_OF_REACH, Course.SHORT}


def account(week: Week, offered: Iterable[Session] = (), *, today: date, now: datetime) -> Account:
    """The week as it stands; ``offered`` are the sessions of the week that a patient could see."""
    is_over = week.sunday < today
    left = None if is_over or week.is_met or not week.plan else chance(week, offered, now)
    return Account(
        week=week,
        missed=_marked(week, Attendance.AWAY),
        excused=_marked(week, Attendance.EXCUSED),
        unmarked=sum(booking.attendance is None and booking.session.starts <= now for booking in week.bookings),
        course=course(week, left, is_over=is_over),
        possible=left.minutes if left else 0,
    )


def course(week: Week, left: Chance | None, *, is_over: bool) -> Course:
    """How a week stands; ``left`` is what it can still gain, None where nothing is asked of that."""
    if week.plan is None:
        return Course.FREE
    if week.is_met:
        return Course.ON_COURSE if week.ahead else Course.MET
    if is_over or left is None:
        return Course.SHORT
    return Course.OPEN if left.mends(week) else Course.OUT_OF_REACH


@dataclass(frozen=True, slots=True)
class Misses:
    """Sessions missed within the weeks that the program looks back, and how many it lets pass."""

    missed: int
    excused: int
    limit: int

    @property
    def is_flagged(self) -> bool:
        """Whether staff should look; what follows is theirs to decide. A limit of 0 flags nobody."""
        return 0 < self.limit <= self.missed


def misses(missed: Iterable[Booking], program: Program, sunday: date) -> Misses:
    """Of one patient's missed sessions those in the ``miss_weeks`` weeks that end with this day."""
    first = first_day_looked_at(program, sunday)
    within = [booking for booking in missed if first <= booking.session.day <= sunday]
    excused = sum(booking.attendance is Attendance.EXCUSED for booking in within)
    return Misses(sum(booking.is_missed for booking in within) - excused, excused, program.miss_limit)


def first_day_looked_at(program: Program, sunday: date) -> date:
    return sunday - timedelta(days=7 * program.miss_weeks - 1)


def _marked(week: Week, attendance: Attendance) -> int:
    return sum(booking.attendance is attendance for booking in week.bookings)
