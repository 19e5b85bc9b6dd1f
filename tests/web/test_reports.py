"""Reports on the page and as files: the same numbers, the notice in each, nothing that acts as a formula."""

import csv
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from iopsched.domain.booking import Attendance
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.usecases.hours import mark_attendance
from iopsched.usecases.hours.mark_attendance import Mark
from iopsched.usecases.seats import book_session
from tests.builders import MONDAY
from tests.conftest import NOW, StandingClock
from tests.doors import Visitor, a_stranger, visiting_patient, visiting_staff
from tests.stored import a_stored_patient, a_stored_session, a_stored_staff
from tests.trail import trail

NOTICE = "42 CFR part 2 prohibits unauthorized disclosure of these records."
PATHS = ["/staff/reports", "/staff/reports.csv", "/staff/reports.xlsx"]
WEEK = f"since={MONDAY}&until={MONDAY}"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


@pytest.fixture
def browser(app: Flask, program: Program, staff: Staff, clock: StandingClock) -> Visitor:
    """Two weeks on: Ana came on Monday for an hour and a half, and Ben, who is called like a formula, did not."""
    session = a_stored_session(program, seats=4)
    marks = {}
    for name, mark in (("Ana", Mark(Attendance.LATE, 90)), ("=Ben", Mark(Attendance.AWAY))):
        week = book_session.book(a_stored_patient(program, given_name=name).id, session.id, now=NOW)
        marks[week.bookings[0].id] = mark
    mark_attendance.mark(staff, session.id, marks, now=session.starts)
    clock.advance(days=14)
    return visiting_staff(app, staff)


def rows(answer: TestResponse) -> list[list[str]]:
    return list(csv.reader(answer.get_data().decode("utf-8-sig").splitlines()))


def test_a_page_says_in_words_what_its_bars_draw(browser: Visitor):
    page = " ".join(browser.get(f"/staff/reports?{WEEK}").text.split())

    assert "Whole weeks, from Monday, November 30, 2026 until Sunday, December 6, 2026" in page
    assert "50 %, 2 of 4" in page
    assert "1 of 2 booked came, 1 missed" in page
    assert "1 h 30 of 18 h attended" in page
    assert '<rect class="gone" x="0.0" width="50.0"' in page
    assert NOTICE in page


def test_each_table_is_a_file_of_its_own(browser: Visitor):
    seats, turnout, plans = (
        browser.get(f"/staff/reports.csv?{WEEK}&table={name}") for name in ("seats", "turnout", "plans")
    )

    assert [rows(answer)[0] for answer in (seats, turnout, plans)] == [[NOTICE]] * 3
    assert rows(seats)[3] == ["Evening", "1", "4", "2", "50", "1"]
    assert rows(turnout)[2] == [str(MONDAY), "2", "1", "1", "0", "0", "0", "0", "0", "0"]
    assert [row[0] for row in rows(plans)[2:]] == ["'=Ben R.", "Ana R."]
    assert rows(plans)[3][5:] == ["9.0", "3.0", "1.5", "0", "0", "0"]
    assert plans.headers["Content-Disposition"] == f'attachment; filename="plans-{MONDAY}-2026-12-06.csv"'


def test_a_workbook_holds_all_of_them(browser: Visitor):
    answer = browser.get(f"/staff/reports.xlsx?{WEEK}")

    file = ZipFile(BytesIO(answer.get_data()))
    names = [name for name in file.namelist() if name.startswith("xl/worksheets/sheet")]
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="report-{MONDAY}-2026-12-06.xlsx"'
    assert len(names) == 5
    assert all(NOTICE.encode() in file.read(name) for name in names)
    assert NOTICE.encode() in file.read("xl/sharedStrings.xml")
    assert b"=Ben R." in file.read("xl/sharedStrings.xml")


def test_every_file_is_noted(program: Program, browser: Visitor):
    for path in PATHS:
        browser.get(f"{path}?{WEEK}")

    actions = [entry.action for entry in trail(program) if entry.action.startswith("report")]
    assert actions == ["report looked at", "report exported", "report exported"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("since=soon", "Choose a day, such as 2026-12-09."),
        ("since=2026-12-07&until=2026-11-30", "The last day is before the first."),
        ("since=2026-01-05&until=2026-11-30", "Choose at most 26 weeks."),
    ],
)
def test_days_that_make_no_report_are_said_beside_the_field(browser: Visitor, path: str, asked: str, why: str):
    answer = browser.get(f"{path}?{asked}")

    assert answer.status_code == 422
    assert why in answer.text


def test_weeks_without_anything_are_weeks_of_noughts(app: Flask, staff: Staff):
    page = visiting_staff(app, staff).get("/staff/reports").text

    assert "Nothing in these weeks." in page
    assert "Mon, Nov 16, 2026" in page


@pytest.mark.parametrize("path", PATHS)
def test_reports_are_for_coordinators_and_admins(app: Flask, program: Program, path: str):
    admin, clinician = (visiting_staff(app, a_stored_staff(program, role)) for role in (Role.ADMIN, Role.CLINICIAN))
    patient = visiting_patient(app, a_stored_patient(program))

    assert [who.get(path).status_code for who in (admin, clinician, patient, a_stranger(app))] == [200, 403, 404, 303]


def test_what_was_looked_for_in_vain_is_a_table_and_a_file(
    app: Flask, program: Program, clock: StandingClock, staff: Staff
):
    ana = a_stored_patient(program)
    phone = visiting_patient(app, ana)
    for _ in range(2):
        phone.get(f"/week/{MONDAY}?way=telehealth&kind=group")
    phone.get(f"/plan/{MONDAY}")
    clock.advance(days=14)
    browser = visiting_staff(app, staff)

    page = " ".join(browser.get(f"/staff/reports?{WEEK}").text.split())
    file = rows(browser.get(f"/staff/reports.csv?{WEEK}&table=unmet"))

    assert "Looked for and not found" in page
    assert file[2:] == [
        ["Nothing that fits in a week", "Group", "Telehealth", "", "", "1"],
        ["No whole week as wished", "", "", "", "", "1"],
    ]
