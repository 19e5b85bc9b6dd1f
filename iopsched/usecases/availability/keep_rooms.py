"""Staff say which rooms there are and how many seats they have; sessions have no more seats than that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from iopsched.domain.errors import Invalid
from iopsched.domain.program import Program
from iopsched.domain.room import MOST_SEATS, Room, SeatLimits, problems
from iopsched.domain.staff import Staff
from iopsched.domain.words import Component
from iopsched.store import offerings, rooms
from iopsched.store.db import reading
from iopsched.usecases.availability.adjust_availability import adjust
from iopsched.usecases.availability.reconcile_sessions import Effect


def view(staff: Staff) -> SeatLimits:
    """Two queries. Raises Forbidden."""
    staff.require_scheduler()
    with reading():
        return rooms.limits(staff.program_id)


def put(staff: Staff, room: Room, *, only: Iterable[int] | None = None, now: datetime) -> Effect:
    """A new room, or new facts of one. Fewer seats than are booked evict nobody. Raises Invalid naming each field.

    Where its name or site is another, what is offered in it goes by that too, or ``only`` these offerings.
    """

    def write(program: Program) -> dict[str, int]:
        known = rooms.get(program.id, room.id) if room.id else None
        if found := dict(problems(room, rooms.limits(program.id).rooms)):
            raise Invalid(**found)
        if known and (known.name, known.site) != (room.name, room.site):
            inside = offerings.in_room(program.id, known) if only is None else only
            offerings.rename_room(program.id, known, room, inside)
        return {"room_id": rooms.put(program.id, room)}

    return adjust(staff, "rooms changed", write, now=now)


def remove(staff: Staff, room_id: int, *, now: datetime) -> Effect:
    """Sessions in it have the seats that their offering says. Raises NotFound."""

    def write(program: Program) -> dict[str, int]:
        rooms.remove(rooms.get(program.id, room_id).id)
        return {"room_id": room_id}

    return adjust(staff, "rooms changed", write, now=now)


def cap(staff: Staff, caps: Mapping[Component, int], *, now: datetime) -> Effect:
    """The most seats of each component; one that is not named has no such limit. Raises Invalid by component."""

    def write(program: Program) -> None:
        text = f"Seats must be between 1 and {MOST_SEATS}."
        if wrong := {each.value: text for each, seats in caps.items() if not 1 <= seats <= MOST_SEATS}:
            raise Invalid(**wrong)
        rooms.set_caps(program.id, caps)

    return adjust(staff, "rooms changed", write, now=now)
