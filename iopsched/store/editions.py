"""Editions: the calendars that links answer with, as they were last made."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, case, literal, or_, select, update

from iopsched.domain.edition import Edition
from iopsched.domain.errors import NotFound
from iopsched.domain.feed import Feed
from iopsched.store import feeds
from iopsched.store.db import db, run
from iopsched.store.feeds import LIVE
from iopsched.store.prepared import Prepared
from iopsched.store.tables import FeedRow, PatientRow, StaffRow

EDITION: tuple[Any, ...] = (FeedRow.etag, FeedRow.built_version, FeedRow.built_at, FeedRow.stale_at)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link leads to. ``version`` is the patient's schedule version as of now; 0 where there is no patient."""

    feed: Feed
    edition: Edition
    version: int


def of_token(token_hash: str, now: datetime, held: Collection[str] = ()) -> Opened:
    """In one query; without the calendar where its ETag is one of ``held``.

    Raises NotFound alike for a link that is unknown, was removed, has ended, or is of an account that was closed.
    """
    return _opened(run(_READ, {"token_hash": token_hash, "now": now, "held": [*held] or [""]}).first())


@dataclass(frozen=True, slots=True)
class Stored:
    """A link whose calendar is still so; ``packed`` is empty where its reader holds it already."""

    feed_id: int
    changed_at: datetime
    last_read_at: datetime | None
    last_reader: str
    etag: str
    packed: bytes = b""


def stored(token_hash: str, now: datetime, held: str = "") -> Stored | None:
    """In the least that one query can be: for the polls of calendar apps, nearly all of which nothing has changed for.

    A look of its own. None for whatever else, for what is made of more than a patient's bookings, and for another ETag
    than the one that the reader says is ``held``.
    """
    asked = _HELD if held else _WHOLE
    row = asked.first({"token_hash": token_hash, "now": now, "etag": held})
    return Stored(*row) if row else None


def lock(token_hash: str, now: datetime) -> Opened:
    """The same, with the calendar, and locked."""
    return _opened(run(_LOCKED, {"token_hash": token_hash, "now": now}).first())


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


LASTS = or_(FeedRow.expires_at.is_(None), FeedRow.expires_at > bindparam("now"))


def _answering(packed: Any) -> Select[Any]:
    version = case((FeedRow.patient_id.is_(None), literal(0)), else_=PatientRow.schedule_version)
    query = select(*feeds.COLUMNS, *EDITION, version.label("version"), packed.label("packed"))
    query = query.select_from(FeedRow).outerjoin(PatientRow).outerjoin(StaffRow, StaffRow.id == FeedRow.staff_id)
    return query.where(
        FeedRow.token_hash == bindparam("token_hash"), LIVE, LASTS, or_(StaffRow.id.is_(None), StaffRow.is_active)
    )


_READ = _answering(case((FeedRow.etag.in_(bindparam("held", expanding=True)), literal(b"")), else_=FeedRow.packed))
_LOCKED = _answering(FeedRow.packed).with_for_update(of=FeedRow)
_STORED = (
    select(FeedRow.id, FeedRow.built_at, FeedRow.last_read_at, FeedRow.last_reader, FeedRow.etag)
    .join(PatientRow)
    .where(FeedRow.token_hash == bindparam("token_hash"), LIVE, LASTS, ~FeedRow.shows_tentative)
    .where(FeedRow.built_version == PatientRow.schedule_version, FeedRow.stale_at > bindparam("now"))
)
_HELD = Prepared(_STORED.where(FeedRow.etag == bindparam("etag")))
_WHOLE = Prepared(_STORED.add_columns(FeedRow.packed))
_WAS_READ = (
    update(FeedRow.__table__)  # type: ignore[arg-type]
    .where(FeedRow.id == bindparam("feed_id"))
    .values(last_read_at=bindparam("now"), last_reader=bindparam("reader"))
)


def _opened(row: Any) -> Opened:
    if row is None:
        raise NotFound("feed")
    return Opened(
        feeds.one(row), Edition(row.packed, row.etag, row.built_version, row.built_at, row.stale_at), row.version
    )
