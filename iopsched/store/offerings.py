"""Offerings, closures and changes of one date: what staff want to be offered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, func, insert, select, update

from iopsched.domain.errors import NotFound
from iopsched.domain.offering import Change, Closure, Offering
from iopsched.domain.pattern import read_rule
from iopsched.domain.room import Room
from iopsched.domain.season import Season
from iopsched.domain.span import MIDNIGHT
from iopsched.domain.timetable import Key
from iopsched.domain.words import Component, Modality
from iopsched.store.db import db, run
from iopsched.store.tables import ChangeRow, ClosureRow, OfferingRow, SeasonRow, SessionRow

COLUMNS: tuple[Any, ...] = tuple(OfferingRow.__table__.columns)
CHANGE_COLUMNS: tuple[Any, ...] = (
    ChangeRow.offering_id,
    ChangeRow.day,
    ChangeRow.slot,
    ChangeRow.is_cancelled,
    ChangeRow.to_day,
    ChangeRow.begins,
    ChangeRow.seats,
    ChangeRow.modality,
    ChangeRow.clinician_id,
    ChangeRow.place,
    ChangeRow.link,
    ChangeRow.minutes,
    ChangeRow.counted_minutes,
)
_SEASON: tuple[Any, ...] = (SeasonRow.name, SeasonRow.first_day, SeasonRow.last_day, SeasonRow.yearly)
_WITH_SEASON = select(*COLUMNS, *(column.label(f"season_{column.key}") for column in _SEASON)).outerjoin(SeasonRow)
_CLOSURES = (
    select(ClosureRow.day, ClosureRow.reason, ClosureRow.last_day, ClosureRow.begins, ClosureRow.ends)
    .where(ClosureRow.program_id == bindparam("program_id"))
    .order_by(ClosureRow.day, ClosureRow.begins)
)


def in_program(program_id: int) -> tuple[Offering, ...]:
    """Every offering, by first day and key."""
    query = _WITH_SEASON.where(OfferingRow.program_id == program_id)
    return tuple(map(_one, db.session.execute(query.order_by(OfferingRow.first_day, OfferingRow.key))))


def tracks(program_id: int) -> tuple[str, ...]:
    """The closed tracks that there are, by name."""
    named = (OfferingRow.program_id == program_id, OfferingRow.track != "")
    return tuple(db.session.scalars(select(OfferingRow.track).where(*named).distinct().order_by(OfferingRow.track)))


def get(program_id: int, offering_id: int) -> Offering:
    """Raises NotFound unless it is this program's."""
    mine = (OfferingRow.id == offering_id, OfferingRow.program_id == program_id)
    row = db.session.execute(_WITH_SEASON.where(*mine)).first()
    if row is None:
        raise NotFound("offering")
    return _one(row)


def add(offering: Offering) -> int:
    """Write a new offering; its ``id`` is not looked at."""
    return db.session.execute(insert(OfferingRow).values(**_values(offering)).returning(OfferingRow.id)).scalar_one()


def change(offering: Offering) -> None:
    db.session.execute(update(OfferingRow).where(OfferingRow.id == offering.id).values(**_values(offering)))


def in_room(program_id: int, room: Room) -> tuple[int, ...]:
    """Which offerings are in it, by id."""
    there = (OfferingRow.place == room.name, OfferingRow.site == room.site)
    mine = select(OfferingRow.id).where(OfferingRow.program_id == program_id, *there)
    return tuple(db.session.execute(mine.order_by(OfferingRow.id)).scalars())


def rename_room(program_id: int, before: Room, after: Room, only: Iterable[int]) -> None:
    """These offerings, and single dates that were changed to be there, go by the room's new name and site."""
    at_site = select(OfferingRow.id).where(OfferingRow.program_id == program_id, OfferingRow.site == before.site)
    dates = update(ChangeRow).where(ChangeRow.place == before.name, ChangeRow.offering_id.in_(at_site))
    db.session.execute(dates.values(place=after.name))
    there = update(OfferingRow).where(OfferingRow.program_id == program_id, OfferingRow.id.in_([*only]))
    db.session.execute(there.values(place=after.name, site=after.site))


