"""Feeds: private links, and whose they are."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select, update

from iopsched.domain.errors import NotFound
from iopsched.domain.feed import Content, Detail, Feed, Kind, Owner
from iopsched.store.db import db
from iopsched.store.tables import FeedRow

COLUMNS: tuple[Any, ...] = (
    FeedRow.id,
    FeedRow.program_id,
    FeedRow.patient_id,
    FeedRow.staff_id,
    FeedRow.name,
    FeedRow.kind,
    FeedRow.detail,
    FeedRow.title,
    FeedRow.travel_minutes,
    FeedRow.shows_tentative,
    FeedRow.clinician_id,
    FeedRow.place,
    FeedRow.created_at,
    FeedRow.expires_at,
    FeedRow.last_read_at,
    FeedRow.last_reader,
)
LIVE = FeedRow.revoked_at.is_(None)


def of_owner(owner: Owner) -> tuple[Feed, ...]:
    """Links that were not removed, in the order in which they were made; those that have ended, too."""
    return tuple(map(one, db.session.execute(select(*COLUMNS).where(_is_of(owner), LIVE).order_by(FeedRow.id))))


def add(feed: Feed, token_hash: str, *, warning: str, now: datetime) -> Feed:
    """A new link with nothing to read yet; its id is the one in what is given back."""
    content = feed.content
    values = {
        "program_id": feed.owner.program_id,
        "patient_id": feed.owner.patient_id,
        "staff_id": feed.owner.staff_id,
        "token_hash": token_hash,
        "name": feed.name,
        "kind": content.kind.value,
        "detail": content.detail.value,
        "title": content.title,
        "travel_minutes": content.travel_minutes,
        "shows_tentative": content.shows_tentative,
        "clinician_id": content.clinician_id,
        "place": content.place,
        "created_at": now,
        "expires_at": feed.expires_at,
        "warning": warning,
        "warned_at": now if warning else None,
    }
    return one(db.session.execute(insert(FeedRow).values(**values).returning(*COLUMNS)).one())


def renew(owner: Owner, feed_id: int, token_hash: str, expires_at: datetime) -> Feed:
    """Another link to the same calendar; nobody has read it yet. Raises NotFound unless it is this owner's."""
    fresh = {"token_hash": token_hash, "expires_at": expires_at, "last_read_at": None, "last_reader": ""}
    return _changed(owner, feed_id, **fresh)


def rename(owner: Owner, feed_id: int, name: str) -> Feed:
    """Raises NotFound unless it is this owner's."""
    return _changed(owner, feed_id, name=name)


def revoke(owner: Owner, feed_id: int, *, now: datetime) -> Feed:
    """The link answers no more, and what it held is gone. Raises NotFound unless it is this owner's."""
    return _changed(owner, feed_id, revoked_at=now, packed=b"", etag="", built_version=-1)


def last_until(patient_id: int, expires_at: datetime) -> None:
    """The patient's links that still answer do so until then, at least."""
    sooner = (FeedRow.patient_id == patient_id, LIVE, FeedRow.expires_at < expires_at)
    db.session.execute(update(FeedRow).where(*sooner).values(expires_at=expires_at))


def end_all(patient_id: int, now: datetime) -> None:
    """The patient's links answer no more."""
    mine = (FeedRow.patient_id == patient_id, LIVE, (FeedRow.expires_at > now) | FeedRow.expires_at.is_(None))
    db.session.execute(update(FeedRow).where(*mine).values(expires_at=now))


def _changed(owner: Owner, feed_id: int, **values: Any) -> Feed:
    mine = (FeedRow.id == feed_id, _is_of(owner), LIVE)
    row = db.session.execute(update(FeedRow).where(*mine).values(**values).returning(*COLUMNS)).first()
    if row is None:
        raise NotFound("feed")
    return one(row)


def _is_of(owner: Owner) -> ColumnElement[bool]:
    if owner.patient_id is not None:
        return FeedRow.patient_id == owner.patient_id
    return FeedRow.staff_id == owner.staff_id


def one(row: Row[Any]) -> Feed:
    """A link from a row that holds COLUMNS."""
    return Feed(
        id=row.id,
        owner=Owner(row.program_id, row.patient_id, row.staff_id),
        name=row.name,
        content=Content(
            kind=Kind(row.kind),
            detail=Detail(row.detail),
            title=row.title,
            travel_minutes=row.travel_minutes,
            shows_tentative=row.shows_tentative,
            clinician_id=row.clinician_id,
            place=row.place,
        ),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_read_at=row.last_read_at,
        last_reader=row.last_reader,
    )
