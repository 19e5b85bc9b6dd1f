"""A patient takes a seat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from iopsched.domain import zone
from iopsched.domain.booking import Booking, refusals
from iopsched.domain.errors import NotFound, Refused
from iopsched.domain.offer import Answer
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.waiting import Ended
from iopsched.domain.week import Week
from iopsched.gateways.tokens import new_uid
from iopsched.store import (
    audit,
    bookings,
    holds,
    locks,
    people,
    programs,
    requests,
    sessions,
    visitors,
    waitings,
    weeks,
)
from iopsched.store.db import reading, transaction
from iopsched.usecases.messages import remind_patient
from iopsched.usecases.seats import offer_seats

Visit = tuple[Patient, Program]


@dataclass(frozen=True, slots=True)
class Party:
    """Who books, where, and what: locked, so that it stays true until the transaction ends."""

    patient: Patient
    program: Program
    sessions: tuple[Session, ...]

    def only(self, session_id: int) -> Party:
        """The same about one of the sessions."""
        return replace(self, sessions=tuple(session for session in self.sessions if session.id == session_id))

    def week_of(self, session: Session) -> Week:
        """The patient's week around a session, as it is booked now."""
        monday = zone.week_of(session.day, self.program.first_weekday)
        return weeks.load(self.patient, self.program, monday)


@dataclass(frozen=True, slots=True)
class Glance:
    """What was so a moment ago, read without a lock: enough to refuse by, and to book by while it is true.

    Every change of a patient's bookings raises ``schedule_version``; staff may move the session meanwhile.
    """

    party: Party
    week: Week
    before: Mapping[int, Booking]

    def is_true_of(self, party: Party) -> bool:
        """Whether the patient is the same, and the session still at the same time."""
        then, locked = self.party.sessions[0], party.sessions[0]
        return party.patient == self.party.patient and (locked.starts, locked.ends) == (then.starts, then.ends)


def book(patient_id: int, session_id: int, *, now: datetime, key: str = "", known: Visit | None = None) -> Week:
    """Give the patient a seat and return the week with it. Raises Refused with every reason why not, or NotFound.

    A form that was carried out before (by its ``key``) changes nothing more. What can be read before the lock is read
    before it, so that others wait for the session as short as can be, and who is refused waits for nobody. ``known``
    are the patient and the program as the caller has just read them, where it has.
    """
    with reading():
        glance = _look(patient_id, session_id, known or visitors.known_patient(patient_id), now)
        reasons = tuple(refusals(glance.week, glance.party.sessions[0], now))
        if reasons and requests.is_known(patient_id, key):
            return glance.week
    if reasons:
        raise Refused(*reasons)
    with transaction():
        if not requests.is_new(patient_id, key, now=now):
            return as_it_is(patient_id, [session_id])
        party = _hold(patient_id, [session_id], glance.party.program, now)
        if not glance.is_true_of(party):
            return seat(party, now=now)
        week = _allow(glance.week, party, now)
        return week.adding(*_take(party, glance.before, week, f"patient:{patient_id}", now))


def bring_together(patient_id: int, session_ids: Iterable[int], *, now: datetime) -> Party:
    """Lock the sessions, then the patient, and read all of them. Raises NotFound for what is not theirs."""
    return _hold(patient_id, session_ids, None, now)


def as_it_is(patient_id: int, session_ids: Iterable[int]) -> Week:
    """The patient's week around these sessions, unchanged: what a form that comes again is answered with."""
    patient, program = visitors.known_patient(patient_id)
    found = sessions.some(session_ids)
    if not found or any(session.program_id != program.id for session in found):
        raise NotFound("session")
    return Party(patient, program, found).week_of(found[0])


def seat(party: Party, *, now: datetime) -> Week:
    """Ask the rule, then take the one seat of the party. Raises Refused with every reason why not."""
    week = _allow(party.week_of(party.sessions[0]), party, now)
    return week.adding(*take_seats(party, actor=f"patient:{party.patient.id}", now=now, week=week))


