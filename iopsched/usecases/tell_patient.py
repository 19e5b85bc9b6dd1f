"""What somebody else did to a patient's bookings, told once and at a decent hour.

Each is called inside the transaction that causes it and opens none itself; whether it may go out, and in which words,
is decided when it is sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from iopsched.domain.booking import Booking
from iopsched.domain.message import Kind, next_decent_hour
from iopsched.domain.offer import Offer
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.store import messages


def moved(patient: Patient, program: Program, booking: Booking, was: datetime, *, now: datetime) -> None:
    """Their session now stands as in ``booking``, and began at ``was`` before; the same time means another place.

    Moved again before the first text is out, the patient hears once, from the time they know; moved back, nothing.
    """
    known = _unheard(patient, booking, was)
    if known != booking.session.starts or known == was:
        _put(patient, program, booking, Kind.MOVED, known, now)


def cancelled(patient: Patient, program: Program, booking: Booking, *, now: datetime) -> None:
    """Staff took their seat: the session is off, or they are no longer in it. Named by the time that they know."""
    known = _unheard(patient, booking, booking.session.starts)
    if not messages.supersede(patient.id, f"booked:{booking.id}"):
        _put(patient, program, booking, Kind.CANCELLED, known, now)


def booked(patient: Patient, program: Program, booking: Booking, *, now: datetime) -> None:
    """Somebody else booked for them, or gave them back a seat of whose loss they may have heard."""
    if not messages.supersede(patient.id, f"cancelled:{booking.id}"):
        _put(patient, program, booking, Kind.BOOKED, booking.session.starts, now)


def offered(patient: Patient, program: Program, offer: Offer, *, now: datetime) -> None:
    """A seat that they waited for is held for them, until the offer's end."""
    due = next_decent_hour(now, program, patient.zone_or(program.zone))
    about = {"offer_id": str(offer.id)}
    messages.put(program.id, patient.id, Kind.OFFERED, offer_key(offer.id), due, offer.until, about)


def answered(offer_ids: Iterable[int]) -> None:
    """These offers are no longer open: unless the text has gone out, it does not."""
    for offer_id in offer_ids:
        messages.withdraw(offer_key(offer_id))


def offer_key(offer_id: int) -> str:
    """The matter of one offer's text."""
    return f"offered:{offer_id}"


def _unheard(patient: Patient, booking: Booking, was: datetime) -> datetime:
    """The time that the patient knows: ``was``, or that before moves of which they have not heard yet."""
    unheard = messages.supersede(patient.id, f"moved:{booking.id}")
    return datetime.fromisoformat(unheard[0]["was"]) if unheard else was


def _put(patient: Patient, program: Program, booking: Booking, kind: Kind, was: datetime, now: datetime) -> None:
    """``was`` is the time that the patient knows; what is off is of no use to hear of once that has come."""
    version = f"{booking.session.revision}.{booking.sequence}"
    key = f"{kind.value}:{booking.id}:{version}"
    due = next_decent_hour(now, program, patient.zone_or(program.zone))
    useless = was if kind is Kind.CANCELLED else booking.session.starts
    about = {"booking_id": str(booking.id), "was": was.isoformat()}
    messages.put(program.id, patient.id, kind, key, due, useless, about)
