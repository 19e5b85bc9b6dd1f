"""Scopes: the sessions that a feed of staff holds, of a clinician, a room or the whole program."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from iopsched.domain.feed import Content, Kind
from iopsched.domain.session import Session
from iopsched.store import sessions
from iopsched.store.db import db
from iopsched.store.tables import SessionRow


def within(program_id: int, content: Content, since: datetime) -> tuple[Session, ...]:
    """Every session of the scope that begins after an instant, in order of time; the cancelled, too."""
    query = sessions.selected().where(*_of(program_id, content, since))
    return tuple(map(sessions.one, db.session.execute(query.order_by(SessionRow.starts, SessionRow.id))))


def traces(program_id: int, content: Content, since: datetime) -> tuple[tuple[Any, ...], ...]:
    """Of the same sessions: values of which one is another as soon as anything of one of them is."""
    columns = (SessionRow.id, SessionRow.revision, SessionRow.taken)
    query = select(*columns).where(*_of(program_id, content, since)).order_by(SessionRow.id)
    return tuple(map(tuple, db.session.execute(query)))


def places(program_id: int) -> tuple[str, ...]:
    """Every room that a session of the program ever had, by name."""
    query = select(SessionRow.place).where(SessionRow.program_id == program_id, SessionRow.place != "")
    return tuple(db.session.scalars(query.distinct().order_by(SessionRow.place)))


def _of(program_id: int, content: Content, since: datetime) -> Iterator[ColumnElement[bool]]:
    yield SessionRow.program_id == program_id
    yield SessionRow.starts > since
    if content.kind is Kind.CLINICIAN:
        yield SessionRow.clinician_id == content.clinician_id
    if content.kind is Kind.ROOM:
        yield SessionRow.place == content.place
