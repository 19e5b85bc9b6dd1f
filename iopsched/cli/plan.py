"""The command that plans a whole program's week."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import click

from iopsched.cli import options
from iopsched.cli.service import service
from iopsched.domain.program_plan import Progress
from iopsched.domain.program_plan.planned_week import KeptPlan, Outcome
from iopsched.usecases.weeks.view_program_plan import Line, Report

NOT_HANDED = {
    Outcome.GONE: "a seat went meanwhile",
    Outcome.CHANGED: "they changed their week meanwhile",
    Outcome.MET: "they completed their week meanwhile",
    Outcome.TOO_LATE: "it begins too soon to ask",
}


@click.command("plan-program")
@click.option("--program", required=True, help="Key of the program, as in the timetable file.")
@click.option("--week", "day", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Any day of the week to plan.")
@click.option("--seed", default=1, show_default=True, help="Another number gives another plan as good.")
@click.option("--accept", "is_accepted", is_flag=True, help="Give or offer the weeks, as the program sets it.")
@options.now
def plan_program(program: str, day: datetime, seed: int, is_accepted: bool, now: datetime) -> None:
    """Plan a week for everybody who has none complete. Nothing is booked without --accept.

    Ends with 0 whether or not everybody can be complete, with 1 for what is wrong in the input.
    """
    from iopsched.usecases.weeks import accept_program_plan, view_program_plan
    from iopsched.usecases.weeks import plan_program as use

    with service():
        staff = use.console(program)
        with _bar("Planning") as progress:
            plan = use.keep(staff, use.propose(staff, day.date(), seed=seed, now=now, progress=progress), now=now)
        if is_accepted:
            with _bar("Accepting") as progress:
                accept_program_plan.accept(staff, plan.id, now=now, progress=progress)
        for line in _said(view_program_plan.view(staff, plan.monday, now=now), plan, is_accepted):
            click.echo(line)


@contextmanager
def _bar(label: str) -> Iterator[Progress]:
    """A progress bar on the error stream, filled by whoever is handed what it gives."""
    with click.progressbar(length=100, label=label, file=sys.stderr) as bar:
        yield lambda done, total: bar.update(done * 100 // total - bar.pos)


def _said(report: Report, plan: KeptPlan, is_accepted: bool) -> Iterator[str]:
    """The report, a line each; people by short name, sessions by id, wall times of the program."""
    yield (
        f"Week of {report.monday}, plan {plan.id}, seed {plan.seed}: {len(report.complete)} complete, "
        f"{len(report.short)} short by {plan.minutes_short} minutes in all."
    )
    for line in report.complete:
        yield f"complete: {_named(line)}: {_sessions(report, line)}"
    for line in report.short:
        yield f"short by {line.planned.to_go} minutes: {_named(line)}: {_sessions(report, line)} ({_why(line)})"
    for extra in report.extras:
        session, when = extra.session, _when(report, extra.session.starts)
        yield f"extra: {when} {session.component.value}, {session.seats} seats, completes {extra.completes}"
    if is_accepted:
        yield from _handed(report)
    else:
        yield "Nothing is booked yet: --accept gives or offers these weeks, or a scheduler accepts them on the board."


def _handed(report: Report) -> Iterator[str]:
    given, offered = report.came_to(Outcome.GIVEN), report.came_to(Outcome.OFFERED)
    yield f"{len(given)} weeks given, {len(offered)} offered."
    for line in report.came_to(*NOT_HANDED):
        if line.planned.outcome:
            yield f"not booked: {_named(line)}: {NOT_HANDED[line.planned.outcome]}"


def _named(line: Line) -> str:
    return f"{line.patient.short_name} (patient {line.patient.id})"


def _sessions(report: Report, line: Line) -> str:
    said = (f"{_when(report, one.starts)} {one.component.value} [{one.id}]" for one in line.sessions)
    return ", ".join(said) or "nothing more"


def _why(line: Line) -> str:
    return (
        ", ".join(f"{hurdle.obstacle.value} {hurdle.count}" for hurdle in line.planned.hurdles) or "nothing in the way"
    )


def _when(report: Report, starts: datetime) -> str:
    return f"{starts.astimezone(report.program.zone):%a %H:%M}"


COMMANDS: tuple[click.Command, ...] = (plan_program,)
