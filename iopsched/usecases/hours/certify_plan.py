"""Staff say when a physician certified a patient's treatment again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from iopsched.domain.errors import Invalid
from iopsched.domain.staff import Staff
from iopsched.domain.treatment import covering
from iopsched.store import audit, programs, treatments
from iopsched.store.db import transaction
from iopsched.usecases.people import find_patient


def certify(staff: Staff, patient_id: int, day: date | None, *, now: datetime) -> None:
    """The plan in force on that day was certified on it; None takes back what was said of today's plan.

    Raises Invalid with ``day`` for one that is ahead or without a plan, Forbidden for a clinician, NotFound for
    another program's patient.
    """
    with transaction():
        find_patient.lock(staff, patient_id)
        today = programs.get(staff.program_id).day_of(now)
        if day and day > today:
            raise Invalid(day="Choose today or a day before it.")
        plan = covering(treatments.of_patient(patient_id), day or today)
        if plan is None:
            raise Invalid(day="No plan is in force on that day. Choose another day.")
        if plan.certified_on == day:
            return
        treatments.certify(plan.id, day)
        said: dict[str, Any] = {"plan_id": plan.id} | ({"day": day.isoformat()} if day else {})
        audit.note(staff.program_id, f"staff:{staff.id}", "certified", now=now, patient_id=patient_id, **said)
