"""Staff accept a program's plan: every patient is given, or offered, the planned week whole, or not at all.

Each patient is a transaction of their own, so that nobody else who books waits for all of them; and what has come to
something is never done twice, so that two who accept at once share the work, and one that broke off is taken up again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from iopsched.domain.errors import Invalid
from iopsched.domain.hold import Hold, Purpose
from iopsched.domain.program import Handing
from iopsched.domain.program_plan import Progress
from iopsched.domain.program_plan.planned_week import KeptPlan, Outcome, PlannedWeek, State, kept_until
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.week import Week
from iopsched.store import audit, holds, people, program_plans
from iopsched.store.db import reading, transaction
from iopsched.usecases.messages import tell_patient
from iopsched.usecases.seats import book_session
from iopsched.usecases.seats.book_session import Party
from iopsched.usecases.weeks.plan_program import actor_of
from iopsched.usecases.weeks.plan_week import reasons_against

REPLACED = "A newer plan was made for this week. Look at that one."


def accept(staff: Staff, plan_id: int, *, now: datetime, progress: Progress = lambda done, total: None) -> KeptPlan:
    """Carry out what has not come to anything yet, and give the plan with what became of each part.

    Raises Forbidden for a clinician, NotFound, and Invalid once a newer plan of the same week was made.
    """
    staff.require_scheduler()
    with transaction():
        plan = program_plans.get(staff.program_id, plan_id)
        if plan.state is State.REPLACED:
            raise Invalid(plan=REPLACED)
        program_plans.accepted(plan.id)
        audit.note(staff.program_id, actor_of(staff), "program plan accepted", now=now, program_plan=plan.id)
    waiting = [week for week in plan.weeks if week.session_ids and week.outcome is None]
    for done, week in enumerate(waiting, 1):
        with transaction():
            if program_plans.claim(plan.id, week.patient_id):
                _carry_out(plan.id, week, actor_of(staff), now)
        progress(done, len(waiting))
    with reading():
        return program_plans.get(staff.program_id, plan_id)


def _carry_out(plan_id: int, planned: PlannedWeek, actor: str, now: datetime) -> None:
    """All of one patient's week, asked by the same rule as any booking."""
    party = book_session.bring_together(planned.patient_id, planned.session_ids, now=now)
    week = party.week_of(party.sessions[0])
    if hindrance := _hindrance(planned, party, week, now):
        program_plans.settle(plan_id, planned.patient_id, hindrance)
    elif party.program.planned_weeks is Handing.GIVE:
        book_session.take_seats(party, actor=actor, now=now, week=week)
        tell_patient.planned(party.patient, party.program, plan_id, party.sessions, None, now=now)
        program_plans.settle(plan_id, planned.patient_id, Outcome.GIVEN)
    else:
        _offer(plan_id, party, actor, now)


def _hindrance(planned: PlannedWeek, party: Party, week: Week, now: datetime) -> Outcome | None:
    """Why it does not come to that; None if nothing is in the way."""
    if week.is_met:
        return Outcome.MET
    if party.patient.schedule_version != planned.version:
        return Outcome.CHANGED
    return Outcome.GONE if reasons_against(week, party.sessions, now) else None


def _offer(plan_id: int, party: Party, actor: str, now: datetime) -> None:
    patient, program = party.patient, party.program
    first = min(session.starts for session in party.sessions)
    until = kept_until(first, program, patient.zone_or(program.zone), now)
    if until is None:
        program_plans.settle(plan_id, patient.id, Outcome.TOO_LATE)
        return
    people.change(patient.id, planned_until=until)
    holds.put(_held(party.sessions, patient.id, until))
    tell_patient.planned(patient, program, plan_id, party.sessions, until, now=now)
    ids = [session.id for session in party.sessions]
    audit.note_sessions(program.id, actor, "planned", ids, now=now, patient_id=patient.id)
    program_plans.settle(plan_id, patient.id, Outcome.OFFERED, until)


def _held(sessions: Iterable[Session], patient_id: int, until: datetime) -> Iterable[Hold]:
    return (Hold(session.id, patient_id, until, Purpose.PLANNED) for session in sessions)
