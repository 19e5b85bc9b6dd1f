"""When somebody is busy: by the wall, over midnight, over days, and where clocks change."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopsched.domain.commitment import LONGEST, MIDNIGHT, Commitment, busy_spans, require_sound
from iopsched.domain.errors import Invalid
from tests.builders import MONDAY, NEW_YORK, a_commitment, at

SPRING, AUTUMN = date(2027, 3, 14), date(2027, 11, 7)
"""Sundays: at two clocks go on by an hour, and back."""
SATURDAY = MONDAY - timedelta(days=2)
TUESDAY, FRIDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)


def spans(*commitments: Commitment, monday: date = MONDAY) -> list[tuple[datetime, datetime]]:
    return sorted(busy_spans(commitments, monday, NEW_YORK))


def on(day: date, begins: time, ends: time) -> tuple[str, str]:
    """The span in UTC, as it is read."""
    starts, until = Commitment(0, begins, ends, day=day).span_on(day, NEW_YORK)
    return f"{starts:%H:%M}", f"{until:%H:%M}"


def said(**facts: Any) -> Commitment:
    """From nine to five, unless something else is given."""
    working: dict[str, Any] = {"id": 0, "begins": time(9), "ends": time(17)}
    return Commitment(**working | facts)


def wrong_with(**facts: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        require_sound(said(**facts), NEW_YORK)
    return caught.value.problems


def test_weekly_is_every_week_the_night_before_the_week_included():
    assert spans(a_commitment(weekday=1, begins=time(9), ends=time(17))) == [(at(1, 9), at(1, 17))]
    night = a_commitment(weekday=6, begins=time(22), ends=time(6))
    assert spans(night) == [(at(-1, 22), at(0, 6)), (at(6, 22), at(7, 6))]


def test_a_whole_day_is_from_midnight_to_midnight():
    whole = a_commitment(weekday=2, begins=MIDNIGHT, ends=MIDNIGHT)

    assert whole.is_whole_day
    assert spans(whole) == [(at(2, 0), at(3, 0))]


@pytest.mark.parametrize(
    ("begins", "ends", "first", "last"),
    [
        (time(8), time(18), at(1, 8), at(4, 18)),
        (time(18), time(8), at(1, 18), at(4, 8)),
        (MIDNIGHT, MIDNIGHT, at(1, 0), at(5, 0)),
        (time(8), MIDNIGHT, at(1, 8), at(5, 0)),
    ],
)
def test_several_days_are_one_time_with_their_nights(begins: time, ends: time, first: datetime, last: datetime):
    assert spans(a_commitment(day=TUESDAY, last_day=FRIDAY, begins=begins, ends=ends)) == [(first, last)]


def test_what_began_long_before_the_week_and_is_not_over_is_in_it():
    trip = a_commitment(day=MONDAY - timedelta(days=30), last_day=MONDAY + timedelta(days=1), ends=time(9))

    assert [ends for _, ends in spans(trip)] == [at(1, 9)]
    assert spans(trip, monday=MONDAY + timedelta(days=7)) == []
    assert spans(trip, monday=MONDAY - timedelta(days=70)) == []


@pytest.mark.parametrize(
    ("day", "begins", "ends", "utc"),
    [
        (SPRING, time(1), time(4), ("06:00", "08:00")),
        (SPRING, time(2, 30), time(3, 30), ("06:30", "07:30")),
        (SPRING, time(1), time(2, 30), ("06:00", "07:30")),
        (AUTUMN, time(0, 30), time(1, 30), ("04:30", "06:30")),
        (AUTUMN, time(1, 30), time(3), ("05:30", "08:00")),
    ],
    ids=["two hours long", "begins in the gap", "ends in the gap", "ends twice", "begins twice"],
)
def test_where_clocks_change_the_longer_of_what_could_be_meant_holds(
    day: date, begins: time, ends: time, utc: tuple[str, str]
):
    assert on(day, begins, ends) == utc


@given(st.times(), st.times(), st.sampled_from([SPRING, AUTUMN, MONDAY]))
def test_no_time_is_empty_whatever_the_clocks_do(begins: time, ends: time, day: date):
    starts, until = Commitment(0, begins, ends, day=day).span_on(day, NEW_YORK)

    assert starts < until <= starts + timedelta(hours=26)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({}, "day"),
        ({"weekday": 0, "day": MONDAY}, "day"),
        ({"weekday": 0, "ends": time(9)}, "ends"),
        ({"day": MONDAY, "ends": time(9)}, "ends"),
        ({"day": MONDAY, "last_day": MONDAY}, "last_day"),
        ({"day": MONDAY, "last_day": SATURDAY}, "last_day"),
        ({"weekday": 0, "last_day": MONDAY}, "last_day"),
        ({"day": MONDAY, "last_day": MONDAY + LONGEST + timedelta(days=1)}, "last_day"),
        ({"day": SPRING, "begins": time(2, 30)}, "begins"),
        ({"day": SPRING, "begins": time(1), "ends": time(2, 30)}, "ends"),
        ({"day": SPRING - timedelta(days=1), "begins": time(22), "ends": time(2, 15)}, "ends"),
    ],
)
def test_what_makes_no_sense_is_said_by_field(facts: dict[str, Any], field: str):
    assert [*wrong_with(**facts)] == [field]


@pytest.mark.parametrize(
    "facts",
    [
        {"weekday": 6, "begins": time(2, 30)},
        {"day": SPRING, "begins": MIDNIGHT, "ends": MIDNIGHT},
        {"day": MONDAY, "last_day": MONDAY + LONGEST},
        {"day": MONDAY, "last_day": TUESDAY, "ends": time(9)},
        {"day": AUTUMN, "begins": time(1, 30)},
    ],
)
def test_what_does_is_taken(facts: dict[str, Any]):
    require_sound(said(**facts), NEW_YORK)


def test_a_zone_without_summer_skips_nothing():
    require_sound(Commitment(0, time(2, 30), time(4), day=SPRING), ZoneInfo("America/Phoenix"))


def test_only_what_was_once_is_ever_over():
    trip = a_commitment(day=TUESDAY, last_day=FRIDAY)

    assert not a_commitment(weekday=0).is_over(FRIDAY)
    assert not trip.is_over(FRIDAY)
    assert trip.is_over(FRIDAY + timedelta(days=1))


def test_alike_are_weekdays_with_the_same_times():
    monday, friday = a_commitment(weekday=0), a_commitment(weekday=4)

    assert monday.is_alike(friday)
    assert not monday.is_alike(a_commitment(weekday=4, ends=time(20)))
    assert not monday.is_alike(a_commitment(day=MONDAY))
