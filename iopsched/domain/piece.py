"""A piece: a session that could be part of what mends a week, with what it would bring and cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
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
