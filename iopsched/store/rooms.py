"""Rooms with their seats, and the most seats that a component may have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select, update

from iopsched.domain.errors import NotFound
from iopsched.domain.room import Room, SeatLimits
from iopsched.domain.words import Component
from iopsched.store.db import db
from iopsched.store.tables import RoomRow, SeatCapRow

COLUMNS: tuple[Any, ...] = (RoomRow.id, RoomRow.name, RoomRow.site, RoomRow.seats)


def limits(program_id: int) -> SeatLimits:
    """All of a program, rooms by site and name. Two queries."""
    query = select(*COLUMNS).where(RoomRow.program_id == program_id).order_by(RoomRow.site, RoomRow.name)
    caps = select(SeatCapRow.component, SeatCapRow.seats).where(SeatCapRow.program_id == program_id)
    return SeatLimits(
        tuple(Room(**row._mapping) for row in db.session.execute(query)),
        {Component(row.component): row.seats for row in db.session.execute(caps)},
    )


def get(program_id: int, room_id: int) -> Room:
    """Raises NotFound unless it is this program's."""
    for room in limits(program_id).rooms:
        if room.id == room_id:
            return room
    raise NotFound("room")


def put(program_id: int, room: Room) -> int:
    """A new room, or new facts of one that there is; its id."""
    facts = {"name": room.name, "site": room.site, "seats": room.seats}
    if room.id:
        db.session.execute(update(RoomRow).where(RoomRow.id == room.id).values(**facts))
        return room.id
    added = insert(RoomRow).values(program_id=program_id, **facts).returning(RoomRow.id)
    return db.session.execute(added).scalar_one()


def remove(room_id: int) -> None:
    db.session.execute(delete(RoomRow).where(RoomRow.id == room_id))


def set_caps(program_id: int, caps: Mapping[Component, int]) -> None:
    """In place of those that there were."""
    db.session.execute(delete(SeatCapRow).where(SeatCapRow.program_id == program_id))
    rows = [{"program_id": program_id, "component": each.value, "seats": seats} for each, seats in caps.items()]
    if rows:
        db.session.execute(insert(SeatCapRow), rows)
