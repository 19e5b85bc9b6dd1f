"""Calendars of patients' own: where and when they are read, and what came of it. Links are sealed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, func, insert, select, update

from iopsched.domain.errors import NotFound
from iopsched.domain.own_calendar import HOUR, Claimed, OwnCalendar, Trouble, Validators
from iopsched.store.db import db
from iopsched.store.tables import BusyTimeRow, OwnCalendarRow

COLUMNS: tuple[Any, ...] = (
    OwnCalendarRow.id,
    OwnCalendarRow.patient_id,
    OwnCalendarRow.host,
    OwnCalendarRow.kept_at,
    OwnCalendarRow.counts_all_day,
    OwnCalendarRow.is_paused,
    OwnCalendarRow.until,
    OwnCalendarRow.attempted_at,
    OwnCalendarRow.read_at,
    OwnCalendarRow.due_at,
    OwnCalendarRow.failing_since,
    OwnCalendarRow.failures,
    OwnCalendarRow.trouble,
)
CLAIMED: tuple[Any, ...] = (
    OwnCalendarRow.id,
    OwnCalendarRow.patient_id,
    OwnCalendarRow.claims,
    OwnCalendarRow.failures,
    OwnCalendarRow.failing_since,
    OwnCalendarRow.counts_all_day,
    OwnCalendarRow.whole_at,
    OwnCalendarRow.link,
    OwnCalendarRow.etag,
    OwnCalendarRow.modified,
)
KEPT = OwnCalendarRow.kept_at.is_not(None)


def of_patient(patient_id: int, now: datetime) -> tuple[OwnCalendar, ...]:
    """Those that are kept, in the order in which they came, each with how many of its times are not over."""
    ahead = (
        select(BusyTimeRow.calendar_id, func.count().label("busy"))
        .where(BusyTimeRow.patient_id == patient_id, BusyTimeRow.ends > now)
        .group_by(BusyTimeRow.calendar_id)
        .subquery()
    )
    query = select(*COLUMNS, func.coalesce(ahead.c.busy, 0).label("busy"))
    mine = query.outerjoin(ahead, ahead.c.calendar_id == OwnCalendarRow.id).where(
        OwnCalendarRow.patient_id == patient_id, KEPT
    )
    return tuple(_one(row, row.busy) for row in db.session.execute(mine.order_by(OwnCalendarRow.id)))


def get(patient_id: int, calendar_id: int) -> OwnCalendar:
    """Kept or not. Raises NotFound unless it is this patient's."""
    row = db.session.execute(select(*COLUMNS).where(*_mine(patient_id, calendar_id))).first()
    if row is None:
        raise NotFound("own calendar")
    return _one(row)


def get_kept(patient_id: int, calendar_id: int) -> OwnCalendar:
    """The same, and NotFound too while the patient has not said yes."""
    calendar = get(patient_id, calendar_id)
    if not calendar.is_kept:
        raise NotFound("own calendar")
    return calendar


def with_link(patient_id: int, seal: str) -> OwnCalendar | None:
    """The patient's calendar behind the link that is sealed so, kept or looked at."""
    mine = (OwnCalendarRow.patient_id == patient_id, OwnCalendarRow.link == seal)
    row = db.session.execute(select(*COLUMNS).where(*mine).order_by(OwnCalendarRow.id)).first()
    return _one(row) if row else None


def add(patient_id: int, host: str, seal: str, *, validators: Validators, until: date, now: datetime) -> int:
    """One that was read just now, and waits for the patient's yes; ``host`` and ``seal`` are empty for a file."""
    where = {"host": host, "link": seal}
    read = {"attempted_at": now, "read_at": now, "whole_at": now, **as_columns(validators)}
    added = (
        insert(OwnCalendarRow).values(patient_id=patient_id, until=until, **where, **read).returning(OwnCalendarRow.id)
    )
    return db.session.execute(added).scalar_one()


def change(patient_id: int, calendar_id: int, **values: Any) -> None:
    """Raises NotFound unless it is this patient's."""
    changed = update(OwnCalendarRow).where(*_mine(patient_id, calendar_id)).values(**values)
    if not db.session.execute(changed.returning(OwnCalendarRow.id)).first():
        raise NotFound("own calendar")


