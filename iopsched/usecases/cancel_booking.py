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
    """Give up the seat and return the week without it. Raises Refused once the session has begun, or NotFound."""
    with transaction():
        party = bring_together(patient_id, [session_id])
        (session,) = party.sessions
        booking = bookings.find(patient_id, session_id)
        if booking is None or not booking.is_active:
            raise NotFound("booking")
        if session.starts <= now:
            raise Refused(Refusal(Why.STARTED))
        give_up(party, booking, CancelledBy.PATIENT, actor=f"patient:{patient_id}", now=now)
        return party.week_of(session)


def undo(patient_id: int, session_id: int, *, now: datetime) -> Week:
    """Take the seat again that was just given up: the same way as any booking, with the same refusals."""
    return book_session.book(patient_id, session_id, now=now)


def give_up(party: Party, booking: Booking, by: CancelledBy, *, actor: str, now: datetime) -> None:
    """Write the cancellation of one seat with all that follows: seats, feed, reminders, audit."""
    session, patient = booking.session, party.patient
    bookings.cancel([booking.id], by, now=now)
    sessions.change_seats_taken([session.id], by=-1)
    people.schedule_changed([patient.id])
    remind_patient.follow(patient, party.program, {session.day}, now=now)
    audit.note(party.program.id, actor, "gave up", now=now, patient_id=patient.id, session_id=session.id)
