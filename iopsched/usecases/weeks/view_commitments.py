"""A patient looks at all that is in the way, and at what is booked nevertheless."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from iopsched.domain import zone
from iopsched.domain.booking import Booking
from iopsched.domain.busy_time import BusyTimes, clashing
from iopsched.domain.commitment import Commitment, busy_spans
from iopsched.domain.own_calendar import OwnCalendar
from iopsched.domain.program import Program
from iopsched.domain.week import Span
from iopsched.store import bookings, busy_times, own_calendars, people, visitors
from iopsched.store.db import reading
from iopsched.usecases.weeks.keep_commitments import in_order


@dataclass(frozen=True, slots=True)
class InTheWay:
    """What was said, what own calendars hold, and the seats that the patient holds at such a time."""

    weekly: tuple[Commitment, ...]
    dated: tuple[Commitment, ...]
    past: tuple[Commitment, ...]
    calendars: tuple[OwnCalendar, ...]
    clashes: tuple[Booking, ...]
    zone: ZoneInfo
    today: date


@dataclass(frozen=True, slots=True)
class Look:
    """What was found in a calendar that nobody has said yes to yet, and the seats at such times and on such days."""

    calendar: OwnCalendar
    busy: BusyTimes
    clashes: tuple[Booking, ...]
    clashes_all_day: tuple[Booking, ...]
    zone: ZoneInfo


def view(patient_id: int, *, now: datetime) -> InTheWay:
    """Five queries, however much it is."""
    with reading():
        patient, program = visitors.known_patient(patient_id)
        said = people.commitments(patient_id)
        calendars = own_calendars.of_patient(patient_id, now)
        imported = busy_times.ahead(patient_id, now)
        ahead = tuple(_ahead(bookings.of_patient(patient_id, now), now))
    tz = patient.zone_or(program.zone)
    today = zone.local_day(now, tz)
    spans = (*_spans(said, ahead, program, tz), *imported)
    dated = in_order(mine for mine in said if mine.day)
    return InTheWay(
        weekly=in_order(mine for mine in said if mine.day is None),
        dated=tuple(mine for mine in dated if not mine.is_over(today)),
        past=tuple(mine for mine in dated if mine.is_over(today)),
        calendars=calendars,
        clashes=clashing(ahead, spans),
        zone=tz,
        today=today,
    )


def look(patient_id: int, calendar_id: int, *, now: datetime) -> Look:
    """Raises NotFound for one that is gone, or another's. Four queries."""
    with reading():
        patient, program = visitors.known_patient(patient_id)
        calendar = own_calendars.get(patient_id, calendar_id)
        busy = busy_times.of_calendar(calendar_id)
        ahead = tuple(_ahead(bookings.of_patient(patient_id, now), now))
    timed, all_day = clashing(ahead, busy.timed), clashing(ahead, busy.all_day)
    return Look(calendar, busy, timed, tuple(b for b in all_day if b not in timed), patient.zone_or(program.zone))


def _ahead(found: Iterable[Booking], now: datetime) -> Iterator[Booking]:
    return (booking for booking in found if booking.is_active and booking.starts > now)


def _spans(said: tuple[Commitment, ...], ahead: Iterable[Booking], program: Program, tz: ZoneInfo) -> Iterator[Span]:
    """When the commitments are, in the weeks in which something is booked."""
    for monday in sorted({zone.week_of(booking.session.day, program.first_weekday) for booking in ahead}):
        yield from busy_spans(said, monday, tz)
