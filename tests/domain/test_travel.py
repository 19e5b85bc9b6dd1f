"""The way between two sessions: from the clinic to one's own screen, and from one site to another."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopsched.domain.booking import refusals
from iopsched.domain.refusal import Why
from iopsched.domain.travel import Travel
from iopsched.domain.words import Modality
from tests.builders import a_session, a_week
from tests.conftest import NOW

HALF_AN_HOUR = Travel(home=30, sites=40)


def test_right_after_a_session_in_person_none_by_video_can_be_joined():
    here, video = a_session(hour=17, hours=1), a_session(hour=18, modality=Modality.TELEHEALTH)

    (refusal,) = refusals(a_week(here, travel=HALF_AN_HOUR), video, NOW)

    assert (refusal.why, refusal.other, refusal.minutes) == (Why.TRAVEL, here, 30)


@pytest.mark.parametrize(("hour", "is_allowed"), [(18.25, False), (18.5, True), (14.5, True), (14.75, False)])
def test_it_takes_as_long_before_as_after(hour: float, is_allowed: bool):
    here = a_session(hour=16, hours=2)
    video = a_session(hour=hour, hours=1, modality=Modality.TELEHEALTH)

    assert (not [*refusals(a_week(here, travel=HALF_AN_HOUR), video, NOW)]) == is_allowed


def test_from_one_site_to_another_it_takes_longer():
    here, there = a_session(hour=17, hours=1), a_session(hour=18.5, hours=1, site="north")

    (refusal,) = refusals(a_week(here, travel=HALF_AN_HOUR), there, NOW)

    assert (refusal.why, refusal.minutes) == (Why.TRAVEL, 40)


def test_in_one_building_sessions_follow_each_other_whatever_the_room():
    first, second = a_session(hour=17, hours=1, place="room 1"), a_session(hour=18, hours=1, place="room 2")

    assert not [*refusals(a_week(first, travel=HALF_AN_HOUR), second, NOW)]


def test_who_needs_no_time_is_kept_from_nothing():
    here, video = a_session(hour=17, hours=1), a_session(hour=18, modality=Modality.TELEHEALTH)

    assert not [*refusals(a_week(here), video, NOW)]


PLACES = [
    {"modality": Modality.IN_PERSON, "site": ""},
    {"modality": Modality.IN_PERSON, "site": "north"},
    {"modality": Modality.TELEHEALTH, "site": ""},
]


@given(st.integers(0, 240), st.integers(0, 240), st.permutations(PLACES))
def test_no_stop_on_the_way_makes_it_shorter(home: int, sites: int, places: list[dict[str, Any]]):
    travel, (one, stop, other) = Travel(home, sites), [a_session(**place) for place in places]

    assert travel.minutes(one, other) <= travel.minutes(one, stop) + travel.minutes(stop, other)
