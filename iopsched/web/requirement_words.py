"""Why a week asks for other hours than a plan asks of a week: because plans begin, change or end in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext

from iopsched.domain.requirement import Requirement
from iopsched.domain.treatment import TreatmentPlan
from iopsched.domain.week import Week
from iopsched.web import amounts, wall

DAY = timedelta(days=1)


def share(week: Week) -> str:
    """'Until Tuesday the plan asks for 9 hours a week, from Wednesday for 6 hours. For this week: 7 hours.'

    Empty where the week asks for what its only plan asks for.
    """
    asked = week.requirement
    if asked is None or {plan.week_least for plan in asked.plans} == {asked.least}:
        return ""
    said = amounts.hours_in_words(asked.least)
    return gettext("%(how)s For this week: %(hours)s.", how=_how(week, asked), hours=said)


def _how(week: Week, asked: Requirement) -> str:
    first, *later = asked.plans
    if not later:
        return _of_part(week, first)
    rest = amounts.listed(
        gettext("from %(day)s for %(hours)s", day=wall.weekday(plan.first_day), hours=_hours(plan)) for plan in later
    )
    until = wall.weekday(_until(week, first, later[0]))
    return gettext(
        "Until %(day)s the plan asks for %(hours)s a week, %(rest)s.", day=until, hours=_hours(first), rest=rest
    )


def _until(week: Week, first: TreatmentPlan, following: TreatmentPlan) -> date:
    return min(first.last_day, following.first_day - DAY, week.sunday)


def _of_part(week: Week, plan: TreatmentPlan) -> str:
    """One plan that is in force on a part of the week."""
    said = {"first": wall.weekday(plan.first_day), "last": wall.weekday(plan.last_day), "hours": _hours(plan)}
    if plan.last_day >= week.sunday:
        return gettext("The plan begins on %(first)s and asks for %(hours)s a week.", **said)
    if plan.first_day <= week.monday:
        return gettext("The plan ends on %(last)s and asks for %(hours)s a week.", **said)
    return gettext("The plan lasts from %(first)s to %(last)s and asks for %(hours)s a week.", **said)


def _hours(plan: TreatmentPlan) -> str:
    return amounts.hours_in_words(plan.week_least)


FILTERS: dict[str, Callable[..., Any]] = {"share": share}
