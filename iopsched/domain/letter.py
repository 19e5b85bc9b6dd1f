"""A letter of attendance: days and hours that somebody was there, and nothing of what for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from iopsched.domain.booking import Booking
from iopsched.domain.errors import Invalid
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program

LONGEST = timedelta(days=366)


class Naming(StrEnum):
    """Whether the letter says what kind of program it comes from (42 CFR 2.11: that is a disclosure)."""

    DISCREET = "discreet"
    NAMED = "named"


class Asked(StrEnum):
    """How a patient told staff that the letter is to name the program."""

    IN_PERSON = "in_person"
    BY_PHONE = "by_phone"
    IN_WRITING = "in_writing"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The first and last day, and that whoever asks for a named one knows what it tells; ``asked`` is for staff."""

    first: date
    last: date
    naming: Naming = Naming.DISCREET
    understood: bool = False
    asked: Asked | None = None

    def require_sound(self, today: date, *, by_staff: bool) -> None:
        """Raise Invalid naming each field that will not do. The patient chooses, so staff say how they were told."""
        found = {}
        if not self.first <= self.last <= today:
            found["until"] = "Choose a day that is not before the first, and not after today."
        elif self.last - self.first > LONGEST:
            found["since"] = "Choose at most a year."
        if self.naming is Naming.NAMED and not self.understood:
            found["understood"] = "Tick this, or choose the letter that does not say what for."
        if self.naming is Naming.NAMED and by_staff and self.asked is None:
            found["asked"] = "Say how they asked for it, or choose the letter that does not say what for."
        if found:
            raise Invalid(**found)


@dataclass(frozen=True, slots=True)
class Letter:
    """``days`` are those with any minutes attended, in order."""

    patient: Patient
    program: Program
    wanted: Wanted
    days: tuple[tuple[date, int], ...]
    written_on: date

    @property
    def minutes(self) -> int:
        return sum(minutes for _, minutes in self.days)


def days_attended(bookings: Iterable[Booking]) -> tuple[tuple[date, int], ...]:
    """Each day with its attended minutes; what nobody has marked yet is not among them."""
    minutes: Counter[date] = Counter()
    for booking in bookings:
        minutes[booking.session.day] += booking.attended_minutes if booking.attendance else 0
    return tuple((day, attended) for day, attended in sorted(minutes.items()) if attended)
