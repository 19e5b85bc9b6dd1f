"""A week adds up: required, booked, attended and to go are never mixed."""

from datetime import timedelta

from iopsched.domain.booking import Attendance
from iopsched.domain.words import Component
from tests.builders import MONDAY, a_booking, a_plan, a_program, a_session, a_week

COMPONENTS = {Component.GROUP: 360, Component.SKILLS: 120, Component.INDIVIDUAL: 60}


def here(session=None, minutes: int | None = None):
    seat = session or a_session()
    attended = seat.counted_minutes if minutes is None else minutes
    return a_booking(seat, attendance=Attendance.HERE, attended_minutes=attended)


def test_an_empty_week_has_all_to_go():
    week = a_week()

    assert (week.required, week.minutes, week.to_go) == (540, 0, 540)
    assert not week.is_met


def test_three_evenings_of_three_hours_meet_nine():
    week = a_week(*(a_session(day=day) for day in (0, 2, 4)))

    assert (week.minutes, week.to_go) == (540, 0)
    assert week.is_met


def test_booked_and_attended_are_told_apart():
    late = a_booking(a_session(day=1), attendance=Attendance.LATE, attended_minutes=150)

    week = a_week(here(a_session(day=0)), late, a_session(day=2))

    assert (week.attended, week.ahead, week.minutes, week.to_go) == (330, 180, 510, 30)


def test_a_missed_session_counts_for_nothing():
    week = a_week(a_booking(a_session(), attendance=Attendance.AWAY))

    assert (week.minutes, week.days, week.to_go) == (0, frozenset(), 540)


def test_minutes_that_do_not_count_do_not_meet_anything():
    week = a_week(*(a_session(day=day, counted_minutes=150) for day in (0, 2, 4)))

    assert (week.minutes, week.to_go) == (450, 90)


def test_each_component_is_to_be_met_by_itself():
    week = a_week(*(a_session(day=day) for day in (0, 2, 4)), plans=(a_plan(components=COMPONENTS),))

    assert week.missing_components == {Component.SKILLS: 120, Component.INDIVIDUAL: 60}
    assert week.to_go == 180
    assert not week.is_met


def test_to_go_is_the_hours_or_the_components_whichever_is_more():
    week = a_week(a_session(hours=2), plans=(a_plan(components={Component.INDIVIDUAL: 60}),))

    assert week.to_go == 420


def test_hours_on_too_few_days_are_not_enough():
    week = a_week(*(a_session(day=day, hours=4.5) for day in (0, 2)), plans=(a_plan(days_least=3),))

    assert (week.to_go, week.missing_days, week.is_met) == (0, 1, False)


def test_a_day_that_is_too_short_is_named():
    week = a_week(
        *(a_session(day=day, hours=4) for day in (0, 2)), a_session(4, hours=1), plans=(a_plan(day_least=180),)
    )

    assert week.short_days == {MONDAY + timedelta(days=4): 120}
    assert not week.is_met


def test_several_sessions_make_one_day():
    week = a_week(a_session(hour=9, hours=2), a_session(hour=13, hours=1), plans=(a_plan(day_least=180),))

    assert (len(week.days), week.minutes_on(MONDAY), week.short_days) == (1, 180, {})


def test_a_billable_day_is_attended_for_the_program_s_minimum():
    """H0015 and New York: 3 h; a day that is only booked is none yet."""
    week = a_week(here(a_session(0)), here(a_session(1), minutes=170), a_session(2), program=a_program())

    assert week.billable_days == 1


def test_a_week_under_two_plans_asks_for_a_share_of_each():
    wednesday = MONDAY + timedelta(days=2)
    old = a_plan(last_day=wednesday - timedelta(days=1), week_least=540, days_least=3, components=COMPONENTS)
    new = a_plan(id=2, first_day=wednesday, week_least=360, days_least=2, components={Component.GROUP: 360})

    week = a_week(plans=(old, new))

    assert (week.required, week.missing_days) == (420, 2)
    assert week.missing_components == {Component.GROUP: 360, Component.SKILLS: 30}


def test_without_a_plan_nothing_is_required_and_nothing_is_met():
    week = a_week(a_session(), plans=(a_plan(last_day=MONDAY - timedelta(days=1)),))

    assert (week.plan, week.required, week.is_met) == (None, 0, False)


def test_bookings_stand_in_order_of_time():
    friday, monday = a_session(4), a_session(0)

    week = a_week(friday).adding(a_booking(monday))

    assert week.sessions == (monday, friday)
    assert week.without(monday.id) == a_week(friday)
    assert week.holds(friday)


def test_a_week_ends_six_days_after_it_begins():
    assert a_week().sunday == MONDAY + timedelta(days=6)
