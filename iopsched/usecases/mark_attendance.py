"""Staff say who came, and for how long it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from iopsched.domain import zone
from iopsched.domain.booking import Attendance, Booking
from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.week import Week
from iopsched.store import audit, bookings, locks, people, programs, sessions, weeks
from iopsched.store.db import reading, transaction


@dataclass(frozen=True, slots=True)
class Mark:
    """What was ticked for one booking; no attendance takes a mark away. ``minutes`` None = what the session counts."""

    attendance: Attendance | None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Guest:
    """One line of a roster."""

    booking: Booking
    patient: Patient
    week: Week


@dataclass(frozen=True, slots=True)
class Roster:
    program: Program
    session: Session
    guests: tuple[Guest, ...]
    has_begun: bool


def roster(staff: Staff, session_id: int, *, now: datetime) -> Roster:
    """Who is booked, by name, with each one's week. Raises NotFound for what is not this person's to see."""
    with reading():
        session = _visible(staff, session_id)
        program = programs.get(staff.program_id)
        booked = bookings.in_sessions([session_id])
        named = people.some(booking.patient_id for booking in booked)
        of_all = weeks.of_program(program, zone.week_of(session.day, program.first_weekday))
    guests = [Guest(booking, named[booking.patient_id], of_all[booking.patient_id]) for booking in booked]
    by_name = tuple(sorted(guests, key=lambda guest: (guest.patient.given_name, guest.patient.family_name)))
    return Roster(program, session, by_name, session.starts <= now)


def mark(staff: Staff, session_id: int, marks: Mapping[int, Mark], *, now: datetime) -> None:
    """Record the marks (booking id to mark), all or none. Raises Invalid naming what is wrong, and NotFound."""
    with transaction():
        locks.sessions([session_id])
        session = _visible(staff, session_id)
        if session.starts > now:
            raise Invalid(attendance="This session has not begun yet. Mark it once it has.")
        inside = {booking.id for booking in bookings.in_sessions([session_id])}
        for booking_id, said in marks.items():
            if booking_id not in inside:
                raise NotFound("booking")
            bookings.mark(booking_id, said.attendance, _credited(said, session))
        audit.note(staff.program_id, f"staff:{staff.id}", "marked", now=now, session_id=session_id, marks=len(marks))


def _credited(said: Mark, session: Session) -> int:
    if said.attendance in {None, Attendance.AWAY}:
        return 0
    minutes = session.counted_minutes if said.minutes is None else said.minutes
    if not 0 <= minutes <= session.counted_minutes:
        raise Invalid(minutes=f"Minutes must be between 0 and {session.counted_minutes}.")
    return minutes


def _visible(staff: Staff, session_id: int) -> Session:
    session = sessions.get(session_id)
    if session.program_id != staff.program_id or not staff.may_see(session.clinician_id):
        raise NotFound("session")
    return session
