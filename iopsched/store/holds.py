"""Holds: seats kept for somebody until a time. Their sessions are locked by whoever puts or counts them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, Row, bindparam, case, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from iopsched.domain.hold import Hold, Purpose, seen_by
from iopsched.domain.session import Session
from iopsched.store.db import db, dialect, run
from iopsched.store.tables import HoldRow, SessionRow

COLUMNS = (HoldRow.session_id, HoldRow.patient_id, HoldRow.until, HoldRow.purpose, HoldRow.extensions)
_IN_SESSIONS = select(*COLUMNS).where(HoldRow.session_id.in_(bindparam("ids", expanding=True)))
_TRACES = (
    select(SessionRow.id, SessionRow.revision)
    .join(HoldRow, HoldRow.session_id == SessionRow.id)
    .where(HoldRow.patient_id == bindparam("patient_id"), HoldRow.until > bindparam("now"))
    .distinct()
    .order_by(SessionRow.id)
)
_OF_PATIENT = select(*COLUMNS).where(HoldRow.patient_id == bindparam("patient_id"), HoldRow.until > bindparam("now"))


def in_sessions(sessions: Iterable[Session]) -> tuple[Hold, ...]:
    """All rows of these sessions, over or not; no query where none of them ever had one."""
    ids = sorted({session.id for session in sessions if session.held_until is not None})
    return tuple(map(_one, run(_IN_SESSIONS, {"ids": ids}))) if ids else ()


def seen(patient_id: int | None, sessions: Collection[Session], now: datetime) -> tuple[Session, ...]:
    """The sessions with the seats that are kept for others than this patient: one query, none where nothing is held."""
    lasting = [session for session in sessions if session.held_until is not None and session.held_until > now]
    return seen_by(patient_id, sessions, in_sessions(lasting), now) if lasting else tuple(sessions)


def of_patient(patient_id: int, now: datetime) -> tuple[Hold, ...]:
    """What is kept for this patient now, by session."""
    found = map(_one, run(_OF_PATIENT, {"patient_id": patient_id, "now": now}))
    return tuple(sorted(found, key=lambda hold: hold.session_id))


def traces(patient_id: int, now: datetime) -> tuple[tuple[int, int], ...]:
    """Sessions of which a seat is kept for this patient now, each with its revision, by id."""
    return tuple((row.id, row.revision) for row in run(_TRACES, {"patient_id": patient_id, "now": now}))


def put(holds: Iterable[Hold]) -> None:
    """Keep these seats. One that is kept for the same patient and purpose already is kept for the longer of both
    times.
    """
    rows = [
        {
            "session_id": hold.session_id,
            "patient_id": hold.patient_id,
            "until": hold.until,
            "purpose": hold.purpose.value,
            "extensions": hold.extensions,
        }
        for hold in holds
    ]
    if rows:
        run(_PUT[dialect()], rows)
        run(_MARKED, {"ids": [row["session_id"] for row in rows], "until": max(row["until"] for row in rows)})


def drop(patient_id: int, session_ids: Iterable[int], purpose: Purpose | None = None) -> None:
    """These seats are not kept for the patient any more, under the session's lock: taken, for whatever purpose they
    were kept; or given back, for just one.
    """
    mine = delete(HoldRow).where(HoldRow.patient_id == patient_id, HoldRow.session_id.in_(sorted(set(session_ids))))
    db.session.execute(mine.where(HoldRow.purpose == purpose.value) if purpose else mine)


def let_go(patient_id: int, purpose: Purpose, now: datetime) -> None:
    """Let the patient's holds of this purpose be over; whoever tends those sessions next passes their seats on."""
    mine = (HoldRow.patient_id == patient_id, HoldRow.purpose == purpose.value, HoldRow.until > now)
    db.session.execute(update(HoldRow).where(*mine).values(until=now))


def clear(session_id: int, now: datetime | None = None) -> None:
    """Take away what is over, or all; a session without any hold needs no look any more."""
    gone = delete(HoldRow).where(HoldRow.session_id == session_id)
    db.session.execute(gone.where(HoldRow.until <= now) if now else gone)
    left = select(HoldRow.session_id).where(HoldRow.session_id == session_id).exists()
    none_left = update(SessionRow).where(SessionRow.id == session_id, ~left)
    db.session.execute(none_left.values(held_until=None))


def sessions_with_lapsed(now: datetime, limit: int) -> tuple[int, ...]:
    """Sessions of which some hold is over, by id."""
    lapsed = select(HoldRow.session_id).where(HoldRow.until <= now).group_by(HoldRow.session_id)
    return tuple(db.session.scalars(lapsed.order_by(HoldRow.session_id).limit(limit)))


def _put_on(dialect: Any) -> Executable:
    added = dialect.insert(HoldRow.__table__)
    new, old = added.excluded, HoldRow.__table__.c
    said: Executable = added.on_conflict_do_update(
        index_elements=["session_id", "patient_id", "purpose"],
        set_={
            "until": case((old.until > new.until, old.until), else_=new.until),
            "extensions": new.extensions,
        },
    )
    return said


_PUT = {"postgresql": _put_on(postgresql), "sqlite": _put_on(sqlite)}
_LATER = or_(SessionRow.held_until.is_(None), SessionRow.held_until < bindparam("until"))
_MARKED = (
    update(SessionRow.__table__)  # type: ignore[arg-type]
    .where(SessionRow.id.in_(bindparam("ids", expanding=True)), _LATER)
    .values(held_until=bindparam("until"))
)


def _one(row: Row[Any]) -> Hold:
    return Hold(row.session_id, row.patient_id, row.until, Purpose(row.purpose), row.extensions)
