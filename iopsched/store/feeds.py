"""Feeds: private links, and the calendar that each answers with."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, case, insert, literal, or_, select, update

from iopsched.domain.edition import Edition
from iopsched.domain.errors import NotFound
from iopsched.domain.feed import Content, Detail, Feed, Kind, Owner
from iopsched.store.db import db, run
from iopsched.store.tables import FeedRow, PatientRow, StaffRow

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
EDITION: tuple[Any, ...] = (FeedRow.etag, FeedRow.built_version, FeedRow.built_at, FeedRow.stale_at)
LIVE = FeedRow.revoked_at.is_(None)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link leads to. ``version`` is the patient's schedule version as of now; 0 where there is no patient."""

    feed: Feed
    edition: Edition
    version: int


def of_owner(owner: Owner) -> tuple[Feed, ...]:
    """Links that were not removed, in the order in which they were made; those that have ended, too."""
    return tuple(map(_one, db.session.execute(select(*COLUMNS).where(_is_of(owner), LIVE).order_by(FeedRow.id))))


def of_token(token_hash: str, now: datetime, held: Collection[str] = ()) -> Opened:
    """In one query; without the calendar where its ETag is one of ``held``.

    Raises NotFound alike for a link that is unknown, was removed, has ended, or is of an account that was closed.
    """
    return _opened(run(_READ, {"token_hash": token_hash, "now": now, "held": [*held] or [""]}).first())


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A link whose calendar is still what its reader holds."""

    feed_id: int
    etag: str
    changed_at: datetime
    last_read_at: datetime | None
    last_reader: str


def unchanged(token_hash: str, etag: str, now: datetime) -> Unchanged | None:
    """In the least that one query can be: for the polls of calendar apps, nearly all of which nothing has changed for.

    None for whatever else, and for what is made of more than a patient's bookings.
    """
    row = run(_UNCHANGED, {"token_hash": token_hash, "etag": etag, "now": now}).first()
    return Unchanged(row.id, etag, row.built_at, row.last_read_at, row.last_reader) if row else None


def lock(token_hash: str, now: datetime) -> Opened:
    """The same, with the calendar, and locked."""
    return _opened(run(_LOCKED, {"token_hash": token_hash, "now": now}).first())


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
    return _one(db.session.execute(insert(FeedRow).values(**values).returning(*COLUMNS)).one())


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


def keep(feed_id: int, edition: Edition) -> None:
    values = {
        "packed": edition.packed,
        "etag": edition.etag,
        "built_version": edition.version,
        "built_at": edition.changed_at,
        "stale_at": edition.stale_at,
    }
    db.session.execute(update(FeedRow).where(FeedRow.id == feed_id).values(**values))


def was_read(feed_id: int, reader: str, *, now: datetime) -> None:
    run(_WAS_READ, {"feed_id": feed_id, "reader": reader, "now": now})


def _changed(owner: Owner, feed_id: int, **values: Any) -> Feed:
    mine = (FeedRow.id == feed_id, _is_of(owner), LIVE)
    row = db.session.execute(update(FeedRow).where(*mine).values(**values).returning(*COLUMNS)).first()
    if row is None:
        raise NotFound("feed")
    return _one(row)


def _is_of(owner: Owner) -> ColumnElement[bool]:
    if owner.patient_id is not None:
        return FeedRow.patient_id == owner.patient_id
    return FeedRow.staff_id == owner.staff_id


LASTS = or_(FeedRow.expires_at.is_(None), FeedRow.expires_at > bindparam("now"))


def _answering(packed: Any) -> Select[Any]:
    version = case((FeedRow.patient_id.is_(None), literal(0)), else_=PatientRow.schedule_version)
    query = select(*COLUMNS, *EDITION, version.label("version"), packed.label("packed"))
    query = query.select_from(FeedRow).outerjoin(PatientRow).outerjoin(StaffRow, StaffRow.id == FeedRow.staff_id)
    return query.where(
        FeedRow.token_hash == bindparam("token_hash"), LIVE, LASTS, or_(StaffRow.id.is_(None), StaffRow.is_active)
    )


_READ = _answering(case((FeedRow.etag.in_(bindparam("held", expanding=True)), literal(b"")), else_=FeedRow.packed))
_LOCKED = _answering(FeedRow.packed).with_for_update(of=FeedRow)
_UNCHANGED = (
    select(FeedRow.id, FeedRow.built_at, FeedRow.last_read_at, FeedRow.last_reader)
    .join(PatientRow)
    .where(FeedRow.token_hash == bindparam("token_hash"), LIVE, LASTS, ~FeedRow.shows_tentative)
    .where(FeedRow.etag == bindparam("etag"), FeedRow.built_version == PatientRow.schedule_version)
    .where(FeedRow.stale_at > bindparam("now"))
)
_WAS_READ = (
    update(FeedRow.__table__)  # type: ignore[arg-type]
    .where(FeedRow.id == bindparam("feed_id"))
    .values(last_read_at=bindparam("now"), last_reader=bindparam("reader"))
)


def _opened(row: Any) -> Opened:
    if row is None:
        raise NotFound("feed")
    return Opened(_one(row), Edition(row.packed, row.etag, row.built_version, row.built_at, row.stale_at), row.version)


def _one(row: Row[Any]) -> Feed:
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
