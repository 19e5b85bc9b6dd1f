"""Staff look at records that look like one person, and say of two that they are not."""

from __future__ import annotations

from datetime import datetime

from iopsched.domain.errors import NotFound
from iopsched.domain.likeness import Likeness
from iopsched.domain.likeness import likenesses as likenesses_of
from iopsched.domain.staff import Staff
from iopsched.store import audit, likenesses, locks, people
from iopsched.store.db import reading, transaction
from iopsched.usecases.people import find_patient, note_look


def view(staff: Staff, *, now: datetime) -> tuple[Likeness, ...]:
    """Every two that look alike, by name. Two queries, and those of ``note_look``: who looked is noted.

    Raises Forbidden for a clinician.
    """
    staff.require_scheduler()
    with reading():
        found = likenesses_of(people.in_program(staff.program_id), likenesses.told_apart(staff.program_id))
    note_look.note_list(staff, "doubles looked at", now=now, people=len(found))
    return found


def tell_apart(staff: Staff, one_id: int, other_id: int, *, now: datetime) -> None:
    """They are two people: the list names them no more. A second time changes nothing. Raises Forbidden, NotFound."""
    one, other = sorted((one_id, other_id))
    with transaction():
        for patient_id in (one, other):
            find_patient.find(staff, patient_id)
        if one == other:
            raise NotFound("another record")
        locks.patients([one, other])
        if (one, other) not in likenesses.told_apart(staff.program_id):
            likenesses.tell_apart(staff.program_id, one, other, now=now)
            audit.note(staff.program_id, f"staff:{staff.id}", "told apart", now=now, patient_id=one, other_id=other)
