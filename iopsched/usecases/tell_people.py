"""What staff did to the bookings of many people at once, told as to each of them.

Called inside the transaction that causes it; opens none itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from iopsched.domain.booking import Booking
from iopsched.domain.manner import manner_of
from iopsched.domain.message import Kind
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.store import many_messages
from iopsched.usecases import tell_patient
from iopsched.usecases.tell_patient import Heard, row


def tell(
    named: Mapping[int, Patient],
    program: Program,
    kept: Iterable[tuple[Booking, Booking]],
    ended: Iterable[Booking],
    unled: Iterable[tuple[Booking, Booking]] = (),
    *,
    now: datetime,
) -> None:
    """The same as ``tell_patient.moved`` (before and after) and ``cancelled`` for many at once: two queries where
    nobody has a text of an earlier change that waits. ``unled`` are led as a rule again, which only those that wait
    need know of.
    """
    waiting, rows = many_messages.waiting(named), []
    for was, booking in kept:
        patient = named[booking.patient_id]
        if f"moved:{booking.id}" in waiting:
            tell_patient.moved(patient, program, booking, was, now=now)
        else:
            rows.append(row(patient, program, booking, Kind.MOVED, Heard.of(was), now))
    for was, booking in unled:
        if f"moved:{booking.id}" in waiting:
            tell_patient.moved(named[booking.patient_id], program, booking, was, now=now)
    for booking in ended:
        patient = named[booking.patient_id]
        if waiting.isdisjoint(f"{matter}:{booking.id}" for matter in ("moved", "cancelled", "booked")):
            rows.append(row(patient, program, booking, Kind.CANCELLED, Heard.of(booking), now))
        else:
            tell_patient.cancelled(patient, program, booking, now=now)
    many_messages.put_all([row for row in rows if manner_of(program, row["kind"]).is_on])
