"""The ledger of hours as staff see it: who needs somebody first, who missed too often, in a fixed number of queries."""

from datetime import date, datetime, timedelta

import pytest

from iopsched.domain.booking import Attendance
from iopsched.domain.errors import Forbidden
from iopsched.domain.ledger import Course
from iopsched.domain.miss import Flag
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.store import programs
from iopsched.store.db import transaction
from iopsched.usecases.hours import mark_attendance, view_ledger
from iopsched.usecases.hours.mark_attendance import Mark
from iopsched.usecases.hours.view_ledger import Ledger, Line
from iopsched.usecases.seats import book_session, cancel_booking, hold_plan
from tests.builders import MONDAY, at
from tests.conftest import NOW
from tests.counting import statements
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff
from tests.trail import trail

AWAY, EXCUSED, HERE = Attendance.AWAY, Attendance.EXCUSED, Attendance.HERE


def seen(staff: Staff, day: date | None = MONDAY, *, now: datetime = NOW) -> Ledger:
    return view_ledger.view(staff, day, now=now)


def marked(staff: Staff, patient: Patient, session: Session, attendance: Attendance) -> None:
    """Booked in time, marked once it has begun."""
    week = book_session.book(patient.id, session.id, now=session.starts - timedelta(days=5))
    (booking,) = [booking for booking in week.bookings if booking.session.id == session.id]
    mark_attendance.mark(staff, session.id, {booking.id: Mark(attendance)}, now=session.starts)


def line_of(ledger: Ledger, patient: Patient) -> Line:
    (line,) = [line for line in ledger.lines if line.patient.id == patient.id]
    return line


def test_a_week_is_asked_booked_attended_and_billed(program: Program, staff: Staff, ana: Patient):
    marked(staff, ana, a_stored_session(program, 0), HERE)
    marked(staff, ana, a_stored_session(program, 1), AWAY)
    book_session.book(ana.id, a_stored_session(program, 3).id, now=NOW)

    account = line_of(seen(staff, now=at(2, 9)), ana).account

    assert (account.required, account.booked, account.attended, account.billable_days) == (540, 540, 180, 1)
    assert (account.missed, account.excused, account.unmarked) == (1, 0, 0)


def test_who_cannot_be_whole_any_more_comes_first(program: Program, staff: Staff, ana: Patient):
    ben = a_stored_patient(program, given_name="Ben", plan={"week_least": 360})
    cleo = a_stored_patient(program, given_name="Cleo", plan={"week_least": 180})
    friday = a_stored_session(program, 4)
    for patient in (ben, cleo):
        marked(staff, patient, a_stored_session(program, 0), HERE)

    ledger = seen(staff, now=at(2, 9))

    assert [(line.patient.given_name, line.prospect.course) for line in ledger.lines] == [
        ("Ana", Course.OUT_OF_REACH),
        ("Ben", Course.OPEN),
        ("Cleo", Course.MET),
    ]
    assert line_of(ledger, ana).prospect.possible == friday.counted_minutes
    assert ([line.patient.id for line in ledger.out_of_reach], len(ledger.short)) == ([ana.id], 2)


def test_a_seat_kept_for_somebody_else_is_no_way_out(program: Program, staff: Staff):
    ben = a_stored_patient(program, given_name="Ben", plan={"week_least": 180})
    gil = a_stored_patient(program, given_name="Gil", plan={"week_least": 180})
    only = a_stored_session(program, 4, seats=1)
    hold_plan.hold(gil.id, [only.id], now=NOW)

    ledger = seen(staff)

    assert line_of(ledger, ben).prospect.course is Course.OUT_OF_REACH
    assert line_of(ledger, gil).prospect.course is Course.OPEN


def test_misses_are_looked_for_in_the_weeks_before_and_only_flagged(program: Program, staff: Staff, ana: Patient):
    ben = a_stored_patient(program, given_name="Ben")
    for day in (-20, -13, 1):
        marked(staff, ana, a_stored_session(program, day), AWAY)
    for day, attendance in ((-22, AWAY), (-13, AWAY), (-12, AWAY), (1, EXCUSED)):
        marked(staff, ben, a_stored_session(program, day), attendance)

    ledger = seen(staff, now=at(2, 9))

    assert [line.patient.id for line in ledger.flagged] == [ana.id]
    assert (line_of(ledger, ben).misses.missed, line_of(ledger, ben).misses.excused) == (2, 1)
    assert line_of(ledger, ana).account.missed == 1


def test_a_seat_given_up_late_and_a_row_of_misses_count_as_the_program_says(
    program: Program, staff: Staff, ana: Patient
):
    late = a_stored_session(program, 0)
    book_session.book(ana.id, late.id, now=NOW)
    cancel_booking.cancel(ana.id, late.id, now=late.starts - timedelta(hours=2))
    marked(staff, ana, a_stored_session(program, 1), AWAY)
    before = line_of(seen(staff, now=at(2, 9)), ana).misses
    with transaction():
        programs.change(program.id, late_is_miss=True, miss_row=2)

    after = line_of(seen(staff, now=at(2, 9)), ana).misses

    assert (before.missed, before.row, before.flags) == (1, 1, ())
    assert (after.missed, after.row, after.flags) == (2, 2, (Flag.ROW,))


def test_a_ledger_takes_as_many_queries_however_many_people(program: Program, staff: Staff, ana: Patient):
    marked(staff, ana, a_stored_session(program, 0), AWAY)
    seen(staff)
    with statements() as few:
        seen(staff)
    for day in range(5):
        marked(staff, a_stored_patient(program), a_stored_session(program, day), AWAY)

    with statements() as many:
        seen(staff)

    assert len(many) == len(few) == 7 + 1


def test_who_looked_is_noted_once_an_hour(program: Program, staff: Staff, ana: Patient):
    for minutes in (0, 59):
        seen(staff, now=NOW + timedelta(minutes=minutes))

    assert [entry.detail for entry in trail(program) if entry.action == "hours looked at"] == [{"people": 1}]


def test_another_program_is_not_in_it_and_a_clinician_gets_none(program: Program, staff: Staff):
    hillside = a_stored_program(name="Hillside")
    a_stored_patient(hillside)

    assert seen(staff).lines == ()
    with pytest.raises(Forbidden):
        seen(a_stored_staff(program, Role.CLINICIAN))
