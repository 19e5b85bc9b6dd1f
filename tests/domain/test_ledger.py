"""The ledger of hours: four numbers that are never mixed, how a week stands."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from iopsched.domain.booking import Attendance, Booking
from iopsched.domain.ledger import Account, Course, Prospect, prospect
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from tests.builders import MONDAY, a_booking, a_plan, a_session, a_week, at

HERE, LATE, AWAY, EXCUSED = Attendance.HERE, Attendance.LATE, Attendance.AWAY, Attendance.EXCUSED


def marked(day: int, attendance: Attendance | None, minutes: int = 180) -> Booking:
    came = 0 if attendance is None or attendance.is_missed else minutes
    return a_booking(a_session(day), attendance=attendance, attended_minutes=came)


def stands(week: Week, *offered: Session, now: datetime) -> Prospect:
    return prospect(week, offered, now)


def test_required_booked_attended_and_billable_are_told_apart():
    week = a_week(
        marked(0, HERE), marked(1, LATE, 150), marked(2, AWAY), marked(3, EXCUSED), marked(4, None), a_session(6)
    )

    seen = Account(week, at(5, 9))

    assert (seen.required, seen.booked, seen.attended, seen.billable_days) == (540, 6 * 180, 330, 1)
    assert (seen.missed, seen.excused, seen.unmarked) == (1, 1, 1)


marks = st.sampled_from([None, HERE, LATE, AWAY, EXCUSED])


@given(st.lists(st.tuples(st.integers(0, 6), marks, st.integers(0, 180)), unique_by=lambda one: one[0]))
@settings(max_examples=60)
def test_the_sums_agree_with_the_week(said: list[tuple[int, Attendance | None, int]]):
    week = a_week(*(marked(day, mark, minutes) for day, mark, minutes in said))

    seen = Account(week, at(9, 9))

    lost = sum(b.session.counted_minutes - b.attended_minutes for b in week.bookings if b.attendance)
    assert (seen.booked, week.lost) == (week.booked, lost)
    assert seen.booked - lost == week.minutes == seen.attended + 180 * seen.unmarked
    assert seen.missed + seen.excused == sum(booking.is_missed for booking in week.bookings)
    assert seen.billable_days <= len(week.bookings) - seen.missed - seen.excused - seen.unmarked
    assert stands(week, now=at(9, 9)).is_short is (week.minutes < 540)


def test_a_whole_week_is_on_course_until_all_of_it_was_attended():
    ahead = a_week(*(a_session(day) for day in (0, 2, 4)))
    over = a_week(*(marked(day, HERE) for day in (0, 2, 4)))

    assert stands(ahead, now=at(-1, 9)).course is Course.ON_COURSE
    assert stands(over, now=at(5, 9)).course is Course.MET


def test_a_miss_in_mid_week_warns_while_it_can_be_mended_and_when_it_no_longer_can():
    week = a_week(marked(0, HERE), marked(2, AWAY), a_session(4))
    friday, saturday = a_session(4, hour=9), a_session(5, hour=9, hours=2)

    early, late = stands(week, friday, saturday, now=at(3, 9)), stands(week, friday, saturday, now=at(4, 12))

    assert (early.course, early.possible) == (Course.OPEN, 300)
    assert (late.course, late.possible) == (Course.OUT_OF_REACH, 120)
    assert week.to_go == 180
    assert early.is_short
    assert late.is_short


def test_a_week_that_is_over_is_short_whatever_was_offered():
    seen = stands(a_week(marked(0, HERE)), a_session(2), now=at(7, 0))

    assert (seen.course, seen.possible) == (Course.SHORT, 0)


def test_the_week_is_not_over_on_its_last_day():
    assert stands(a_week(), a_session(6, hour=9, hours=9), now=at(6, 8)).course is Course.OPEN


def test_nobody_is_short_without_a_plan():
    seen = stands(a_week(marked(0, HERE), plans=()), now=at(7, 0))

    assert (seen.course, seen.is_short) == (Course.FREE, False)


def test_less_is_asked_of_a_week_in_which_the_plan_ends():
    week = a_week(marked(0, HERE), plans=(a_plan(last_day=MONDAY + timedelta(days=1)),))

    assert (week.required, stands(week, now=at(5, 9)).course) == (210, Course.OUT_OF_REACH)
