"""Likenesses that are none: pairs of records that staff said are two people, the lower id first."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select

from iopsched.store.db import db
from iopsched.store.tables import ToldApartRow


def told_apart(program_id: int) -> frozenset[tuple[int, int]]:
    query = select(ToldApartRow.patient_id, ToldApartRow.other_id).where(ToldApartRow.program_id == program_id)
    return frozenset((one, other) for one, other in db.session.execute(query))


def tell_apart(program_id: int, one_id: int, other_id: int, *, now: datetime) -> None:
    """Called with both records locked, once for each two."""
    said = {"program_id": program_id, "patient_id": one_id, "other_id": other_id, "at": now}
    db.session.execute(insert(ToldApartRow).values(said))
