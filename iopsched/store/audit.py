"""Who did what to whom, when: append only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from iopsched.store.db import run
from iopsched.store.tables import AuditRow

_ENTRY = insert(AuditRow.__table__)  # type: ignore[arg-type]


def note(
    program_id: int,
    actor: str,
    action: str,
    *,
    now: datetime,
    patient_id: int | None = None,
    session_id: int | None = None,
    **detail: Any,
) -> None:
    """One entry. ``actor`` is 'patient:7', 'staff:2' or 'system'; ``detail`` holds ids and numbers, never names."""
    entry = {"program_id": program_id, "actor": actor, "action": action, "at": now, "detail": detail}
    run(_ENTRY, entry | {"patient_id": patient_id, "session_id": session_id})


def note_sessions(
    program_id: int, actor: str, action: str, session_ids: Iterable[int], *, now: datetime, patient_id: int
) -> None:
    """The same about each of several sessions of one patient."""
    entry = {"program_id": program_id, "actor": actor, "action": action, "at": now, "patient_id": patient_id}
    rows = [{**entry, "session_id": session_id, "detail": {}} for session_id in session_ids]
    run(_ENTRY, rows)
