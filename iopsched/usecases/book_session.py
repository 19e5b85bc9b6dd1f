"""A patient takes a seat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from iopsched.domain import zone
from iopsched.domain.booking import Booking, refusals
from iopsched.domain.errors import NotFound, Refused
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.gateways.tokens import new_uid
from iopsched.store import audit, bookings, locks, people, programs, sessions, weeks
from iopsched.store.db import transaction
from iopsched.usecases import remind_patient


@dataclass(frozen=True, slots=True)
class Party:
    """Who books, where, and what: locked, so that it stays true until the transaction ends."""

    patient: Patient
    program: Program
    sessions: tuple[Session, ...]

    def week_of(self, session: Session) -> Week:
        """The patient's week around a session, as it is booked now."""
        monday = zone.week_of(session.day, self.program.first_weekday)
        return weeks.load(self.patient, self.program, monday)


def book(patient_id: int, session_id: int, *, now: datetime) -> Week:
    """Give the patient a seat and return the week with it. Raises Refused with every reason why not, or NotFound."""
    with transaction():
        party = bring_together(patient_id, [session_id])
        return seat(party, now=now)


def bring_together(patient_id: int, session_ids: Iterable[int]) -> Party:
    """Lock the sessions, then the patient, and read all of them. Raises NotFound for what is not theirs."""
    wanted = set(session_ids)
    locks.sessions(wanted)
    locks.patient(patient_id)
    patient = people.patient(patient_id)
    found = sessions.some(wanted)
    if any(session.program_id != patient.program_id for session in found):
        raise NotFound("session")
    return Party(patient, programs.get(patient.program_id), found)


def seat(party: Party, *, now: datetime) -> Week:
    """Ask the rule, then take the one seat of the party. Raises Refused with every reason why not."""
    (session,) = party.sessions
    week = party.week_of(session)
    if reasons := tuple(refusals(week, session, now)):
        raise Refused(*reasons)
    return week.adding(*take_seats(party, actor=f"patient:{party.patient.id}", now=now))


def take_seats(party: Party, *, actor: str, now: datetime) -> tuple[Booking, ...]:
    """Write the bookings with all that follows: seats, feed, reminders, audit. The caller has asked ``refusals``."""
    patient, program = party.patient, party.program
    ids = [session.id for session in party.sessions]
    _sit(party, now)
    sessions.change_seats_taken(ids, by=1)
    people.schedule_changed([patient.id])
    remind_patient.follow(patient, program, {session.day for session in party.sessions}, now=now)
    audit.note_sessions(program.id, actor, "booked", ids, now=now, patient_id=patient.id)
    return tuple(bookings.latest(patient.id, ids).values())


def _sit(party: Party, now: datetime) -> None:
    """A seat given up before is taken up again, so that the calendar shows one event and not two."""
    before = bookings.latest(party.patient.id, [session.id for session in party.sessions])
    new = [session for session in party.sessions if session.id not in before]
    bookings.add_all(party.patient.id, {new_uid(): session for session in new}, now=now)
    for session in party.sessions:
        if session.id in before:
            bookings.renew(before[session.id].id, session, now=now)
