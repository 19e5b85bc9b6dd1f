"""Staff read what no rule understood, and say when it is dealt with; then the words go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from iopsched.domain.errors import NotFound
from iopsched.domain.incoming import Incoming
from iopsched.domain.patient import Patient
from iopsched.domain.staff import Staff
from iopsched.store import audit, inbox, people
from iopsched.store.db import reading, transaction
from iopsched.usecases.people import note_look


@dataclass(frozen=True, slots=True)
class Letter:
    """One text and whose it is."""

    text: Incoming
    patient: Patient


def unread(staff: Staff, *, now: datetime) -> tuple[Letter, ...]:
    """What waits for somebody, the longest first. Whose words are shown was looked at: that is noted, once an hour.

    Raises Forbidden for a clinician.
    """
    staff.require_scheduler()
    with reading():
        texts = inbox.for_a_person(staff.program_id)
        named = people.some(text.patient_id for text in texts) if texts else {}
    for patient_id in named:
        note_look.note(staff, now=now, patient_id=patient_id)
    return tuple(Letter(text, named[text.patient_id]) for text in texts)


def count(staff: Staff) -> int:
    """How many wait; none for a clinician, whose they are not."""
    if not staff.may_schedule:
        return 0
    with reading():
        return inbox.count_for_a_person(staff.program_id)


def deal_with(staff: Staff, text_id: int, *, now: datetime) -> None:
    """Somebody has: the words are kept no longer. Dealt with already, it stays so.

    Raises Forbidden for a clinician, NotFound for another program's.
    """
    staff.require_scheduler()
    with transaction():
        if (patient_id := inbox.read(staff.program_id, text_id)) is not None:
            audit.note(staff.program_id, f"staff:{staff.id}", "text read", now=now, patient_id=patient_id)
        elif not inbox.is_there(staff.program_id, text_id):
            raise NotFound("text")
