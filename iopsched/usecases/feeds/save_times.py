"""A patient saves times as a calendar file: a seat that is booked, or a week before it is accepted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from iopsched.domain import event
from iopsched.domain.errors import NotFound
from iopsched.domain.event import Event, Status
from iopsched.domain.feed import CALENDARS, Content, Kind
from iopsched.store import bookings, sessions, visitors
from iopsched.store.db import reading


def as_file(patient_id: int, session_ids: Iterable[int], *, now: datetime) -> bytes:
    """These sessions with the neutral title, the patient's own seats as they are, others as not sure.

    Saved again it is the same events, and a booked seat the one that the feeds show. Raises NotFound for none, or for
    sessions of another program.
    """
    from iopsched.gateways import ical

    with reading():
        patient, program = visitors.known_patient(patient_id)
        found = sessions.some(session_ids)
        if not found or any(session.program_id != patient.program_id for session in found):
            raise NotFound("session")
        booked = bookings.latest(patient_id, [session.id for session in found])
    mine = event.of_bookings(Content(), booked.values(), now)
    active = {each.subject for each in mine if each.status is Status.CONFIRMED}
    others = event.of_kept_seats(Content(), [each for each in found if event.subject_of(each) not in active])
    shown = [each for each in mine if each.subject in active] + [_named(patient_id, each, now) for each in others]
    return ical.calendar(sorted(shown, key=lambda each: each.starts), program.zone, CALENDARS[Kind.OWN])


def _named(patient_id: int, times: Event, now: datetime) -> Event:
    uid = hashlib.sha256(f"{patient_id}:{times.subject}".encode()).hexdigest()[:32]
    return replace(times, uid=uid, revised_at=now)
