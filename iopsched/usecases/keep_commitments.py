"""A patient says what is in the way."""

from __future__ import annotations

from iopsched.domain.commitment import Commitment, require_sound
from iopsched.store import locks, people
from iopsched.store.db import reading, transaction

MOST = 50


def list_all(patient_id: int) -> tuple[Commitment, ...]:
    with reading():
        return people.commitments(patient_id)


def add(patient_id: int, commitment: Commitment) -> None:
    """Raises Invalid unless it says one weekday or one date and a time that is not empty. Twice is once."""
    require_sound(commitment)
    with transaction():
        locks.patient(patient_id)
        known = people.commitments(patient_id)
        if len(known) < MOST and not any(_says_the_same(mine, commitment) for mine in known):
            people.add_commitment(patient_id, commitment)


def remove(patient_id: int, commitment_id: int) -> None:
    """Raises NotFound unless it is this patient's."""
    with transaction():
        people.remove_commitment(patient_id, commitment_id)


def _says_the_same(one: Commitment, other: Commitment) -> bool:
    return (one.weekday, one.day, one.begins, one.ends) == (other.weekday, other.day, other.begins, other.ends)
