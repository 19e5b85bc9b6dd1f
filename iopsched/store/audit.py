"""Who did what to whom, when, and from where: append only, in the order of time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Row, Select, String, bindparam, insert, literal, select

from iopsched.domain.entry import PATIENT, TOPICS, Entry, Search
from iopsched.domain.errors import NotFound
from iopsched.domain.program import Program
from iopsched.store.db import db, run
from iopsched.store.tables import AuditRow, Instant, PatientRow

origin: ContextVar[str] = ContextVar("audit_origin", default="")
"""Where what happens now comes from. Each door says it (``usecases/tell_origin``); no use case carries it."""
COLUMNS = (
    AuditRow.id,
    AuditRow.at,
    AuditRow.actor,
    AuditRow.action,
    AuditRow.patient_id,
    AuditRow.session_id,
    AuditRow.detail,
    AuditRow.origin,
)
_ENTRY = insert(AuditRow.__table__)  # type: ignore[arg-type]
_BY_PATIENT = insert(AuditRow.__table__).from_select(  # type: ignore[arg-type]
    ["program_id", "patient_id", "actor", "action", "at", "origin", "detail"],
    select(
        PatientRow.program_id,
        PatientRow.id,
        literal(f"{PATIENT}:") + PatientRow.id.cast(String),
        bindparam("action", type_=String),
        bindparam("at", type_=Instant),
        bindparam("origin", type_=String),
        bindparam("detail", type_=JSON),
    ).where(PatientRow.id == bindparam("patient_id")),
    include_defaults=False,
)


def note(
    program_id: int,
    actor: str,
    action: str,
    *,
    now: datetime,
    patient_id: int | None = None,
    session_id: int | None = None,
    **detail: Any,
) -> None:
    """One entry. ``actor`` is 'patient:7', 'staff:2' or 'system'; ``detail`` holds ids and numbers, never names.

    ``action`` is one that ``domain/entry`` files under a topic and ``web/staff/log_actions`` has words for.
    """
    entry = _entry(program_id, actor, action, now) | {"detail": detail}
    run(_ENTRY, entry | {"patient_id": patient_id, "session_id": session_id})


def note_sessions(
    program_id: int, actor: str, action: str, session_ids: Iterable[int], *, now: datetime, patient_id: int
) -> None:
    """The same about each of several sessions of one patient."""
    entry = _entry(program_id, actor, action, now) | {"patient_id": patient_id, "detail": {}}
    run(_ENTRY, [entry | {"session_id": session_id} for session_id in session_ids])


def note_patients(
    program_id: int,
    actor: str,
    action: str,
    details: Mapping[int, Mapping[str, Any]],
    *,
    now: datetime,
    session_id: int,
) -> None:
    """The same about each of several patients in one session, with a detail of each; nothing for nobody."""
    entry = _entry(program_id, actor, action, now) | {"session_id": session_id}
    if rows := [entry | {"patient_id": patient_id, "detail": {**said}} for patient_id, said in details.items()]:
        run(_ENTRY, rows)


def note_seats(program_id: int, actor: str, action: str, seats: Iterable[tuple[int, int]], *, now: datetime) -> None:
    """The same about each of several seats, patient and session; nothing for none."""
    entry = _entry(program_id, actor, action, now) | {"detail": {}}
    if rows := [entry | {"patient_id": whose, "session_id": session_id} for whose, session_id in seats]:
        run(_ENTRY, rows)


def note_by(patient_id: int | None, action: str, *, now: datetime) -> None:
    """One entry by a patient. For None the same is sent and nothing written, so that a stranger costs as much."""
    said = {"action": action, "at": now, "origin": origin.get(), "detail": {}}
    run(_BY_PATIENT, said | {"patient_id": patient_id})


def place_of(program_id: int, entry_id: int) -> tuple[datetime, int]:
    """Where an entry stands in the order. Raises NotFound unless it is this program's."""
    query = select(AuditRow.at, AuditRow.id).where(AuditRow.id == entry_id, AuditRow.program_id == program_id)
    if (row := db.session.execute(query).first()) is None:
        raise NotFound("entry")
    return row.at, row.id


def older(program: Program, search: Search, limit: int, than: tuple[datetime, int] | None = None) -> tuple[Entry, ...]:
    """The latest of the program's entries that are meant, before a place in the order; the latest first."""
    query = _meant(program, search)
    if than is not None:
        at, entry_id = than
        query = query.where(AuditRow.at <= at, (AuditRow.at < at) | (AuditRow.id < entry_id))
    latest = query.order_by(AuditRow.at.desc(), AuditRow.id.desc()).limit(limit)
    return tuple(map(one, db.session.execute(latest)))


def newer(program: Program, search: Search, limit: int, than: tuple[datetime, int]) -> tuple[Entry, ...]:
    """Those that come next after a place in the order; the latest first."""
    at, entry_id = than
    query = _meant(program, search).where(AuditRow.at >= at, (AuditRow.at > at) | (AuditRow.id > entry_id))
    found = db.session.execute(query.order_by(AuditRow.at, AuditRow.id).limit(limit))
    return tuple(reversed([*map(one, found)]))


def one(row: Row[Any]) -> Entry:
    """An entry from a row that holds COLUMNS."""
    return Entry(**row._mapping)


def _entry(program_id: int, actor: str, action: str, now: datetime) -> dict[str, Any]:
    return {"program_id": program_id, "actor": actor, "action": action, "at": now, "origin": origin.get()}


def _meant(program: Program, search: Search) -> Select[Any]:
    query = select(*COLUMNS).where(AuditRow.program_id == program.id)
    first, last = search.span(program)
    if first is not None:
        query = query.where(AuditRow.at >= first)
    if last is not None:
        query = query.where(AuditRow.at < last)
    if search.patient_id is not None:
        query = query.where(AuditRow.patient_id == search.patient_id)
    return query.where(AuditRow.action.in_(sorted(TOPICS[search.topic]))) if search.topic else query
