"""A patient's answer about texts is kept with its source, and noted. Called inside a transaction; opens none itself."""

from __future__ import annotations

from datetime import datetime

from iopsched.domain.consent import Consent, Source
from iopsched.store import audit, people


def keep(program_id: int, patient_id: int, is_given: bool, source: Source, *, actor: str, now: datetime) -> None:
    """What follows from it, reminders written or texts withdrawn, is the caller's."""
    people.record_consent(Consent(patient_id, is_given, now, source))
    audit.note(program_id, actor, "texts on" if is_given else "texts off", now=now, patient_id=patient_id)
