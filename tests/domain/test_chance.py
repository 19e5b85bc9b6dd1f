"""What a week can still gain: an upper bound that says no only where nothing helps."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iopsched.domain.booking import refusals
from iopsched.domain.chance import chance, longest
from iopsched.domain.session import Session
from iopsched.domain.words import Component
from tests.builders import MONDAY, a_booking, a_plan, a_session, a_week, at

sessions = st.lists(
    st.builds(
        a_session,
        day=st.integers(0, 6),
        hour=st.sampled_from([9, 10.5, 12, 17, 18]),
        hours=st.sampled_from([1, 1.5, 3]),
        component=st.sampled_from([Component.GROUP, Component.SKILLS]),
    ),
    max_size=7,
)


def fit(chosen: tuple[Session, ...]) -> bool:
    return not any(one.overlaps(other) for one, other in combinations(chosen, 2))


@given(sessions)
@settings(max_examples=60)
def test_the_longest_is_what_trying_all_finds(offered: list[Session]):
    choices = (chosen for size in range(len(offered) + 1) for chosen in combinations(offered, size))

    best = max(sum(session.counted_minutes for session in chosen) for chosen in choices if fit(chosen))

    assert longest(offered) == best


@given(sessions, st.sampled_from([120, 360, 1440]), st.integers(1, 7), st.sampled_from([0, 90, 180]))
@settings(max_examples=60)
def test_no_week_that_could_be_whole_is_given_up(offered: list[Session], day_most: int, days_most: int, skills: int):
    kinds = {Component.SKILLS: skills} if skills else {}
    plan = a_plan(week_least=360, week_most=720, day_most=day_most, days_most=days_most, components=kinds)
    week = a_week(plans=(plan,))
    whole = [week]
    for session in offered:
        for begun in tuple(whole):
            if not any(refusals(begun, session, at(-1, 0))):
                whole.append(begun.adding(a_booking(session)))

    if any(each.is_met for each in whole):
        assert chance(week, offered, at(-1, 0)).mends(week)


def test_what_has_begun_is_full_or_is_booked_brings_nothing():
    mine, begun, full = a_session(0), a_session(1), a_session(2, seats=1, taken=1)

    left = chance(a_week(mine), [mine, begun, full, a_session(3)], at(1, 19))

    assert (left.minutes, left.days) == (180, 1)


@pytest.mark.parametrize(("booked", "mends"), [(2, True), (1, False)])
def test_half_a_week_that_is_left_mends_what_fits_into_it(booked: int, mends: bool):
    week = a_week(*(a_session(day) for day in range(booked)))

    assert chance(week, [a_session(4)], at(3, 9)).mends(week) is mends


def test_hours_of_the_wrong_kind_mend_nothing():
    plan = a_plan(week_least=180, components={Component.FAMILY: 60})
    week = a_week(plans=(plan,))

    assert not chance(week, [a_session(4)], at(3, 9)).mends(week)
    assert chance(week, [a_session(4, component=Component.FAMILY)], at(3, 9)).mends(week)


def test_a_day_that_must_be_longer_is_mended_on_that_day_only():
    plan = a_plan(week_least=60, day_least=180)
    week = a_week(a_session(4, hour=9, hours=1), plans=(plan,))

    assert not chance(week, [a_session(5)], at(3, 9)).mends(week)
    assert chance(week, [a_session(4)], at(3, 9)).mends(week)


def test_days_that_are_missing_need_days_to_be_left():
    week = a_week(a_session(0, hour=9, hours=9), plans=(a_plan(days_least=3),))

    assert not chance(week, [a_session(0), a_session(4)], at(3, 9)).mends(week)
    assert chance(week, [a_session(4), a_session(5)], at(3, 9)).mends(week)


def test_nothing_is_possible_without_a_plan():
    left = chance(a_week(plans=()), [a_session(4)], at(3, 9))

    assert (left.minutes, left.days) == (0, 0)
    assert MONDAY not in left.on_days
