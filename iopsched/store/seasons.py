"""The seasons of a program."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, insert, select, update

from iopsched.domain.season import Season
from iopsched.store.db import db
from iopsched.store.tables import OfferingRow, SeasonRow

COLUMNS: tuple[Any, ...] = (SeasonRow.id, SeasonRow.name, SeasonRow.first_day, SeasonRow.last_day)


def in_program(program_id: int) -> tuple[Season, ...]:
    """In order of time."""
    query = select(*COLUMNS).where(SeasonRow.program_id == program_id)
    ordered = query.order_by(SeasonRow.first_day, SeasonRow.id)
    return tuple(Season(**row._mapping) for row in db.session.execute(ordered))


def put(program_id: int, season: Season) -> None:
    """A new one, or new facts of one that there is."""
    facts = {"name": season.name, "first_day": season.first_day, "last_day": season.last_day}
    if season.id:
        mine = (SeasonRow.id == season.id, SeasonRow.program_id == program_id)
        db.session.execute(update(SeasonRow).where(*mine).values(**facts))
    else:
        db.session.execute(insert(SeasonRow).values(program_id=program_id, **facts))


def remove(program_id: int, season_id: int) -> None:
    """Its offerings hold all year."""
    mine = (OfferingRow.season_id == season_id, OfferingRow.program_id == program_id)
    db.session.execute(update(OfferingRow).where(*mine).values(season_id=None, pauses=False))
    db.session.execute(delete(SeasonRow).where(SeasonRow.id == season_id, SeasonRow.program_id == program_id))
