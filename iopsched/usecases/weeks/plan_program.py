"""Staff have the week of a whole program planned: a week for everybody who has none complete; nothing is booked yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from iopsched.domain import program_plan, zone
from iopsched.domain.errors import Invalid
from iopsched.domain.foreseen import Foreseen
from iopsched.domain.foresight import offered_in
from iopsched.domain.ground import Ground
from iopsched.domain.offering import Offering
from iopsched.domain.patient import Patient
from iopsched.domain.plan.case import Case
from iopsched.domain.plan.choice import known_from
from iopsched.domain.plan.hurdle import Hurdle, hurdles
from iopsched.domain.plan.proposal import Proposal
from iopsched.domain.program import Program
from iopsched.domain.program_plan import ProgramPlan, Progress, Seeker
from iopsched.domain.program_plan.planned_week import LONGEST_SEED, KeptPlan, PlannedWeek
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.week import Week
from iopsched.domain.wishes import Wishes, from_said
from iopsched.domain.words import Role
from iopsched.store import audit, bookings, holds, people, program_plans, programs, sessions, weeks
from iopsched.store.db import reading, transaction
from iopsched.usecases.availability.survey_ground import survey

NOTHING = Foreseen()
OVER = "That week is over. Choose this week or a later one."


def console(key: str) -> Staff:
    """Who plans from the command line, for the program of that key. Raises Invalid."""
    with reading():
        if (program := programs.by_key(key)) is None:
            known = ", ".join(sorted(programs.keys().values())) or "none yet"
            raise Invalid(program=f"There is no program {key!r}. Give one of: {known}.")
    return Staff(0, program.id, "command line", "", Role.COORDINATOR)


def actor_of(staff: Staff) -> str:
    """How the audit names them."""
    return f"staff:{staff.id}" if staff.id else "system"


def propose(
    staff: Staff, day: date, *, seed: int, now: datetime, progress: Progress = lambda done, total: None
) -> KeptPlan:
    """A week for everybody whose week that holds ``day`` is short, not kept yet; the same for the same seed.

    Whoever has a planned week to answer is not planned for again. 15 queries, however many people and sessions; one
    more while seats are held. Nothing is written, and no transaction is open while it is worked out. Raises Forbidden
    for a clinician, Invalid for a week that is over.
    """
    staff.require_scheduler()
    if not 0 <= seed <= LONGEST_SEED:
        raise Invalid(seed=f"Give a number from 0 to {LONGEST_SEED}.")
    table = look(staff.program_id, day, now)
    plan = program_plan.make(
        table.seekers,
        table.offered,
        seed=seed,
        now=now,
        usual=table.usual,
        days=table.open_days,
        ground=table.ground,
        progress=progress,
    )
    return KeptPlan(
        id=0,
        program_id=staff.program_id,
        monday=table.monday,
        seed=seed,
        made_at=now,
        made_by=staff.id or None,
        weeks=tuple(_planned(table, plan, now)),
        extras=plan.extras,
    )


def keep(staff: Staff, plan: KeptPlan, *, now: datetime) -> KeptPlan:
    """Keep what was proposed until it is accepted, in place of what was proposed before for the same week."""
    staff.require_scheduler()
    with transaction():
        kept = plan.kept_as(program_plans.add(plan))
        counts = {"complete": len(kept.complete), "short": len(kept.short)}
        audit.note(staff.program_id, actor_of(staff), "program planned", now=now, program_plan=kept.id, **counts)
    return kept


@dataclass(frozen=True, slots=True)
class Table:
    """All that a plan is made of: those who are short, by id, and what is offered; ``planned`` have a plan at all."""

    monday: date
    patients: tuple[Patient, ...]
    seekers: tuple[Seeker, ...]
    offered: tuple[Session, ...]
    usual: tuple[Offering, ...]
    open_days: tuple[date, ...]
    planned: int
    ground: Ground


def look(program_id: int, day: date, now: datetime, change: Foreseen = NOTHING, ground: Ground | None = None) -> Table:
    """What a plan of that week is made of; with ``change`` and the ``ground`` after it, as it would be then."""
    with reading():
        program = programs.get(program_id)
        monday = zone.week_of(day, program.first_weekday)
        if monday < program.week_of(now):
            raise Invalid(week=OVER)
        everyone = sorted(people.present(program.id), key=lambda patient: patient.id)
        of_all = weeks.of_several(everyone, program, monday) | change.weeks_of(monday)
        asked = program_plans.asked(program.id, monday, now)
        short = [each for each in everyone if _is_short(of_all[each.id]) and each.id not in asked]
        ground = ground or survey(program, now=now)
        said, known = people.wishes_in_program(program.id), _known(program, monday, ground.offerings.values())
        days = (monday + timedelta(days=offset) for offset in range(7))
        return Table(
            monday=monday,
            patients=tuple(short),
            seekers=tuple(Seeker(of_all[each.id], from_said(said.get(each.id, {})), *known[each.id]) for each in short),
            offered=offered_in(program, monday, change, holds.seen(None, sessions.in_week(program, monday), now)),
            planned=sum(week.plan is not None for week in of_all.values()),
            usual=tuple(one for one in ground.offerings.values() if _is_weekly(one, monday)),
            open_days=tuple(one for one in days if one >= program.day_of(now) and one not in ground.closed),
            ground=ground,
        )


def _is_weekly(offering: Offering, monday: date) -> bool:
    """Whether it is offered again and again, and not over by then."""
    return offering.first_day < offering.last_day and offering.last_day >= monday


def _is_short(week: Week) -> bool:
    return week.plan is not None and not week.is_met


def _known(
    program: Program, monday: date, offered: Iterable[Offering]
) -> Mapping[int, tuple[frozenset[int], frozenset[int]]]:
    """Patient id to the offerings that they were booked in the week before, and who led them; empty for strangers."""
    found: dict[int, list[Session]] = defaultdict(list)
    for booking in bookings.in_program(program.id, *program.week_bounds(monday - timedelta(weeks=1))):
        found[booking.patient_id].append(booking.session)
    roots = {one.id: one.root for one in offered}
    known = {whose: known_from(some, roots) for whose, some in found.items()}
    return defaultdict(lambda: (frozenset(), frozenset()), known)


def _planned(table: Table, plan: ProgramPlan, now: datetime) -> Iterable[PlannedWeek]:
    for patient, seeker, proposal in zip(table.patients, table.seekers, plan.proposals, strict=True):
        yield PlannedWeek(
            patient_id=patient.id,
            session_ids=tuple(session.id for session in proposal.sessions),
            is_complete=proposal.is_complete,
            to_go=proposal.week.to_go,
            hurdles=() if proposal.is_complete else _hurdles(seeker, plan, proposal, now),
            version=patient.schedule_version,
        )


def _hurdles(seeker: Seeker, plan: ProgramPlan, closest: Proposal, now: datetime) -> tuple[Hurdle, ...]:
    """What is in the way of the rest once all of the plan is booked."""
    case = Case.of(seeker.week, plan.sessions, seeker.usual, now, seeker.clinicians)
    return hurdles(case, plan.sessions, Wishes(), closest)
