"""Staff look at one patient: plans, the weeks around now, consent, and which texts went out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from iopsched.domain import zone
from iopsched.domain.booking import Booking
from iopsched.domain.consent import Consent
from iopsched.domain.due import certification_day
from iopsched.domain.duty import Duty
from iopsched.domain.errors import NotFound
from iopsched.domain.ledger import Account
from iopsched.domain.message import Message
from iopsched.domain.offering import Offering
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.treatment import TreatmentPlan, covering
from iopsched.domain.usual_week import UsualWeek
from iopsched.domain.week import Week
from iopsched.store import bookings, caseloads, mergers, messages, offerings, people, programs, treatments, usual_weeks
from iopsched.store.db import reading
from iopsched.usecases.people import note_look

BACK, AHEAD = 2, 3
"""Weeks before and after this one."""
CASELOAD = timedelta(weeks=4)
"""For how long after a session its clinician still sees who was in it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One person's page. Only schedulers get ``messages`` and ``consents``; the front desk gets this week, no plans.

    ``usual`` is the usual week that goes on, if any, and ``offerings`` by id what it is made of; ``merged`` are other
    records that turned out to be this one's.
    """

    program: Program
    patient: Patient
    plans: tuple[TreatmentPlan, ...]
    weeks: tuple[Week, ...]
    given_up: tuple[Booking, ...]
    messages: tuple[Message, ...]
    consents: tuple[Consent, ...]
    today: date
    now: datetime
    usual: UsualWeek | None = None
    offerings: Mapping[int, Offering] = field(default_factory=dict)
    merged: tuple[Patient, ...] = ()

    @property
    def plans_in_turn(self) -> tuple[TreatmentPlan, ...]:
        """What holds, what follows, then what is over."""
        return tuple(sorted(self.plans, key=lambda plan: (plan.last_day < self.today, plan.first_day)))

    def account_of(self, week: Week) -> Account:
        """The week in numbers, as the ledger of hours has them."""
        return Account(week, self.now)

    @property
    def certification_day(self) -> date | None:
        """By when a physician certifies again."""
        return certification_day(self.plans, self.program, self.today)

    @property
    def next_week(self) -> date:
        """Its first day."""
        return self.program.week_of(self.now) + timedelta(weeks=1)

    @property
    def plan_now(self) -> TreatmentPlan | None:
        return covering(self.plans, self.today)

    def given_up_in(self, week: Week) -> tuple[Booking, ...]:
        """Seats of that week that were given up and not taken again."""
        held = [b for b in self.given_up if week.monday <= b.session.day <= week.sunday]
        return tuple(booking for booking in held if not week.holds(booking.session))


def view(staff: Staff, patient_id: int, *, now: datetime) -> Sheet:
    """At most ten queries, and those of ``note_look``: who looked is noted.

    Raises NotFound for another program's, and for a clinician unless in own sessions.
    """
    sheet = _look(staff, patient_id, now)
    note_look.note(staff, now=now, patient_id=patient_id)
    return sheet


def _look(staff: Staff, patient_id: int, now: datetime) -> Sheet:
    with reading():
        patient = people.patient(patient_id)
        program = programs.get(staff.program_id)
        if patient.program_id != program.id or not _may_see(staff, patient, now):
            raise NotFound("patient")
        reads_plans = staff.may(Duty.PLANS)
        span_of_weeks = range(-BACK, AHEAD + 1) if reads_plans else range(1)
        mondays = [program.week_of(now) + timedelta(weeks=weeks) for weeks in span_of_weeks]
        span = program.week_bounds(mondays[0])[0], program.week_bounds(mondays[-1])[1]
        booked = bookings.of_patient(patient.id, *span)
        plans = treatments.of_patient(patient.id)
        usual = usual_weeks.of_patient(patient.id) if reads_plans else None
        return Sheet(
            program=program,
            patient=patient,
            plans=plans if reads_plans else (),
            weeks=tuple(_week(program, patient, monday, booked, plans) for monday in mondays),
            given_up=tuple(booking for booking in booked if not booking.is_active),
            messages=messages.of_patient(patient.id, limit=30) if staff.may_schedule else (),
            consents=people.consents(patient.id) if staff.may_schedule else (),
            today=program.day_of(now),
            now=now,
            usual=usual,
            offerings={one.id: one for one in offerings.in_program(program.id)} if usual else {},
            merged=mergers.merged_into(patient.id) if staff.may_schedule else (),
        )


def _may_see(staff: Staff, patient: Patient, now: datetime) -> bool:
    if staff.may(Duty.EVERYBODY):
        return True
    mine = staff.clinician_id
    return mine is not None and patient.id in caseloads.of_clinician(staff.program_id, mine, now - CASELOAD)


def _week(
    program: Program, patient: Patient, monday: date, booked: tuple[Booking, ...], plans: tuple[TreatmentPlan, ...]
) -> Week:
    held = tuple(b for b in booked if b.is_active and zone.week_of(b.session.day, program.first_weekday) == monday)
    return Week(program, patient.id, monday, held, plans)
