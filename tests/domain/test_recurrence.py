"""A usual week in a later one: the same sessions where they are, and a reason for each that is not."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from iopsched.domain.offering import Offering
from iopsched.domain.recurrence import Lack, Recurrence, recur, undone
from iopsched.domain.refusal import Why
from iopsched.domain.session import Session
from iopsched.domain.timetable import Key
from iopsched.domain.usual_week import Habit, Offered, UsualWeek, day_in, habits_of
from tests.builders import MONDAY, a_plan, a_session, a_week, an_offering
from tests.conftest import NOW

WEEK = timedelta(weeks=1)
EVENINGS = an_offering(weekdays=frozenset({0, 2, 4}))
USUAL = UsualWeek(1, 1, 1, MONDAY - WEEK, tuple(Habit(1, day) for day in (0, 2, 4)), NOW)


def opened(*days: int, **given: Any) -> dict[Key, Session]:
    """Sessions of the evenings on these days of the week."""
    return {(1, MONDAY + timedelta(days=day), 0): a_session(day, offering_id=1, **given) for day in days}


def there_is(
    sittings: dict[Key, Session], offering: Offering | None = EVENINGS, closed: Iterable[date] = ()
) -> Offered:
    return Offered({1: offering} if offering else {}, frozenset(closed), sittings, MONDAY + 2 * WEEK)


def whys(found: Recurrence) -> list[str]:
    return [turn.why for turn in found.turns]


def test_the_same_sessions_are_booked_again_and_the_week_is_full():
    sittings = opened(0, 2, 4)

    found = recur(USUAL, a_week(), there_is(sittings), now=NOW)

    assert found.sessions == tuple(sittings.values())
    assert found.then.is_met
    assert found.differing == ()


def test_a_closed_day_is_left_out_and_said():
    found = recur(USUAL, a_week(), there_is(opened(0, 2), closed=[MONDAY + timedelta(days=4)]), now=NOW)

    assert whys(found) == ["", "", Lack.CLOSED]
    assert found.then.to_go == 180


def test_a_week_that_its_offering_passes_over_has_nothing_to_tell():
    fortnightly = an_offering(weekdays=frozenset({0, 2, 4}), every=2, first_day=MONDAY - WEEK)

    assert whys(recur(USUAL, a_week(), there_is({}, fortnightly), now=NOW)) == []


def test_one_that_is_called_off_is_left_out():
    sittings = opened(0, 2) | opened(4, is_cancelled=True)

    assert whys(recur(USUAL, a_week(), there_is(sittings), now=NOW)) == ["", "", Lack.OFF]


def test_what_has_not_opened_yet_waits():
    sittings = opened(0, 2)
    offered = Offered({1: EVENINGS}, frozenset(), sittings, MONDAY + timedelta(days=2))

    found = recur(USUAL, a_week(), offered, now=NOW)

    assert whys(found) == ["", "", Lack.NOT_YET]
    assert undone(found.turns, found.week, {}) == found.turns[:2]
    assert not found.turns[2].is_news


def test_one_that_was_moved_within_the_week_is_followed_and_into_another_week_is_not():
    friday = (1, MONDAY + timedelta(days=4), 0)
    within, beyond = (opened(0, 2) | {friday: a_session(day, offering_id=1)} for day in (5, 7))

    found = recur(USUAL, a_week(), there_is(within), now=NOW)

    assert found.turns[2].day == MONDAY + timedelta(days=5)
    assert found.turns[2].fits
    assert whys(recur(USUAL, a_week(), there_is(beyond), now=NOW)) == ["", "", Lack.OFF]


def test_an_offering_on_other_weekdays_is_followed_in_their_order():
    elsewhere = an_offering(weekdays=frozenset({1, 2, 5}))

    found = recur(USUAL, a_week(), there_is(opened(1, 2, 5), elsewhere), now=NOW)

    assert [session.day.weekday() for session in found.sessions] == [1, 2, 5]


def test_an_offering_on_fewer_weekdays_or_over_is_said():
    fewer, over = an_offering(weekdays=frozenset({2, 4})), an_offering(last_day=MONDAY - timedelta(days=1))

    assert whys(recur(USUAL, a_week(), there_is(opened(2, 4), fewer), now=NOW)) == [Lack.ENDED, "", ""]
    assert whys(recur(USUAL, a_week(), there_is({}, over), now=NOW)) == [Lack.ENDED] * 3
    assert whys(recur(USUAL, a_week(), there_is({}, None), now=NOW)) == [Lack.ENDED] * 3


def test_what_is_refused_says_why_and_the_rest_is_booked():
    sittings = opened(0, seats=1, taken=1) | opened(2, 4)
    friday = sittings[1, MONDAY + timedelta(days=4), 0]

    found = recur(USUAL, a_week(busy=((friday.starts, friday.ends),)), there_is(sittings), now=NOW)

    assert whys(found) == [Why.FULL, "", Why.COMMITTED]
    assert [turn.may_wait for turn in found.turns] == [True, False, False]


def test_hours_over_the_most_are_left_out_in_order_of_time():
    found = recur(USUAL, a_week(plans=(a_plan(week_least=360, week_most=400),)), there_is(opened(0, 2, 4)), now=NOW)

    assert whys(found) == ["", "", Why.WEEK_MOST]


def test_what_was_given_up_stays_given_up():
    sittings = opened(0, 2, 4)
    given_up = sittings[1, MONDAY, 0].id

    assert whys(recur(USUAL, a_week(), there_is(sittings), given_up=[given_up], now=NOW)) == [Lack.GIVEN_UP, "", ""]


def test_a_week_that_the_patient_filled_otherwise_gets_no_more():
    mornings = [a_session(day, 9) for day in (1, 3, 5)]

    assert whys(recur(USUAL, a_week(*mornings), there_is(opened(0, 2, 4)), now=NOW)) == [Lack.ENOUGH] * 3
    assert whys(recur(USUAL, a_week(mornings[0]), there_is(opened(0, 2, 4)), now=NOW)) == ["", "", Lack.ENOUGH]


def test_a_usual_week_of_more_than_is_asked_is_booked_whole():
    found = recur(USUAL, a_week(plans=(a_plan(week_least=360),)), there_is(opened(0, 2, 4)), now=NOW)

    assert len(found.sessions) == 3


def test_what_is_more_than_the_plan_asks_by_then_is_told():
    taper = a_plan(week_least=360)

    found = [
        recur(USUAL, a_week(plans=plans), there_is(opened(0, 2, 4)), now=NOW) for plans in ((taper,), (a_plan(),), ())
    ]

    assert [one.beyond for one in found] == [180, 0, 0]


def test_what_is_booked_already_is_held():
    sittings = opened(0, 2, 4)

    found = recur(USUAL, a_week(*sittings.values()), there_is(sittings), now=NOW)

    assert all(turn.is_held for turn in found.turns)
    assert found.sessions == ()


def test_only_what_the_patient_did_not_do_is_news():
    sittings = opened(0, seats=1, taken=1) | opened(2, 4)
    given_up = sittings[1, MONDAY + timedelta(days=2), 0].id

    found = recur(USUAL, a_week(), there_is(sittings), given_up=[given_up], now=NOW)
    begun = recur(USUAL, a_week(), there_is(sittings), now=sittings[1, MONDAY, 0].starts)

    assert [turn.is_news for turn in found.turns] == [True, False, False]
    assert [turn.is_news for turn in begun.turns] == [False, False, False]


def test_each_session_is_tried_once_and_what_had_none_when_there_is_one():
    sittings = opened(0, 2, 4)
    found = recur(USUAL, a_week(), there_is(sittings), now=NOW)
    ids = [turn.session.id for turn in found.turns if turn.session]
    tried: dict[Habit, int | None] = dict(zip(USUAL.habits, ids, strict=True))

    assert undone(found.turns, found.week, {}) == found.turns
    assert undone(found.turns, found.week, tried) == ()
    assert undone(found.turns, found.week, tried | {USUAL.habits[1]: None}) == (found.turns[1],)
    assert undone(found.turns, found.week, tried | {USUAL.habits[1]: -1}) == (found.turns[1],)


def test_days_without_a_plan_wait_for_one():
    short = a_plan(last_day=MONDAY + timedelta(days=2))
    found = recur(USUAL, a_week(plans=(short,)), there_is(opened(0, 2, 4)), now=NOW)

    assert undone(found.turns, found.week, {}) == found.turns[:2]


def test_a_usual_week_is_what_yields_its_sessions():
    keys = [(2, MONDAY, 3), (1, MONDAY + timedelta(days=4), 0), (2, MONDAY, 3)]

    assert habits_of(keys) == (Habit(1, 4), Habit(2, 0, 3))


@pytest.mark.parametrize(("weekday", "day"), [(6, 0), (0, 1), (5, 6)])
def test_a_weekday_is_found_in_a_week_that_begins_on_a_sunday(weekday: int, day: int):
    sunday = MONDAY - timedelta(days=1)

    assert day_in(sunday, weekday) == sunday + timedelta(days=day)


def test_the_weeks_ahead_are_those_after_its_own_from_this_one_to_the_last_that_is_open():
    monday = USUAL.monday

    assert USUAL.weeks_ahead(monday, monday + 2 * WEEK) == (monday + WEEK, monday + 2 * WEEK)
    assert USUAL.weeks_ahead(monday + 2 * WEEK, monday + 2 * WEEK) == (monday + 2 * WEEK,)
    assert USUAL.weeks_ahead(monday, monday) == ()
