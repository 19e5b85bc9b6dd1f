"""A payer's authorisation: how much of what it pays for between two dates, what was used of it, and when it runs out.

The payer's name and number are for staff alone; nothing that goes to a phone, a calendar or a text holds them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from iopsched.domain.booking import Booking
from iopsched.domain.program import Program
from iopsched.domain.spoken_date import spoken

MOST = 100_000
LONGEST = 80


class Unit(StrEnum):
    """What a payer counts. Hours are kept as minutes; a day is a billable one (H0015)."""

    HOURS = "hours"
    SESSIONS = "sessions"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Authorisation:
    """``amount`` is minutes, sessions or days, as ``unit`` says."""

    id: int
    patient_id: int
    first_day: date
    last_day: date
    unit: Unit
    amount: int
    payer: str = ""
    reference: str = ""

    def covers(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def overlaps(self, other: Authorisation) -> bool:
        """Whether some use would count against both: the same unit on the same day."""
        return self.unit is other.unit and self.first_day <= other.last_day and other.first_day <= self.last_day


@dataclass(frozen=True, slots=True)
class Use:
    """What was used of an authorisation, and what is booked ahead within its dates, in its own unit.

    ``runs_out`` is the day of the first seat ahead that it does not pay for any more; None where all is paid for.
    """

    authorisation: Authorisation
    used: int
    ahead: int
    runs_out: date | None = None

    @property
    def left(self) -> int:
        return max(0, self.authorisation.amount - self.used)

    @property
    def left_over(self) -> int:
        """What nobody has booked yet."""
        return max(0, self.authorisation.amount - self.used - self.ahead)

    def expected_end(self, today: date) -> date | None:
        """When it would be used up at the pace so far; None where nothing was used yet, or it lasts to its last day."""
        days = (min(today, self.authorisation.last_day) - self.authorisation.first_day).days + 1
        if self.used <= 0 or days <= 0:
            return None
        more = -(-self.left * days // self.used)
        return today + timedelta(days=more) if more < (self.authorisation.last_day - today).days else None

    @property
    def is_over(self) -> bool:
        """Whether more was used than was authorised."""
        return self.used > self.authorisation.amount


def use(authorisation: Authorisation, bookings: Iterable[Booking], program: Program) -> Use:
    """Attended is what is marked so; a seat that is not marked counts as ahead, however long ago it was."""
    within = [one for one in bookings if one.is_active and authorisation.covers(one.session.day)]
    minutes: dict[date, int] = defaultdict(int)
    used = ahead = 0
    runs_out = None
    for booking in sorted(within, key=lambda one: (one.attendance is None, one.session.starts)):
        day = booking.session.day
        more = _brings(authorisation.unit, booking, minutes[day], program)
        minutes[day] += booking.minutes
        if booking.attendance is not None:
            used += more
            continue
        ahead += more
        if runs_out is None and more and used + ahead > authorisation.amount:
            runs_out = day
    return Use(authorisation, used, ahead, runs_out)


def problems(one: Authorisation, others: Iterable[Authorisation] = ()) -> Iterator[tuple[str, str]]:
    """Every (field, what is wrong and what would be right) that keeps an authorisation from being taken."""
    if one.last_day < one.first_day:
        yield "last_day", "The last day is before the first. Choose a later last day."
    if not 0 < one.amount <= MOST:
        yield "amount", "Say how much is authorised: more than nothing."
    if not one.payer.strip():
        yield "payer", "Say who pays."
    for field in ("payer", "reference"):
        if len(getattr(one, field)) > LONGEST:
            yield field, f"Use at most {LONGEST} letters."
    for other in others:
        if other.id != one.id and one.overlaps(other):
            there = f"There is one of {other.unit} from {spoken(other.first_day)} to {spoken(other.last_day)} already."
            yield "first_day", f"{there} Choose other days, or change that one."


def _brings(unit: Unit, booking: Booking, so_far: int, program: Program) -> int:
    """What one seat uses, after ``so_far`` minutes of its day."""
    if unit is Unit.HOURS:
        return booking.minutes
    if unit is Unit.SESSIONS:
        return int(not booking.is_missed)
    return int(so_far < program.billable_day_minutes <= so_far + booking.minutes)
