"""Words to a patient that cannot wait for the evening: a code, and what staff changed.

Each is called inside the transaction that causes it and opens none itself; whether it may go out, and in which words,
is decided when it is sent.
"""

from __future__ import annotations

from datetime import datetime

from iopsched.domain.booking import Booking
from iopsched.domain.message import CODE_LIFE, Kind, next_decent_hour
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.store import messages


def code(patient: Patient, nonce: str, *, now: datetime) -> None:
    """The code that they asked for; its digits are derived from the nonce when it goes out."""
    key, about = f"sign_in_code:{nonce}", {"nonce": nonce}
    messages.put(patient.program_id, patient.id, Kind.SIGN_IN_CODE, key, now, now + CODE_LIFE, about)


def moved(patient: Patient, program: Program, booking: Booking, was: datetime, *, now: datetime) -> None:
    """Their session now stands as in ``booking``, and began at ``was`` before.

    Moved again before the first text is out, the patient hears once, from the time they know; moved back, nothing.
    """
    unheard = messages.supersede(patient.id, f"moved:{booking.id}")
    known = datetime.fromisoformat(unheard[0]["was"]) if unheard else was
    if known != booking.session.starts:
        _put(patient, program, booking, Kind.MOVED, {"was": known.isoformat()}, now)


def cancelled(patient: Patient, program: Program, booking: Booking, *, now: datetime) -> None:
    """Staff took their seat: the session is off, or they are no longer in it. Named by the time that they know."""
    unheard = messages.supersede(patient.id, f"moved:{booking.id}")
    if not messages.supersede(patient.id, f"booked:{booking.id}"):
        known = {"was": unheard[0]["was"]} if unheard else {}
        _put(patient, program, booking, Kind.CANCELLED, known, now)


def booked(patient: Patient, program: Program, booking: Booking, *, now: datetime) -> None:
    """Somebody else booked for them, or gave them back a seat of whose loss they may have heard."""
    if not messages.supersede(patient.id, f"cancelled:{booking.id}"):
        _put(patient, program, booking, Kind.BOOKED, {}, now)


def _put(
    patient: Patient, program: Program, booking: Booking, kind: Kind, about: dict[str, str], now: datetime
) -> None:
    version = f"{booking.session.revision}.{booking.sequence}"
    due = next_decent_hour(now, program, patient.zone_or(program.zone))
    said = about | {"booking_id": str(booking.id)}
    key = f"{kind.value}:{booking.id}:{version}"
    messages.put(program.id, patient.id, kind, key, due, booking.session.starts, said)