def remove(calendar_ids: Iterable[int]) -> None:
    """With all that is kept of them."""
    ids = sorted(set(calendar_ids))
    db.session.execute(delete(BusyTimeRow).where(BusyTimeRow.calendar_id.in_(ids)))
    db.session.execute(delete(OwnCalendarRow).where(OwnCalendarRow.id.in_(ids)))


def looked_at(*, patient_id: int | None = None, before: datetime | None = None) -> tuple[int, ...]:
    """Those that nobody has said yes to: of one patient, or read before an instant. Held until the transaction ends."""
    query = select(OwnCalendarRow.id).where(~KEPT)
    query = query.where(OwnCalendarRow.patient_id == patient_id) if patient_id is not None else query
    query = query.where(OwnCalendarRow.read_at < before) if before else query
    return tuple(db.session.scalars(query.with_for_update(skip_locked=True)))


def claim_due(*, now: datetime, limit: int) -> tuple[Claimed, ...]:
    """Take up to ``limit`` that are due, the longest due first.

    The same statement makes each due again in an hour: that is the lease, and whatever becomes of whoever took it, no
    link is read twice within an hour.
    """
    due = select(OwnCalendarRow.id).where(OwnCalendarRow.due_at <= now).order_by(OwnCalendarRow.due_at)
    return _claimed(OwnCalendarRow.id.in_(_locked(due.limit(limit))), now)


def claim(patient_id: int, calendar_id: int, *, now: datetime) -> Claimed | None:
    """The same for one that its patient asks for; None where it was read within the hour, is paused or is a file."""
    mine = select(OwnCalendarRow.id).where(*_mine(patient_id, calendar_id), KEPT, ~OwnCalendarRow.is_paused)
    free = mine.where(OwnCalendarRow.link != "", OwnCalendarRow.attempted_at <= now - HOUR)
    return next(iter(_claimed(OwnCalendarRow.id.in_(_locked(free)), now)), None)


def was_read(claimed: Claimed, **values: Any) -> bool:
    """Write what came of a reading; False where the calendar is gone, paused, or claimed by somebody else since."""
    ours = (OwnCalendarRow.id == claimed.id, OwnCalendarRow.claims == claimed.claims, ~OwnCalendarRow.is_paused)
    written = update(OwnCalendarRow).where(*ours).values(**values).returning(OwnCalendarRow.id)
    return db.session.execute(written).first() is not None


def as_columns(validators: Validators) -> dict[str, str]:
    """What a server said to ask with next time, by the names of the columns."""
    return {"etag": validators.etag, "modified": validators.modified}


def _locked(query: Select[Any]) -> Select[Any]:
    held = query.with_for_update(skip_locked=True).cte("held")
    return select(held.c.id)


def _claimed(which: ColumnElement[bool], now: datetime) -> tuple[Claimed, ...]:
    values = {"attempted_at": now, "due_at": now + HOUR, "claims": OwnCalendarRow.claims + 1}
    taken = update(OwnCalendarRow).where(which).values(**values)
    rows = db.session.execute(taken.returning(*CLAIMED))
    return tuple(sorted(map(_one_claimed, rows), key=lambda claimed: claimed.id))


def _mine(patient_id: int, calendar_id: int) -> tuple[ColumnElement[bool], ...]:
    return OwnCalendarRow.id == calendar_id, OwnCalendarRow.patient_id == patient_id


def _one(row: Any, busy: int = 0) -> OwnCalendar:
    return OwnCalendar(
        id=row.id,
        patient_id=row.patient_id,
        host=row.host,
        is_kept=row.kept_at is not None,
        counts_all_day=row.counts_all_day,
        is_paused=row.is_paused,
        until=row.until,
        attempted_at=row.attempted_at,
        read_at=row.read_at,
        due_at=row.due_at,
        failing_since=row.failing_since,
        failures=row.failures,
        trouble=Trouble(row.trouble) if row.trouble else None,
        busy=busy,
    )


def _one_claimed(row: Row[Any]) -> Claimed:
    return Claimed(
        id=row.id,
        patient_id=row.patient_id,
        claims=row.claims,
        failures=row.failures,
        failing_since=row.failing_since,
        counts_all_day=row.counts_all_day,
        whole_at=row.whole_at,
        seal=row.link,
        validators=Validators(row.etag, row.modified),
    )
