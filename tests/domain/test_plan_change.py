"""What a change of plans does to the weeks ahead."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopsched.domain.errors import Invalid
from iopsched.domain.plan_change import Draft, changes, from_day
from iopsched.domain.refusal import Why
from iopsched.domain.spoken_date import spoken
from iopsched.domain.taper import Step, plans_of, wrong
from iopsched.domain.treatment import TreatmentPlan
from iopsched.domain.words import LevelOfCare, Modality
from tests.builders import MONDAY, a_booking, a_plan, a_session, a_week
from tests.conftest import NOW

HELD = a_plan(id=7)


def why(plan: TreatmentPlan, *days: int) -> list[list[Why]]:
    """Per booking that may not stay, in order of time, why; three hours are booked on each of these days."""
    week = a_week(*(a_session(day) for day in days), plans=(HELD,))
    found = changes([week], (plan,), NOW)
    return [[reason.why for reason in broken.reasons] for change in found for broken in change.broken]


def test_the_same_plan_changes_nothing():
    assert changes([a_week(a_session(), plans=(HELD,))], (HELD,), NOW) == ()


def test_fewer_hours_make_a_week_full():
    (change,) = changes([a_week(a_session(0), a_session(2), plans=(HELD,))], (replace(HELD, week_least=360),), NOW)

    assert (change.before.required, change.after.required, change.becomes_full) == (540, 360, True)
    assert (change.becomes_short, change.is_beyond, change.broken) == (False, False, ())


def test_more_hours_make_a_full_week_short():
    held = a_week(a_session(0), a_session(2), a_session(4), plans=(HELD,))

    (change,) = changes([held], (replace(HELD, week_least=720),), NOW)

    assert change.becomes_short
    assert change.after.to_go == 180


def test_what_comes_first_stays_and_the_rest_is_beyond():
    plan = replace(HELD, week_least=60, week_most=360)

    assert why(plan, 0, 1, 2, 4) == [[Why.WEEK_MOST], [Why.WEEK_MOST]]


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (replace(HELD, days_most=1), [Why.DAYS_MOST]),
        (replace(HELD, modalities=frozenset({Modality.TELEHEALTH})), [Why.MODALITY]),
        (replace(HELD, day_most=120), [Why.DAY_MOST]),
        (replace(HELD, last_day=MONDAY + timedelta(days=1)), [Why.NO_PLAN]),
    ],
)
def test_each_rule_of_the_new_plan_is_asked(plan: TreatmentPlan, expected: list[Why]):
    assert why(plan, 0, 2)[-1] == expected


def test_what_has_been_is_left_alone():
    past = a_booking(a_session(0, monday=MONDAY - timedelta(weeks=1), hour=9))
    week = a_week(past, monday=MONDAY - timedelta(weeks=1), plans=(HELD,))

    (change,) = changes([week], (), NOW)

    assert change.broken == ()


def test_plans_that_stay_must_leave_room():
    other = a_plan(id=8, first_day=HELD.last_day + timedelta(days=1), last_day=HELD.last_day + timedelta(days=28))
    longer = replace(HELD, last_day=other.first_day)

    with pytest.raises(Invalid) as refused:
        Draft((longer,), instead_of=HELD.id).require_sound((HELD, other))

    assert refused.value.problems["first_day"] == (
        f"There is a plan from {spoken(other.first_day)} to {spoken(other.last_day)} already. "
        f"End on {spoken(HELD.last_day)} or earlier, or change that plan."
    )


def test_a_draft_takes_the_place_of_one_plan():
    shorter = replace(HELD, last_day=MONDAY)

    assert Draft((shorter,), instead_of=HELD.id).over((HELD,)) == (shorter,)
    assert Draft(instead_of=HELD.id).over((HELD,)) == ()


steps = st.lists(
    st.builds(Step, st.integers(60, 1140), st.integers(1, 8), st.sampled_from(LevelOfCare)), min_size=1, max_size=6
)


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), steps)
def test_a_taper_has_no_day_between_its_plans_and_none_twice(begins: date, said: list[Step]):
    plans = plans_of(a_plan(first_day=begins), said)

    assert plans[0].first_day == begins
    assert all(after.first_day - one.last_day == timedelta(days=1) for one, after in pairwise(plans))
    assert (plans[-1].last_day - begins).days + 1 == 7 * sum(step.weeks for step in said)
    assert [plan.week_least for plan in plans] == [step.minutes for step in said]


def test_what_is_wrong_with_a_step_says_which():
    plans = plans_of(a_plan(), [Step(540, 4, LevelOfCare.IOP), Step(1200, 4, LevelOfCare.PHP)])

    ((field, text),) = wrong(plans)

    assert field == "week_least"
    assert text.startswith("Step 2. Hours a week")


def test_a_change_from_a_day_leaves_what_was_asked_until_then():
    wanted = replace(HELD, week_least=720)

    until_then, after = from_day(HELD, wanted, MONDAY).plans

    assert until_then == replace(HELD, last_day=MONDAY - timedelta(days=1))
    assert after == replace(wanted, id=0, first_day=MONDAY)


@pytest.mark.parametrize(
    ("wanted", "day"),
    [
        ({"week_least": 720}, None),
        ({"week_least": 720}, HELD.first_day),
        ({"last_day": MONDAY + timedelta(days=3)}, MONDAY),
        ({"last_day": MONDAY + timedelta(days=3)}, MONDAY + timedelta(days=7)),
    ],
)
def test_a_change_of_all_of_a_plan_or_of_its_days_alone_splits_nothing(wanted: dict[str, Any], day: date | None):
    whole = replace(HELD, **wanted)

    assert from_day(HELD, whole, day) == Draft((whole,), instead_of=HELD.id)


def test_a_change_counts_from_a_day_of_the_plan():
    with pytest.raises(Invalid) as refused:
        from_day(HELD, replace(HELD, week_least=720), HELD.last_day + timedelta(days=1))

    assert list(refused.value.problems) == ["changes_from"]


@given(st.integers(-30, 60), st.sampled_from([180, 360, 720]))
def test_weeks_before_the_day_of_a_change_are_none_of_its_changes(day: int, minutes: int):
    draft = from_day(HELD, replace(HELD, week_least=minutes), MONDAY + timedelta(days=min(day, 56)))
    mondays = [MONDAY + timedelta(weeks=number) for number in range(-4, 9)]

    touched = changes([a_week(monday=monday, plans=(HELD,)) for monday in mondays], draft.over((HELD,)), NOW)

    begins = max(HELD.first_day, MONDAY + timedelta(days=min(day, 56)))
    last_workdays = [change.monday + timedelta(days=6) for change in touched]
    assert all(begins <= sunday for sunday in last_workdays)
    assert touched


def test_what_a_plan_asked_before_such_plans_were_refused_may_still_end():
    hard = replace(HELD, week_least=720, days_most=2, day_most=240)
    draft = from_day(hard, replace(hard, days_most=5), MONDAY)

    draft.require_sound((hard,))

    assert [plan.days_most for plan in draft.plans] == [2, 5]
