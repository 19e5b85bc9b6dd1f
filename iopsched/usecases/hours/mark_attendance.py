"""Staff say who came, and for how long it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from iopsched.domain import arrival, zone
from iopsched.domain.booking import Attendance, Booking
from iopsched.domain.duty import Duty
from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.offering import Closure
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.week import Week
from iopsched.store import audit, bookings, holds, locks, offerings, people, programs, sessions, weeks
from iopsched.store.db import reading, transaction
from iopsched.usecases.people import note_look

TOO_EARLY = "It is too early to mark this session. It can be marked from shortly before it begins."


@dataclass(frozen=True, slots=True)
class Kept:
    """How one booking stands marked."""

    attendance: Attendance | None = None
    minutes: int = 0

    @classmethod
    def of(cls, booking: Booking) -> Kept:
        return cls(booking.attendance, booking.attended_minutes)


@dataclass(frozen=True, slots=True)
class Mark:
    """What was ticked for one booking; no attendance takes a mark away. ``minutes`` None = what the session counts.

    ``seen`` is how it stood for whoever ticked it; None = however it stands.
    """

    attendance: Attendance | None
    minutes: int | None = None
    seen: Kept | None = None


@dataclass(frozen=True, slots=True)
class Guest:
    """One line of a roster."""

    booking: Booking
    patient: Patient
    week: Week


@dataclass(frozen=True, slots=True)
class Roster:
    """Who is in one session, by name. ``late`` are those who gave up their seat when notice was over.

    ``credit`` are minutes that count for who comes late, or leaves, at this moment. ``closure`` is what its hours are
    closed by, where it is off.
    """

    program: Program
    session: Session
    guests: tuple[Guest, ...]
    has_begun: bool
    may_mark: bool
    credit: Mapping[Attendance, int]
    late: tuple[Patient, ...] = ()
    closure: Closure | None = None

    @property
    def monday(self) -> date:
        """First day of the program's week that the session is in."""
        return zone.week_of(self.session.day, self.program.first_weekday)

    def marked(self, attendance: Attendance | None) -> int:
        """How many were marked so; None counts those who are still to mark."""
        return sum(guest.booking.attendance is attendance for guest in self.guests)

    @property
    def to_call(self) -> tuple[Patient, ...]:
        """Those whom no text reaches when something changes."""
        return tuple(guest.patient for guest in self.guests if not guest.patient.is_reached)


def roster(staff: Staff, session_id: int, *, now: datetime) -> Roster:
    """Who is booked, by name, with each one's week. Raises NotFound for what is not this person's to see.

    Six queries, one more while seats are held or where it is off, and those of ``note_look``: who looked is noted.
    """
    with reading():
        (session,) = holds.seen(None, (_visible(staff, session_id),), now)
        program = programs.get(staff.program_id)
        known = bookings.on_roster(session_id)
        named = people.some(booking.patient_id for booking in known)
        of_all = weeks.of_program(program, zone.week_of(session.day, program.first_weekday))
        closure = _closure(program, session) if session.is_cancelled else None
    booked = [booking for booking in known if booking.is_active]
    note_look.note(staff, now=now, session_id=session_id, people=len(booked))
    guests = [Guest(booking, named[booking.patient_id], of_all[booking.patient_id]) for booking in booked]
    by_name = tuple(sorted(guests, key=lambda guest: (guest.patient.given_name, guest.patient.family_name)))
    late = tuple(named[booking.patient_id] for booking in known if not booking.is_active)
    return Roster(
        program=program,
        session=session,
        guests=by_name,
        has_begun=session.starts <= now,
        may_mark=arrival.is_markable(session, now),
        credit=arrival.credit_now(session, now),
        late=late,
        closure=closure,
    )


def _closure(program: Program, session: Session) -> Closure | None:
    """The first that any of its hours falls into."""
    closed = (
        one for one in offerings.closures(program.id) if one.span.meets(session.starts, session.ends, program.zone)
    )
    return next(closed, None)


def mark(staff: Staff, session_id: int, marks: Mapping[int, Mark], *, now: datetime) -> tuple[int, ...]:
    """Record the marks (booking id to mark). Raises NotFound for a booking that is not in the session.

    What somebody else marked since it was seen stands: those patients are given, by id. All others are recorded or
    none: raises Invalid with ``attendance`` before anybody can arrive, and ``minutes_7`` for those of booking 7.
    """
    with transaction():
        locks.sessions([session_id])
        session = _visible(staff, session_id)
        if not arrival.is_markable(session, now):
            raise Invalid(attendance=TOO_EARLY)
        inside = {booking.id: booking for booking in bookings.in_sessions([session_id])}
        if not inside.keys() >= marks.keys():
            raise NotFound("booking")
        _require_possible(marks, session)
        news = {one: said for one, said in marks.items() if _wanted(said, session) != Kept.of(inside[one])}
        late = {one for one, said in news.items() if said.seen not in {None, Kept.of(inside[one])}}
        _record(staff, session, {inside[one]: said for one, said in news.items() if one not in late}, now)
    return tuple(sorted(inside[one].patient_id for one in late))


def _record(staff: Staff, session: Session, news: Mapping[Booking, Mark], now: datetime) -> None:
    told: dict[int, dict[str, Any]] = {}
    for booking, said in news.items():
        kept = _wanted(said, session)
        bookings.mark(booking.id, kept.attendance, kept.minutes)
        attendance = kept.attendance.value if kept.attendance else None
        told[booking.patient_id] = {"attendance": attendance, "minutes": kept.minutes}
    audit.note_patients(staff.program_id, f"staff:{staff.id}", "marked", told, now=now, session_id=session.id)


def _require_possible(marks: Mapping[int, Mark], session: Session) -> None:
    wrong = [
        booking_id for booking_id, said in marks.items() if not 0 <= (said.minutes or 0) <= session.counted_minutes
    ]
    if wrong:
        problem = f"Give minutes from 0 to {session.counted_minutes}."
        raise Invalid(**{f"minutes_{booking_id}": problem for booking_id in wrong})


def _wanted(said: Mark, session: Session) -> Kept:
    if said.attendance is None or said.attendance.is_missed:
        return Kept(said.attendance)
    return Kept(said.attendance, session.counted_minutes if said.minutes is None else said.minutes)


def _visible(staff: Staff, session_id: int) -> Session:
    staff.require(Duty.BOARD)
    session = sessions.get(session_id)
    if session.program_id != staff.program_id or not staff.may_see(session.clinician_id):
        raise NotFound("session")
    return session
