"""Make the sessions that exist those that should: open, alter, cancel, and see to everybody inside.

Always called within a transaction that holds the program (``locks.program``); opens none itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from iopsched.domain import timetable, zone
from iopsched.domain.program import Program
from iopsched.domain.timetable import BACK, Desired, Difference, Key, Sitting
from iopsched.store import absences, locks, offerings, rooms, sessions
from iopsched.usecases.availability import move_bookings
from iopsched.usecases.availability.move_bookings import Moved
from iopsched.usecases.seats import offer_seats


@dataclass(frozen=True, slots=True)
class Effect(Moved):
    """What came of a change: what moved with it, and sessions opened, altered, cancelled."""

    opened: int = 0
    altered: int = 0
    cancelled: int = 0


def reconcile(
    program: Program, found: Difference, *, actor: str, now: datetime, seats_back: Iterable[int] = ()
) -> Effect:
    """Bring the program's sessions in line with its offerings, closures and changes: by what ``difference`` found.

    ``seats_back`` are bookings that were given up and are had again where nothing refuses them any more.
    """
    if found.is_empty:
        return Effect()
    touched = found.touched
    before = locks.sessions(touched)
    opened = sessions.open_sittings(program.id, found.opened)
    moved = _follow(program, found, seats_back, actor=actor, now=now)
    offer_seats.withdraw(program, move_bookings.not_as_before(before, found), now=now)
    offer_seats.offer_free(program, [*touched, *opened], now=now)
    counts = {name: len(getattr(found, name)) for name in ("opened", "altered", "cancelled")}
    return Effect(**asdict(moved) | counts)


def _follow(program: Program, found: Difference, seats_back: Iterable[int], *, actor: str, now: datetime) -> Moved:
    if not found.touched:
        return Moved()
    return move_bookings.follow_sessions(program, found, actor=actor, now=now, seats_back=seats_back)


def difference(program: Program, now: datetime, until: date | None = None) -> Difference:
    """What should be otherwise than it is, from now to the program's horizon; ``until`` looks further ahead."""
    return desired(program, now, until).difference(now)


def desired(program: Program, now: datetime, until: date | None = None) -> Desired:
    """What should exist, as the program's offerings, closures, changes, absences and rooms are now written, beside what
    does: seven queries.
    """
    today = program.day_of(now)
    existing = sessions.existing(program.id, today - BACK)
    wanted = _sittings(program, today, until, (row.sitting.key for row in existing))
    return Desired(tuple(wanted), tuple(existing))


def _sittings(program: Program, today: date, until: date | None, existing: Iterable[Key]) -> Iterator[Sitting]:
    """To the horizon, and to the last session that there is, so that none of those counts as not wanted."""
    last = max([until or today, horizon(program, today), *(day for _, day, _ in existing)])
    return timetable.sittings(
        program,
        offerings.in_program(program.id),
        offerings.closures(program.id),
        offerings.changes(program.id),
        today - BACK,
        last,
        absences.in_program(program.id),
        rooms.limits(program.id),
    )


def horizon(program: Program, today: date) -> date:
    """The last day for which sessions are opened: the end of the program's last week ahead."""
    return zone.week_of(today, program.first_weekday) + timedelta(weeks=program.weeks_ahead, days=-1)
