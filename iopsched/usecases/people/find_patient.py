"""Staff name a patient: one of their own program, or there is none."""

from __future__ import annotations

from iopsched.domain.duty import Duty
from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.patient import Patient
from iopsched.domain.staff import Staff
from iopsched.store import locks, people

ARCHIVED = "This person is archived. Reopen the record before anything is booked or planned."


def find(staff: Staff, patient_id: int, duty: Duty = Duty.SCHEDULE) -> Patient:
    """For who has that duty. Called inside a transaction; raises Forbidden for who has not, else NotFound."""
    staff.require(duty)
    return _own(staff, people.patient(patient_id))


def lock(staff: Staff, patient_id: int) -> Patient:
    """The same for coordinators and admins, held until the transaction ends."""
    staff.require_scheduler()
    return _own(staff, locks.patient(patient_id))


def _own(staff: Staff, patient: Patient) -> Patient:
    if patient.program_id != staff.program_id:
        raise NotFound("patient")
    return patient


def find_present(staff: Staff, patient_id: int, duty: Duty = Duty.SCHEDULE) -> Patient:
    """As ``find``, of those who are not archived. Raises Invalid for who is."""
    patient = find(staff, patient_id, duty)
    if patient.is_archived:
        raise Invalid(person=ARCHIVED)
    return patient
