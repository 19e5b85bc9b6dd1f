"""Offers: seats that were offered to those who wait, and what they answered. A hold keeps the seat meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, insert, or_, select, update

from iopsched.domain.offer import Answer, Offer
from iopsched.domain.session import Session
from iopsched.store import sessions
from iopsched.store.db import db, run
from iopsched.store.tables import OfferRow, SessionRow

COLUMNS: tuple[Any, ...] = (
    OfferRow.id.label("offer_id"),
    OfferRow.waiting_id,
    OfferRow.patient_id,
    OfferRow.offered_at,
    OfferRow.until,
    OfferRow.answer,
)
UNANSWERED = OfferRow.answer.is_(None)


def of_patients(patient_ids: Iterable[int], now: datetime) -> tuple[Offer, ...]:
    """Open offers to these patients, in order of time."""
    return tuple(map(_one, run(_TO_PATIENTS, {"ids": sorted(set(patient_ids)), "now": now})))


def of_patient(patient_id: int, now: datetime) -> tuple[Offer, ...]:
    return of_patients([patient_id], now)


def in_program(program_id: int, now: datetime) -> tuple[Offer, ...]:
    """Every open offer of a program, in order of time."""
    query = _selected().where(SessionRow.program_id == program_id, UNANSWERED, OfferRow.until > now)
    return tuple(map(_one, db.session.execute(query.order_by(SessionRow.starts, OfferRow.id))))


def of_session(session_id: int, now: datetime) -> tuple[Offer, ...]:
    """Open offers of this session, the first made first."""
    query = _selected().where(SessionRow.id == session_id, UNANSWERED, OfferRow.until > now)
    return tuple(map(_one, db.session.execute(query.order_by(OfferRow.id))))


def made(session_id: int) -> dict[int, datetime]:
    """Patient id to when this session was last offered to them; withdrawn offers do not count."""
    return made_in([session_id]).get(session_id, {})


def made_in(session_ids: Iterable[int]) -> dict[int, dict[int, datetime]]:
    """The same for several sessions, by session id; those that were offered to nobody are left out."""
    stands = or_(UNANSWERED, OfferRow.answer != Answer.WITHDRAWN.value)
    query = select(OfferRow.session_id, OfferRow.patient_id, func.max(OfferRow.offered_at).label("at"))
    query = query.where(OfferRow.session_id.in_(sorted(set(session_ids))), stands)
    found: dict[int, dict[int, datetime]] = {}
    for row in db.session.execute(query.group_by(OfferRow.session_id, OfferRow.patient_id)):
        found.setdefault(row.session_id, {})[row.patient_id] = row.at
    return found


def add(waiting_id: int, patient_id: int, session: Session, until: datetime, *, now: datetime) -> int:
    """A new one; the hold is put by ``holds``."""
    values = {"waiting_id": waiting_id, "patient_id": patient_id, "session_id": session.id}
    added = insert(OfferRow).values(**values, offered_at=now, until=until).returning(OfferRow.id)
    return db.session.execute(added).scalar_one()


def answer(patient_id: int, session_ids: Iterable[int], said: Answer, *, now: datetime) -> tuple[int, ...]:
    """What became of the patient's unanswered offers of these sessions; their ids."""
    return _answer(said, now, OfferRow.patient_id == patient_id, OfferRow.session_id.in_(sorted(set(session_ids))))


def lapse(session_id: int, now: datetime) -> tuple[int, ...]:
    """Nobody answered these of a session in time; their ids."""
    return _answer(Answer.LAPSED, now, OfferRow.session_id == session_id, OfferRow.until <= now)


def withdraw(session_id: int, now: datetime) -> tuple[int, ...]:
    """Every unanswered one of a session, which is off or elsewhere now; their ids."""
    return _answer(Answer.WITHDRAWN, now, OfferRow.session_id == session_id)


def _answer(said: Answer, now: datetime, *which: ColumnElement[bool]) -> tuple[int, ...]:
    answered = update(OfferRow).where(*which, UNANSWERED).values(answer=said.value, answered_at=now)
    return tuple(db.session.scalars(answered.returning(OfferRow.id)))


def _selected() -> Select[Any]:
    return sessions.selected(*COLUMNS).join(OfferRow, OfferRow.session_id == SessionRow.id)


_TO_PATIENTS = (
    _selected()
    .where(
        OfferRow.patient_id.in_(bindparam("ids", expanding=True)),
        UNANSWERED,
        OfferRow.until > bindparam("now"),
    )
    .order_by(SessionRow.starts, OfferRow.id)
)


def _one(row: Row[Any]) -> Offer:
    return Offer(
        id=row.offer_id,
        waiting_id=row.waiting_id,
        patient_id=row.patient_id,
        session=sessions.one(row),
        offered_at=row.offered_at,
        until=row.until,
        answer=Answer(row.answer) if row.answer else None,
    )
