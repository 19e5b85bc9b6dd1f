"""What staff want of rooms, seats of a kind and seasons: the frame that all offerings are held in."""

from __future__ import annotations

from dataclasses import dataclass

from iopsched.domain.room import Cap, Room
from iopsched.domain.season import Season


@dataclass(frozen=True, slots=True)
class PutRoom:
    """A new room (id 0), or new facts of one; by a new name go the offerings in it, or ``only`` these."""

    room: Room
    only: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class RemoveRoom:
    """A room that is on the list no more; ``name`` is for people."""

    room_id: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class SetCaps:
    """The most seats of each kind that has such a limit."""

    caps: tuple[Cap, ...] = ()


@dataclass(frozen=True, slots=True)
class PutSeason:
    """A new season (id 0), or other days of one."""

    season: Season


@dataclass(frozen=True, slots=True)
class RemoveSeason:
    """What held only in it, or paused, holds all year; ``name`` is for people."""

    season_id: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class BringSeasonBack:
    """A season that was removed: the offerings ``only`` hold only in it again, those ``pausing`` not in it."""

    season: Season
    only: tuple[int, ...] = ()
    pausing: tuple[int, ...] = ()


OfFrame = PutRoom | RemoveRoom | SetCaps | PutSeason | RemoveSeason | BringSeasonBack
