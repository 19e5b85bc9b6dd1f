"""The ledger of hours: what a week asked, what was booked, attended and missed, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from iopsched.domain.booking import Attendance
from iopsched.domain.chance import chance
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
    """One patient's week in numbers, at an instant. Lengths are minutes; misses and marks count sessions."""

    week: Week
    now: datetime

    @property
    def required(self) -> int:
        return self.week.required

    @property
    def booked(self) -> int:
        return self.week.booked

    @property
    def attended(self) -> int:
        return self.week.attended

    @property
    def billable_days(self) -> int:
        return self.week.billable_days

    @property
    def missed(self) -> int:
        """Without an excuse."""
        return self._marked(Attendance.AWAY)

    @property
    def excused(self) -> int:
        return self._marked(Attendance.EXCUSED)

    @property
    def unmarked(self) -> int:
        """Begun, and nobody has said who came."""
        return sum(booking.session.starts <= self.now for booking in self.week.bookings if not booking.attendance)

    def _marked(self, attendance: Attendance) -> int:
        return sum(booking.attendance is attendance for booking in self.week.bookings)


@dataclass(frozen=True, slots=True)
class Prospect:
    """What becomes of a week; ``possible`` is the most minutes that bring it nearer to whole and can still be booked, 0
    where nothing is lacking.
    """

    course: Course
    possible: int = 0

    @property
    def is_short(self) -> bool:
        """Whether the week falls short as it stands."""
        return self.course in {Course.OPEN, Course.OUT_OF_REACH, Course.SHORT}

    @property
    def has_room(self) -> bool:
        """Whether the patient can do something about it, be it not all."""
        return self.is_short and self.possible > 0


def prospect(week: Week, offered: Iterable[Session], now: datetime) -> Prospect:
    """How a week stands; ``offered`` are its sessions as the patient could book them."""
    if week.plan is None:
        return Prospect(Course.FREE)
    if week.is_met:
        return Prospect(Course.ON_COURSE if week.ahead else Course.MET)
    if week.sunday < week.program.day_of(now):
        return Prospect(Course.SHORT)
    left = chance(week, offered, now)
    return Prospect(Course.OPEN if left.mends(week) else Course.OUT_OF_REACH, left.minutes)
