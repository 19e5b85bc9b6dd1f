"""Codes that patients asked for, and failures of staff; counted in single statements, so that none slips through."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select, update

from iopsched.domain.sign_in import TRIES, Account, Asked
from iopsched.store.db import db
from iopsched.store.tables import SignInCodeRow, StaffRow


def add(phone_hash: str, patient_id: int | None, nonce: str, *, asked_at: datetime, expires_at: datetime) -> int:
    """Keep that a code was asked for; gives its id."""
    times = {"asked_at": asked_at, "expires_at": expires_at}
    values = {"phone_hash": phone_hash, "patient_id": patient_id, "nonce": nonce} | times
    return db.session.execute(insert(SignInCodeRow).values(**values).returning(SignInCodeRow.id)).scalar_one()


def forget(before: datetime) -> None:
    """Drop what ran out before then."""
    db.session.execute(delete(SignInCodeRow).where(SignInCodeRow.expires_at < before))


def latest(phone_hash: str, now: datetime) -> Asked | None:
    """The last code asked for that still counts."""
    columns = (SignInCodeRow.id, SignInCodeRow.patient_id, SignInCodeRow.nonce)
    query = select(*columns).where(*_counting(phone_hash, now)).order_by(SignInCodeRow.id.desc()).limit(1)
    row = db.session.execute(query).first()
    return Asked(**row._mapping) if row else None


def try_all(phone_hash: str, now: datetime) -> tuple[Asked, ...]:
    """Count one try against every code of a number that still counts, and give them."""
    counted = update(SignInCodeRow).where(*_counting(phone_hash, now)).values(tries=SignInCodeRow.tries + 1)
    rows = db.session.execute(counted.returning(SignInCodeRow.id, SignInCodeRow.patient_id, SignInCodeRow.nonce))
    return tuple(Asked(**row._mapping) for row in rows)


def use(phone_hash: str, now: datetime) -> None:
    """One sign-in uses up every code of the number."""
    used = update(SignInCodeRow).where(SignInCodeRow.phone_hash == phone_hash, SignInCodeRow.used_at.is_(None))
    db.session.execute(used.values(used_at=now))


def password_hash(email: str) -> str | None:
    """What is kept of the password of the open account of this address."""
    query = select(StaffRow.password_hash).where(StaffRow.email == email, StaffRow.is_active)
    return db.session.scalars(query).first()


def account(email: str) -> Account | None:
    """The open account of this address, held until the transaction ends: tries at once are counted one by one."""
    columns = (StaffRow.id, StaffRow.password_hash, StaffRow.failures, StaffRow.locked_until)
    query = select(*columns).where(StaffRow.email == email, StaffRow.is_active).with_for_update()
    row = db.session.execute(query).first()
    return Account(*row) if row else None


def count(staff_id: int, failures: int, locked_until: datetime | None) -> None:
    """Keep how often in a row the password was wrong."""
    kept = update(StaffRow).where(StaffRow.id == staff_id)
    db.session.execute(kept.values(failures=failures, locked_until=locked_until))


def _counting(phone_hash: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        SignInCodeRow.phone_hash == phone_hash,
        SignInCodeRow.used_at.is_(None),
        SignInCodeRow.expires_at > now,
        SignInCodeRow.tries < TRIES,
    )
