"""A shortfall names the least that stands in the way."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iopsched.domain.ledger import Course, prospect
from iopsched.domain.need import Need
from iopsched.domain.session import Session
from iopsched.domain.shortfall import Cause, shortfall
from iopsched.domain.treatment import TreatmentPlan
from iopsched.domain.words import Component, Modality
from tests.builders import a_booking, a_plan, a_session, a_week, at

FREE = a_session(day=0, hour=9, hours=9)
PART = a_session(day=0, hour=9)
FULL = a_session(day=1, taken=8)
BUSY = a_session(day=2)
VIDEO = a_session(day=3, modality=Modality.TELEHEALTH)
IN_PERSON_ONLY = frozenset({Modality.IN_PERSON})
"""What the plan below allows."""
DAYS, LENGTHS = st.integers(0, 6), st.sampled_from([0.5, 1, 3])
KINDS = st.sampled_from([Component.GROUP, Component.INDIVIDUAL])
PLANS = st.builds(
    a_plan,
    week_least=st.sampled_from([120, 240, 540]),
    day_least=st.sampled_from([0, 120]),
    days_least=st.integers(0, 3),
    components=st.sampled_from([{}, {Component.INDIVIDUAL: 60}, {Component.INDIVIDUAL: 120, Component.GROUP: 120}]),
)


@pytest.mark.parametrize(
    ("sessions", "cause", "fitting"),
    [
        ([FREE, FULL, BUSY, VIDEO], Cause.FITS, 1),
        ([PART, FULL, BUSY, VIDEO], Cause.PART, 1),
        ([FULL, BUSY, VIDEO], Cause.FULL, 0),
        ([BUSY, VIDEO], Cause.BUSY, 0),
        ([VIDEO], Cause.PLAN, 0),
        ([], Cause.OVER, 0),
        ([a_session(day=0, is_cancelled=True)], Cause.OVER, 0),
    ],
)
def test_the_least_that_stands_in_the_way_is_the_cause(sessions: list[Session], cause: Cause, fitting: int):
    week = a_week(plans=(a_plan(modalities=IN_PERSON_ONLY),), busy=((BUSY.starts, BUSY.ends),))

    found = shortfall(week, sessions, at(0, 8))

    assert (found.cause, found.fitting) == (cause, fitting)


def test_what_has_begun_or_is_booked_is_no_way_out():
    mine, begun = a_session(day=4), a_session(day=0, hour=6)

    found = shortfall(a_week(a_booking(mine)), [mine, begun], at(0, 8))

    assert found.cause is Cause.OVER


@pytest.mark.parametrize(
    ("individual", "cause", "fitting"),
    [({}, Cause.FITS, 1), ({"seats": 1, "taken": 1}, Cause.FULL, 0), ({"is_cancelled": True}, Cause.NONE, 0)],
)
def test_what_fits_and_is_not_what_lacks_is_no_way_out(individual: dict[str, Any], cause: Cause, fitting: int):
    plan = a_plan(components={Component.GROUP: 480, Component.INDIVIDUAL: 60})
    week = a_week(*(a_session(day) for day in range(3)), plans=(plan,))
    alone = a_session(4, hours=1, component=Component.INDIVIDUAL, **individual)

    found = shortfall(week, [a_session(3), a_session(5), alone], at(0, 8))

    assert week.to_go == 60
    assert (found.cause, found.fitting) == (cause, fitting)


@given(offered=st.lists(st.builds(a_session, day=DAYS, hours=LENGTHS, component=KINDS), max_size=5), asked=PLANS)
@settings(max_examples=80)
def test_the_board_says_that_it_fits_where_hours_say_that_it_can_be_whole(offered: list[Session], asked: TreatmentPlan):
    week = a_week(a_session(2), plans=(asked,))

    board, hours = shortfall(week, offered, at(0, 8)), prospect(week, offered, at(0, 8))

    assert week.is_met or (board.cause is Cause.FITS) is (hours.course is Course.OPEN)
    assert week.is_met or (board.fitting > 0) is (hours.possible > 0)


@given(st.builds(a_session, day=DAYS, hours=LENGTHS, component=KINDS), PLANS)
@settings(max_examples=80)
def test_what_eases_a_need_is_what_leaves_a_week_lacking_less(session: Session, asked: TreatmentPlan):
    week = a_week(a_session(2), a_session(4, hour=9, hours=1), plans=(asked,))
    to_go, days, _ = week.lack
    then_to_go, then_days, _ = week.seated(session, now=at(0, 8)).lack
    is_longer = session.day in week.short_days

    assert Need.of(week).is_eased_by(session) is (then_to_go < to_go or then_days < days or is_longer)
