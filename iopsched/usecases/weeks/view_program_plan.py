"""Staff look at the plan of a program's week: who would be complete with what, who stays short and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from iopsched.domain import zone
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.program_plan.extra import Extra
from iopsched.domain.program_plan.planned_week import KeptPlan, Outcome, PlannedWeek
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.store import people, program_plans, programs, sessions, weeks
from iopsched.store.db import reading


@dataclass(frozen=True, slots=True)
class Line:
    """One patient's part of a plan, with names and sessions in order of time."""

    patient: Patient
    planned: PlannedWeek
    sessions: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A week and what was last planned for it, if anything was. ``short_now``: how many have none complete now."""

    program: Program
    monday: date
    today: date
    short_now: int
    plan: KeptPlan | None
    lines: tuple[Line, ...]

    @property
    def is_over(self) -> bool:
        return self.monday + timedelta(days=7) <= self.today

    @property
    def complete(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.planned.is_complete)

    @property
    def short(self) -> tuple[Line, ...]:
        """Those with most to go first."""
        missing = (line for line in self.lines if not line.planned.is_complete)
        return tuple(sorted(missing, key=lambda line: -line.planned.to_go))

    @property
    def extras(self) -> tuple[Extra, ...]:
        return self.plan.extras if self.plan else ()

    @property
    def waiting(self) -> int:
        """How many weeks are to be given or offered once the plan is accepted."""
        return sum(bool(line.sessions) and line.planned.outcome is None for line in self.lines)

    def came_to(self, *outcomes: Outcome) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.planned.outcome in outcomes)


def view(staff: Staff, day: date | None, *, now: datetime) -> Report:
    """The week that holds ``day`` (or now). Seven queries at most. Raises Forbidden for a clinician."""
    staff.require_scheduler()
    with reading():
        program = programs.get(staff.program_id)
        monday = zone.week_of(day or program.day_of(now), program.first_weekday)
        plan = program_plans.latest(program.id, monday)
        of_all = weeks.of_program(program, monday)
        lines = tuple(_lines(plan)) if plan else ()
    short = sum(week.plan is not None and not week.is_met for week in of_all.values())
    return Report(program, monday, program.day_of(now), short, plan, lines)


def _lines(plan: KeptPlan) -> Iterable[Line]:
    """By name."""
    patients = people.some(week.patient_id for week in plan.weeks)
    offered = {each.id: each for each in sessions.some(one for week in plan.weeks for one in week.session_ids)}
    by_name = sorted(plan.weeks, key=lambda week: (_name(patients[week.patient_id]), week.patient_id))
    for week in by_name:
        wanted = sorted((offered[one] for one in week.session_ids), key=lambda session: session.starts)
        yield Line(patients[week.patient_id], week, tuple(wanted))


def _name(patient: Patient) -> tuple[str, str]:
    return patient.given_name, patient.family_name
