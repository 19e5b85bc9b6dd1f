"""Staff right the name of a clinician, make one of two, and let go of who leads nothing any more.

None of it changes a session: the same person leads it, at the same time. So it is done at once, and nobody is told.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime

from iopsched.domain import clinician
from iopsched.domain.clash import Clash, clashes
from iopsched.domain.clinician import Ahead, Clinician
from iopsched.domain.errors import Invalid
from iopsched.domain.name import spaced
from iopsched.domain.program import Program
from iopsched.domain.room import NO_LIMITS
from iopsched.domain.spoken_date import spoken, spoken_moments, spoken_time
from iopsched.domain.staff import Staff
from iopsched.domain.timetable import Sitting
from iopsched.store import absences, audit, clinicians, locks, offerings, programs
from iopsched.store.db import reading, transaction
from iopsched.usecases.availability.reconcile_sessions import desired

SAME = "Choose somebody else: these two are the same."
LEADS = "They lead something ahead. End it or give it to somebody else first: it is listed below."


@dataclass(frozen=True, slots=True)
class Line:
    """One of the list: how many ``sessions`` to come they lead, and names that were merged into theirs."""

    clinician: Clinician
    sessions: int
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class One:
    """A clinician with what they lead ahead, ``others`` they could be merged into, and ``names`` of everybody by id."""

    clinician: Clinician
    ahead: Ahead
    others: tuple[Clinician, ...]
    names: dict[int, str]


def list_all(staff: Staff, *, now: datetime) -> tuple[Line, ...]:
    """By name, those who retired last. Two queries. Raises Forbidden."""
    staff.require_scheduler()
    with reading():
        known, ahead = clinicians.in_program(staff.program_id), clinicians.how_much_ahead(staff.program_id, now)
    also: dict[int, list[str]] = defaultdict(list)
    for one in known:
        also[one.merged_into or 0].append(one.name)
    lines = (Line(one, ahead.get(one.id, 0), (*also[one.id],)) for one in known if one.merged_into is None)
    return tuple(sorted(lines, key=lambda line: not line.clinician.is_at_work))


def find(staff: Staff, clinician_id: int, *, now: datetime) -> One:
    """Six queries. Raises Forbidden, NotFound."""
    staff.require_scheduler()
    with reading():
        program = programs.get(staff.program_id)
        known = clinicians.get(program.id, clinician_id)
        listed = clinicians.in_program(program.id)
        ahead = _ahead(program, known, now)
    others = tuple(one for one in listed if one.is_at_work and one.id != known.id)
    return One(known, ahead, others, {one.id: one.name for one in listed})


def rename(staff: Staff, clinician_id: int, name: str, *, now: datetime) -> None:
    """From now on everywhere, in what has been, too. Raises Invalid for a name in use, NotFound."""
    staff.require_scheduler()
    with transaction():
        locks.program(staff.program_id)
        known, wanted = clinicians.get(staff.program_id, clinician_id), spaced(name)
        listed = clinicians.in_program(staff.program_id)
        others = (one for one in listed if known.id not in {one.id, one.merged_into})
        if problem := clinician.name_problem(wanted, others):
            raise Invalid(name=problem)
        clinicians.rename(known, wanted)
        _note(staff, "clinician renamed", known, now)


def retire(staff: Staff, clinician_id: int, *, now: datetime) -> None:
    """Nobody chooses them any more; what has been keeps their name. Raises Invalid while they lead something ahead."""
    staff.require_scheduler()
    with transaction():
        locks.program(staff.program_id)
        known = clinicians.get(staff.program_id, clinician_id)
        if not _ahead(programs.get(staff.program_id), known, now).is_empty:
            raise Invalid(retire=LEADS)
        clinicians.retire(known.id, known.retired_at or now)
        _note(staff, "clinician retired", known, now)


def bring_back(staff: Staff, clinician_id: int, *, now: datetime) -> None:
    """They can be chosen again. Raises NotFound."""
    staff.require_scheduler()
    with transaction():
        locks.program(staff.program_id)
        known = clinicians.get(staff.program_id, clinician_id)
        clinicians.retire(known.id, None)
        _note(staff, "clinician back", known, now)


def merge(staff: Staff, goes_id: int, stays_id: int, *, now: datetime) -> None:
    """All that was kept under the mistyped name is kept under the other, and that name means the other from now on.

    Raises NotFound, and Invalid where both would lead at once or be away at once, or where a session would be led by
    somebody else or nobody as one of the two is away then.
    """
    staff.require_scheduler()
    with transaction():
        locks.program(staff.program_id)
        program = programs.get(staff.program_id)
        goes, stays = clinicians.get(program.id, goes_id), clinicians.get(program.id, stays_id)
        if goes == stays or not stays.is_at_work:
            raise Invalid(stays=SAME)
        locks.sessions(clinicians.session_ids(program.id, goes.id))
        before = desired(program, now).sittings
        _require_one_absence(program, goes, stays)
        clinicians.merge(goes.id, stays.id)
        after = desired(program, now).sittings
        _require_as_it_was(program, _ahead_of(before, now), _ahead_of(after, now), goes, stays)
        _note(staff, "clinicians merged", stays, now)


def _ahead(program: Program, known: Clinician, now: datetime) -> Ahead:
    """Three queries."""
    led = (one for one in offerings.in_program(program.id) if one.clinician_id == known.id)
    stands_in = (one for one in absences.in_program(program.id) if one.stand_in_id == known.id)
    return Ahead(
        offerings=tuple(one for one in led if one.last_day >= program.day_of(now)),
        sessions=clinicians.sessions_ahead(program.id, known.id, now),
        absences=tuple(one for one in stands_in if one.span.bounds(program.zone)[1] > now),
    )


def _ahead_of(sittings: tuple[Sitting, ...], now: datetime) -> tuple[Sitting, ...]:
    return tuple(one for one in sittings if one.ends > now)


def _require_one_absence(program: Program, goes: Clinician, stays: Clinician) -> None:
    known = clinician.as_one(absences.in_program(program.id), goes.id, stays.id)
    if twice := clinician.away_twice(known, stays.id):
        raise Invalid(stays=f"Both are away {twice.span.said}. Take one of the two absences back first.")


def _require_as_it_was(
    program: Program, before: tuple[Sitting, ...], after: tuple[Sitting, ...], goes: Clinician, stays: Clinician
) -> None:
    known = {replace(one, clinician_id=stays.id) if one.clinician_id == goes.id else one for one in _double(before)}
    if new := sorted(_double(after) - known):
        first, second = (moment.astimezone(program.zone) for moment in (new[0].first, new[0].second))
        when = spoken_moments(first, second)
        raise Invalid(stays=f"{goes.name} and {stays.name} lead at once: {when}. Give one of the two away first.")
    if other := next(clinician.led_otherwise(before, after, goes.id, stays.id), None):
        starts = other.starts.astimezone(program.zone)
        when = f"{spoken(starts.date())}, {spoken_time(starts.time())}"
        why = f"One of the two is away while the other leads: {when}."
        raise Invalid(stays=f"{why} Give that session to somebody else, or change the absence, first.")


def _double(sittings: tuple[Sitting, ...]) -> frozenset[Clash]:
    """Where somebody leads two at once."""
    return frozenset(clashes(sittings, NO_LIMITS))


def _note(staff: Staff, action: str, known: Clinician, now: datetime) -> None:
    audit.note(staff.program_id, f"staff:{staff.id}", action, now=now, clinician_id=known.id)
