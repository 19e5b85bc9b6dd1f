"""Staff look at all that is ahead and not as its offering says: sessions moved, altered, cancelled, and closed days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from iopsched.domain import timetable
from iopsched.domain.offering import Closure, Offering
from iopsched.domain.program import Program
from iopsched.domain.room import SeatLimits
from iopsched.domain.staff import Staff
from iopsched.domain.timetable import BACK, Existing, Sitting
from iopsched.store import offerings, programs, rooms, sessions
from iopsched.store.db import reading


@dataclass(frozen=True, slots=True)
class Altered:
    """A session as it stands, and as its offering has it."""

    session_id: int
    was: Sitting
    then: Sitting
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """Both in order of time."""

    program: Program
    altered: tuple[Altered, ...]
    closures: tuple[Closure, ...]


def view(staff: Staff, *, now: datetime) -> Changes:
    """Seven queries. Raises Forbidden for a clinician."""
    staff.require_scheduler()
    with reading():
        program = programs.get(staff.program_id)
        today = program.day_of(now)
        offered = {offering.id: offering for offering in offerings.in_program(program.id)}
        changed = {(change.offering_id, change.day, change.slot) for change in offerings.changes(program.id)}
        closures = offerings.closures(program.id)
        limits = rooms.limits(program.id)
        existing = sessions.existing(program.id, today - BACK)
    ahead = [row for row in existing if row.sitting.starts > now and row.sitting.key in changed]
    altered = [_altered(program, offered[row.sitting.key[0]], limits, row) for row in ahead]
    found = (each for each in altered if each.is_cancelled or each.was != each.then)
    return Changes(
        program,
        tuple(sorted(found, key=lambda each: (each.was.starts, each.session_id))),
        tuple(closure for closure in closures if closure.span.until >= today),
    )


def _altered(program: Program, offering: Offering, limits: SeatLimits, row: Existing) -> Altered:
    _, day, _ = row.sitting.key
    plain = {sitting.key: sitting for sitting in timetable.sittings(program, [offering], [], [], day, day, (), limits)}
    return Altered(row.session_id, plain.get(row.sitting.key, row.sitting), row.sitting, row.is_cancelled)
