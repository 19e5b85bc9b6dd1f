"""What a program tells about weeks by itself, once: digests, weeks that fall short, plans that end.

Each patient hears of one matter once, whichever worker ticks and however often: its key says which. Whether it is still
so, and how it stands, is asked again when it goes out (``compose_weekly``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from iopsched.domain import bulletin, zone
from iopsched.domain.due import What, dues
from iopsched.domain.hold import seen_by
from iopsched.domain.ledger import prospect
from iopsched.domain.manner import manner_of
from iopsched.domain.message import Kind
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.week import Week
from iopsched.store import holds, messages, people, programs, sessions, treatments, weeks
from iopsched.store.db import reading, transaction
from iopsched.store.messages import Matter

ONE_DAY = timedelta(days=1)


def tell(*, now: datetime) -> int:
    """Write what has come to be told in every program; how many messages that were not there before.

    Each program is a look and, where there is news, a transaction of its own. Three queries for plans that end, and
    while a round lasts four more for digests and up to seven for shortfalls, however many people there are.
    """
    with reading():
        everyone = programs.everyone()
    return sum(_tell(program, now) for program in everyone)


def _tell(program: Program, now: datetime) -> int:
    with reading():
        found = [*_digests(program, now), *_shortfalls(program, now), *_plans_that_end(program, now)]
    if not found:
        return 0
    with transaction():
        return messages.put_once(found)


def _digests(program: Program, now: datetime) -> list[Matter]:
    day = _round_day(Kind.DIGEST, program, now)
    if day is None:
        return []
    monday = bulletin.week_told(Kind.DIGEST, day, program)
    reached = _reached(program)
    asked = [patient_id for patient_id, week in weeks.of_program(program, monday).items() if week.required]
    told = [reached[each] for each in asked if each in reached]
    return _unheard(_of_week(Kind.DIGEST, patient, program, day, monday, now) for patient in told)


def _shortfalls(program: Program, now: datetime) -> list[Matter]:
    """Whose week falls short as it stands and has room left; where nothing can be added, staff have to speak."""
    day = _round_day(Kind.SHORTFALL, program, now)
    if day is None:
        return []
    monday = bulletin.week_told(Kind.SHORTFALL, day, program)
    named = {patient.id: patient for patient in people.in_program(program.id)}
    reached = {patient.id: patient for patient in named.values() if patient.channels}
    lacking = {
        patient_id: week
        for patient_id, week in weeks.of_everybody(named, program, monday).items()
        if patient_id in reached and week.required and not week.is_met
    }
    matters = (_of_week(Kind.SHORTFALL, reached[each], program, day, monday, now) for each in lacking)
    unheard = _unheard(matters)
    roomy = _with_room({each.patient_id: lacking[each.patient_id] for each in unheard}, program, now)
    return [each for each in unheard if each.patient_id in roomy]


def _with_room(lacking: Mapping[int, Week], program: Program, now: datetime) -> frozenset[int]:
    """Of weeks that begin on one day."""
    if not lacking:
        return frozenset()
    bounds = program.week_bounds(next(iter(lacking.values())).monday)
    known = sessions.between(program.id, *bounds)
    kept = tuple(hold for hold in holds.in_sessions(known) if hold.lasts(now))
    stand = {each: prospect(week, seen_by(each, known, kept, now), now) for each, week in lacking.items()}
    return frozenset(each for each, stands in stand.items() if stands.has_room)


def _plans_that_end(program: Program, now: datetime) -> list[Matter]:
    """Those that nothing follows. Another last day is another matter."""
    if not manner_of(program, Kind.PLAN_ENDS).is_on:
        return []
    today = program.day_of(now)
    until = today + timedelta(days=program.plan_end_days)
    plans = treatments.in_program(program.id, today, until + ONE_DAY)
    ending = [due for held in plans.values() for due in dues(held, program, today, until) if due.what is What.PLAN_ENDS]
    reached = _reached(program) if ending else {}
    return _unheard(
        Matter(
            *(program.id, due.patient_id, Kind.PLAN_ENDS, f"{Kind.PLAN_ENDS.value}:{due.plan.id}:{due.day}"),
            due_at=bulletin.due_at(today, program, reached[due.patient_id].zone_or(program.zone), now),
            useless_at=zone.midnight(due.day + ONE_DAY, program.zone),
            about={"plan_id": str(due.plan.id), "day": due.day.isoformat()},
        )
        for due in ending
        if due.patient_id in reached
    )


def _round_day(kind: Kind, program: Program, now: datetime) -> date | None:
    """The day of the round that has come, where the program tells this kind at all."""
    return bulletin.round_of(kind, program, now) if manner_of(program, kind).is_on else None


def _of_week(kind: Kind, patient: Patient, program: Program, day: date, monday: date, now: datetime) -> Matter:
    due = bulletin.due_at(day, program, patient.zone_or(program.zone), now)
    useless = bulletin.useless_at(due, monday, program)
    key, about = f"{kind.value}:{patient.id}:{monday}", {"monday": monday.isoformat()}
    return Matter(program.id, patient.id, kind, key, due_at=due, useless_at=useless, about=about)


def _reached(program: Program) -> dict[int, Patient]:
    return {patient.id: patient for patient in people.in_program(program.id) if patient.channels}


def _unheard(matters: Iterable[Matter]) -> list[Matter]:
    """Those that nobody has written yet, and that can still go out in time: one query, none where there are none."""
    in_time = [each for each in matters if each.due_at < each.useless_at]
    known = messages.known(each.key for each in in_time)
    return [each for each in in_time if each.key not in known]
