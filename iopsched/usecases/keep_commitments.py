"""A patient says what is in the way."""

from __future__ import annotations

from datetime import date, datetime

from iopsched.domain import zone
from iopsched.domain.commitment import Commitment, require_sound
from iopsched.domain.errors import Invalid
from iopsched.store import locks, people, visitors
from iopsched.store.db import reading, transaction

MOST = 50


def list_all(patient_id: int, *, now: datetime) -> tuple[Commitment, ...]:
    """The weekly ones by weekday, then the dates from today on; what is over is left out."""
    with reading():
        return _standing(patient_id, _today(patient_id, now))


def add(patient_id: int, *wanted: Commitment, now: datetime) -> None:
    """Keep all of them or none; the same twice is kept once.

    Raises Invalid unless each says one weekday or one date that is not over, and a time that is not empty.
    """
    for commitment in wanted:
        require_sound(commitment)
    with transaction():
        locks.patient(patient_id)
        today = _today(patient_id, now)
        if any(commitment.day and commitment.day < today for commitment in wanted):
            raise Invalid(day="That date is over. Choose a later one.")
        known = list(_standing(patient_id, today))
        for commitment in wanted:
            if not any(mine.says_the_same_as(commitment) for mine in known):
                known.append(commitment)
                people.add_commitment(patient_id, commitment)
        if len(known) > MOST:
            raise Invalid(day=f"More than {MOST} are too many. Remove what no longer holds first.")


def remove(patient_id: int, commitment_id: int) -> None:
    """Raises NotFound unless it is this patient's."""
    with transaction():
        people.remove_commitment(patient_id, commitment_id)


def _standing(patient_id: int, today: date) -> tuple[Commitment, ...]:
    known = [mine for mine in people.commitments(patient_id) if mine.day is None or mine.day >= today]
    return tuple(sorted(known, key=lambda mine: (mine.day or date.min, mine.weekday or 0, mine.begins)))


def _today(patient_id: int, now: datetime) -> date:
    """The date where the patient is."""
    patient, program = visitors.known_patient(patient_id)
    return zone.local_day(now, patient.zone_or(program.zone))
