"""All that a patient has kept or waits for is let go: whoever leaves, or is somebody else, takes no seat from others.

Called inside a transaction; opens none itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from iopsched.domain.offer import Answer
from iopsched.domain.patient import Patient
from iopsched.domain.waiting import Ended
from iopsched.store import conversations, holds, messages, people, usual_weeks, waitings
from iopsched.usecases.seats import offer_seats


def held(patient_id: int, now: datetime) -> frozenset[int]:
    """Sessions of which a seat is kept for them, for whatever reason: to be locked before ``clear``."""
    return frozenset(hold.session_id for hold in holds.of_patient(patient_id, now))


def clear(patient: Patient, session_ids: Iterable[int], *, now: datetime) -> None:
    """Nothing is kept for the locked patient in these locked sessions, nothing is waited for, repeated or to be sent.

    The caller offers the seats to others.
    """
    ids = tuple(session_ids)
    offer_seats.answer(patient, ids, Answer.WITHDRAWN, now=now)
    holds.drop(patient.id, ids)
    waitings.end(patient.id, [one.id for one in waitings.of_patient(patient.id)], Ended.LEFT, now=now)
    usual_weeks.stop(patient.id, now=now)
    people.change(patient.id, planned_until=None)
    conversations.close(patient.id)
    messages.withdraw_all(patient.id)
