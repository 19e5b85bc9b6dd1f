"""What payers have authorised."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, delete, insert, select, update

from iopsched.domain.authorisation import Authorisation, Unit
from iopsched.store.db import db
from iopsched.store.tables import AuthorisationRow, PatientRow

COLUMNS: tuple[Any, ...] = tuple(AuthorisationRow.__table__.columns)


def of_patient(patient_id: int) -> tuple[Authorisation, ...]:
    """Every one of a patient, in order of time."""
    return _many(select(*COLUMNS).where(AuthorisationRow.patient_id == patient_id))


def in_program(program_id: int) -> tuple[Authorisation, ...]:
    """Every one of a program's patients, in order of time."""
    query = select(*COLUMNS).join(PatientRow, PatientRow.id == AuthorisationRow.patient_id)
    return _many(query.where(PatientRow.program_id == program_id))


def add(one: Authorisation) -> int:
    """Write it; its ``id`` is not looked at."""
    added = insert(AuthorisationRow).values(**_values(one)).returning(AuthorisationRow.id)
    return db.session.execute(added).scalar_one()


def change(one: Authorisation) -> None:
    """The one of this id as it is to be."""
    db.session.execute(update(AuthorisationRow).where(AuthorisationRow.id == one.id).values(**_values(one)))


def remove(authorisation_id: int) -> None:
    db.session.execute(delete(AuthorisationRow).where(AuthorisationRow.id == authorisation_id))


def _values(one: Authorisation) -> dict[str, Any]:
    values = {column.name: getattr(one, column.name) for column in COLUMNS if column.name != "id"}
    return values | {"unit": one.unit.value}


def _many(query: Select[Any]) -> tuple[Authorisation, ...]:
    ordered = query.order_by(AuthorisationRow.first_day, AuthorisationRow.id)
    return tuple(map(_one, db.session.execute(ordered)))


def _one(row: Row[Any]) -> Authorisation:
    return Authorisation(**{**row._mapping, "unit": Unit(row.unit)})
