"""Who is signed in, in one query a request: the person and the program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from iopsched.domain.errors import NotFound
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.store import accounts, people, programs
from iopsched.store.db import run
from iopsched.store.tables import PatientRow, ProgramRow, StaffRow


def patient(patient_id: int) -> tuple[Patient, Program] | None:
    row = run(_PATIENT, {"id": patient_id}).first()
    return (Patient(**_facts(_OF_PATIENT, row)), _program(row)) if row else None


def known_patient(patient_id: int) -> tuple[Patient, Program]:
    """Raises NotFound where ``patient`` gives None."""
    if (found := patient(patient_id)) is None:
        raise NotFound("patient")
    return found


def staff(staff_id: int) -> tuple[Staff, Program] | None:
    """None as well for an account that was closed."""
    row = run(_STAFF, {"id": staff_id}).first()
    return (accounts.one(_facts(_OF_STAFF, row)), _program(row)) if row else None


def _with_program(columns: tuple[Any, ...], table: Any) -> Select[Any]:
    return select(*columns, *programs.COLUMNS).join(ProgramRow, ProgramRow.id == table.program_id)


def _program(row: Row[Any]) -> Program:
    return programs.one(_facts(_OF_PROGRAM, row[-len(_OF_PROGRAM) :]))


def _facts(names: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    """The first values by these names."""
    return dict(zip(names, values, strict=False))


_OF_PATIENT, _OF_STAFF, _OF_PROGRAM = (
    tuple(column.key for column in columns) for columns in (people.COLUMNS, accounts.COLUMNS, programs.COLUMNS)
)
_PATIENT = _with_program(people.COLUMNS, PatientRow).where(PatientRow.id == bindparam("id"))
_STAFF = _with_program(accounts.COLUMNS, StaffRow).where(StaffRow.id == bindparam("id"), StaffRow.is_active)
