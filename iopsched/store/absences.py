"""When clinicians are away, and who stands in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from iopsched.domain.absence import Absence
from iopsched.domain.errors import NotFound
from iopsched.store.db import db
from iopsched.store.tables import AbsenceRow, OfferingRow, SessionRow

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


def get(program_id: int, absence_id: int) -> Absence:
    """Raises NotFound unless it is this program's."""
    mine = (AbsenceRow.id == absence_id, AbsenceRow.program_id == program_id)
    row = db.session.execute(select(*COLUMNS).where(*mine)).first()
    if row is None:
        raise NotFound("absence")
    return Absence(**row._mapping)


def add(program_id: int, absence: Absence) -> int:
    """Write a new one; its ``id`` is not looked at."""
    added = insert(AbsenceRow).values(program_id=program_id, **_facts(absence)).returning(AbsenceRow.id)
    return db.session.execute(added).scalar_one()


def change(absence: Absence) -> None:
    db.session.execute(update(AbsenceRow).where(AbsenceRow.id == absence.id).values(**_facts(absence)))


def remove(absence_id: int) -> None:
    db.session.execute(delete(AbsenceRow).where(AbsenceRow.id == absence_id))


def _facts(absence: Absence) -> dict[str, Any]:
    return {column.key: getattr(absence, column.key) for column in COLUMNS if column.key != "id"}


def stood_in(program_id: int, now: datetime) -> frozenset[int]:
    """Sessions ahead that somebody leads who does not lead their offering, by id."""
    ahead = (SessionRow.program_id == program_id, SessionRow.starts > now, SessionRow.clinician_id.is_not(None))
    other = SessionRow.clinician_id.is_distinct_from(OfferingRow.clinician_id)
    return frozenset(db.session.scalars(select(SessionRow.id).join(OfferingRow).where(*ahead, other)))
