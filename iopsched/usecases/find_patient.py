"""Staff name a patient: one of their own program, or there is none."""

from __future__ import annotations

from iopsched.domain.errors import NotFound
from iopsched.domain.patient import Patient
from iopsched.domain.staff import Staff
from iopsched.store import people


def find(staff: Staff, patient_id: int) -> Patient:
    """For coordinators and admins. Called inside a transaction; raises Forbidden for a clinician, else NotFound."""
    staff.require_scheduler()
    patient = people.patient(patient_id)
    if patient.program_id != staff.program_id:
        raise NotFound("patient")
    return patient
