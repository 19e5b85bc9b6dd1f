"""The seasons of a program."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, insert, select, update

from iopsched.domain.errors import NotFound
from iopsched.domain.season import Season
from iopsched.store.db import db
from iopsched.store.tables import OfferingRow, SeasonRow

COLUMNS: tuple[Any, ...] = (
    SeasonRow.id,
    SeasonRow.name,
    SeasonRow.first_day,
    SeasonRow.last_day,
    SeasonRow.yearly,
)


def in_program(program_id: int) -> tuple[Season, ...]:
    """In order of time."""
    query = select(*COLUMNS).where(SeasonRow.program_id == program_id)
    ordered = query.order_by(SeasonRow.first_day, SeasonRow.id)
    return tuple(Season(**row._mapping) for row in db.session.execute(ordered))


def get(program_id: int, season_id: int) -> Season:
    """Raises NotFound unless it is this program's."""
    for season in in_program(program_id):
        if season.id == season_id:
            return season
    raise NotFound("season")


def put(program_id: int, season: Season) -> int:
    """A new one, or new facts of one that there is; its id."""
    facts = {column.key: getattr(season, column.key) for column in COLUMNS if column.key != "id"}
    if season.id:
        db.session.execute(update(SeasonRow).where(SeasonRow.id == season.id).values(**facts))
        return season.id
    added = insert(SeasonRow).values(program_id=program_id, **facts).returning(SeasonRow.id)
    return db.session.execute(added).scalar_one()


def bind(program_id: int, season_id: int, offering_ids: Collection[int], *, pauses: bool) -> None:
    """These offerings hold only in it, or pause; those that hold to another by now do not."""
    mine = (OfferingRow.id.in_(offering_ids), OfferingRow.program_id == program_id, OfferingRow.season_id.is_(None))
    db.session.execute(update(OfferingRow).where(*mine).values(season_id=season_id, pauses=pauses))


def remove(season_id: int) -> None:
    """Its offerings hold all year."""
    mine = update(OfferingRow).where(OfferingRow.season_id == season_id)
    db.session.execute(mine.values(season_id=None, pauses=False))
    db.session.execute(delete(SeasonRow).where(SeasonRow.id == season_id))
