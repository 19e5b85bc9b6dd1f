"""The one rule of what may be booked: every reason there is, each alone, and that none is kept back."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from iopsched.domain.booking import Attendance, free_until, refusals
from iopsched.domain.refusal import Refusal, Why
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.words import Component, Modality
from tests.builders import MONDAY, a_booking, a_plan, a_program, a_session, a_week, at
from tests.conftest import NOW
from tests.domain.plan.random_weeks import Scene, scenes


def why_not(week: Week, session: Session, now=NOW) -> list[Why]:
    return [refusal.why for refusal in refusals(week, session, now)]


def under(*held: Session, **plan) -> Week:
    return a_week(*held, plans=(a_plan(**plan),))


def test_a_session_ahead_with_a_seat_left_can_be_booked():
    assert why_not(a_week(), a_session(seats=8, taken=7)) == []


def test_back_to_back_sessions_are_allowed():
    first = a_session(day=5, hour=9, hours=3)
    second = a_session(day=5, hour=12, hours=3)

    assert why_not(a_week(first), second) == []


def test_what_is_booked_is_not_booked_again_and_nothing_else_is_said():
    group = a_session(taken=8)

    assert why_not(a_week(group), group, now=group.ends) == [Why.BOOKED]


def test_a_cancelled_session_is_refused():
    assert why_not(a_week(), a_session(is_cancelled=True)) == [Why.CANCELLED]


def test_a_session_is_open_until_it_begins():
    group = a_session()

    assert why_not(a_week(), group, now=group.starts - timedelta(seconds=1)) == []
    assert why_not(a_week(), group, now=group.starts) == [Why.STARTED]


@pytest.mark.parametrize("taken", [8, 9], ids=["the last seat is taken", "more are in than there are seats"])
def test_a_full_session_is_refused(taken: int):
    assert why_not(a_week(), a_session(seats=8, taken=taken)) == [Why.FULL]


def test_nobody_is_in_two_places():
    group = a_session(hour=18, hours=3)
    beside = a_session(hour=20.5, hours=1)

    assert [*refusals(a_week(group), beside, NOW)] == [Refusal(Why.OVERLAPS, other=group)]


def test_a_night_that_runs_into_the_next_morning_is_in_the_way_there():
    night = a_session(day=0, hour=23, hours=8)

    assert why_not(a_week(night), a_session(day=1, hour=6, hours=2)) == [Why.OVERLAPS]


def test_a_commitment_is_kept_free_to_the_minute():
    week = a_week(busy=((at(0, 16), at(0, 18)),))

    assert why_not(week, a_session(hour=17.5)) == [Why.COMMITTED]
    assert why_not(week, a_session(hour=18)) == []


def test_a_day_without_a_plan_has_no_booking():
    week = under(last_day=MONDAY + timedelta(days=1))

    assert why_not(week, a_session(day=1)) == []
    assert why_not(week, a_session(day=2)) == [Why.NO_PLAN]


def test_a_plan_says_where_one_may_be():
    week = under(modalities=frozenset({Modality.IN_PERSON}))

    assert why_not(week, a_session(modality=Modality.TELEHEALTH)) == [Why.MODALITY]


def test_a_day_has_a_most():
    week = under(a_session(hour=9, hours=2), day_most=240)

    assert why_not(week, a_session(hour=18, hours=2)) == []
    assert [*refusals(week, a_session(hour=18, hours=2.5), NOW)] == [Refusal(Why.DAY_MOST, minutes=270, limit=240)]


def test_days_have_a_most_but_a_day_that_is_attended_anyway_stays_open():
    week = under(a_session(day=0, hour=9), a_session(day=1, hour=9), days_most=2)

    assert why_not(week, a_session(day=1, hour=18)) == []
    assert [*refusals(week, a_session(day=2), NOW)] == [Refusal(Why.DAYS_MOST, limit=2)]


def test_a_missed_day_is_not_counted_among_the_days():
    missed = a_booking(a_session(day=0), attendance=Attendance.AWAY)
    week = a_week(missed, a_session(day=1), plans=(a_plan(days_most=2),))

    assert why_not(week, a_session(day=2)) == []


def test_a_week_has_a_most():
    week = under(*(a_session(day=day) for day in range(3)), week_most=660)

    assert why_not(week, a_session(day=3, hours=2)) == []
    assert [*refusals(week, a_session(day=3), NOW)] == [Refusal(Why.WEEK_MOST, minutes=720, limit=660)]


def test_breaks_do_not_count_towards_a_most():
    week = under(day_most=150)

    assert why_not(week, a_session(hours=3, counted_minutes=150)) == []


def test_a_plan_opens_its_own_track_and_shuts_the_others():
    evening, day, neither = a_session(track="evening"), a_session(1, track="day"), a_session(2)
    inside, outside = a_week(plans=(a_plan(track="evening"),)), a_week(program=a_program(tracks_by_plan=True))

    assert [why_not(inside, one) for one in (evening, day, neither)] == [[], [Why.TRACK], []]
    assert [why_not(outside, one) for one in (evening, day, neither)] == [[Why.TRACK], [Why.TRACK], []]


def test_closed_tracks_are_not_mixed_unless_the_program_allows_it():
    evening, day = a_session(day=0, track="evening"), a_session(day=1, hour=9, track="day")

    assert [*refusals(a_week(evening), day, NOW)] == [Refusal(Why.TRACK, other=evening)]
    assert why_not(a_week(evening), a_session(day=1, component=Component.INDIVIDUAL)) == []
    assert why_not(a_week(evening, program=a_program(may_mix_tracks=True)), day) == []


def test_a_plan_that_changes_in_mid_week_is_asked_for_the_day():
    """An adolescent's 18th birthday, a taper: the limits of a day are those of the plan in force on it."""
    turn = MONDAY + timedelta(days=3)
    young = a_plan(last_day=turn - timedelta(days=1), day_most=120)
    grown = a_plan(id=2, first_day=turn, day_most=180)
    week = a_week(plans=(young, grown))

    assert why_not(week, a_session(day=2)) == [Why.DAY_MOST]
    assert why_not(week, a_session(day=3)) == []


