"""Staff have a message told once more that did not arrive, while it is of use."""

from __future__ import annotations

from datetime import datetime

from iopsched.domain.allowance import DAY, WEEK
from iopsched.domain.message import Message, State, next_decent_hour
from iopsched.domain.patient import Patient
from iopsched.domain.staff import Staff
from iopsched.store import audit, locks, messages, programs
from iopsched.store.db import transaction
from iopsched.usecases.messages.tell_again import tell_again


def resend(staff: Staff, message_id: int, *, now: datetime) -> bool:
    """As a new message about the same matter, at the next decent hour; False when it cannot be any more.

    Asked twice it is told once. Raises Forbidden for a clinician, NotFound for another program's.
    """
    staff.require_scheduler()
    with transaction():
        message = messages.find(staff.program_id, message_id)
        patient = locks.patient(message.patient_id)
        if messages.is_told_again(message) or not may_resend(message, patient, now):
            return False
        program = programs.get(staff.program_id)
        tell_again(message, next_decent_hour(now, program, patient.zone_or(program.zone)))
        actor = f"staff:{staff.id}"
        audit.note(staff.program_id, actor, "message resent", now=now, patient_id=patient.id, message_id=message.id)
    return True


def may_resend(message: Message, patient: Patient, now: datetime) -> bool:
    """Whether telling it again could do any good. What a patient asks for, the patient asks for again; what was
    told on the phone is known.
    """
    is_undone = message.state in {State.FAILED, State.MISSED} or message.failure in {DAY, WEEK}
    is_over = message.state.is_final and message.state is not State.SENT
    is_of_use = now < message.useless_at and bool(patient.channels)
    is_known = message.is_called or message.kind.is_asked_for
    return is_undone and is_over and is_of_use and not is_known
