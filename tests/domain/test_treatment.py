"""A treatment plan that nobody could meet is not taken."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iopsched.domain.taper import Step, plans_of, wrong
from iopsched.domain.treatment import TreatmentPlan, problems
from iopsched.domain.words import Component, LevelOfCare
from tests.builders import a_plan

HOUR = 60


@pytest.mark.parametrize(
    ("given", "field", "text"),
    [
        (
            {"week_least": 12 * HOUR, "days_most": 2, "day_most": 4 * HOUR},
            "days_most",
            "2 days of at most 4 h give 8 h, and 12 h a week are asked for. Allow more of either.",
        ),
        (
            {"week_least": 6 * HOUR, "week_most": 9 * HOUR, "days_least": 3, "day_least": 4 * HOUR},
            "day_least",
            "It takes 3 days, and at least 4 h on each make 12 h: more than 9 h a week at most. Ask for less a day.",
        ),
        ({"components": {Component.GROUP: 15 * HOUR}, "day_most": 2 * HOUR}, "days_most", "7 days of at most 2 h give"),
        ({"day_most": 0}, "days_most", "7 days of at most 0 h give 0 h"),
        (
            {"week_least": 9 * HOUR, "week_most": 10 * HOUR, "day_least": 4 * HOUR, "day_most": 4 * HOUR},
            "day_least",
            "It takes 3 days, and at least 4 h on each make 12 h",
        ),
    ],
)
def test_days_and_hours_that_no_week_could_keep_are_refused_with_the_sum(
    given: Mapping[str, int], field: str, text: str
):
    ((where, said),) = problems(a_plan(**given))

    assert where == field
    assert said.startswith(text)


hours = st.integers(0, 5).map(lambda number: number * HOUR)


@given(
    st.builds(
        a_plan,
        week_least=st.sampled_from([3 * HOUR, 9 * HOUR]),
        week_most=st.sampled_from([9 * HOUR, 12 * HOUR]),
        day_least=hours,
        day_most=hours,
        days_least=st.integers(0, 4),
        days_most=st.integers(0, 4),
    ).filter(lambda plan: plan.day_least <= plan.day_most and plan.days_least <= plan.days_most)
)
@settings(max_examples=80)
def test_a_plan_is_taken_where_some_number_of_days_gives_enough_and_not_too_much(plan: TreatmentPlan):
    totals = [
        (days * plan.day_least, days * plan.day_most) for days in range(plan.days_least, plan.days_most + 1) if days
    ]

    can_be_met = any(least <= plan.week_most and most >= plan.week_least for least, most in totals)

    assert can_be_met is not any(problems(plan))


def test_a_step_of_a_taper_that_nobody_could_meet_says_which():
    first = a_plan(days_most=3, day_most=3 * HOUR)
    steps = [Step(12 * HOUR, 4, LevelOfCare.IOP), Step(9 * HOUR, 4, LevelOfCare.IOP)]

    ((field, said),) = wrong(plans_of(first, steps))

    assert (field, said[:28]) == ("days_most", "Step 1. 3 days of at most 3 ")