def test_a_taper_in_mid_week_leaves_room_for_the_days_after_it():
    """Three days at most until Tuesday and two from Wednesday: with Monday and Tuesday behind there is a third."""
    turn = MONDAY + timedelta(days=2)
    taper = a_plan(last_day=turn - timedelta(days=1), days_most=3), a_plan(id=2, first_day=turn, days_most=2)
    week = a_week(a_session(0), a_session(1), plans=taper)

    assert why_not(week, a_session(2)) == []
    assert [*refusals(week.adding(a_booking(a_session(2))), a_session(3), NOW)] == [Refusal(Why.DAYS_MOST, limit=3)]


def test_every_reason_is_told_at_once():
    week = under(a_session(hour=19), day_most=300, modalities=frozenset({Modality.IN_PERSON}))
    session = a_session(hour=18, taken=8, modality=Modality.TELEHEALTH)

    assert why_not(week, session) == [Why.FULL, Why.OVERLAPS, Why.MODALITY, Why.DAY_MOST]


@pytest.mark.parametrize("sunday", [date(2027, 3, 14), date(2027, 11, 7)])
def test_on_the_night_of_a_clock_change_what_overlaps_is_told_by_instants(sunday: date):
    """23:00 to 05:00 is five hours in spring and seven in autumn; a session right after it is free in both."""
    monday = sunday - timedelta(days=6)
    after = a_session(6, 5, 1, monday=monday)
    night = a_session(5, 23, monday=monday, ends=after.starts)
    week = a_week(night, monday=monday, plans=(a_plan(first_day=monday, last_day=sunday),))

    assert why_not(week, after) == []
    assert why_not(week, a_session(6, 4, 1, monday=monday)) == [Why.OVERLAPS]


@given(scenes())
@settings(max_examples=200, deadline=None)
def test_what_is_not_refused_keeps_every_most(scene: Scene):
    for session in scene.offered:
        if not why_not(scene.week, session, scene.now):
            week = scene.week.adding(a_booking(session))
            plan, asked = week.plan_on(session.day), week.requirement
            assert plan is not None
            assert asked is not None
            assert week.minutes <= asked.most
            assert week.minutes_on(session.day) <= plan.day_most
            assert len(week.days) <= asked.days_most or session.day in scene.week.days
            assert not any(one.overlaps(session) for one in scene.week.sessions)


@pytest.mark.parametrize(
    ("booked_before", "free_before"),
    [(timedelta(days=3), timedelta(hours=24)), (timedelta(hours=5), timedelta(hours=4.75)), (timedelta(), timedelta())],
)
def test_a_second_thought_is_free_however_near_the_session(booked_before: timedelta, free_before: timedelta):
    group = a_session()
    booking = a_booking(group, booked_at=group.starts - booked_before)

    assert free_until(booking, a_program(notice_hours=24)) == group.starts - free_before
