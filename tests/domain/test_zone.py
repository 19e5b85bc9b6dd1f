"""Wall time and instants over every change of clocks in the United States to come (DOMAIN.md section 6)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopsched.domain import zone
from iopsched.domain.errors import Invalid
from tests.builders import NEW_YORK, a_program, a_session

SPRING, AUTUMN = date(2027, 3, 14), date(2027, 11, 7)
PHOENIX, HONOLULU, SAN_JUAN = (
    ZoneInfo(name) for name in ("America/Phoenix", "Pacific/Honolulu", "America/Puerto_Rico")
)
ZONES = [NEW_YORK, ZoneInfo("America/Chicago"), ZoneInfo("America/Los_Angeles"), PHOENIX, HONOLULU, SAN_JUAN]
DATES = st.dates(date(2026, 1, 1), date(2028, 12, 31))


def hours_of_the_week_with(day: date, tz: ZoneInfo = NEW_YORK) -> float:
    first, last = zone.week_bounds(zone.week_of(day), tz)
    return (last - first) / timedelta(hours=1)


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 11, 1), 169), (SPRING, 167), (AUTUMN, 169), (date(2028, 3, 12), 167), (date(2026, 11, 30), 168)],
)
def test_a_week_is_from_local_midnight_to_local_midnight(day: date, hours: int):
    assert hours_of_the_week_with(day) == hours


@pytest.mark.parametrize("tz", [PHOENIX, HONOLULU, SAN_JUAN], ids=str)
@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_where_clocks_are_left_alone_every_week_has_168_hours(day: date, tz: ZoneInfo):
    assert hours_of_the_week_with(day, tz) == 168


def test_the_night_of_spring_is_an_hour_shorter_than_the_wall_says():
    starts = zone.instant(SPRING - timedelta(days=1), time(23), NEW_YORK)
    ends = zone.instant(SPRING, time(5), NEW_YORK)

    assert zone.minutes_between(starts, ends) == 5 * 60


def test_the_night_of_autumn_is_an_hour_longer():
    starts = zone.instant(AUTUMN - timedelta(days=1), time(23), NEW_YORK)
    ends = zone.instant(AUTUMN, time(5), NEW_YORK)

    assert zone.minutes_between(starts, ends) == 7 * 60


def test_minutes_are_counted_between_instants_whatever_zone_they_are_written_in():
    starts = datetime(2027, 3, 13, 23, tzinfo=NEW_YORK)
    ends = datetime(2027, 3, 14, 5, tzinfo=NEW_YORK)

    assert ends - starts == timedelta(hours=6), "Python subtracts walls where the zones are the same"
    assert zone.minutes_between(starts, ends) == 5 * 60


def test_a_session_over_a_clock_change_is_as_long_as_a_stopwatch_says():
    night = a_session(5, 23, monday=date(2027, 3, 8), ends=zone.instant(SPRING, time(5), NEW_YORK))

    assert night.clock_minutes == 5 * 60


@pytest.mark.parametrize(("wall", "said"), [(time(2), "2 am"), (time(2, 30), "2:30 am"), (time(2, 59), "2:59 am")])
def test_a_wall_time_that_the_spring_night_skips_is_refused(wall: time, said: str):
    with pytest.raises(Invalid) as caught:
        zone.instant(SPRING, wall, NEW_YORK)

    problem = f"Clocks skip {said} on Sun, Mar 14, 2027. Choose a time an hour later."
    assert caught.value.problems == {"starts": problem}


@pytest.mark.parametrize("wall", [time(1, 59), time(3)])
def test_the_minutes_around_the_gap_exist(wall: time):
    assert zone.exists(SPRING, wall, NEW_YORK)


def test_where_clocks_are_left_alone_the_same_wall_time_exists():
    assert zone.instant(SPRING, time(2, 30), PHOENIX) == datetime(2027, 3, 14, 9, 30, tzinfo=UTC)


def test_of_two_equal_wall_times_in_autumn_the_first_is_meant():
    """01:30 comes at 05:30 UTC by summer time, and again at 06:30 by standard time."""
    assert zone.instant(AUTUMN, time(1, 30), NEW_YORK) == datetime(2027, 11, 7, 5, 30, tzinfo=UTC)


def test_the_second_can_be_said():
    assert zone.instant(AUTUMN, time(1, 30, fold=1), NEW_YORK) == datetime(2027, 11, 7, 6, 30, tzinfo=UTC)


def test_the_day_is_the_one_on_the_wall():
    late = datetime(2026, 12, 1, 3, 30, tzinfo=UTC)

    assert zone.local_day(late, NEW_YORK) == date(2026, 11, 30)
    assert a_program().week_of(late) == date(2026, 11, 30)
    assert zone.local_day(late, HONOLULU) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("first", "expected"), [(0, date(2026, 11, 30)), (6, date(2026, 11, 29)), (4, date(2026, 12, 4))]
)
def test_a_week_begins_on_the_program_s_weekday(first: int, expected: date):
    assert zone.week_of(date(2026, 12, 5), first) == expected


@given(DATES, st.times().map(lambda wall: wall.replace(microsecond=0)), st.sampled_from(ZONES))
def test_every_wall_time_that_exists_comes_back(day: date, wall: time, tz: ZoneInfo):
    if zone.exists(day, wall, tz):
        assert zone.instant(day, wall, tz).astimezone(tz).replace(tzinfo=None, fold=0) == datetime.combine(day, wall)


@given(DATES, st.sampled_from(ZONES))
def test_weeks_follow_each_other_without_gap_or_overlap(day: date, tz: ZoneInfo):
    monday = zone.week_of(day)

    assert zone.week_bounds(monday, tz)[1] == zone.week_bounds(monday + timedelta(days=7), tz)[0]
    assert zone.week_bounds(monday, tz)[0] <= zone.midnight(day, tz) < zone.week_bounds(monday, tz)[1]
