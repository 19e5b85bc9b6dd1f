"""A pattern as a recurrence rule: what we say falls on a day is what python-dateutil says of the same rule."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from iopsched.domain.offering import NO_START, problems
from iopsched.domain.pattern import read_rule, rule_of
from iopsched.domain.season import Season
from tests.builders import MONDAY, an_offering

FIRST_DAYS = st.dates(date(2023, 12, 1), date(2028, 3, 31))
WEEKDAYS = st.frozensets(st.integers(0, 6), min_size=1)


def test_every_week_and_every_other_week_are_said_as_rules():
    assert an_offering(weekdays=frozenset({2, 0})).rule == "FREQ=WEEKLY;BYDAY=MO,WE;WKST=MO"
    assert an_offering(every=2).rule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=MO"


def test_every_other_week_is_counted_from_the_week_of_the_first_day():
    thursday = MONDAY + timedelta(days=3)
    pattern = an_offering(first_day=thursday, weekdays=frozenset({0, 4}), every=2)

    days = [day for number in range(21) if pattern.falls_on(day := MONDAY + timedelta(days=number))]

    assert days == [MONDAY + timedelta(days=number) for number in (4, 14, 18)]
    assert pattern.rests_on(MONDAY + timedelta(days=7))
    assert not pattern.rests_on(MONDAY)


@pytest.mark.parametrize("first_day", [date(2026, 12, 21), date(2028, 2, 22), date(2020, 12, 28)])
def test_a_year_of_53_weeks_and_29_february_do_not_shift_it(first_day: date):
    pattern = an_offering(first_day=first_day, last_day=first_day + timedelta(weeks=60), every=2)
    monday = first_day - timedelta(days=first_day.weekday())

    for number in range(60):
        assert pattern.falls_on(monday + timedelta(weeks=number)) == (
            number % 2 == 0 and first_day <= monday + timedelta(weeks=number)
        )


@given(WEEKDAYS, st.integers(1, 4), FIRST_DAYS, st.integers(0, 500))
def test_dateutil_counts_the_same_days(weekdays: frozenset[int], every: int, first_day: date, days: int):
    last_day = first_day + timedelta(days=days)
    pattern = an_offering(weekdays=weekdays, every=every, first_day=first_day, last_day=last_day)
    rule = rrulestr(f"{pattern.rule};UNTIL={last_day:%Y%m%d}", dtstart=datetime.combine(first_day, time()))

    ours = [day for each in range(days + 1) if pattern.falls_on(day := first_day + timedelta(days=each))]

    assert ours == [moment.date() for moment in rule]


@given(FIRST_DAYS, st.integers(0, 100), st.integers(0, 60))
def test_only_in_a_season_and_not_in_it_are_all_year_together(first_day: date, days: int, ahead: int):
    summer = Season(1, "Summer", first_day, first_day + timedelta(days=days))
    around = {"first_day": first_day - timedelta(days=60), "last_day": first_day + timedelta(days=200)}
    only, never = (an_offering(**around, season=summer, pauses=pauses) for pauses in (False, True))
    day = first_day + timedelta(days=days + 30 - ahead)

    assert only.falls_on(day) == (an_offering(**around).falls_on(day) and summer.holds(day))
    assert only.falls_on(day) + never.falls_on(day) == an_offering(**around).falls_on(day)


def test_the_first_and_the_last_day_of_a_season_are_in_it():
    february = Season(1, "Leap week", date(2028, 2, 29), date(2028, 2, 29))
    daily = an_offering(weekdays=frozenset(range(7)), first_day=date(2028, 2, 1), last_day=date(2028, 3, 31))
    only = replace(daily, season=february)

    assert [n for n in range(1, 30) if only.falls_on(date(2028, 2, n))] == [29]
    assert only.rests_on(date(2028, 3, 1))
    assert not replace(only, pauses=True).falls_on(date(2028, 2, 29))


@pytest.mark.parametrize(("pauses", "days"), [(False, 35), (True, 0)])
def test_the_next_date_is_found_over_a_season(pauses: bool, days: int):
    spring = Season(1, "Spring", MONDAY + timedelta(days=30), MONDAY + timedelta(days=40))
    mondays = an_offering(season=spring, pauses=pauses, first_day=MONDAY)

    assert mondays.next_date(MONDAY) == MONDAY + timedelta(days=days)
    assert an_offering(season=spring).next_date(MONDAY + timedelta(days=41)) is None
    assert not [*problems(mondays)]


@given(WEEKDAYS, st.integers(1, 4))
def test_a_rule_reads_as_it_was_written(weekdays: frozenset[int], every: int):
    assert read_rule(rule_of(weekdays, every)) == (weekdays, every)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("every", {"every": 0}),
        ("every", {"every": 5}),
        ("first_day", {"every": 2, "first_day": NO_START}),
        ("weekdays", {"every": 2, "first_day": MONDAY + timedelta(days=1), "last_day": MONDAY + timedelta(days=13)}),
    ],
)
def test_what_is_wrong_with_a_pattern_is_said_by_field(field: str, wrong: dict[str, Any]):
    assert field in dict(problems(an_offering(**wrong)))
