"""A treatment plan: what one patient must attend, between two dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from iopsched.domain.spoken_date import spoken
from iopsched.domain.words import Component, LevelOfCare, Modality

DAY = 24 * 60
WEEK = 7 * DAY
EVERY_MODALITY = frozenset(Modality)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TreatmentPlan:
    """All lengths in minutes that count. Defaults are ASAM 2.1: 9 to 19 hours a week (DOMAIN.md section 2).

    ``certified_on`` is the last day on which a physician certified again that it is needed. ``track`` is the closed
    track that its patient is in; empty = in none, or in that of the first session of each week.
    """

    id: int
    patient_id: int
    first_day: date
    last_day: date
    level_of_care: LevelOfCare = LevelOfCare.IOP
    week_least: int = 9 * 60
    week_most: int = 19 * 60
    day_least: int = 0
    day_most: int = DAY
    days_least: int = 0
    days_most: int = 7
    components: Mapping[Component, int] = field(default_factory=dict)
    modalities: frozenset[Modality] = EVERY_MODALITY
    certified_on: date | None = None
    track: str = ""

    def covers(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def overlaps(self, other: TreatmentPlan) -> bool:
        return self.first_day <= other.last_day and other.first_day <= self.last_day


def covering(plans: tuple[TreatmentPlan, ...], day: date) -> TreatmentPlan | None:
    """The plan in force on a day; plans of one patient never overlap."""
    return next((plan for plan in plans if plan.covers(day)), None)


def problems(plan: TreatmentPlan, others: tuple[TreatmentPlan, ...] = ()) -> Iterator[tuple[str, str]]:
    """Every (field, what is wrong and what would be right) that keeps a plan from being taken."""
    if plan.last_day < plan.first_day:
        yield "last_day", "The last day is before the first. Choose a later last day."
    if not 0 < plan.week_least <= plan.week_most <= WEEK:
        yield "week_least", "Hours a week: the least must be above 0 and at most the most."
    if not 0 <= plan.day_least <= plan.day_most <= DAY:
        yield "day_least", "Hours a day: the least must be at most the most, and the most at most 24."
    if not 0 <= plan.days_least <= plan.days_most <= 7:
        yield "days_least", "Days a week: the least must be at most the most, and the most at most 7."
    if sum(plan.components.values()) > plan.week_most:
        yield "components", "The kinds of session add up to more than the most hours a week."
    yield from _unmeetable(plan)
    if not plan.modalities:
        yield "modalities", "Choose in person, telehealth or both."
    for other in others:
        if other.id != plan.id and plan.overlaps(other):
            yield "first_day", _overlapping(plan, other)


def _unmeetable(plan: TreatmentPlan) -> Iterator[tuple[str, str]]:
    """Limits of days that no week could keep with its hours; each of them by itself is sound."""
    if plan.day_least > plan.day_most or plan.days_least > plan.days_most:
        return
    asked, most = max(plan.week_least, sum(plan.components.values())), plan.days_most * plan.day_most
    if most < asked:
        each, short = f"{plan.days_most} days of at most {_hours(plan.day_most)}", f"{_hours(most)}"
        yield "days_most", f"{each} give {short}, and {_hours(asked)} a week are asked for. Allow more of either."
        return
    days = max(plan.days_least, -(-asked // plan.day_most)) if plan.day_most else 0
    if (least := days * plan.day_least) > plan.week_most:
        told = f"It takes {days} days, and at least {_hours(plan.day_least)} on each make {_hours(least)}"
        yield "day_least", f"{told}: more than {_hours(plan.week_most)} a week at most. Ask for less a day."


def _hours(minutes: int) -> str:
    return f"{minutes / 60:g} h"


def _overlapping(plan: TreatmentPlan, other: TreatmentPlan) -> str:
    there = f"There is a plan from {spoken(other.first_day)} to {spoken(other.last_day)} already."
    before, after = spoken(plan.first_day - ONE_DAY), spoken(other.last_day + ONE_DAY)
    if plan.first_day > other.first_day:
        right = f"Begin on {after} or later, or end that plan on {before}."
    elif plan.first_day < other.first_day:
        right = f"End on {spoken(other.first_day - ONE_DAY)} or earlier, or change that plan."
    else:
        right = "Choose other days, or change that plan."
    return f"{there} {right}"
