"""Staff keep what payers have authorised for a patient, and see what was used of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from iopsched.domain.authorisation import Authorisation, Use, problems, use
from iopsched.domain.duty import Duty
from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.patient import Patient
from iopsched.domain.staff import Staff
from iopsched.store import audit, authorisations, bookings, locks, programs
from iopsched.store.db import reading, transaction
from iopsched.usecases.people import find_patient


@dataclass(frozen=True, slots=True)
class View:
    """Every authorisation of a patient with its use, in order of time."""

    patient: Patient
    today: date
    uses: tuple[Use, ...]

    def find(self, authorisation_id: int) -> Authorisation:
        """Raises NotFound."""
        return _found(tuple(one.authorisation for one in self.uses), authorisation_id)


def view(staff: Staff, patient_id: int, *, now: datetime) -> View:
    """Four queries. Raises Forbidden without the duty, NotFound."""
    with reading():
        patient = find_patient.find(staff, patient_id, Duty.HOURS)
        program = programs.get(patient.program_id)
        known = authorisations.of_patient(patient_id)
        held = bookings.every(patient_id) if known else ()
    return View(patient, program.day_of(now), tuple(use(one, held, program) for one in known))


def add(staff: Staff, one: Authorisation, *, now: datetime) -> int:
    """The id of a new one for ``one.patient_id``. Raises Invalid naming each field, Forbidden, NotFound."""
    return _keep(staff, one, "authorisation added", lambda: authorisations.add(one), now)


def change(staff: Staff, one: Authorisation, *, now: datetime) -> None:
    """As it is to be, by its id. Raises as ``add`` does."""

    def write() -> int:
        authorisations.change(one)
        return one.id

    _keep(staff, one, "authorisation changed", write, now)


def remove(staff: Staff, patient_id: int, authorisation_id: int, *, now: datetime) -> None:
    """It was never meant, and is not counted any more. Raises Forbidden without the duty, NotFound."""
    with transaction():
        patient = _locked(staff, patient_id)
        _found(authorisations.of_patient(patient_id), authorisation_id)
        authorisations.remove(authorisation_id)
        _note(staff, patient, "authorisation removed", authorisation_id, now)


def _keep(staff: Staff, one: Authorisation, action: str, write: Callable[[], int], now: datetime) -> int:
    with transaction():
        patient = _locked(staff, one.patient_id)
        known = authorisations.of_patient(patient.id)
        if one.id:
            _found(known, one.id)
        if wrong := dict(problems(one, known)):
            raise Invalid(**wrong)
        authorisation_id = write()
        _note(staff, patient, action, authorisation_id, now)
    return authorisation_id


def _locked(staff: Staff, patient_id: int) -> Patient:
    find_patient.find_present(staff, patient_id, Duty.HOURS)
    return locks.patient(patient_id)


def _found(known: tuple[Authorisation, ...], authorisation_id: int) -> Authorisation:
    if found := next((one for one in known if one.id == authorisation_id), None):
        return found
    raise NotFound("authorisation")


def _note(staff: Staff, patient: Patient, action: str, authorisation_id: int, now: datetime) -> None:
    whom = {"patient_id": patient.id, "authorisation_id": authorisation_id}
    audit.note(patient.program_id, f"staff:{staff.id}", action, now=now, **whom)
