"""Reports of whole weeks, in a fixed number of queries, for coordinators and admins; who looked or saved is noted."""

from datetime import date, timedelta

import pytest

from iopsched.domain.booking import Attendance
from iopsched.domain.errors import Forbidden, Invalid
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.usecases.availability import change_session
from iopsched.usecases.hours import mark_attendance, view_reports
from iopsched.usecases.hours.mark_attendance import Mark
from iopsched.usecases.hours.view_reports import MOST, Period, Report
from iopsched.usecases.seats import book_session, cancel_booking
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.counting import statements
from tests.stored import a_stored_authorisation, a_stored_patient, a_stored_program, a_stored_session, a_stored_staff
from tests.trail import trail

WEEK = timedelta(weeks=1)
LATER = NOW + 2 * WEEK
ONE = Period(MONDAY, MONDAY)


def seen(staff: Staff, period: Period = ONE) -> Report:
    return view_reports.view(staff, period, now=LATER)


def a_busy_day(program: Program, staff: Staff, day: int = 0) -> None:
    """One came, one did not, one gave up late, and one whose session was cancelled."""
    session, gone = a_stored_session(program, day), a_stored_session(program, day, hour=9)
    came, away, late, lost = (a_stored_patient(program, given_name=name) for name in ("Ana", "Ben", "Cleo", "Dan"))
    for patient in (came, away, late):
        book_session.book(patient.id, session.id, now=NOW)
    book_session.book(lost.id, gone.id, now=NOW)
    change_session.cancel(staff, gone.id, now=NOW)
    cancel_booking.cancel(late.id, session.id, now=session.starts - timedelta(hours=1))
    roster = mark_attendance.roster(staff, session.id, now=session.starts)
    here, not_here = (guest.booking.id for guest in roster.guests)
    marks = {here: Mark(Attendance.HERE), not_here: Mark(Attendance.AWAY)}
    mark_attendance.mark(staff, session.id, marks, now=session.starts)


def test_a_report_counts_seats_turnout_and_plans(program: Program, staff: Staff):
    a_busy_day(program, staff)

    report = seen(staff)

    everything, (week,) = report.seats[-1], report.turnouts
    assert (everything.sessions, everything.seats, everything.booked, everything.came) == (1, 8, 2, 1)
    assert (week.came, week.missed, week.late, week.given_up, week.by_us) == (1, 1, 1, 0, 1)
    assert [(patient.given_name, use.required, use.booked, use.attended) for patient, use in report.plans] == [
        ("Ana", 540, 180, 180),
        ("Ben", 540, 180, 0),
        ("Cleo", 540, 0, 0),
        ("Dan", 540, 0, 0),
    ]


def test_weeks_are_whole_and_without_a_choice_the_last_four_that_are_over(staff: Staff):
    some = seen(staff, Period(MONDAY + timedelta(days=2), MONDAY + timedelta(days=9)))
    usual = seen(staff, Period())

    assert (some.monday, some.sunday) == (MONDAY, MONDAY + timedelta(days=13))
    assert (usual.monday, usual.sunday) == (MONDAY - 3 * WEEK, MONDAY + timedelta(days=6))
    assert len(usual.turnouts) == 4


@pytest.mark.parametrize("until", [MONDAY - WEEK, MONDAY + MOST * WEEK])
def test_days_that_make_no_report_are_named(staff: Staff, until: date):
    with pytest.raises(Invalid) as refused:
        seen(staff, Period(MONDAY, until))

    assert refused.value.problems.keys() == {"until"}


def test_a_report_takes_eight_queries_however_much_there_was(program: Program, staff: Staff):
    seen(staff)
    for day in range(3):
        a_busy_day(program, staff, day)
        a_stored_authorisation(a_stored_patient(program))

    with statements() as sent:
        seen(staff)

    assert len(sent) == 8 + 1


def test_a_look_is_noted_once_an_hour_and_every_file(program: Program, staff: Staff):
    a_stored_patient(program)
    for _ in range(2):
        seen(staff)
        view_reports.export(staff, ONE, now=LATER)

    actions = [entry.action for entry in trail(program)]
    assert (actions.count("report looked at"), actions.count("report exported")) == (1, 2)
    assert {entry.detail["people"] for entry in trail(program) if entry.action.startswith("report")} == {1}


def test_another_program_is_not_in_it_and_a_clinician_gets_none(program: Program, staff: Staff):
    hillside = a_stored_program(name="Hillside")
    a_busy_day(hillside, a_stored_staff(hillside))
    clinician = a_stored_staff(program, Role.CLINICIAN)

    assert (seen(staff).plans, seen(staff).seats[-1].seats) == ((), 0)
    for look in (view_reports.view, view_reports.export):
        with pytest.raises(Forbidden):
            look(clinician, ONE, now=LATER)
