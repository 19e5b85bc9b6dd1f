"""Feeds: the private links of a patient, and the calendar that each answers with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from iopsched.domain.errors import NotFound
from iopsched.domain.feed import Detail, Edition, Feed
from iopsched.store.db import db
from iopsched.store.tables import FeedRow, PatientRow

COLUMNS: tuple[Any, ...] = (
    FeedRow.id,
    FeedRow.patient_id,
    FeedRow.name,
    FeedRow.detail,
    FeedRow.title,
    FeedRow.created_at,
    FeedRow.last_read_at,
    FeedRow.last_reader,
)
EDITION: tuple[Any, ...] = (FeedRow.body, FeedRow.etag, FeedRow.built_version, FeedRow.built_at, FeedRow.stale_at)
LIVE = FeedRow.revoked_at.is_(None)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link leads to. ``version`` is the patient's schedule version as of now."""

    feed: Feed
    edition: Edition
    version: int


def of_patient(patient_id: int) -> tuple[Feed, ...]:
    """Links that are alive, in the order in which they were made."""
    mine = select(*COLUMNS).where(FeedRow.patient_id == patient_id, LIVE)
    return tuple(map(_one, db.session.execute(mine.order_by(FeedRow.id))))


def of_token(token_hash: str, *, locked: bool = False) -> Opened:
    """In one query. Raises NotFound for a link that is unknown and for one that was revoked."""
    query = select(*COLUMNS, *EDITION, PatientRow.schedule_version).join(PatientRow)
    query = query.where(FeedRow.token_hash == token_hash, LIVE)
    row: Any = db.session.execute(query.with_for_update(of=FeedRow) if locked else query).first()
    if row is None:
        raise NotFound("feed")
    edition = Edition(row.body, row.etag, row.built_version, row.built_at, row.stale_at)
    return Opened(_one(row), edition, row.schedule_version)


def add(feed: Feed, token_hash: str, *, warning: str, now: datetime) -> Feed:
    """A new link with nothing to read yet; its id is the one in what is given back."""
    values = {
        "patient_id": feed.patient_id,
        "token_hash": token_hash,
        "name": feed.name,
        "detail": feed.detail.value,
        "title": feed.title,
        "created_at": now,
        "warning": warning,
        "warned_at": now if warning else None,
    }
    return _one(db.session.execute(insert(FeedRow).values(**values).returning(*COLUMNS)).one())


def renew(patient_id: int, feed_id: int, token_hash: str) -> Feed:
    """Another link to the same calendar; nobody has read it yet. Raises NotFound unless it is this patient's."""
    return _changed(patient_id, feed_id, token_hash=token_hash, last_read_at=None, last_reader="")


def revoke(patient_id: int, feed_id: int, *, now: datetime) -> None:
    """The link answers no more, and what it held is gone. Raises NotFound unless it is this patient's."""
    _changed(patient_id, feed_id, revoked_at=now, body=b"", etag="", built_version=-1)


def keep(feed_id: int, edition: Edition) -> None:
    values = {
        "body": edition.body,
        "etag": edition.etag,
        "built_version": edition.version,
        "built_at": edition.changed_at,
        "stale_at": edition.stale_at,
    }
    db.session.execute(update(FeedRow).where(FeedRow.id == feed_id).values(**values))


def was_read(feed_id: int, reader: str, *, now: datetime) -> None:
    db.session.execute(update(FeedRow).where(FeedRow.id == feed_id).values(last_read_at=now, last_reader=reader))


def _changed(patient_id: int, feed_id: int, **values: Any) -> Feed:
    mine = (FeedRow.id == feed_id, FeedRow.patient_id == patient_id, LIVE)
    row = db.session.execute(update(FeedRow).where(*mine).values(**values).returning(*COLUMNS)).first()
    if row is None:
        raise NotFound("feed")
    return _one(row)


def _one(row: Row[Any]) -> Feed:
    return Feed(
        id=row.id,
        patient_id=row.patient_id,
        name=row.name,
        detail=Detail(row.detail),
        title=row.title,
        created_at=row.created_at,
        last_read_at=row.last_read_at,
        last_reader=row.last_reader,
    )