def take_seats(
    party: Party, *, actor: str, now: datetime, week: Week | None = None, is_noted: bool = False
) -> tuple[Booking, ...]:
    """Write the bookings with all that follows: seats, feed, reminders, audit. The caller has asked ``refusals``.

    ``week`` is the patient's, around all of the sessions, where the caller has read it under the lock. ``is_noted``:
    the caller writes the audit entry, as what was done was more than that.
    """
    before = bookings.latest(party.patient.id, [session.id for session in party.sessions])
    return _take(party, before, week, "" if is_noted else actor, now)


def _look(patient_id: int, session_id: int, known: Visit, now: datetime) -> Glance:
    """The session is read before the bookings: one that is full by the patient's own hand is seen as booked."""
    patient, program = known
    (session,) = holds.seen(patient_id, (sessions.get(session_id),), now)
    if session.program_id != patient.program_id:
        raise NotFound("session")
    week, before = weeks.load_around(patient, program, session)
    return Glance(Party(patient, program, (session,)), week, before)


def _hold(patient_id: int, session_ids: Iterable[int], program: Program | None, now: datetime) -> Party:
    found = offer_seats.seen(patient_id, locks.sessions(session_ids), now=now)
    patient = locks.patient(patient_id)
    if any(session.program_id != patient.program_id for session in found):
        raise NotFound("session")
    return Party(patient, program or programs.get(patient.program_id), found)


def _allow(week: Week, party: Party, now: datetime) -> Week:
    (session,) = party.sessions
    if reasons := tuple(refusals(week, session, now)):
        raise Refused(*reasons)
    return week


def _take(
    party: Party, before: Mapping[int, Booking], week: Week | None, actor: str, now: datetime
) -> tuple[Booking, ...]:
    """Without an actor, nothing is noted."""
    patient, program = party.patient, party.program
    ids = [session.id for session in party.sessions]
    taken = _sit(party, before, now)
    sessions.change_seats_taken(ids, by=1)
    people.schedule_changed([patient.id])
    _wait_no_more(party, now)
    known = None if week is None else (*week.bookings, *taken)
    remind_patient.follow(patient, program, {session.day for session in party.sessions}, now=now, known=known)
    if actor:
        audit.note_sessions(program.id, actor, "booked", ids, now=now, patient_id=patient.id)
    return taken


def _wait_no_more(party: Party, now: datetime) -> None:
    """What was held for the patient is taken now, and what they waited for is there."""
    patient, program = party.patient, party.program
    if kept := [session.id for session in party.sessions if session.held_until is not None]:
        offer_seats.answer(patient, kept, Answer.TAKEN, now=now)
    if patient.waits:
        mine = waitings.of_patient(patient.id)
        had = [one.id for one in mine if any(one.wanted.fits(session, program) for session in party.sessions)]
        waitings.end(patient.id, had, Ended.BOOKED, now=now)


def _sit(party: Party, before: Mapping[int, Booking], now: datetime) -> tuple[Booking, ...]:
    """A seat given up before is taken up again, so that the calendar shows one event and not two."""
    new = {new_uid(): session for session in party.sessions if session.id not in before}
    ids = bookings.add_all(party.patient.id, new, now=now)
    again = [session for session in party.sessions if session.id in before]
    for session in again:
        bookings.renew([before[session.id].id], session, now=now)
    return (
        *(_new(ids[uid], party.patient.id, session, uid, now) for uid, session in new.items()),
        *(_renewed(before[session.id], session, now) for session in again),
    )


def _new(booking_id: int, patient_id: int, session: Session, uid: str, now: datetime) -> Booking:
    span = (session.starts, session.ends)
    return Booking(booking_id, patient_id, _fuller(session), now, uid=uid, revised_at=now, span=span)


def _renewed(before: Booking, session: Session, now: datetime) -> Booking:
    seat = replace(before, session=_fuller(session), span=(session.starts, session.ends), cancelled_at=None)
    return replace(seat, cancelled_by=None, is_late=False, sequence=before.sequence + 1, revised_at=now)


def _fuller(session: Session) -> Session:
    return replace(session, taken=session.taken + 1)
