"""A room and its seats: a session has no more seats than its room, and no more than its component may have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from iopsched.domain.name import nearest
from iopsched.domain.words import Component

MOST_SEATS = 100


@dataclass(frozen=True, slots=True)
class Room:
    """``site`` is the building that it is in; empty is the program's own."""

    id: int
    name: str
    site: str
    seats: int


@dataclass(frozen=True, slots=True)
class Cap:
    """The most seats that sessions of a component may have."""

    component: Component
    seats: int


@dataclass(frozen=True, slots=True)
class SeatLimits:
    """Rooms that the program knows, and the most seats of each component that has such a limit."""

    rooms: tuple[Room, ...] = ()
    caps: Mapping[Component, int] = field(default_factory=dict)

    def least(self, wanted: int, component: Component, place: str, site: str) -> int:
        """The least of what staff set, the component's limit and the room."""
        return min([wanted, *(seats for seats, _ in self._known(component, place, site))])

    def too_many(self, wanted: int, component: Component, place: str, site: str) -> str:
        """Why there cannot be so many seats and how many there can be; empty where there can."""
        seats, why = min(self._known(component, place, site), default=(wanted, ""))
        return f"Choose at most {seats}: {why}. That can be changed under Rooms." if seats < wanted else ""

    def _known(self, component: Component, place: str, site: str) -> Iterator[tuple[int, str]]:
        """Each limit that holds there, and what it is, in words."""
        for room in self.rooms:
            if (room.name, room.site) == (place, site):
                yield room.seats, f"{room.name} has {room.seats} seats"
        if (most := self.caps.get(component)) is not None:
            yield most, f"{component.value} sessions have at most {most}"

    def knows(self, place: str, site: str) -> bool:
        """Whether it is a room of the list: those can hold one session at a time."""
        return any((room.name, room.site) == (place, site) for room in self.rooms)

    def meant_by(self, place: str) -> str:
        """The name of the list that is nearest to what was typed; empty where none is near."""
        return nearest(place, (room.name for room in self.rooms))


NO_LIMITS = SeatLimits()


def problems(room: Room, others: Iterable[Room]) -> Iterator[tuple[str, str]]:
    """Every (field, what is wrong and what would be right)."""
    if not room.name:
        yield "name", "Say what the room is called."
    if any((one.name, one.site) == (room.name, room.site) for one in others if one.id != room.id):
        yield "name", "There is such a room already. Choose another name."
    if not 1 <= room.seats <= MOST_SEATS:
        yield "seats", f"Seats must be between 1 and {MOST_SEATS}."
