"""A session: one dated sitting that an offering yields. Never the sign-in, never SQLAlchemy's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from iopsched.domain import zone
from iopsched.domain.words import Component, Modality


@dataclass(frozen=True, slots=True)
class Session:
    """One sitting. ``starts`` and ``ends`` are UTC; ``counted_minutes`` is what counts towards a plan.

    ``place`` is a room, ``site`` the building that it is in; empty is the program's own. No seat is held past
    ``held_until``; ``held`` are those that are held now, as far as whoever looks cannot have them.
    """

    id: int
    program_id: int
    starts: datetime
    ends: datetime
    day: date
    component: Component
    modality: Modality
    counted_minutes: int
    seats: int
    taken: int = 0
    offering_id: int | None = None
    clinician_id: int | None = None
    clinician: str = ""
    place: str = ""
    site: str = ""
    track: str = ""
    is_cancelled: bool = False
    revision: int = 0
    held_until: datetime | None = None
    held: int = 0
    least: int = 0

    @property
    def by_time(self) -> tuple[datetime, int]:
        """The order in which sessions are listed."""
        return self.starts, self.id

    @property
    def is_thin(self) -> bool:
        """Whether fewer people are booked than are needed for it to be worth while."""
        return self.taken < self.least

    @property
    def is_full(self) -> bool:
        return self.taken + self.held >= self.seats

    @property
    def is_kept(self) -> bool:
        """Whether it is full only because a seat is held for somebody: it may come free."""
        return self.taken < self.seats <= self.taken + self.held

    @property
    def seats_left(self) -> int:
        return max(0, self.seats - self.taken - self.held)

    @property
    def clock_minutes(self) -> int:
        """Minutes from start to end on a stopwatch, breaks included."""
        return zone.minutes_between(self.starts, self.ends)

    @property
    def where(self) -> str:
        """'Room 2, North': the room and the site, as far as they are said."""
        return ", ".join(filter(None, (self.place, self.site)))

    def overlaps(self, other: Session) -> bool:
        """Whether one person could not sit in both; back to back is fine."""
        return self.starts < other.ends and other.starts < self.ends

    def meets(self, starts: datetime, ends: datetime) -> bool:
        """Whether any of the session lies in the half-open span."""
        return self.starts < ends and starts < self.ends
