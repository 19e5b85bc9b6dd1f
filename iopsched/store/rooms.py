"""Rooms with their seats, and the most seats that a component may have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select, update

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


def put(program_id: int, room: Room) -> None:
    """A new room, or new facts of one that there is."""
    facts = {"name": room.name, "site": room.site, "seats": room.seats}
    if room.id:
        mine = (RoomRow.id == room.id, RoomRow.program_id == program_id)
        db.session.execute(update(RoomRow).where(*mine).values(**facts))
    else:
        db.session.execute(insert(RoomRow).values(program_id=program_id, **facts))


def remove(program_id: int, room_id: int) -> None:
    db.session.execute(delete(RoomRow).where(RoomRow.id == room_id, RoomRow.program_id == program_id))


def set_caps(program_id: int, caps: Mapping[Component, int]) -> None:
    """In place of those that there were."""
    db.session.execute(delete(SeatCapRow).where(SeatCapRow.program_id == program_id))
    rows = [{"program_id": program_id, "component": each.value, "seats": seats} for each, seats in caps.items()]
    if rows:
        db.session.execute(insert(SeatCapRow), rows)
