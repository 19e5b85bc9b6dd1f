"""Requests: forms that were carried out, by the key that their page gave them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Executable, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from iopsched.store.db import db, dialect, run
from iopsched.store.tables import RequestRow


def is_new(patient_id: int, key: str, *, now: datetime) -> bool:
    """Remember the form with all that its transaction writes; False where it was carried out before.

    The same form that comes twice at once waits here for the first one to end. A form without a key is always new.
    """
    if not key:
        return True
    values = {"patient_id": patient_id, "key": key, "at": now}
    return run(_REMEMBERED[dialect()], values).first() is not None


def is_known(patient_id: int, key: str) -> bool:
    """Whether the form was carried out before."""
    return bool(key) and run(_KNOWN, {"patient_id": patient_id, "key": key}).first() is not None


def forget(before: datetime) -> None:
    """Drop the old ones: a form that lay open that long is refused by other means, or asks for what is still true."""
    db.session.execute(delete(RequestRow).where(RequestRow.at < before))


def _remembered_on(dialect: Any) -> Executable:
    added: Executable = dialect.insert(RequestRow.__table__).on_conflict_do_nothing().returning(RequestRow.key)
    return added


_KNOWN = select(RequestRow.key).where(
    RequestRow.patient_id == bindparam("patient_id"), RequestRow.key == bindparam("key")
)
_REMEMBERED = {"postgresql": _remembered_on(postgresql), "sqlite": _remembered_on(sqlite)}
