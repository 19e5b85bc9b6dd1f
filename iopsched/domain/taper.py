"""A taper: hours that go down step by step, said in one go, as plans that follow each other without a day between."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from iopsched.domain.treatment import TreatmentPlan, problems
from iopsched.domain.words import LevelOfCare

MOST_STEPS = 6
MOST_WEEKS = 52
HALF_HOUR = 30


@dataclass(frozen=True, slots=True)
class Step:
    """So many minutes a week at least, for so many weeks, at a level of care."""

    minutes: int
    weeks: int
    level_of_care: LevelOfCare


def plans_of(first: TreatmentPlan, steps: Iterable[Step]) -> tuple[TreatmentPlan, ...]:
    """One plan a step; the first begins with ``first``, and all ask what it asks but for hours a week and level.

    Minutes of each kind are those of the first step; of later ones they are the same share, down to the half hour.
    """
    made, begins, in_turn = [], first.first_day, tuple(steps)
    for step in in_turn:
        ends = begins + timedelta(weeks=step.weeks, days=-1)
        kinds = {kind: _share(minutes, step, in_turn[0]) for kind, minutes in first.components.items()}
        dated = replace(first, first_day=begins, last_day=ends, components=kinds)
        made.append(replace(dated, week_least=step.minutes, level_of_care=step.level_of_care))
        begins = ends + timedelta(days=1)
    return tuple(made)


def _share(minutes: int, step: Step, first: Step) -> int:
    whole = minutes * step.minutes // first.minutes
    return minutes if step.minutes == first.minutes else max(HALF_HOUR, whole - whole % HALF_HOUR)


def wrong(plans: Iterable[TreatmentPlan]) -> Iterator[tuple[str, str]]:
    """Every (field, what would be right) of such plans by themselves, each with the step that it is about."""
    for number, plan in enumerate(plans, 1):
        for field, text in problems(plan):
            yield field, f"Step {number}. {text}"
