"""A season that comes back each year, over new year and 29 February too."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopsched.domain.season import Season, problems
from tests.builders import an_offering

SUMMER = Season(1, "Summer", date(2027, 6, 15), date(2027, 8, 31), yearly=True)
TURN = Season(1, "Turn of the year", date(2026, 12, 15), date(2027, 1, 5), yearly=True)
LEAP = Season(1, "Late February", date(2028, 2, 20), date(2028, 2, 29), yearly=True)
FROM_LEAP = Season(1, "March", date(2028, 2, 29), date(2028, 3, 10), yearly=True)


@pytest.mark.parametrize(
    ("season", "inside", "outside"),
    [
        (SUMMER, ["2027-06-15", "2028-08-31", "2040-07-01"], ["2026-07-01", "2027-06-14", "2028-09-01"]),
        (TURN, ["2026-12-15", "2027-01-05", "2030-12-31", "2031-01-05"], ["2026-01-03", "2027-01-06", "2030-12-14"]),
        (LEAP, ["2028-02-29", "2029-02-28", "2032-02-29"], ["2029-03-01", "2028-03-01", "2029-02-19"]),
        (FROM_LEAP, ["2028-02-29", "2029-03-01", "2032-02-29"], ["2029-02-28", "2032-02-28", "2029-03-11"]),
    ],
)
def test_it_holds_between_the_same_two_days_of_each_year(season: Season, inside: list[str], outside: list[str]):
    assert {day: season.holds(date.fromisoformat(day)) for day in (*inside, *outside)} == (
        dict.fromkeys(inside, True) | dict.fromkeys(outside, False)
    )


def test_what_comes_once_does_not_come_back():
    once = Season(1, "Summer", SUMMER.first_day, SUMMER.last_day)

    assert (once.holds(date(2027, 7, 1)), once.holds(date(2028, 7, 1))) == (True, False)


@given(
    st.dates(date(2027, 1, 1), date(2031, 12, 31)),
    st.integers(0, 364),
    st.dates(date(2027, 1, 1), date(2040, 12, 31)),
    st.booleans(),
)
def test_the_next_date_of_a_series_is_the_first_on_which_it_falls(first: date, days: int, day: date, pauses: bool):
    season = Season(1, "Some", first, first + timedelta(days=days), yearly=True)
    offering = an_offering(season=season, pauses=pauses, first_day=date(2020, 1, 6), last_day=date(2050, 12, 31))

    found = offering.next_date(day)

    days_ahead = (day + timedelta(days=number) for number in range(366 * 9))
    assert found == next((one for one in days_ahead if offering.falls_on(one)), found)
    assert found is None or offering.falls_on(found)


@pytest.mark.parametrize(
    ("season", "wrong"),
    [
        (SUMMER, []),
        (Season(1, "Year", date(2027, 6, 15), date(2028, 6, 14), yearly=True), []),
        (Season(1, "More", date(2027, 6, 15), date(2028, 6, 15), yearly=True), ["last_day"]),
        (Season(1, "More", date(2027, 6, 15), date(2028, 6, 15)), []),
        (Season(1, "", date(2027, 6, 15), date(2027, 6, 1), yearly=True), ["name", "last_day"]),
    ],
)
def test_what_comes_back_each_year_ends_within_a_year(season: Season, wrong: list[str]):
    assert list(dict(problems(season))) == wrong
