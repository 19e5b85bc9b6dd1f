"""Waitings: who wants a seat that there is not, and whose turn staff have changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, insert, or_, select, update

from iopsched.domain.errors import NotFound
from iopsched.domain.offer import Answer
from iopsched.domain.pattern import WEEKDAYS
from iopsched.domain.session import Session
from iopsched.domain.waiting import Ended, Waiting, Wanted
from iopsched.domain.words import Component, Modality, Part
from iopsched.store import sessions
from iopsched.store.db import db, run
from iopsched.store.tables import OfferRow, PatientRow, SessionRow, WaitingRow

COLUMNS: tuple[Any, ...] = (
    WaitingRow.id,
    WaitingRow.patient_id,
    WaitingRow.session_id,
    WaitingRow.monday,
    WaitingRow.component,
    WaitingRow.part,
    WaitingRow.modality,
    WaitingRow.weekdays,
    WaitingRow.since,
    select(func.max(OfferRow.offered_at))
    .where(OfferRow.patient_id == WaitingRow.patient_id)
    .scalar_subquery()
    .label("last_offered_at"),
    WaitingRow.placed,
    WaitingRow.placed_why,
)
OPEN = WaitingRow.ended_at.is_(None)
_FOR_SESSION = select(*COLUMNS).where(
    OPEN,
    or_(
        WaitingRow.session_id == bindparam("session_id"),
        and_(WaitingRow.program_id == bindparam("program_id"), WaitingRow.monday == bindparam("monday")),
    ),
)
_ANYBODY = select(WaitingRow.id).where(OPEN, WaitingRow.program_id == bindparam("program_id")).limit(1)
_OF_PATIENT = select(*COLUMNS).where(OPEN, WaitingRow.patient_id == bindparam("patient_id")).order_by(WaitingRow.id)


def for_session(program_id: int, session_id: int, monday: date) -> tuple[Waiting, ...]:
    """Who waits for this session, or for some kind of session in its week; what fits is the domain's to say."""
    values = {"program_id": program_id, "session_id": session_id, "monday": monday}
    return tuple(map(_one, run(_FOR_SESSION, values)))


def of_patient(patient_id: int) -> tuple[Waiting, ...]:
    """What this patient waits for, the first first."""
    return tuple(map(_one, run(_OF_PATIENT, {"patient_id": patient_id})))


def in_program(program_id: int) -> tuple[Waiting, ...]:
    """Everybody who waits."""
    query = select(*COLUMNS).where(OPEN, WaitingRow.program_id == program_id)
    return tuple(map(_one, db.session.execute(query.order_by(WaitingRow.id))))


def is_anybody(program_id: int) -> bool:
    """Whether anybody waits at all."""
    return run(_ANYBODY, {"program_id": program_id}).first() is not None


def waiting_for(session_ids: Iterable[int], *, but: Collection[int] = ()) -> int:
    """How many people ``but`` these wait for any of the sessions by name; no query for none."""
    ids = sorted(session_ids)
    mine = (OPEN, WaitingRow.session_id.in_(ids), WaitingRow.patient_id.not_in(sorted(but)))
    wanted = select(func.count(WaitingRow.patient_id.distinct())).where(*mine)
    return db.session.scalars(wanted).one() if ids else 0


def sessions_with_room(program_id: int, now: datetime) -> tuple[int, ...]:
    """Sessions still ahead that somebody waits for by name and that have a seat not taken, by id."""
    has_room = (SessionRow.starts > now, SessionRow.taken < SessionRow.seats, ~SessionRow.is_cancelled)
    query = select(SessionRow.id).join(WaitingRow, WaitingRow.session_id == SessionRow.id)
    query = query.where(OPEN, WaitingRow.program_id == program_id, *has_room)
    return tuple(db.session.scalars(query.distinct().order_by(SessionRow.id)))


def get(program_id: int, waiting_id: int) -> Waiting:
    """An open one. Raises NotFound."""
    query = select(*COLUMNS).where(OPEN, WaitingRow.program_id == program_id, WaitingRow.id == waiting_id)
    if row := db.session.execute(query).first():
        return _one(row)
    raise NotFound("waiting")


