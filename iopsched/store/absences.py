"""When clinicians are away, and who stands in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, insert, select

from iopsched.domain.absence import Absence
from iopsched.store.db import db
from iopsched.store.tables import AbsenceRow

COLUMNS: tuple[Any, ...] = (
    AbsenceRow.id,
    AbsenceRow.clinician_id,
    AbsenceRow.day,
    AbsenceRow.last_day,
    AbsenceRow.begins,
    AbsenceRow.ends,
    AbsenceRow.stand_in_id,
)


def in_program(program_id: int) -> tuple[Absence, ...]:
    """In order of time."""
    query = select(*COLUMNS).where(AbsenceRow.program_id == program_id).order_by(AbsenceRow.day, AbsenceRow.id)
    return tuple(Absence(**row._mapping) for row in db.session.execute(query))


def add(program_id: int, absence: Absence) -> int:
    """Write a new one; its ``id`` is not looked at."""
    facts = {column.key: getattr(absence, column.key) for column in COLUMNS if column.key != "id"}
    added = insert(AbsenceRow).values(program_id=program_id, **facts).returning(AbsenceRow.id)
    return db.session.execute(added).scalar_one()


def remove(program_id: int, absence_id: int) -> bool:
    """Whether there was one."""
    mine = (AbsenceRow.id == absence_id, AbsenceRow.program_id == program_id)
    return db.session.execute(delete(AbsenceRow).where(*mine).returning(AbsenceRow.id)).first() is not None
