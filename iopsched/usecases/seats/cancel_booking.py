"""A patient gives up a seat, and may take that back while the seat is free."""

from __future__ import annotations

from datetime import datetime

from iopsched.domain.booking import Booking, CancelledBy, free_until
from iopsched.domain.errors import NotFound, Refused
from iopsched.domain.refusal import Refusal, Why
from iopsched.domain.week import Week
from iopsched.store import audit, bookings, people, requests, sessions
from iopsched.store.db import transaction
from iopsched.usecases.messages import remind_patient
from iopsched.usecases.seats import book_session, offer_seats
from iopsched.usecases.seats.book_session import Party, as_it_is, bring_together


def cancel(patient_id: int, session_id: int, *, now: datetime, key: str = "") -> Week:
    """Give up the seat and return the week without it; given up already, it stays so.

    Past the program's notice it is recorded as late. Raises Refused once the session has begun, NotFound where the
    patient never had a seat. A form that was carried out before (by its ``key``) changes nothing more.
    """
    with transaction():
        if not requests.is_new(patient_id, key, now=now):
            return as_it_is(patient_id, [session_id])
        party, booking = theirs(patient_id, session_id, now)
        if booking.is_active:
            require_ahead(booking, now)
            give_up(party, booking, CancelledBy.PATIENT, actor=f"patient:{patient_id}", now=now)
            offer_seats.offer_free(party.program, [session_id], now=now)
        return party.week_of(booking.session)


def undo(patient_id: int, session_id: int, *, now: datetime, key: str = "") -> Week:
    """Take the seat again that was given up; where it was taken again already, it stays so.

    Raises Refused with the reasons of any booking, NotFound where the patient never had a seat.
    """
    with transaction():
        if not requests.is_new(patient_id, key, now=now):
            return as_it_is(patient_id, [session_id])
        party, booking = theirs(patient_id, session_id, now)
        return party.week_of(booking.session) if booking.is_active else book_session.seat(party, now=now)


def theirs(patient_id: int, session_id: int, now: datetime) -> tuple[Party, Booking]:
    """The locked session and patient, and the seat that this patient has or had in it. Raises NotFound."""
    party = bring_together(patient_id, [session_id], now=now)
    if (booking := bookings.find(patient_id, session_id)) is None:
        raise NotFound("booking")
    return party, booking


def require_ahead(booking: Booking, now: datetime) -> None:
    """Raise Refused once the session has begun: what has been cannot be given up."""
    if booking.session.starts <= now:
        raise Refused(Refusal(Why.STARTED))


def give_up(
    party: Party, booking: Booking, by: CancelledBy, *, actor: str, now: datetime, is_noted: bool = False
) -> None:
    """Write the cancellation of one seat with all that follows: seats, feed, reminders, audit.

    The caller offers the seat to those who wait, once all of its own seats are taken. ``is_noted``: it also writes the
    audit entry.
    """
    session, patient = booking.session, party.patient
    is_late = by is CancelledBy.PATIENT and free_until(booking, party.program) < now
    bookings.cancel([booking.id], by, now=now, is_late=is_late)
    sessions.change_seats_taken([session.id], by=-1)
    people.schedule_changed([patient.id])
    remind_patient.follow(patient, party.program, {session.day}, now=now)
    if not is_noted:
        said = {"late": True} if is_late else {}
        audit.note(party.program.id, actor, "gave up", now=now, patient_id=patient.id, session_id=session.id, **said)
