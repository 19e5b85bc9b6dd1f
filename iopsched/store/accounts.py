"""Accounts of staff."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select, update

from iopsched.domain.errors import NotFound
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.store.db import db
from iopsched.store.tables import StaffRow

COLUMNS = (
    StaffRow.id,
    StaffRow.program_id,
    StaffRow.name,
    StaffRow.email,
    StaffRow.role,
    StaffRow.clinician_id,
    StaffRow.sign_in_version,
    StaffRow.locked_until,
    StaffRow.is_active,
)


def of_program(program_id: int) -> tuple[Staff, ...]:
    """Every account, the closed ones too, by name."""
    query = select(*COLUMNS).where(StaffRow.program_id == program_id).order_by(StaffRow.name, StaffRow.id)
    return tuple(one(row._mapping) for row in db.session.execute(query))


def get(program_id: int, staff_id: int) -> Staff:
    """Raises NotFound unless it is this program's."""
    mine = (StaffRow.id == staff_id, StaffRow.program_id == program_id)
    row = db.session.execute(select(*COLUMNS).where(*mine)).first()
    if row is None:
        raise NotFound("account")
    return one(row._mapping)


def has_email(email: str) -> bool:
    """Whether some account, of any program, has this address."""
    return db.session.scalars(select(StaffRow.id).where(StaffRow.email == email)).first() is not None


def add(program_id: int, **facts: Any) -> int:
    """``facts`` are columns of the account: name, email, role and password_hash at least."""
    added = insert(StaffRow).values(program_id=program_id, **facts).returning(StaffRow.id)
    return db.session.execute(added).scalar_one()


def change(staff_id: int, **facts: Any) -> None:
    """Write new facts; they hold from the next page on, as each asks who is signed in."""
    db.session.execute(update(StaffRow).where(StaffRow.id == staff_id).values(**facts))


def change_and_sign_out(staff_id: int, **facts: Any) -> None:
    """The same, and every browser that is signed in with the account is signed out."""
    change(staff_id, **facts, sign_in_version=StaffRow.sign_in_version + 1)


def one(facts: Mapping[Any, Any]) -> Staff:
    """An account from the values of COLUMNS, by name."""
    return Staff(**{**facts, "role": Role(facts["role"])})
