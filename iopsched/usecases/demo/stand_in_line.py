"""Some people of a demo wait for a session that is full, and one seat that they wait for comes free."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from random import Random

from iopsched.domain.refusal import Why
from iopsched.store import bookings
from iopsched.store.db import reading
from iopsched.usecases.seats import cancel_booking, wait_for_seat
from iopsched.usecases.weeks import view_week

SHARE = 0.5
"""How many of those who could wait for something do."""


def wait(patient_id: int, monday: date, *, now: datetime, random: Random) -> int | None:
    """Have the patient wait for a session of that week that nothing but its seats keeps from them; its id, if any."""
    view = view_week.view(patient_id, monday, now=now)
    full = [one.session for one in view.candidates if {refusal.why for refusal in one.refusals} == {Why.FULL}]
    if not full or random.random() > SHARE:
        return None
    session_id = random.choice(full).id
    wait_for_seat.wait(patient_id, session_id, now=now)
    return session_id


def free_a_seat(session_ids: Iterable[int], *, now: datetime) -> None:
    """Somebody who sits in the first of these sessions gives up the seat, so that it is offered."""
    for session_id in session_ids:
        with reading():
            (booking, *_) = bookings.in_sessions([session_id])
        cancel_booking.cancel(booking.patient_id, session_id, now=now)
        return
