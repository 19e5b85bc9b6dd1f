"""What a week asks where plans begin, change or end in it: a fifth for each Monday to Friday under a plan."""

from datetime import timedelta
from typing import Any

import pytest

from iopsched.domain.requirement import requirement
from iopsched.domain.treatment import TreatmentPlan
from iopsched.domain.words import Component
from tests.builders import MONDAY, a_plan, a_session, a_week

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def during(first: int, last: int, **given: Any) -> TreatmentPlan:
    """In force on these days of the week that begins on MONDAY."""
    return a_plan(first_day=MONDAY + timedelta(days=first), last_day=MONDAY + timedelta(days=last), **given)


def changing(turn: int, before: dict[str, Any], after: dict[str, Any]) -> tuple[TreatmentPlan, ...]:
    """Two plans that follow each other; the second from the day of the ``turn``."""
    return during(-28, turn - 1, **before), during(turn, 28, id=2, **after)


def asked(*plans: TreatmentPlan):
    found = requirement(plans, MONDAY)
    assert found is not None
    return found


def test_a_week_under_one_plan_asks_what_the_plan_asks():
    plan = a_plan(week_least=545, week_most=1145, days_least=3, days_most=4, components={Component.GROUP: 355})

    found = asked(plan)

    assert (found.least, found.most, found.days_least, found.days_most) == (545, 1145, 3, 4)
    assert found.components == {Component.GROUP: 355}


@pytest.mark.parametrize(
    ("turn", "least"), [(TUE, 390), (WED, 420), (THU, 450), (FRI, 480), (SAT, 540), (SUN, 540)], ids=str
)
def test_a_taper_from_nine_hours_to_six_asks_something_between(turn: int, least: int):
    """Down to the half hour: on Wednesday two fifths of 9 h and three of 6 h are 7 h 12."""
    plans = changing(turn, {"week_least": 540}, {"week_least": 360})

    assert asked(*plans).least == least


def test_the_week_of_an_18th_birthday_asks_for_the_hours_of_both_ages():
    """Kansas and Virginia: 6 h a week before the birthday, 9 h from then on; staff enter a plan for each."""
    plans = changing(WED, {"week_least": 360, "day_least": 120}, {"week_least": 540, "day_least": 180})
    week = a_week(*(a_session(day, hours=2) for day in (MON, TUE, THU)), plans=plans)

    assert week.required == 450
    assert week.short_days == {MONDAY + timedelta(days=THU): 60}


@pytest.mark.parametrize(
    ("first", "last", "least"),
    [(MON, FRI, 540), (SUN - 7, FRI, 540), (MON, TUE, 210), (THU, SUN, 210), (FRI, 28, 90), (SAT, SUN, 210)],
)
def test_the_first_and_the_last_week_ask_for_their_part(first: int, last: int, least: int):
    """All of it from Monday to Friday; a weekend counts where it is all that there is of the week."""
    assert asked(during(first, last)).least == least


def test_a_change_at_the_weekend_does_not_touch_the_week():
    plans = changing(SAT, {"week_most": 1140, "days_least": 4}, {"week_least": 180, "week_most": 300})
    found = asked(*plans)

    assert (found.least, found.most, found.days_least) == (540, 1140, 4)


def test_the_most_lies_between_the_plans_and_stays_whole_in_a_first_week():
    """From partial hospitalization, 20 to 30 h, to 9 to 19 h: not 19 h, of which 16 may be behind on Wednesday."""
    plans = changing(THU, {"week_least": 1200, "week_most": 1800, "days_most": 5}, {"week_most": 1140, "days_most": 3})

    assert (asked(*plans).most, asked(*plans).days_most) == (1560, 5)
    assert (asked(during(THU, 28, days_most=3)).most, asked(during(THU, 28, days_most=3)).days_most) == (1140, 3)


def test_a_kind_is_asked_for_by_its_share_and_not_for_less_than_half_an_hour():
    family, both = {Component.FAMILY: 60}, {Component.GROUP: 300, Component.INDIVIDUAL: 60}
    late, early = (changing(turn, {"components": family | both}, {"components": both}) for turn in (THU, WED))

    assert asked(*late).components == family | both | {Component.FAMILY: 30}
    assert asked(*early).components == both
    assert asked(during(FRI, SUN, components=both)).components == {Component.GROUP: 60}


def test_no_more_days_are_asked_for_than_there_are():
    assert asked(during(MON, FRI, days_least=6, days_most=6)).days_least == 5
    assert asked(during(FRI, FRI, days_least=3)).days_least == 0


def test_a_share_of_less_than_half_an_hour_is_asked_for_as_it_is():
    assert asked(during(FRI, 28, week_least=120)).least == 24


def test_a_week_that_no_plan_touches_asks_for_nothing():
    assert requirement((during(-28, -1), during(7, 28)), MONDAY) is None


def test_plans_are_named_in_order_of_time():
    before, after = changing(SUN, {}, {})

    assert asked(after, before).plans == (before, after)
