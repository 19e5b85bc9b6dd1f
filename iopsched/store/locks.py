"""Every lock, and their one order: sessions by id, then patients by id. Two use cases can then never wait in a ring.

On SQLite the write transaction itself is the lock (BEGIN IMMEDIATE: one writer at a time), and these only check
that one is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import Select, select

from iopsched.domain.errors import NotFound
from iopsched.store.db import db, is_writing
from iopsched.store.tables import PatientRow, ProgramRow, SessionRow

_switched_off: ContextVar[bool] = ContextVar("locks_switched_off", default=False)


def sessions(session_ids: Iterable[int]) -> None:
    """Hold these sessions, in order of id, until the transaction ends. Raises NotFound if one does not exist."""
    wanted = sorted(set(session_ids))
    held = _hold(select(SessionRow.id).where(SessionRow.id.in_(wanted)).order_by(SessionRow.id))
    if len(held) < len(wanted):
        raise NotFound("session")


def patients(patient_ids: Iterable[int]) -> None:
    """Hold these patients, in order of id; always after the sessions."""
    wanted = sorted(set(patient_ids))
    held = _hold(select(PatientRow.id).where(PatientRow.id.in_(wanted)).order_by(PatientRow.id))
    if len(held) < len(wanted):
        raise NotFound("patient")


def patient(patient_id: int) -> None:
    patients([patient_id])


def program(program_id: int) -> None:
    """Hold a program's timetable: one change of what is offered at a time, before any session."""
    if not _hold(select(ProgramRow.id).where(ProgramRow.id == program_id)):
        raise NotFound("program")


@contextmanager
def switched_off() -> Iterator[None]:
    """For the tests that show that the race is there when nobody locks."""
    token = _switched_off.set(True)
    try:
        yield
    finally:
        _switched_off.reset(token)


def _hold(query: Select[int]) -> list[int]:
    if not is_writing():
        raise RuntimeError("a lock outside a transaction would be gone at once")
    return list(db.session.scalars(query if _switched_off.get() else query.with_for_update()))
