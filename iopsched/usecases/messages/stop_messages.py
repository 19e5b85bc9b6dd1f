"""No more: by one channel or by all, at once, whoever takes the answer. What was asked for still comes."""

from __future__ import annotations

from datetime import datetime

from iopsched.domain.address import fits, stopping_mark
from iopsched.domain.channel import Channel
from iopsched.domain.consent import Source
from iopsched.domain.errors import NotFound
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.store import locks, messages, people, programs
from iopsched.store.db import reading, transaction
from iopsched.usecases.messages import keep_consent
from iopsched.usecases.people import find_patient


def stop_all(patient_id: int, *, now: datetime) -> None:
    """The patient says no to every channel."""
    with transaction():
        stop(locks.patient(patient_id), tuple(Channel), Source.APP, f"patient:{patient_id}", now)


def stop_all_for(staff: Staff, patient_id: int, *, now: datetime) -> None:
    """The patient said no to a member of staff. Raises NotFound, Forbidden for a clinician."""
    with transaction():
        stop(find_patient.lock(staff, patient_id), tuple(Channel), Source.STAFF, f"staff:{staff.id}", now)


def see_link(patient_id: int, mark: str, *, secret: str) -> tuple[Patient, Program]:
    """Whose e-mail the link ends. Raises NotFound for one that is made up, or whose address is theirs no longer."""
    with reading():
        patient = people.patient(patient_id)
        _require(patient, mark, secret)
        return patient, programs.get(patient.program_id)


def stop_by_link(patient_id: int, mark: str, *, secret: str, now: datetime) -> None:
    """No more e-mail; the same again is no news. Raises NotFound as ``see_link`` does."""
    with transaction():
        patient = locks.patient(patient_id)
        _require(patient, mark, secret)
        stop(patient, (Channel.EMAIL,), Source.LINK, f"patient:{patient_id}", now)


def stop(patient: Patient, channels: tuple[Channel, ...], source: Source, actor: str, now: datetime) -> None:
    """The patient, who is locked, says no to these; nothing waits where no channel is left. Opens no transaction."""
    for channel in channels:
        if patient.agrees_to(channel):
            keep_consent.keep(patient.program_id, patient.id, False, source, actor=actor, now=now, channel=channel)
    if not people.patient(patient.id).agrees:
        messages.withdraw_all(patient.id)


def _require(patient: Patient, mark: str, secret: str) -> None:
    if not patient.email or not fits(mark, stopping_mark(secret, patient.id, patient.email)):
        raise NotFound("address")
