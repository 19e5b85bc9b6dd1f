"""What one week asks in all: the shares of the plans that are in force in it.

Each Monday to Friday on which a plan is in force makes a fifth of what the plan asks of a week: so a week in which
plans change asks something between both, and the first and last week of treatment ask for a part. Saturday and Sunday
count only in a week in which no plan is in force on any other day. What is asked at least is rounded down to the half
hour, what is allowed at most up, and neither leaves the range of the plans. The most of a week that is covered in part
stays whole: nobody is refused an hour because treatment begins on a Thursday. The limits of a day are those of the plan
in force on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from iopsched.domain.treatment import TreatmentPlan, covering
from iopsched.domain.words import Component

WORKDAYS = 5
HALF_HOUR = 30


@dataclass(frozen=True, slots=True)
class Requirement:
    """Minutes and days of one week, at least and at most. ``plans`` are those in force in it, in order of time."""

    least: int
    most: int
    days_least: int
    days_most: int
    components: Mapping[Component, int]
    plans: tuple[TreatmentPlan, ...]


def requirement(plans: tuple[TreatmentPlan, ...], monday: date) -> Requirement | None:
    """What these plans ask of the week that begins on ``monday``; None where none is in force."""
    sunday = monday + timedelta(days=6)
    if whole := next((plan for plan in plans if plan.first_day <= monday and sunday <= plan.last_day), None):
        return _of_one(whole)
    parts = [*_parts(plans, [monday + timedelta(days=offset) for offset in range(7)])]
    return _of_parts(parts) if parts else None


def _of_one(plan: TreatmentPlan) -> Requirement:
    return Requirement(plan.week_least, plan.week_most, plan.days_least, plan.days_most, plan.components, (plan,))


Part = tuple[TreatmentPlan, int, int]
"""A plan, its days in the week, and how many of them count."""


def _parts(plans: tuple[TreatmentPlan, ...], days: list[date]) -> Iterator[Part]:
    covered = [day for day in days if covering(plans, day)]
    counted = [day for day in covered if day.weekday() < WORKDAYS] or covered
    for plan in sorted(plans, key=lambda plan: plan.first_day):
        if in_force := sum(map(plan.covers, days)):
            yield plan, in_force, sum(map(plan.covers, counted))


def _of_parts(parts: list[Part]) -> Requirement:
    counting = [(plan, counted) for plan, _, counted in parts if counted]
    days = sum(in_force for _, in_force, _ in parts)
    return Requirement(
        least=_minutes([(plan.week_least, counted) for plan, counted in counting]),
        most=_most([(plan.week_most, counted) for plan, counted in counting], step=HALF_HOUR),
        days_least=min(days, _least([(plan.days_least, counted) for plan, counted in counting])),
        days_most=_most([(plan.days_most, counted) for plan, counted in counting]),
        components={kind: minutes for kind in Component if (minutes := _of_kind(counting, kind))},
        plans=tuple(plan for plan, _, _ in parts),
    )


def _of_kind(counting: list[tuple[TreatmentPlan, int]], kind: Component) -> int:
    """A share of less than half an hour is not asked for."""
    return _least([(plan.components.get(kind, 0), counted) for plan, counted in counting], step=HALF_HOUR)


def _minutes(asked: list[tuple[int, int]]) -> int:
    """A share of less than half an hour is asked for as it is: no week with a plan asks for nothing."""
    return _least(asked, step=HALF_HOUR) or max(1, _least(asked))


def _least(asked: list[tuple[int, int]], *, step: int = 1) -> int:
    """The (amount, counted days) added up in fifths and rounded down; a week covered whole asks the least of them."""
    share = sum(amount * counted for amount, counted in asked) // WORKDAYS // step * step
    is_whole = sum(counted for _, counted in asked) == WORKDAYS
    return max(share, min(amount for amount, _ in asked)) if is_whole else share


def _most(allowed: list[tuple[int, int]], *, step: int = 1) -> int:
    """The mean of (amount, counted days), rounded up."""
    of_all = sum(counted for _, counted in allowed)
    mean = -(-sum(amount * counted for amount, counted in allowed) // of_all)
    return min(-(-mean // step) * step, max(amount for amount, _ in allowed))
