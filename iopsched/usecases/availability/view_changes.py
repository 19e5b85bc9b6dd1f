"""Staff look at all that is ahead and not as its offering says: moved, altered, led by somebody else, cancelled, extra;
at closed days, and at who is away.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from iopsched.domain import timetable
from iopsched.domain.absence import Absence
from iopsched.domain.following import facts
from iopsched.domain.offering import Closure, Offering
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.timetable import BACK, Existing, Key, Sitting
from iopsched.store import absences, offerings, programs, rooms, sessions
from iopsched.store.db import reading


@dataclass(frozen=True, slots=True)
class Altered:
    """A session as its offering has it, and as it stands."""

    was: Session
    then: Session


@dataclass(frozen=True, slots=True)
class Changes:
    """All in order of time; ``extra`` are sessions of one date only. ``clinicians``: names by id."""

    program: Program
    altered: tuple[Altered, ...]
    extra: tuple[Session, ...]
    closures: tuple[Closure, ...]
    absences: tuple[Absence, ...]
    clinicians: Mapping[int, str]


def view(staff: Staff, *, now: datetime) -> Changes:
    """Nine queries. Raises Forbidden for a clinician."""
    staff.require_scheduler()
    with reading():
        program = programs.get(staff.program_id)
        today = program.day_of(now)
        offered = {offering.id: offering for offering in offerings.in_program(program.id)}
        changed = {(change.offering_id, change.day, change.slot) for change in offerings.changes(program.id)}
        closures = offerings.closures(program.id)
        limits = rooms.limits(program.id)
        named = programs.clinicians(program.id)
        away = absences.in_program(program.id)
        existing = sessions.existing(program.id, today - BACK)
    ahead = [row for row in existing if row.sitting.starts > now and not _is_gone(row, changed)]
    last = max((row.sitting.key[1] for row in ahead), default=today)
    plain = timetable.sittings(program, offered.values(), [], [], today - BACK, last, (), limits)
    by_key = {sitting.key: sitting for sitting in plain}
    altered = (_altered(program, by_key, row, named) for row in ahead)
    return Changes(
        program,
        tuple(sorted((one for one in altered if one.was != one.then), key=lambda one: _turn(one.was))),
        tuple(sorted((_session(program, row, row.sitting, named) for row in _extra(ahead, offered)), key=_turn)),
        tuple(closure for closure in closures if closure.span.until >= today),
        tuple(absence for absence in away if absence.span.until >= today),
        named,
    )


def _is_gone(row: Existing, changed: Collection[Key]) -> bool:
    """Whether it is off with its day or its offering, and not by itself."""
    return row.is_cancelled and row.sitting.key not in changed


def _extra(ahead: Collection[Existing], offered: Mapping[int, Offering]) -> list[Existing]:
    return [row for row in ahead if offered[row.sitting.key[0]].is_single and not row.is_cancelled]


def _altered(program: Program, plain: Mapping[Key, Sitting], row: Existing, named: Mapping[int, str]) -> Altered:
    was = plain.get(row.sitting.key, row.sitting)
    then = _session(program, row, row.sitting, named, is_cancelled=row.is_cancelled)
    return Altered(_session(program, row, was, named), then)


def _session(
    program: Program, row: Existing, sitting: Sitting, named: Mapping[int, str], *, is_cancelled: bool = False
) -> Session:
    who = named.get(sitting.clinician_id or 0, "")
    its = facts(sitting)
    return Session(
        row.session_id, program.id, offering_id=sitting.key[0], clinician=who, is_cancelled=is_cancelled, **its
    )


def _turn(one: Session) -> tuple[datetime, int]:
    return one.starts, one.id