def add(program_id: int, patient_id: int, wanted: Wanted, *, now: datetime) -> int:
    """A new one of this patient, who is locked."""
    values = {
        "program_id": program_id,
        "patient_id": patient_id,
        "session_id": wanted.session_id,
        "monday": wanted.monday,
        "component": wanted.component.value if wanted.component else None,
        "part": wanted.part.value if wanted.part else None,
        "modality": wanted.modality.value if wanted.modality else None,
        "weekdays": ",".join(WEEKDAYS[day] for day in sorted(wanted.weekdays)),
        "since": now,
    }
    added = db.session.execute(insert(WaitingRow).values(**values).returning(WaitingRow.id)).scalar_one()
    _count([patient_id])
    return added


def end(patient_id: int, waiting_ids: Iterable[int], why: Ended, *, now: datetime) -> None:
    """These of the patient are over."""
    mine = update(WaitingRow).where(OPEN, WaitingRow.patient_id == patient_id, WaitingRow.id.in_(sorted(waiting_ids)))
    db.session.execute(mine.values(ended_at=now, ended=why.value))
    _count([patient_id])


def over(program_id: int, monday: date, now: datetime, *, kept: Collection[int] = ()) -> tuple[tuple[int, int], ...]:
    """Patient and waiting of those that can bring nothing more: the session has begun, was offered in vain or is off
    for good (not one of ``kept``), or the week ended before the one that begins on ``monday``.
    """
    is_off = and_(SessionRow.is_cancelled, SessionRow.id.not_in(sorted(kept)))
    begun = select(SessionRow.id).where(or_(SessionRow.starts <= now, is_off))
    offered = OfferRow.answer.in_([Answer.LAPSED.value, Answer.DECLINED.value])
    in_vain = select(OfferRow.id).where(OfferRow.waiting_id == WaitingRow.id, offered).exists()
    late = or_(
        WaitingRow.session_id.in_(begun), WaitingRow.monday < monday, and_(WaitingRow.session_id.is_not(None), in_vain)
    )
    query = select(WaitingRow.patient_id, WaitingRow.id).where(OPEN, WaitingRow.program_id == program_id, late)
    return tuple((row.patient_id, row.id) for row in db.session.execute(query.order_by(WaitingRow.patient_id)))


def called_off(patient_id: int, now: datetime) -> tuple[Session, ...]:
    """Sessions that this patient waited for until they were called off, while they would be ahead; in order of time."""
    mine = (WaitingRow.patient_id == patient_id, or_(OPEN, WaitingRow.ended == Ended.OVER.value))
    off = sessions.selected().join(WaitingRow, WaitingRow.session_id == SessionRow.id).where(*mine)
    ahead = off.where(SessionRow.is_cancelled, SessionRow.starts > now).distinct()
    return tuple(map(sessions.one, db.session.execute(ahead.order_by(SessionRow.starts, SessionRow.id))))


def place(waiting_id: int, placed: int | None, why: str) -> None:
    """Where staff put it in line; None for the usual order."""
    db.session.execute(update(WaitingRow).where(WaitingRow.id == waiting_id).values(placed=placed, placed_why=why))


def first_place(program_id: int) -> int:
    """The lowest place that staff have given to anybody who waits; 1 where to nobody."""
    query = select(func.min(WaitingRow.placed)).where(OPEN, WaitingRow.program_id == program_id)
    lowest = db.session.scalars(query).first()
    return 1 if lowest is None else int(lowest)


def _count(patient_ids: Iterable[int]) -> None:
    """Repeat on the patients for how much they wait."""
    open_ones = select(func.count()).where(OPEN, WaitingRow.patient_id == PatientRow.id).scalar_subquery()
    db.session.execute(update(PatientRow).where(PatientRow.id.in_(sorted(patient_ids))).values(waits=open_ones))


def _one(row: Row[Any]) -> Waiting:
    wanted = Wanted(
        session_id=row.session_id,
        monday=row.monday,
        component=Component(row.component) if row.component else None,
        part=Part(row.part) if row.part else None,
        modality=Modality(row.modality) if row.modality else None,
        weekdays=frozenset(WEEKDAYS.index(day) for day in row.weekdays.split(",") if day),
    )
    return Waiting(row.id, row.patient_id, wanted, row.since, row.last_offered_at, row.placed, row.placed_why)
