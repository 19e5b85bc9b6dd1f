"""Staff look at reports over some weeks, and save them as files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from iopsched.domain import zone
from iopsched.domain.authorisation import Use
from iopsched.domain.duty import Duty
from iopsched.domain.errors import Invalid
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.report import PlanUse, SeatUse, Turnout, mondays, plan_use, seat_use, turnouts
from iopsched.domain.staff import Staff
from iopsched.domain.unmet import Wish
from iopsched.store import attendances, audit, people, programs, sessions, treatments, unmets
from iopsched.store.db import reading, transaction
from iopsched.usecases.hours import view_uses
from iopsched.usecases.people import note_look

USUAL, MOST = 4, 26
"""Weeks that a report is of: without a choice the last that are over, and at most."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days between which a report is wanted; it is of every whole week that holds any of them."""

    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Whole weeks from ``monday`` to ``sunday``. Plans are in order of name.

    ``uses`` are of the authorisations in force on any of these days, each counted over all of its own dates.
    """

    program: Program
    monday: date
    sunday: date
    seats: tuple[SeatUse, ...]
    turnouts: tuple[Turnout, ...]
    plans: tuple[tuple[Patient, PlanUse], ...]
    uses: tuple[tuple[Patient, Use], ...]
    unmet: tuple[Wish, ...]
    today: date


def view(staff: Staff, period: Period, *, now: datetime) -> Report:
    """Eight queries however many sessions and people, and those of ``note_look``: who looked is noted.

    Raises Forbidden without the duty, Invalid with ``until`` for days that end before they begin, or are too many.
    """
    report = _report(staff, period, now)
    note_look.note_list(staff, "report looked at", now=now, people=_people(report))
    return report


def export(staff: Staff, period: Period, *, now: datetime) -> Report:
    """The same, to be saved as a file: each time it is noted. Raises as ``view`` does."""
    report = _report(staff, period, now)
    with transaction():
        actor, people_in_it = f"staff:{staff.id}", _people(report)
        audit.note(staff.program_id, actor, "report exported", now=now, people=people_in_it)
    return report


def _report(staff: Staff, period: Period, now: datetime) -> Report:
    staff.require(Duty.HOURS)
    with reading():
        program = programs.get(staff.program_id)
        first, last = _weeks(period, program, now)
        sunday = last + timedelta(days=6)
        span = program.week_bounds(first)[0], program.week_bounds(last)[1]
        offered = sessions.between(program.id, *span)
        seats = attendances.every(program.id, *span)
        plans = treatments.in_program(program.id, first, sunday)
        unmet = unmets.between(program.id, first, last)
        named = {patient.id: patient for patient in people.in_program(program.id)}
        uses = view_uses.in_program(program, first, sunday)
    weeks = mondays(first, last)
    return Report(
        program=program,
        monday=first,
        sunday=sunday,
        seats=seat_use(offered, seats, program),
        turnouts=turnouts(seats, program, weeks, now),
        plans=_named(plan_use(plans, seats, program, weeks), named),
        uses=tuple((named[use.authorisation.patient_id], use) for use in uses),
        today=program.day_of(now),
        unmet=unmet,
    )


def _weeks(period: Period, program: Program, now: datetime) -> tuple[date, date]:
    """First days of the first and the last week."""
    this = program.week_of(now)
    last = zone.week_of(period.until, program.first_weekday) if period.until else this - timedelta(weeks=1)
    first = zone.week_of(period.since, program.first_weekday) if period.since else last - timedelta(weeks=USUAL - 1)
    if last < first:
        raise Invalid(until="The last day is before the first. Choose a later last day.")
    if (last - first).days // 7 >= MOST:
        raise Invalid(until=f"Choose at most {MOST} weeks.")
    return first, last


def _named(rows: tuple[PlanUse, ...], named: Mapping[int, Patient]) -> tuple[tuple[Patient, PlanUse], ...]:
    return tuple(sorted(((named[row.patient_id], row) for row in rows), key=_turn))


def _turn(one: tuple[Patient, PlanUse]) -> tuple[str, str, int, date]:
    patient, row = one
    return *patient.by_name, row.plan.first_day if row.plan else date.max


def _people(report: Report) -> int:
    return len({patient.id for patient, _ in (*report.plans, *report.uses)})
