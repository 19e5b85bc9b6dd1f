"""Make the sessions that exist those that should: open, alter, cancel, and see to everybody inside.

Always called within a transaction that holds the program (``locks.program``); opens none itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from iopsched.domain import timetable, zone
from iopsched.domain.program import Program
from iopsched.domain.timetable import Difference
from iopsched.store import locks, offerings, sessions
from iopsched.usecases import move_bookings
from iopsched.usecases.move_bookings import Moved

BACK = timedelta(days=60)
"""How far back an original date may lie whose session was moved to a day still ahead."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What came of a change, in numbers of sessions and of bookings."""

    opened: int = 0
    altered: int = 0
    cancelled: int = 0
    kept: int = 0
    ended: int = 0


def reconcile(program: Program, *, actor: str, now: datetime, until: date | None = None) -> Effect:
    """Bring the program's sessions in line with its offerings, closures and changes, from now to its horizon.

    What has begun is history and stays. ``until`` opens sessions further ahead than the program's own horizon.
    """
    found = _difference(program, now, until)
    if found.is_empty:
        return Effect()
    touched = [session_id for session_id, _ in found.altered] + list(found.cancelled)
    locks.sessions(touched)
    sessions.open_sittings(program.id, found.opened)
    moved = move_bookings.follow_sessions(program, found, actor=actor, now=now) if touched else Moved()
    return Effect(len(found.opened), len(found.altered), len(found.cancelled), moved.kept, moved.ended)


def _difference(program: Program, now: datetime, until: date | None) -> Difference:
    today = program.day_of(now)
    existing = [row for row in sessions.existing(program.id, today - BACK) if row.sitting.starts > now]
    last = max([until or horizon(program, today), horizon(program, today), *(row.sitting.key[1] for row in existing)])
    desired = timetable.sittings(
        program,
        offerings.in_program(program.id),
        offerings.closures(program.id),
        offerings.changes(program.id),
        today - BACK,
        last,
    )
    return timetable.difference((sitting for sitting in desired if sitting.starts > now), existing)


def horizon(program: Program, today: date) -> date:
    """The last day for which sessions are opened: the end of the program's last week ahead."""
    return zone.week_of(today, program.first_weekday) + timedelta(weeks=program.weeks_ahead, days=-1)
