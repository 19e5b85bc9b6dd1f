"""Staff have called somebody whom no message reached, and say so."""

from __future__ import annotations

from datetime import datetime

from iopsched.domain.duty import Duty
from iopsched.domain.staff import Staff
from iopsched.store import audit, calls, locks, messages
from iopsched.store.db import transaction


def note(staff: Staff, message_id: int, *, now: datetime) -> bool:
    """They know what the message is about and all before it, which goes out no more. False if noted already,
    or where there is no news to call about.

    Raises Forbidden for who may not know how to reach people, NotFound for another program's.
    """
    staff.require(Duty.REACH)
    with transaction():
        patient = locks.patient(messages.find(staff.program_id, message_id).patient_id)
        message = messages.find(staff.program_id, message_id)
        if message.is_called or not message.kind.is_news:
            return False
        calls.add(message, now=now)
        actor = f"staff:{staff.id}"
        audit.note(staff.program_id, actor, "called", now=now, patient_id=patient.id, message_id=message.id)
    return True
