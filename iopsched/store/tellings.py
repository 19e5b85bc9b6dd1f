"""How patients want to be told of each kind of matter, where they said anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, delete, func, insert, select

from iopsched.domain.channel import Channel
from iopsched.domain.message import Kind
from iopsched.domain.telling import USUAL, Telling
from iopsched.store import people
from iopsched.store.db import db
from iopsched.store.tables import TellingRow

COLUMNS = (TellingRow.is_off, TellingRow.first, TellingRow.since, TellingRow.until, TellingRow.is_detailed)


def of_kind(patient_id: int, kind: Kind) -> Telling:
    """What is usual where nothing was said."""
    mine = (TellingRow.patient_id == patient_id, TellingRow.kind == kind.value)
    rows: Iterable[Row[Any]] = db.session.execute(select(*COLUMNS).where(*mine))
    return next(map(_one, rows), USUAL)


def of_patient(patient_id: int) -> dict[Kind, Telling]:
    """Only what was said."""
    query = select(TellingRow.kind, *COLUMNS).where(TellingRow.patient_id == patient_id)
    rows: Iterable[Row[Any]] = db.session.execute(query)
    return {Kind(row.kind): _one(row) for row in rows}


def keep(patient_id: int, kind: Kind, telling: Telling) -> None:
    """In place of what was said before."""
    mine = {"patient_id": patient_id, "kind": kind.value}
    said = (TellingRow.patient_id == patient_id, TellingRow.kind == kind.value)
    db.session.execute(delete(TellingRow).where(*said))
    if telling != USUAL:
        facts = asdict(telling) | {"first": telling.first.value if telling.first else ""}
        db.session.execute(insert(TellingRow).values(**mine, **facts))
    held = select(func.count()).where(TellingRow.patient_id == patient_id).scalar_subquery()
    people.change(patient_id, tellings=held)


def be_discreet_by(patient_id: int, channel: Channel) -> None:
    """No more in what goes that way first than everybody gets."""
    for kind, telling in of_patient(patient_id).items():
        if telling.says_more_by(channel):
            keep(patient_id, kind, replace(telling, is_detailed=False))


def _one(row: Row[Any]) -> Telling:
    first = Channel(row.first) if row.first else None
    return Telling(row.is_off, first, row.since, row.until, row.is_detailed)