def rename_changes(names: Mapping[Key, Key]) -> None:
    """Changes of one date go along with what they change."""
    for (offering_id, day, slot), new in names.items():
        mine = (ChangeRow.offering_id == offering_id, ChangeRow.day == day, ChangeRow.slot == slot)
        values = dict(zip(("offering_id", "day", "slot"), new, strict=True))
        db.session.execute(update(ChangeRow).where(*mine).values(**values))


def closures(program_id: int) -> tuple[Closure, ...]:
    """In order of time."""
    return tuple(Closure(**row._mapping) for row in run(_CLOSURES, {"program_id": program_id}))


def leaders(program_id: int) -> dict[int, int | None]:
    """Who leads each offering as a rule, by its id."""
    mine = select(OfferingRow.id, OfferingRow.clinician_id).where(OfferingRow.program_id == program_id)
    return {row.id: row.clinician_id for row in db.session.execute(mine)}


def roots(program_id: int) -> dict[int, int]:
    """Each offering's first of its series, by its id."""
    mine = select(OfferingRow.id, OfferingRow.series_id).where(OfferingRow.program_id == program_id)
    return {row.id: row.series_id or row.id for row in db.session.execute(mine)}


def close(program_id: int, closure: Closure) -> None:
    """Mark a span as closed; one that begins then already is changed."""
    reopen(program_id, closure.day, closure.begins)
    facts = {name: getattr(closure, name) for name in ("day", "reason", "last_day", "begins", "ends")}
    db.session.execute(insert(ClosureRow).values(program_id=program_id, **facts))


def reopen(program_id: int, day: date, begins: time = MIDNIGHT) -> None:
    mine = (ClosureRow.program_id == program_id, ClosureRow.day == day, ClosureRow.begins == begins)
    db.session.execute(delete(ClosureRow).where(*mine))


def link_of(session_id: int) -> tuple[str, int]:
    """The link to a session by video, its own or that of its offering, and minutes before from which it is shown."""
    its_own = (
        ChangeRow.offering_id == SessionRow.offering_id,
        ChangeRow.day == SessionRow.offered_on,
        ChangeRow.slot == SessionRow.slot,
    )
    query = select(func.coalesce(ChangeRow.link, OfferingRow.link), OfferingRow.link_minutes)
    named = query.select_from(SessionRow).join(OfferingRow).outerjoin(ChangeRow, and_(*its_own))
    row = db.session.execute(named.where(SessionRow.id == session_id)).first()
    return (row[0], row[1]) if row else ("", 0)


def changes(program_id: int) -> tuple[Change, ...]:
    query = select(*CHANGE_COLUMNS).where(ChangeRow.program_id == program_id)
    return tuple(map(_change, db.session.execute(query)))


def put_change(program_id: int, change: Change) -> None:
    """The change of one date and slot; it takes the place of an earlier one."""
    key = {"offering_id": change.offering_id, "day": change.day, "slot": change.slot}
    db.session.execute(delete(ChangeRow).filter_by(**key))
    values = {column.key: getattr(change, column.key) for column in CHANGE_COLUMNS}
    values["modality"] = change.modality.value if change.modality else None
    db.session.execute(insert(ChangeRow).values(program_id=program_id, **values))


def _values(offering: Offering) -> dict[str, Any]:
    values = {
        column.name: getattr(offering, column.name) for column in COLUMNS if column.name not in {"id", "season_id"}
    }
    values["season_id"] = offering.season.id if offering.season else None
    values["component"] = offering.component.value
    values["modality"] = offering.modality.value
    return values


def _one(row: Row[Any]) -> Offering:
    facts = dict(row._mapping)
    facts["component"] = Component(facts["component"])
    facts["modality"] = Modality(facts["modality"])
    facts["weekdays"], facts["every"] = read_rule(facts.pop("rule"))
    season_id = facts.pop("season_id")
    season = {column.key: facts.pop(f"season_{column.key}") for column in _SEASON}
    return Offering(**facts, season=Season(season_id, **season) if season_id else None)


def _change(row: Row[Any]) -> Change:
    facts = dict(row._mapping)
    facts["modality"] = Modality(facts["modality"]) if facts["modality"] else None
    return Change(**facts)
