"""Reports count each seat once, and agree with the weeks they are made of."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iopsched.domain.booking import Attendance, Booking, CancelledBy
from iopsched.domain.report import GROUPS, PlanUse, SeatUse, Turnout, mondays, plan_use, seat_use, turnouts
from iopsched.domain.words import Modality, Part
from tests.builders import MONDAY, a_booking, a_plan, a_program, a_session, a_week, at
from tests.conftest import NOW

PROGRAM = a_program()
WEEKS = mondays(MONDAY, MONDAY + timedelta(weeks=1))
HERE, LATE, AWAY, EXCUSED = Attendance.HERE, Attendance.LATE, Attendance.AWAY, Attendance.EXCUSED
PATIENT, STAFF = CancelledBy.PATIENT, CancelledBy.STAFF


def marked(day: int, attendance: Attendance | None, minutes: int = 180, **given: int) -> Booking:
    came = 0 if attendance is None or attendance.is_missed else minutes
    return a_booking(a_session(day), attendance=attendance, attended_minutes=came, **given)


def given_up(day: int, by: CancelledBy, *, is_late: bool = False) -> Booking:
    return a_booking(a_session(day), cancelled_at=NOW, cancelled_by=by, is_late=is_late)


def use_of(group: Part | Modality | None, rows: tuple[SeatUse, ...]) -> SeatUse:
    return next(row for row in rows if row.group is group)


def test_seats_are_counted_by_part_by_how_and_in_all():
    day, evening = a_session(0, hour=9), a_session(1, modality=Modality.TELEHEALTH, seats=4)
    weekend, gone = a_session(5, seats=2), a_session(2, is_cancelled=True)
    bookings = [a_booking(evening, attendance=HERE), a_booking(evening, attendance=AWAY, patient_id=2), marked(2, None)]
    bookings[-1] = a_booking(weekend)

    rows = seat_use([day, evening, weekend, gone], [*bookings, given_up(0, PATIENT)], PROGRAM)

    assert use_of(Part.DAYTIME, rows) == SeatUse(Part.DAYTIME, 1, 8, 0, 0)
    assert use_of(Part.EVENING, rows) == SeatUse(Part.EVENING, 1, 4, 2, 1)
    assert use_of(Part.WEEKEND, rows) == SeatUse(Part.WEEKEND, 1, 2, 1, 0)
    assert use_of(Modality.TELEHEALTH, rows).percent == 50
    assert use_of(None, rows) == SeatUse(None, 3, 14, 3, 1)
    assert [row.group for row in rows] == [*GROUPS]


def test_no_seats_have_no_share():
    assert {row.percent for row in seat_use([], [], PROGRAM)} == {None}


def test_each_seat_came_to_one_end():
    bookings = [
        *(marked(0, HERE), marked(1, LATE, 90), marked(2, AWAY), marked(3, EXCUSED), marked(4, None)),
        *(given_up(5, PATIENT), given_up(5, PATIENT, is_late=True), given_up(6, STAFF), marked(7, HERE)),
    ]

    first, second = turnouts(bookings, PROGRAM, WEEKS, at(14, 0))

    assert first == Turnout(MONDAY, 2, 1, 1, 1, 0, 1, 1, 1)
    assert (second.monday, second.came, second.booked) == (WEEKS[1], 1, 1)
    assert first.booked == 5


def test_what_is_still_to_come_is_not_what_somebody_forgot_to_mark():
    bookings = [marked(0, HERE), marked(1, None), marked(4, None), marked(5, None)]

    week, _ = turnouts(bookings, PROGRAM, WEEKS, at(2, 12))

    assert (week.came, week.unmarked, week.ahead, week.begun, week.booked) == (1, 1, 2, 2, 4)


def test_a_taper_is_two_plans_and_each_has_its_own_hours():
    nine = a_plan(id=1, last_day=MONDAY + timedelta(days=6))
    six = a_plan(id=2, first_day=MONDAY + timedelta(days=7), week_least=360)
    bookings = [marked(0, HERE), marked(1, AWAY), marked(2, EXCUSED), marked(8, LATE, 120)]

    rows = plan_use({1: (nine, six)}, bookings, PROGRAM, WEEKS)

    assert rows == (PlanUse(1, nine, 540, 540, 180, 1, 1, 1), PlanUse(1, six, 360, 180, 120, 0, 0, 0))


def test_what_is_booked_outside_of_every_plan_stands_by_itself():
    plan = a_plan(last_day=MONDAY + timedelta(days=1))

    rows = plan_use({1: (plan,)}, [marked(0, HERE), marked(3, HERE)], PROGRAM, WEEKS)

    assert [(row.plan, row.required, row.attended) for row in rows] == [(plan, 210, 180), (None, 0, 180)]


@pytest.mark.parametrize("days", [-100, 100])
def test_a_plan_of_other_weeks_is_left_out(days: int):
    shift = timedelta(days=days)
    plan = a_plan(first_day=MONDAY + shift, last_day=MONDAY + shift + timedelta(days=20))

    assert plan_use({1: (plan,)}, [], PROGRAM, WEEKS) == ()


marks = st.sampled_from([None, HERE, LATE, AWAY, EXCUSED])
said = st.tuples(st.integers(0, 13), marks, st.integers(0, 180), st.integers(1, 3))


@given(st.lists(said, max_size=12))
@settings(max_examples=60)
def test_all_reports_agree_with_each_other_and_with_the_weeks(bookings: list[tuple[int, Attendance | None, int, int]]):
    seats = [marked(day, mark, minutes, patient_id=whose) for day, mark, minutes, whose in bookings]
    plans = {1: (a_plan(),), 2: (a_plan(patient_id=2, last_day=MONDAY + timedelta(days=5)),)}

    uses = plan_use(plans, seats, PROGRAM, WEEKS)
    all_seats = use_of(None, seat_use([one.session for one in seats], seats, PROGRAM))
    weeks = turnouts(seats, PROGRAM, WEEKS, at(4, 12))

    assert all_seats.booked == sum(week.booked for week in weeks) == len(seats)
    assert all_seats.came == sum(week.came for week in weeks)
    assert sum(use.attended for use in uses) == sum(one.attended_minutes for one in seats)
    assert sum(use.missed for use in uses) == sum(week.missed for week in weeks)
    of_first = [one for one in seats if one.patient_id == 1]
    held = {monday: [one for one in of_first if PROGRAM.week_of(one.session.starts) == monday] for monday in WEEKS}
    billable = sum(a_week(*held[monday], monday=monday).billable_days for monday in WEEKS)
    assert next(use for use in uses if use.patient_id == 1).billable_days == billable
