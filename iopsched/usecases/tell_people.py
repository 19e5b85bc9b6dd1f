"""What staff did to the bookings of many people at once, told as to each of them.

Called inside the transaction that causes it; opens none itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from iopsched.domain.booking import Booking
from iopsched.domain.heard import gain, loss, matters, move
from iopsched.domain.manner import manner_of
from iopsched.domain.message import Kind
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.store import many_messages
from iopsched.usecases.tell_patient import row

Pairs = Sequence[tuple[Booking, Booking]]
"""Seats as they were, and as they are."""


def tell(
    named: Mapping[int, Patient],
    program: Program,
    kept: Pairs = (),
    ended: Sequence[Booking] = (),
    given: Sequence[Booking] = (),
    *,
    now: datetime,
) -> None:
    """Seats ``kept`` elsewhere or with another leader, that ended and that are had again, ``as_heard``.

    Three statements, however many they are.
    """
    every = [*(was for was, _ in kept), *ended, *given]
    unheard = many_messages.supersede(named, _superseded(kept, ended, given)) if every else {}
    rows = []
    for was, booking in kept:
        if news := move(unheard, booking, was):
            rows.append(row(named[booking.patient_id], program, booking, *news, now))
    for booking in ended:
        if heard := loss(unheard, booking):
            rows.append(row(named[booking.patient_id], program, booking, Kind.CANCELLED, heard, now))
    for booking in given:
        if news := gain(unheard, booking):
            rows.append(row(named[booking.patient_id], program, booking, *news, now))
    many_messages.put_all([row for row in rows if manner_of(program, row["kind"]).is_on])


def _superseded(kept: Pairs, ended: Iterable[Booking], given: Iterable[Booking]) -> frozenset[str]:
    """Of each seat what of it need not be told any more."""
    moved = {matter for was, _ in kept for matter in matters(was)[::2]}
    lost = {matter for booking in ended for matter in matters(booking)}
    return frozenset(moved | lost | {matter for booking in given for matter in matters(booking)[:2]})
