"""Times that overlap: joined where they can be said in one, told where they cannot, and never changed by it."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopsched.domain.commitment import MIDNIGHT, Commitment
from iopsched.domain.overlap import joined, overlaps
from tests.builders import MONDAY, a_commitment

TUESDAY = MONDAY + timedelta(days=1)
HALF_HOURS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30]))
WEEKLY = st.builds(a_commitment, weekday=st.integers(0, 2), begins=HALF_HOURS, ends=HALF_HOURS)
DATED = st.builds(
    lambda first, length, begins, ends: a_commitment(
        day=MONDAY + timedelta(days=first),
        last_day=MONDAY + timedelta(days=first + length) if length else None,
        begins=begins,
        ends=ends,
    ),
    st.integers(0, 4),
    st.integers(0, 3),
    HALF_HOURS,
    HALF_HOURS,
)


def half_hours(*commitments: Commitment) -> set[datetime]:
    """Every half hour by the clock that is busy in three weeks."""
    days = [MONDAY + timedelta(days=offset) for offset in range(-8, 16)]
    walls = [mine.wall_on(day) for mine in commitments for day in mine.beginnings(days)]
    return {
        begins + timedelta(minutes=30 * step)
        for begins, ends in walls
        for step in range(round((ends - begins) / timedelta(minutes=30)))
    }


def weekly(begins: int, ends: int, weekday: int = 0) -> Commitment:
    return a_commitment(weekday=weekday, begins=time(begins), ends=time(ends))


def test_what_overlaps_on_one_weekday_is_one():
    whole, gone = joined(weekly(12, 20), [weekly(9, 17), weekly(18, 22), weekly(9, 17, weekday=1)])

    assert (whole.weekday, whole.begins, whole.ends) == (0, time(9), time(22))
    assert len(gone) == 2


def test_what_only_touches_stays_two():
    assert joined(weekly(12, 17), [weekly(9, 12)])[1] == ()
    assert not overlaps(weekly(12, 17), weekly(9, 12))


def test_a_night_shift_is_joined_with_its_own_evening_only():
    night, evening, morning = weekly(22, 6), weekly(20, 23), weekly(5, 8, weekday=1)

    whole, gone = joined(night, [evening, morning])

    assert (whole.begins, whole.ends, gone) == (time(20), time(6), (evening,))
    assert overlaps(night, morning)


def test_a_sunday_night_runs_into_monday():
    assert overlaps(weekly(22, 6, weekday=6), weekly(5, 8))
    assert overlaps(weekly(5, 8), weekly(22, 6, weekday=6))


def test_more_than_a_day_cannot_be_said_every_week():
    long, early = weekly(8, 6), weekly(0, 9)

    assert joined(early, [long]) == (early, ())
    assert overlaps(early, long)


def test_a_whole_day_takes_in_what_is_on_it():
    whole_day = a_commitment(weekday=0, begins=MIDNIGHT, ends=MIDNIGHT)

    assert joined(weekly(9, 17), [whole_day]) == (Commitment(0, MIDNIGHT, MIDNIGHT, weekday=0), (whole_day,))


@pytest.mark.parametrize(
    ("other", "last_day", "ends"),
    [
        (a_commitment(day=TUESDAY, begins=time(4), ends=time(9)), None, time(9)),
        (a_commitment(day=TUESDAY, begins=time(4), ends=time(20)), None, time(20)),
        (a_commitment(day=TUESDAY, begins=time(4), ends=time(23)), TUESDAY, time(23)),
        (a_commitment(day=TUESDAY, begins=MIDNIGHT, ends=MIDNIGHT), TUESDAY, MIDNIGHT),
    ],
)
def test_dates_that_overlap_become_a_longer_one(other: Commitment, last_day: date | None, ends: time):
    night = a_commitment(day=MONDAY, begins=time(22), ends=time(6))

    whole, gone = joined(other, [night])

    assert (whole.day, whole.last_day, whole.begins, whole.ends) == (MONDAY, last_day, time(22), ends)
    assert gone == (night,)


def test_a_date_and_a_week_overlap_and_stay_two():
    work, doctor = weekly(9, 17), a_commitment(day=MONDAY, begins=time(10), ends=time(11))

    assert joined(doctor, [work])[1] == ()
    assert overlaps(doctor, work)
    assert not overlaps(a_commitment(day=TUESDAY, begins=time(10), ends=time(11)), work)


def test_a_trip_overlaps_every_weekday_of_it():
    trip = a_commitment(day=TUESDAY, last_day=MONDAY + timedelta(days=10), begins=MIDNIGHT, ends=MIDNIGHT)

    assert all(overlaps(trip, weekly(9, 17, weekday=day)) for day in range(7))
    assert not overlaps(a_commitment(day=TUESDAY, last_day=TUESDAY + timedelta(days=1)), weekly(9, 12))


@given(st.one_of(WEEKLY, DATED), st.lists(st.one_of(WEEKLY, DATED), max_size=4))
def test_joining_changes_no_minute(wanted: Commitment, known: list[Commitment]):
    whole, gone = joined(wanted, known)

    assert half_hours(whole) == half_hours(wanted, *gone)


@given(st.one_of(WEEKLY, DATED), st.one_of(WEEKLY, DATED))
def test_overlapping_is_sharing_a_minute(one: Commitment, other: Commitment):
    assert overlaps(one, other) == overlaps(other, one) == bool(half_hours(one) & half_hours(other))
