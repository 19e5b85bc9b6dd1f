"""The pages of hours and of what is due: what they say, whom they show, and the certification that they take."""

import csv
from datetime import timedelta

import pytest
from flask import Flask

from iopsched.domain.booking import Attendance
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.store import treatments
from iopsched.store.db import reading
from iopsched.usecases.hours import mark_attendance
from iopsched.usecases.hours.mark_attendance import Mark
from iopsched.usecases.seats import book_session
from tests.builders import MONDAY, at
from tests.conftest import NOW, StandingClock
from tests.doors import Visitor, visiting_staff
from tests.stored import a_stored_clinician, a_stored_patient, a_stored_session, a_stored_staff
from tests.trail import trail

NOTICE = "42 CFR part 2 prohibits unauthorized disclosure of these records."
TODAY = NOW.date()


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


@pytest.fixture
def ana(program: Program) -> Patient:
    """Seventy days in treatment, and ninety more to come."""
    days = {"first_day": TODAY - timedelta(days=70), "last_day": TODAY + timedelta(days=90)}
    return a_stored_patient(program, plan=days)


def said(browser: Visitor, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def missed(program: Program, staff: Staff, patient: Patient, attendance: Attendance, *days: int) -> None:
    for day in days:
        session = a_stored_session(program, day)
        week = book_session.book(patient.id, session.id, now=session.starts - timedelta(days=5))
        (booking,) = [booking for booking in week.bookings if booking.session.id == session.id]
        mark_attendance.mark(staff, session.id, {booking.id: Mark(attendance)}, now=session.starts)


def test_who_cannot_reach_the_hours_is_told_first_and_why(program: Program, browser: Visitor, ana: Patient):
    a_stored_session(program, 4, hours=4.5)

    page = said(browser, f"/staff/hours/{MONDAY}")

    assert "1 person cannot reach the hours any more." in page
    assert "9 hours to go, 4 h 30 can still be booked: not without an extra session" in page
    assert NOTICE in page


def test_what_was_booked_is_one_number_on_every_page_and_what_was_missed_of_it_is_said(
    app: Flask, program: Program, staff: Staff, clock: StandingClock, ana: Patient
):
    missed(program, staff, ana, Attendance.AWAY, 0)
    book_session.book(ana.id, a_stored_session(program, 3).id, now=NOW)
    clock.now = at(1, 9)
    browser = visiting_staff(app, staff)

    hours, people, board, person = (
        said(browser, f"/staff/{path}") for path in ("hours", "people", "board", f"people/{ana.id}")
    )

    assert '<span class="lab">Booked</span> 6 h' in hours
    assert '<span class="lab">Booked</span> 6 h <small>3 h missed</small>' in people
    assert "3 of 9 h, 3 h missed." in board
    assert "<span>3 of 9 h, 3 h missed</span>" in person
    assert "<dt>Booked</dt><dd>6 h</dd>" in person


def test_the_same_people_leave_as_a_file_with_the_notice_and_it_is_noted(
    app: Flask, program: Program, staff: Staff, clock: StandingClock, ana: Patient
):
    missed(program, staff, ana, Attendance.AWAY, -3, -2, -1)
    missed(program, staff, ana, Attendance.HERE, 0)
    a_stored_patient(program, given_name="Ben", plan={"week_least": 60})
    clock.advance(days=8)
    browser = visiting_staff(app, staff)

    table = browser.get(f"/staff/hours/{MONDAY}/hours.csv?show=flagged")
    book = browser.get(f"/staff/hours/{MONDAY}/hours.xlsx")

    rows = list(csv.reader(table.get_data().decode("utf-8-sig").splitlines()))
    assert rows[0] == [NOTICE]
    assert rows[2:] == [
        ["Ana R.", str(ana.id), "Out of reach", "9.0", "3.0", "3.0", "1", "0", "0", "0", "3 missed in 4 weeks"]
    ]
    assert table.headers["Content-Disposition"] == f'attachment; filename="hours-{MONDAY}.csv"'
    assert book.data.startswith(b"PK")
    assert [entry.action for entry in trail(program)].count("hours exported") == 2


def test_misses_are_flagged_and_a_choice_shows_only_those(
    app: Flask, program: Program, staff: Staff, clock: StandingClock, ana: Patient
):
    a_stored_patient(program, given_name="Ben", plan={"week_least": 60})
    missed(program, staff, ana, Attendance.AWAY, -3, -2, -1)
    missed(program, staff, ana, Attendance.EXCUSED, 0)
    clock.advance(days=10)
    browser = visiting_staff(app, staff)

    everybody, flagged = (said(browser, f"/staff/hours/{MONDAY}?show={some}") for some in ("all", "flagged"))

    assert "3 missed in 4 weeks" in everybody
    assert "1 excused" in everybody
    assert "Ben R." in everybody
    assert "Ben R." not in flagged
    assert "Ana R." in flagged
    assert f"/staff/hours/{MONDAY - timedelta(days=7)}?show=flagged" in flagged


def test_a_choice_that_shows_nobody_says_so(program: Program, browser: Visitor, ana: Patient):
    assert "Nobody. Everybody of this week is among the others." in said(browser, "/staff/hours?show=flagged").replace(
        "</b>", ""
    )
    assert "Ana R." in said(browser, "/staff/hours?show=nonsense")
    assert browser.get("/staff/hours/someday").status_code == 404


def test_a_persons_page_has_the_same_numbers_for_each_week(
    app: Flask, program: Program, staff: Staff, clock: StandingClock, ana: Patient
):
    missed(program, staff, ana, Attendance.HERE, 0)
    missed(program, staff, ana, Attendance.AWAY, 1)
    clock.advance(days=10)
    browser = visiting_staff(app, staff)

    page = said(browser, f"/staff/people/{ana.id}")

    for title, value in (("Required", "9 h"), ("Booked", "6 h"), ("Attended", "3 h"), ("Billable days", "1")):
        assert f"<dt>{title}</dt><dd>{value}</dd>" in page
    assert "<dt>Missed</dt><dd>1</dd>" in page


def test_what_is_overdue_is_certified_with_one_button(browser: Visitor, ana: Patient):
    before = said(browser, "/staff/due")

    answer = browser.post(f"/staff/people/{ana.id}/certification?days=30", {"day": str(TODAY), "to_dues": "yes"})

    after = said(browser, answer.location or "")
    assert "1 certification is overdue." in before
    assert (answer.status_code, answer.location) == (303, "/staff/due?days=30")
    assert "Certified. On Monday, November 23, 2026." in after.replace("</b>", "")
    assert "Nothing is due." in after


def test_a_certification_stands_on_the_persons_page_and_can_be_taken_back(browser: Visitor, ana: Patient):
    path = f"/staff/people/{ana.id}"
    browser.post(f"{path}/certification", {"day": "2026-11-20"})
    certified = said(browser, path)
    browser.post(f"{path}/certification", {"day": ""})

    assert "Again by Tuesday, January 19, 2027. Last on Friday, November 20, 2026." in certified
    assert "Last on" not in said(browser, path)


@pytest.mark.parametrize(
    ("day", "why"),
    [("2026-11-24", "Choose today or a day before it."), ("soon", "Choose a day, such as 2026-12-09.")],
)
def test_a_day_that_will_not_do_is_said_and_nothing_kept(browser: Visitor, ana: Patient, day: str, why: str):
    answer = browser.post(f"/staff/people/{ana.id}/certification", {"day": day})

    assert answer.status_code == 303
    assert why in said(browser, answer.location or "")
    with reading():
        assert [plan.certified_on for plan in treatments.of_patient(ana.id)] == [None]


def test_a_clinician_sees_the_numbers_of_own_people_and_certifies_nobody(app: Flask, program: Program, ana: Patient):
    rivera = a_stored_clinician(program)
    book_session.book(ana.id, a_stored_session(program, clinician_id=rivera).id, now=NOW)
    clinician = visiting_staff(app, a_stored_staff(program, Role.CLINICIAN, clinician_id=rivera))

    page = said(clinician, f"/staff/people/{ana.id}")

    assert "Billable days" in page
    assert "Certified on" not in page
    assert [clinician.get(path).status_code for path in ("/staff/hours", "/staff/due")] == [403, 403]
    assert clinician.post(f"/staff/people/{ana.id}/certification", {"day": str(TODAY)}).status_code == 403
