"""Every lock, and their one order: sessions by id, then patients by id. Two use cases can then never wait in a ring.

On SQLite the write transaction itself is the lock (BEGIN IMMEDIATE: one writer at a time), and these only check
that one is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import BindParameter, Select, bindparam, select

from iopsched.domain.errors import NotFound
from iopsched.store.db import is_writing, run
from iopsched.store.tables import PatientRow, ProgramRow, SessionRow

_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_SESSIONS = select(SessionRow.id).where(SessionRow.id.in_(_IDS)).order_by(SessionRow.id)
_PATIENTS = select(PatientRow.id).where(PatientRow.id.in_(_IDS)).order_by(PatientRow.id)
_PROGRAMS = select(ProgramRow.id).where(ProgramRow.id.in_(_IDS)).order_by(ProgramRow.id)
_FOR_UPDATE = {query: query.with_for_update() for query in (_SESSIONS, _PATIENTS, _PROGRAMS)}
_switched_off: ContextVar[bool] = ContextVar("locks_switched_off", default=False)


def sessions(session_ids: Iterable[int]) -> None:
    """Hold these sessions, in order of id, until the transaction ends. Raises NotFound if one does not exist."""
    _hold(_SESSIONS, session_ids, "session")


def patients(patient_ids: Iterable[int]) -> None:
    """Hold these patients, in order of id; always after the sessions."""
    _hold(_PATIENTS, patient_ids, "patient")


def patient(patient_id: int) -> None:
    patients([patient_id])


def program(program_id: int) -> None:
    """Hold a program's timetable: one change of what is offered at a time, before any session."""
    _hold(_PROGRAMS, [program_id], "program")


@contextmanager
def switched_off() -> Iterator[None]:
    """For the tests that show that the race is there when nobody locks."""
    token = _switched_off.set(True)
    try:
        yield
    finally:
        _switched_off.reset(token)


def _hold(query: Select[int], ids: Iterable[int], what: str) -> None:
    if not is_writing():
        raise RuntimeError("a lock outside a transaction would be gone at once")
    wanted = sorted(set(ids))
    held = run(query if _switched_off.get() else _FOR_UPDATE[query], {"ids": wanted}).all()
    if len(held) < len(wanted):
        raise NotFound(what)
