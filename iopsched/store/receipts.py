"""Receipts that came before their text was known by the provider's id; each waits until it is, or for days."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from iopsched.domain.message import State
from iopsched.store.db import db, dialect
from iopsched.store.tables import MessageRow, ReceiptRow


def keep(provider_id: str, status: str, code: str, now: datetime) -> None:
    """The first end that is told stays."""
    insert = (postgresql.insert if dialect() == "postgresql" else sqlite.insert)(ReceiptRow)
    said = insert.values(provider_id=provider_id, status=status, code=code, heard_at=now)
    db.session.execute(said.on_conflict_do_nothing())


def known_by_now(limit: int = 100) -> tuple[tuple[str, str, str], ...]:
    """Those whose text has its provider's id by now: (id, status, code)."""
    query = select(ReceiptRow.provider_id, ReceiptRow.status, ReceiptRow.code)
    sent = MessageRow.provider_id == ReceiptRow.provider_id
    mine = query.join(MessageRow, sent).where(MessageRow.state == State.SENT.value, MessageRow.provider_id != "")
    rows = db.session.execute(mine.order_by(ReceiptRow.heard_at).limit(limit))
    return tuple((row.provider_id, row.status, row.code) for row in rows)


def drop(provider_id: str) -> None:
    db.session.execute(delete(ReceiptRow).where(ReceiptRow.provider_id == provider_id))


def forget(before: datetime) -> None:
    """Those of texts that are none of ours."""
    db.session.execute(delete(ReceiptRow).where(ReceiptRow.heard_at <= before))
