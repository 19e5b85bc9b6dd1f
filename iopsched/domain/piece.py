"""A piece: a session that could be part of what mends a week, with what it would bring and cost; a stock of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from iopsched.domain import zone
from iopsched.domain.booking import refusals
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.words import Component

MINUTE = timedelta(minutes=1)


class Piece(NamedTuple):
    """A session that fits by itself: whether it is new to the patient, and by how many minutes its day ends later."""

    session: Session
    kind: Component
    minutes: int
    is_new: bool
    late: int


Pieces = tuple[Piece, ...]
Places = int
"""Some of several pieces by their places, a bit for each: what is free beside others is one operation then."""


@dataclass(frozen=True)
class Stock:
    """Pieces to choose from, the best first, and what holds of any set of them."""

    pieces: Pieces

    def on(self, days: Iterable[date]) -> Places:
        return sum(self.of_day[day] for day in days)

    @cached_property
    def of_day(self) -> dict[date, Places]:
        found: dict[date, Places] = {}
        for place, one in enumerate(self.pieces):
            found[one.session.day] = found.get(one.session.day, 0) | 1 << place
        return found

    @cached_property
    def beside(self) -> tuple[Places, ...]:
        """For each those after it, but for what is at the same time on that day."""
        return tuple(-2 << place & ~self._at_once(one.session) for place, one in enumerate(self.pieces))

    def _at_once(self, session: Session) -> Places:
        of_day = places(self.of_day[session.day])
        return sum(1 << place for place in of_day if self.pieces[place].session.overlaps(session))

    @cached_property
    def soonest(self) -> dict[date, tuple[bool, int]]:
        """For each day whether it takes what is new, and how much later it ends at least."""
        of_day: dict[date, list[Piece]] = {}
        for one in self.pieces:
            of_day.setdefault(one.session.day, []).append(one)
        return {day: (min(one.is_new for one in some), min(one.late for one in some)) for day, some in of_day.items()}

    @cached_property
    def shortest(self) -> int:
        return min((one.minutes for one in self.pieces), default=0)

    @cached_property
    def longest(self) -> dict[Component | None, int]:
        """Minutes of each kind, and of any."""
        kinds: set[Component | None] = {None, *(one.kind for one in self.pieces)}
        return {
            kind: max((one.minutes for one in self.pieces if kind in {None, one.kind}), default=0) for kind in kinds
        }


def places(some: Places) -> Iterator[int]:
    """From the first to the last."""
    while some:
        yield (some & -some).bit_length() - 1
        some &= some - 1


def pieces(week: Week, offered: Iterable[Session], usual: frozenset[int], now: datetime) -> Iterator[Piece]:
    """What fits by itself, the best first."""
    held = {day: max(mine.ends for mine in week.sessions if mine.day == day) for day in week.days}
    found = [
        Piece(
            session,
            session.component,
            session.counted_minutes,
            bool(usual) and session.offering_id not in usual,
            max(0, (session.ends - held.get(session.day, zone.midnight(session.day, week.program.zone))) // MINUTE),
        )
        for session in offered
        if session.counted_minutes and not any(refusals(week, session, now))
    ]
    return iter(sorted(found, key=lambda one: (one.is_new, one.late, one.session.id)))
