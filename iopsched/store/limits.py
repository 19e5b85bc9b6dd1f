"""Counts in fixed windows, of rate limits above all: one statement a hit, right with any number of processes."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import case, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from iopsched.store.db import db, dialect
from iopsched.store.tables import LimitRow


def hit(key: str, seconds: int, amount: int, now: datetime) -> int:
    """Count within the window of this key, begun anew when the last one is over; gives the count."""
    ends_at = now + timedelta(seconds=seconds)
    insert = (postgresql.insert if dialect() == "postgresql" else sqlite.insert)(LimitRow)
    is_over = LimitRow.ends_at <= now
    again = {
        "hits": case((is_over, amount), else_=LimitRow.hits + amount),
        "ends_at": case((is_over, insert.excluded.ends_at), else_=LimitRow.ends_at),
    }
    counted = insert.values(key=key, hits=amount, ends_at=ends_at).on_conflict_do_update(
        index_elements=["key"], set_=again
    )
    return db.session.execute(counted.returning(LimitRow.hits)).scalar_one()


def count(key: str, now: datetime) -> int:
    """Hits within the window at hand."""
    query = select(LimitRow.hits).where(LimitRow.key == key, LimitRow.ends_at > now)
    return db.session.scalars(query).first() or 0


def ends_at(key: str, now: datetime) -> datetime:
    """When the window at hand is over; now when there is none."""
    query = select(LimitRow.ends_at).where(LimitRow.key == key, LimitRow.ends_at > now)
    return db.session.scalars(query).first() or now


def clear(key: str) -> None:
    db.session.execute(delete(LimitRow).where(LimitRow.key == key))


def forget(now: datetime) -> int:
    """Drop the windows that are over; gives how many."""
    return len(db.session.execute(delete(LimitRow).where(LimitRow.ends_at <= now).returning(LimitRow.key)).all())
