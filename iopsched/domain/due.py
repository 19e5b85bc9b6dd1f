"""What comes due for patients: certification again, a plan's end or the next one's beginning, a payer's word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from iopsched.domain.authorisation import Use
from iopsched.domain.program import Program
from iopsched.domain.treatment import TreatmentPlan, covering

ONE_DAY = timedelta(days=1)


class What(StrEnum):
    """What is due: a physician's word, a plan that nothing follows, a plan that follows another or a break; a payer's
    word once its authorisation is used up, or ends while treatment goes on.
    """

    CERTIFICATION = "certification"
    PLAN_ENDS = "plan_ends"
    PLAN_BEGINS = "plan_begins"
    RUNS_OUT = "runs_out"
    AUTHORISATION_ENDS = "authorisation_ends"


@dataclass(frozen=True, slots=True)
class Due:
    """One matter of one patient. ``plan`` is the one that is to be certified, ends or begins; ``before`` the one
    that it follows without a day between, so that a taper tells both.
    """

    what: What
    day: date
    plan: TreatmentPlan
    before: TreatmentPlan | None = None

    @property
    def patient_id(self) -> int:
        return self.plan.patient_id

    def is_overdue(self, today: date) -> bool:
        return self.day < today


@dataclass(frozen=True, slots=True)
class PayerDue:
    """An authorisation of one patient that is to be renewed, and its use so far."""

    what: What
    day: date
    use: Use

    @property
    def patient_id(self) -> int:
        return self.use.authorisation.patient_id

    def is_overdue(self, today: date) -> bool:
        return self.day < today


def payer_dues(
    uses: Iterable[Use], plans: Mapping[int, tuple[TreatmentPlan, ...]], today: date, until: date
) -> tuple[PayerDue, ...]:
    """Of authorisations in force on some day until then, which are used up by then, or end while treatment goes on.

    ``plans`` are everybody's, by patient. One that another of the same unit follows is not due for its end.
    """
    known = tuple(uses)
    found = (due for one in known if (due := _payer_due(one, known, plans, today)))
    return tuple(sorted((due for due in found if due.day <= until), key=lambda due: (due.day, due.what)))


def dues(plans: tuple[TreatmentPlan, ...], program: Program, today: date, until: date) -> tuple[Due, ...]:
    """Of one patient's plans what is due until that day, in order of time; a certification also when it is overdue."""
    found = [*_certification(plans, program, today), *_changes(plans, today)]
    return tuple(sorted((due for due in found if due.day <= until), key=lambda due: (due.day, due.what)))


def certification_day(plans: tuple[TreatmentPlan, ...], program: Program, today: date) -> date | None:
    """By when a physician certifies again; None where no plan is in force, or the course ends before.

    Counted from the last certification, or from the first day of the course (42 CFR 424.24: at least every 60 days).
    """
    held = covering(plans, today)
    if held is None:
        return None
    stages = course(plans, held)
    said = [plan.certified_on for plan in stages if plan.certified_on]
    day = max([stages[0].first_day, *said]) + timedelta(days=program.certification_days)
    return day if day <= stages[-1].last_day else None


def course(plans: tuple[TreatmentPlan, ...], held: TreatmentPlan) -> tuple[TreatmentPlan, ...]:
    """The plans that follow each other without a day between, with ``held`` among them: one course of treatment."""
    stages = [held]
    while before := covering(plans, stages[0].first_day - ONE_DAY):
        stages.insert(0, before)
    while after := covering(plans, stages[-1].last_day + ONE_DAY):
        stages.append(after)
    return tuple(stages)


def _certification(plans: tuple[TreatmentPlan, ...], program: Program, today: date) -> Iterator[Due]:
    held, day = covering(plans, today), certification_day(plans, program, today)
    if held and day:
        yield Due(What.CERTIFICATION, day, held)


def _changes(plans: tuple[TreatmentPlan, ...], today: date) -> Iterator[Due]:
    for plan in plans:
        if plan.first_day >= today:
            yield Due(What.PLAN_BEGINS, plan.first_day, plan, covering(plans, plan.first_day - ONE_DAY))
        if plan.last_day >= today and covering(plans, plan.last_day + ONE_DAY) is None:
            yield Due(What.PLAN_ENDS, plan.last_day, plan)


def _payer_due(
    one: Use, known: tuple[Use, ...], plans: Mapping[int, tuple[TreatmentPlan, ...]], today: date
) -> PayerDue | None:
    authorisation = one.authorisation
    if authorisation.last_day < today:
        return None
    day = one.runs_out or one.expected_end(today)
    if not one.left:
        day = max(today, authorisation.first_day)
    if day is not None:
        return PayerDue(What.RUNS_OUT, max(day, today), one)
    after = authorisation.last_day + ONE_DAY
    goes_on = covering(plans.get(one.authorisation.patient_id, ()), after)
    return (
        PayerDue(What.AUTHORISATION_ENDS, authorisation.last_day, one) if goes_on and not _follows(one, known) else None
    )


def _follows(one: Use, known: tuple[Use, ...]) -> bool:
    """Whether another of the same patient and unit is in force on the day after."""
    mine, after = one.authorisation, one.authorisation.last_day + ONE_DAY
    others = (other.authorisation for other in known if other.authorisation.patient_id == mine.patient_id)
    return any(other.unit is mine.unit and other.covers(after) for other in others)
