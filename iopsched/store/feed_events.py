"""What feeds have shown of things that do not themselves know their UID and SEQUENCE."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, insert, select

from iopsched.domain.event import Event, Status
from iopsched.store.db import db
from iopsched.store.tables import FeedEventRow

COLUMNS: tuple[Any, ...] = tuple(column for column in FeedEventRow.__table__.columns if column.name != "feed_id")


def of_feed(feed_id: int) -> dict[str, Event]:
    """By subject."""
    rows = db.session.execute(select(*COLUMNS).where(FeedEventRow.feed_id == feed_id))
    return {row.subject: Event(**{**row._mapping, "status": Status(row.status)}) for row in rows}


def keep(feed_id: int, known: Mapping[str, Event], shown: Iterable[Event]) -> None:
    """Remember what is shown in place of what was ``known``; only what differs is written."""
    now = {event.subject: event for event in shown}
    new = [event for subject, event in now.items() if event != known.get(subject)]
    gone = [subject for subject, event in known.items() if event != now.get(subject)]
    if gone:
        mine = delete(FeedEventRow).where(FeedEventRow.feed_id == feed_id)
        db.session.execute(mine.where(FeedEventRow.subject.in_(gone)))
    if new:
        db.session.execute(insert(FeedEventRow), [_values(feed_id, event) for event in new])


def forget(feed_id: int) -> None:
    db.session.execute(delete(FeedEventRow).where(FeedEventRow.feed_id == feed_id))


def _values(feed_id: int, event: Event) -> dict[str, Any]:
    values = {column.name: getattr(event, column.name) for column in COLUMNS}
    return values | {"feed_id": feed_id, "status": event.status.value}
