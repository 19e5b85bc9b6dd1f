"""A patient, or staff for them, has a letter of attendance written; and a document becomes a file."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from iopsched.domain import zone
from iopsched.domain.document import Document
from iopsched.domain.duty import Duty
from iopsched.domain.letter import Letter, Naming, Wanted, days_attended
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.gateways import pdf
from iopsched.store import audit, bookings, people, programs
from iopsched.store.db import reading, transaction
from iopsched.usecases.people import find_patient


def of_patient(patient_id: int, wanted: Wanted, *, now: datetime) -> Letter:
    """The patient's own. Raises Invalid naming each field; that it was written is noted."""
    with reading():
        patient = people.patient(patient_id)
    return _write(patient, wanted, f"patient:{patient_id}", now)


def for_patient(staff: Staff, patient_id: int, wanted: Wanted, *, now: datetime) -> Letter:
    """The same by staff; how the patient chose a named one is noted with it.

    Raises NotFound for another program's patient, Forbidden without the duty.
    """
    return _write(whom(staff, patient_id), wanted, f"staff:{staff.id}", now, by_staff=True)


def whom(staff: Staff, patient_id: int) -> Patient:
    """Whose letter it is to be. Raises NotFound for another program's, Forbidden without the duty."""
    with reading():
        return find_patient.find(staff, patient_id, Duty.HOURS)


def as_file(document: Document, *, now: datetime) -> bytes:
    """A PDF. Reads nothing and notes nothing."""
    return pdf.pdf(document, now)


def _write(patient: Patient, wanted: Wanted, actor: str, now: datetime, *, by_staff: bool = False) -> Letter:
    with transaction():
        program = programs.get(patient.program_id)
        wanted.require_sound(program.day_of(now), by_staff=by_staff)
        known = bookings.of_patients([patient.id], *_span(program, wanted))
        told = {"asked": wanted.asked.value} if by_staff and wanted.asked and wanted.naming is Naming.NAMED else {}
        said: dict[str, Any] = {"letter": wanted.naming.value} | told
        audit.note(program.id, actor, "letter written", now=now, patient_id=patient.id, **said)
    return Letter(patient, program, wanted, days_attended(known), program.day_of(now))


def _span(program: Program, wanted: Wanted) -> tuple[datetime, datetime]:
    """Its first and past-the-last instant."""
    return zone.midnight(wanted.first, program.zone), zone.midnight(wanted.last + timedelta(days=1), program.zone)
