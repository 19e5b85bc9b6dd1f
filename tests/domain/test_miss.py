"""A miss: how many there are within the weeks looked at, in a row, without having come since, and who is flagged."""

from datetime import timedelta
from typing import Any

import pytest

from iopsched.domain.booking import Attendance, Booking
from iopsched.domain.miss import Flag, Misses, misses
from tests.builders import MONDAY, a_booking, a_program, a_session, at

HERE, AWAY, EXCUSED = Attendance.HERE, Attendance.AWAY, Attendance.EXCUSED
SUNDAY = MONDAY + timedelta(days=6)


def marked(day: int, attendance: Attendance) -> Booking:
    return a_booking(a_session(day), attendance=attendance)


def given_up_late(day: int) -> Booking:
    return a_booking(a_session(day), cancelled_at=at(day, 9), is_late=True)


def seen(*judged: Booking, today: int = 6, **policy: Any) -> Misses:
    return misses(judged, a_program(**policy), SUNDAY, MONDAY + timedelta(days=today))


@pytest.mark.parametrize(
    ("missed", "excused", "flagged"), [([0, 1, 2], [], True), ([0, 1], [2, 3], False), ([0, 1, -22], [], False)]
)
def test_three_misses_in_four_weeks_are_flagged_and_excused_ones_are_not(
    missed: list[int], excused: list[int], flagged: bool
):
    found = seen(*(marked(day, AWAY) for day in missed), *(marked(day, EXCUSED) for day in excused))

    assert (found.is_flagged, found.excused) == (flagged, len(excused))


def test_the_weeks_looked_at_are_whole_and_end_with_the_week():
    assert seen(*(marked(day, AWAY) for day in (-22, -21, 6, 7))).missed == 2


def test_a_program_may_flag_nobody():
    bookings = [marked(day, AWAY) for day in range(7)]

    assert not seen(*bookings, miss_limit=0).is_flagged
    assert seen(*bookings, miss_limit=7, miss_weeks=1).is_flagged


@pytest.mark.parametrize(
    ("marks", "row"),
    [
        ([HERE, AWAY, AWAY], 2),
        ([AWAY, AWAY, HERE], 0),
        ([AWAY, EXCUSED, AWAY], 2),
        ([AWAY, HERE, AWAY, EXCUSED], 1),
        ([EXCUSED, EXCUSED], 0),
    ],
)
def test_misses_in_a_row_end_where_somebody_came_and_excused_ones_are_passed_over(marks: list[Attendance], row: int):
    found = seen(*(marked(day, mark) for day, mark in enumerate(marks)), miss_limit=0, miss_row=2)

    assert found.row == row
    assert found.flags == ((Flag.ROW,) if row >= 2 else ())


@pytest.mark.parametrize(("today", "flags"), [(3, ()), (4, (Flag.GONE,)), (30, (Flag.GONE,))])
def test_who_has_not_come_back_in_time_is_flagged(today: int, flags: tuple[Flag, ...]):
    found = seen(marked(-3, HERE), marked(-1, AWAY), marked(1, AWAY), today=today, return_days=5, miss_limit=0)

    assert found.flags == flags
    assert not seen(marked(-1, AWAY), marked(1, HERE), today=today, return_days=5, miss_limit=0).is_flagged


def test_a_seat_given_up_late_is_a_miss_only_where_the_program_says_so():
    seats = (given_up_late(0), marked(1, AWAY))

    assert (seen(*seats).missed, seen(*seats).row) == (1, 1)
    assert seen(*seats, late_is_miss=True, miss_limit=2, miss_row=2).flags == (Flag.MANY, Flag.ROW)
