"""Wishes: which sessions suit, by the program's wall; and that they are kept as they were said."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopsched.domain.session import Session
from iopsched.domain.wishes import Wishes, as_said, from_said
from iopsched.domain.words import Modality, Part
from tests.builders import a_program, a_session

EVENING = a_session(day=0, hour=18, hours=3)


def suits(session: Session, **wishes) -> bool:
    return Wishes(**wishes).allow(session, a_program())


def test_without_a_wish_everything_suits():
    assert suits(EVENING)
    assert suits(a_session(day=5, hour=23, hours=6))


@pytest.mark.parametrize(
    ("day", "hour", "part"),
    [(0, 16.5, Part.DAYTIME), (0, 17, Part.EVENING), (5, 9, Part.WEEKEND), (6, 19, Part.WEEKEND)],
)
def test_a_part_of_the_week_can_be_wished_for(day: int, hour: float, part: Part):
    assert suits(a_session(day, hour), parts=frozenset({part}))
    assert not suits(a_session(day, hour), parts=frozenset(Part) - {part})


def test_where_and_on_which_days_can_be_wished_for():
    assert not suits(EVENING, modality=Modality.TELEHEALTH)
    assert not suits(EVENING, days_off=frozenset({0}))
    assert suits(EVENING, modality=Modality.IN_PERSON, days_off=frozenset({1}))


def test_the_earliest_start_and_the_latest_end_are_meant_to_the_minute():
    assert suits(EVENING, earliest=time(18), latest=time(21))
    assert not suits(EVENING, earliest=time(18, 1))
    assert not suits(EVENING, latest=time(20, 59))


def test_what_ends_on_the_next_day_ends_too_late_for_any_hour():
    assert not suits(a_session(hour=22, hours=3), latest=time(23, 59))


def test_hours_are_those_on_the_wall_after_a_clock_change_too():
    summer = a_session(hour=18, monday=date(2027, 3, 15))

    assert suits(summer, earliest=time(18), latest=time(21))


@given(
    st.builds(
        Wishes,
        parts=st.frozensets(st.sampled_from(Part)),
        modality=st.none() | st.sampled_from(Modality),
        days_off=st.frozensets(st.integers(0, 6)),
        earliest=st.none() | st.times().map(lambda wall: wall.replace(second=0, microsecond=0, fold=0)),
        latest=st.none() | st.times().map(lambda wall: wall.replace(second=0, microsecond=0, fold=0)),
        days_most=st.none() | st.integers(1, 7),
    )
)
def test_wishes_are_kept_as_they_were_said(wishes: Wishes):
    assert from_said(as_said(wishes)) == wishes


def test_nothing_said_is_nothing_wished():
    assert from_said({}) == Wishes()
    assert as_said(Wishes()) == {}
