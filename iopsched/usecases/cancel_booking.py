"""A patient gives up a seat, and may take that back while the seat is free."""

from __future__ import annotations

from datetime import datetime

from iopsched.domain.booking import Booking, CancelledBy
from iopsched.domain.errors import NotFound, Refused
from iopsched.domain.refusal import Refusal, Why
from iopsched.domain.week import Week
from iopsched.store import audit, bookings, people, sessions
from iopsched.store.db import transaction
from iopsched.usecases import book_session, remind_patient
from iopsched.usecases.book_session import Party, bring_together


def cancel(patient_id: int, session_id: int, *, now: datetime) -> Week:
    """Give up the seat and return the week without it; given up already, it stays so.

    Raises Refused once the session has begun, NotFound where the patient never had a seat.
    """
    with transaction():
        party, booking = _theirs(patient_id, session_id)
        if booking.is_active:
            if booking.session.starts <= now:
                raise Refused(Refusal(Why.STARTED))
            give_up(party, booking, CancelledBy.PATIENT, actor=f"patient:{patient_id}", now=now)
        return party.week_of(booking.session)


def undo(patient_id: int, session_id: int, *, now: datetime) -> Week:
    """Take the seat again that was given up; where it was taken again already, it stays so.

    Raises Refused with the reasons of any booking, NotFound where the patient never had a seat.
    """
    with transaction():
        party, booking = _theirs(patient_id, session_id)
        return party.week_of(booking.session) if booking.is_active else book_session.seat(party, now=now)


def _theirs(patient_id: int, session_id: int) -> tuple[Party, Booking]:
    """The locked session and patient, and the seat that this patient has or had in it. Raises NotFound."""
    party = bring_together(patient_id, [session_id])
    if (booking := bookings.find(patient_id, session_id)) is None:
        raise NotFound("booking")
    return party, booking


def give_up(party: Party, booking: Booking, by: CancelledBy, *, actor: str, now: datetime) -> None:
    """Write the cancellation of one seat with all that follows: seats, feed, reminders, audit."""
    session, patient = booking.session, party.patient
    bookings.cancel([booking.id], by, now=now)
    sessions.change_seats_taken([session.id], by=-1)
    people.schedule_changed([patient.id])
    remind_patient.follow(patient, party.program, {session.day}, now=now)
    audit.note(party.program.id, actor, "gave up", now=now, patient_id=patient.id, session_id=session.id)
