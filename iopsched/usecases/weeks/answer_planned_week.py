"""A patient says yes or no, in one tap, to a week that staff planned and that is kept for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from iopsched.domain import zone
from iopsched.domain.errors import NotFound, Taken
from iopsched.domain.hold import Purpose
from iopsched.domain.program import Program
from iopsched.domain.program_plan.planned_week import Outcome, PlannedWeek
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.store import audit, holds, people, program_plans, sessions, visitors, weeks
from iopsched.store.db import reading, transaction
from iopsched.usecases.messages import tell_patient
from iopsched.usecases.seats import book_session, offer_seats
from iopsched.usecases.weeks.plan_week import reasons_against


@dataclass(frozen=True, slots=True)
class Planned:
    """What is kept for the patient until ``until``, and the week as it would be with it."""

    plan_id: int
    sessions: tuple[Session, ...]
    week: Week
    until: datetime


def view(patient_id: int, *, now: datetime) -> tuple[Planned, ...]:
    """Each week that the patient may answer and that is still short. One query where there is none."""
    with reading():
        found = program_plans.offered_to(patient_id, now)
        if not found:
            return ()
        patient, program = visitors.known_patient(patient_id)
        of_each = [(plan_id, one, sessions.some(one.session_ids)) for plan_id, one in found]
        held = [weeks.load(patient, program, _monday(wanted, program)) for _, _, wanted in of_each]
    return tuple(
        Planned(plan_id, wanted, week.seated(*wanted, now=now), one.until or now)
        for (plan_id, one, wanted), week in zip(of_each, held, strict=True)
        if not week.is_met
    )


def _monday(wanted: tuple[Session, ...], program: Program) -> date:
    return zone.week_of(wanted[0].day, program.first_weekday)


def take(patient_id: int, plan_id: int, *, now: datetime) -> Week:
    """Book all of it, or nothing; said again, nothing more happens. The week with it.

    Raises NotFound for what is not kept for them any more, Taken for what cannot be booked as it stands.
    """
    with transaction():
        planned = program_plans.part(plan_id, patient_id)
        if planned.outcome is not Outcome.TAKEN:
            _require_open(plan_id, patient_id, now)
        party = book_session.bring_together(patient_id, planned.session_ids, now=now)
        week = party.week_of(party.sessions[0])
        if program_plans.part(plan_id, patient_id).outcome is Outcome.TAKEN:
            return week
        _require_open(plan_id, patient_id, now)
        if reasons := reasons_against(week, party.sessions, now):
            raise Taken(reasons)
        booked = book_session.take_seats(party, actor=f"patient:{patient_id}", now=now, week=week)
        _settle(plan_id, patient_id, Outcome.TAKEN, now)
        return week.adding(*booked)


def decline(patient_id: int, plan_id: int, *, now: datetime) -> None:
    """Keep none of it: the seats go to whoever waits, or are free; said again, nothing more happens.

    Raises NotFound as above.
    """
    with transaction():
        if program_plans.part(plan_id, patient_id).outcome is Outcome.DECLINED:
            return
        planned = _require_open(plan_id, patient_id, now)
        party = book_session.bring_together(patient_id, planned.session_ids, now=now)
        _require_open(plan_id, patient_id, now)
        mine = [kept.session_id for kept in holds.of_patient(patient_id, now) if kept.purpose is Purpose.PLANNED]
        given_back = [one for one in planned.session_ids if one in mine]
        holds.drop(patient_id, given_back, Purpose.PLANNED)
        _settle(plan_id, patient_id, Outcome.DECLINED, now)
        actor = f"patient:{patient_id}"
        audit.note_sessions(party.program.id, actor, "declined", planned.session_ids, now=now, patient_id=patient_id)
        offer_seats.offer_free(party.program, given_back, now=now)


def _require_open(plan_id: int, patient_id: int, now: datetime) -> PlannedWeek:
    planned = program_plans.part(plan_id, patient_id)
    if not planned.is_open(now):
        raise NotFound("planned week")
    return planned


def _settle(plan_id: int, patient_id: int, outcome: Outcome, now: datetime) -> None:
    program_plans.settle(plan_id, patient_id, outcome)
    left = (week.until for _, week in program_plans.offered_to(patient_id, now) if week.until)
    people.change(patient_id, planned_until=max(left, default=None))
    tell_patient.planned_answered(plan_id, patient_id)
