"""Kiosks: tablets at the entrance."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select, update

from iopsched.domain.errors import NotFound
from iopsched.domain.kiosk import Kiosk
from iopsched.store.db import db
from iopsched.store.tables import KioskRow

COLUMNS = (KioskRow.id, KioskRow.program_id, KioskRow.name, KioskRow.made_at, KioskRow.is_open)


def add(program_id: int, name: str, *, now: datetime) -> int:
    added = insert(KioskRow).values(program_id=program_id, name=name, made_at=now, is_open=True)
    return db.session.execute(added.returning(KioskRow.id)).scalar_one()


def find(kiosk_id: int) -> Kiosk | None:
    row = db.session.execute(select(*COLUMNS).where(KioskRow.id == kiosk_id)).first()
    return Kiosk(**row._mapping) if row else None


def of_program(program_id: int) -> tuple[Kiosk, ...]:
    """Those that are open, by name."""
    mine = (KioskRow.program_id == program_id, KioskRow.is_open)
    rows = db.session.execute(select(*COLUMNS).where(*mine).order_by(KioskRow.name, KioskRow.id))
    return tuple(Kiosk(**row._mapping) for row in rows)


def close(program_id: int, kiosk_id: int) -> None:
    """Raises NotFound unless it is this program's."""
    closed = update(KioskRow).where(KioskRow.id == kiosk_id, KioskRow.program_id == program_id)
    if not db.session.execute(closed.values(is_open=False).returning(KioskRow.id)).first():
        raise NotFound("kiosk")
