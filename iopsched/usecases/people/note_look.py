"""That staff looked at somebody's record (45 CFR 164.312(b)), written down once an hour for each of them and record."""

from __future__ import annotations

from datetime import datetime

from iopsched.domain.staff import Staff
from iopsched.store import audit, limits
from iopsched.store.db import reading, transaction

HOUR = 3600
"""Seconds from the first look within which further ones are the same."""


def note(
    staff: Staff, *, now: datetime, patient_id: int | None = None, session_id: int | None = None, **detail: int
) -> None:
    """Called after the look and outside of it, as who only reads holds up nobody.

    One query; for the first look of an hour two more, in a transaction of their own. Raises Busy where they cannot be
    written now, and then nobody is shown what could not be noted.
    """
    whom = {"patient_id": patient_id, "session_id": session_id}
    _once(staff, "looked", f"{patient_id or ''}:{session_id or ''}", now=now, **whom, **detail)


def note_list(staff: Staff, action: str, *, now: datetime, people: int) -> None:
    """The same of a page that shows everybody's hours or dates."""
    _once(staff, action, action, now=now, people=people)


def _once(staff: Staff, action: str, what: str, *, now: datetime, **facts: int | None) -> None:
    key = f"looked:{staff.id}:{what}"
    with reading():
        if limits.count(key, now):
            return
    with transaction():
        if limits.hit(key, HOUR, 1, now) == 1:
            audit.note(staff.program_id, f"staff:{staff.id}", action, now=now, **facts)
