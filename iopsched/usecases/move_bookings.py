"""When staff alter or cancel sessions: bookings follow where the patient still can, the rest end, and all are told.

Always called within a transaction that holds the sessions; opens none itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from iopsched.domain import zone
from iopsched.domain.booking import Booking, CancelledBy, refusals
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.refusal import Why
from iopsched.domain.session import Session
from iopsched.domain.timetable import Difference, Sitting
from iopsched.domain.words import Modality
from iopsched.store import audit, bookings, locks, offerings, people, sessions, weeks
from iopsched.usecases import remind_patient, tell_patient

STAY = frozenset({Why.FULL, Why.COMMITTED, Why.TRAVEL, Why.DAY_MOST, Why.DAYS_MOST, Why.WEEK_MOST, Why.TRACK})
"""Reasons that keep a new booking out but do not end one that staff have moved: the patient decides those."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Bookings that kept their seat at another time or place, and that ended; people who get a text, and who cannot."""

    kept: int = 0
    ended: int = 0
    told: int = 0
    to_call: int = 0


@dataclass(frozen=True, slots=True)
class _Change:
    """The program, the people inside and by whom and when: what every step below needs."""

    program: Program
    people: dict[int, Patient]
    actor: str
    now: datetime


def follow_sessions(program: Program, found: Difference, *, actor: str, now: datetime) -> Moved:
    """Alter and cancel the sessions of a difference with all that follows for those inside.

    Seats are first taken away, then given: nobody is in two places for want of order, and who loses one session
    can follow another into its place.
    """
    booked = bookings.in_sessions([*(session_id for session_id, _ in found.altered), *found.cancelled])
    inside = {patient.id: patient for patient in locks.patients(booking.patient_id for booking in booked)}
    change = _Change(program, inside, actor, now)
    then, off = dict(found.altered), frozenset(found.cancelled)
    ended = [b for b in booked if b.session.id in off]
    moving = [b for b in booked if _is_elsewhere(b.session, then.get(b.session.id))]
    bookings.lift([booking.id for booking in moving], now=now)
    for session_id, sitting in found.altered:
        sessions.alter(session_id, sitting)
    sessions.cancel(found.cancelled)
    _end(change, ended)
    kept, lost = _reseat(change, moving)
    _end(change, lost)
    led = _tell_of_stand_ins(change, [b for b in booked if b not in moving], then)
    people.schedule_changed(inside)
    _remind(change, [*booked, *kept])
    return _outcome(change, kept, [*ended, *lost], led)


def not_as_before(before: Iterable[Session], found: Difference) -> list[int]:
    """Which of these sessions are off or elsewhere by the difference, by id."""
    then, off = dict(found.altered), frozenset(found.cancelled)
    return [was.id for was in before if was.id in off or _is_elsewhere(was, then.get(was.id))]


def _outcome(change: _Change, kept: list[Booking], ended: list[Booking], led: list[Booking]) -> Moved:
    touched = {booking.patient_id for booking in (*kept, *ended, *led)}
    told = sum(change.people[patient_id].is_reached for patient_id in touched)
    return Moved(len(kept), len(ended), told, len(touched) - told)


def _is_elsewhere(was: Session, then: Sitting | None) -> bool:
    """Whether a session moves in time or place: seats and names alone are no news."""
    return then is not None and _where(was) != _where(then)


def _where(one: Session | Sitting) -> tuple[datetime, datetime, str, str, Modality]:
    return one.starts, one.ends, one.place, one.site, one.modality


def _reseat(change: _Change, moving: list[Booking]) -> tuple[list[Booking], list[Booking]]:
    """Those who still can sit in the moved session, and those who cannot; the seats of the latter are still taken."""
    altered = {session.id: session for session in sessions.some(booking.session.id for booking in moving)}
    kept: list[Booking] = []
    lost: list[Booking] = []
    for booking in sorted(moving, key=lambda b: (altered[b.session.id].starts, b.id)):
        session = altered[booking.session.id]
        if _can_follow(change, booking, session):
            bookings.follow([booking.id], session, now=change.now)
            kept.append(replace(booking, session=session, span=None))
            patient = change.people[booking.patient_id]
            tell_patient.moved(patient, change.program, kept[-1], booking.session.starts, now=change.now)
            _note(change, booking, "booking moved")
        else:
            lost.append(booking)
    return kept, lost


def _tell_of_stand_ins(change: _Change, staying: list[Booking], then: dict[int, Sitting]) -> list[Booking]:
    """Those whose session somebody else leads for once; that an offering has a new leader for good is no news."""
    leaders = {number: sitting.clinician_id for number, sitting in then.items()}
    named = [b for b in staying if leaders.get(b.session.id) not in {None, b.session.clinician_id}]
    usual = {one.id: one.clinician_id for one in offerings.in_program(change.program.id)} if named else {}
    led = [b for b in named if leaders[b.session.id] != usual[then[b.session.id].key[0]]]
    altered = {session.id: session for session in sessions.some(booking.session.id for booking in led)}
    for booking in led:
        now = replace(booking, session=altered[booking.session.id])
        patient = change.people[booking.patient_id]
        tell_patient.moved(patient, change.program, now, booking.session.starts, now=change.now)
    return led


def _can_follow(change: _Change, booking: Booking, session: Session) -> bool:
    patient = change.people[booking.patient_id]
    week = weeks.load(patient, change.program, zone.week_of(session.day, change.program.first_weekday))
    return all(refusal.why in STAY for refusal in refusals(week, session, change.now))


def _end(change: _Change, ended: list[Booking]) -> None:
    bookings.cancel([booking.id for booking in ended], CancelledBy.STAFF, now=change.now)
    for booking in ended:
        sessions.change_seats_taken([booking.session.id], by=-1)
        tell_patient.cancelled(change.people[booking.patient_id], change.program, booking, now=change.now)
        _note(change, booking, "booking ended")


def _note(change: _Change, booking: Booking, action: str) -> None:
    whom = {"patient_id": booking.patient_id, "session_id": booking.session.id}
    audit.note(change.program.id, change.actor, action, now=change.now, **whom)


def _remind(change: _Change, touched: Iterable[Booking]) -> None:
    days: dict[int, set[date]] = {}
    for booking in touched:
        days.setdefault(booking.patient_id, set()).add(booking.session.day)
    for patient_id in sorted(days):
        remind_patient.follow(change.people[patient_id], change.program, days[patient_id], now=change.now)
