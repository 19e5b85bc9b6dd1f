"""What a patient looked for and did not find is counted, once a day for each look, without saying who looked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from iopsched.domain.errors import Busy
from iopsched.domain.patient import Patient
from iopsched.domain.plan import Outlook
from iopsched.domain.unmet import Unmet, of_plan
from iopsched.store import limits, unmets
from iopsched.store.db import reading, transaction

DAY = 24 * 3600


def note_plan(patient: Patient, outlook: Outlook, *, now: datetime) -> None:
    """Where a week ahead has a plan and no search could fill it as wished: what was found of it is none of it."""
    week = outlook.week
    if week.plan and not week.is_met and not outlook.proposals and week.sunday >= week.program.day_of(now):
        fullest = outlook.closest.week if outlook.closest else week
        note(patient, of_plan(fullest, outlook.wishes), now=now)


def note(patient: Patient, kinds: Iterable[Unmet], *, now: datetime) -> None:
    """Called after the look and outside of it. One query; for the first look of a day two statements more.

    Where they cannot be written now, nothing is: no page waits for a count.
    """
    if not (each := frozenset(kinds)):
        return
    key = _key(patient, each)
    with reading():
        if limits.count(key, now):
            return
    try:
        with transaction():
            if limits.hit(key, DAY, 1, now) == 1:
                unmets.count(patient.program_id, each)
    except Busy:
        return


def _key(patient: Patient, kinds: frozenset[Unmet]) -> str:
    """Forgotten after a day, and no list of wishes while it is kept."""
    said = f"{patient.id} {sorted(map(repr, kinds))}"
    return f"unmet:{hashlib.sha256(said.encode()).hexdigest()[:32]}"
