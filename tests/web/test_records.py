"""Archiving, merging, files of patients and authorisations on the page: each asks first."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.store import authorisations, people
from iopsched.store.db import reading
from iopsched.usecases.seats import book_session
from tests.builders import MONDAY, at
from tests.conftest import NOW, StandingClock
from tests.doors import Visitor, visiting_staff
from tests.stored import a_stored_authorisation, a_stored_patient, a_stored_session
from tests.usecases.test_import_patients import HEAD, LENA, OMAR, WRONG
from tests.usecases.test_merge_patients import LATER

ACME = {
    "payer": "Acme Health",
    "reference": "A-1",
    "first_day": "2026-11-01",
    "last_day": "2027-01-31",
    "amount": "7.5",
    "unit": "hours",
}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


def said(browser: Visitor, path: str | None) -> str:
    return " ".join(browser.get(path or "").text.split())


def looked_into(browser: Visitor, *lines: str) -> str:
    file = BytesIO("\n".join((HEAD, *lines)).encode())
    answer = browser.post("/staff/people/file", {"file": (file, "patients.csv")}, content_type="multipart/form-data")
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def take(browser: Visitor, which: str, *lines: str) -> Any:
    return browser.post("/staff/people/file/people", {"text": "\n".join((HEAD, *lines)), "which": which})


def test_records_that_look_alike_are_found_from_people_compared_or_told_apart(
    program: Program, browser: Visitor, ana: Patient
):
    again = a_stored_patient(program, given_name="Anna")
    people = said(browser, "/staff/people")
    page = said(browser, "/staff/people/doubles")

    done = browser.post(f"/staff/people/{ana.id}/doubles/{again.id}")

    assert "1 pair looks alike" in people
    assert "Almost the same name" in page
    assert f"/staff/people/{ana.id}/merger?other={again.id}" in page
    assert "No two records look alike." in said(browser, done.location)
    assert "alike" not in said(browser, "/staff/people")


def test_archiving_asks_about_the_seats_ahead(program: Program, browser: Visitor, ana: Patient):
    session = a_stored_session(program)
    book_session.book(ana.id, session.id, now=NOW)
    path = f"/staff/people/{ana.id}/archive"

    asked = said(browser, path)
    unasked = browser.post(path)
    done = browser.post(path, {"session": str(session.id)})

    assert "1 seat ahead ends" in asked
    assert unasked.status_code == 409
    assert "have changed meanwhile" in unasked.text
    assert done.location == f"/staff/people/{ana.id}"
    page = said(browser, done.location)
    assert "Archived." in page
    assert "Book a session" not in page
    assert "Ana R." not in said(browser, "/staff/people")
    assert "Ana R." in said(browser, "/staff/people/archive")


def test_a_record_is_reopened(browser: Visitor, ana: Patient):
    browser.post(f"/staff/people/{ana.id}/archive")

    browser.post(f"/staff/people/{ana.id}/reopening")

    assert "Ana R." in said(browser, "/staff/people")


def test_what_is_archived_takes_no_plan(browser: Visitor, ana: Patient):
    browser.post(f"/staff/people/{ana.id}/archive")

    answer = browser.get(f"/staff/people/{ana.id}/archive")

    assert answer.status_code == 422
    assert "This person is archived." in answer.text


def test_merging_shows_what_comes_of_it_and_leads_on(program: Program, browser: Visitor, ana: Patient):
    again = a_stored_patient(program, plan=LATER)

    choice = said(browser, f"/staff/people/{ana.id}/merger")
    looked = said(browser, f"/staff/people/{ana.id}/merger?other={again.id}")
    done = browser.post(f"/staff/people/{ana.id}/merger", {"other": str(again.id)})

    assert f"merger?other={again.id}" in choice
    assert "1 plan moves over." in looked
    assert done.location == f"/staff/people/{ana.id}"
    assert browser.get(f"/staff/people/{again.id}").location == f"/staff/people/{ana.id}"
    assert f"Record {again.id} was merged into it." in said(browser, done.location)


def test_a_merger_that_cannot_be_names_why(program: Program, browser: Visitor, ana: Patient):
    ben, session = a_stored_patient(program, given_name="Ben"), a_stored_session(program)
    for each in (ana, ben):
        book_session.book(each.id, session.id, now=NOW)

    looked = said(browser, f"/staff/people/{ana.id}/merger?other={ben.id}")
    answer = browser.post(f"/staff/people/{ana.id}/merger", {"other": str(ben.id)})

    assert "Two seats at one time" in looked
    assert "Merge them" not in looked
    assert answer.status_code == 422
    assert "In the way" in answer.text


def test_a_merger_asks_once_for_seats_that_meet_and_takes_its_own_choices(
    app: Flask, program: Program, staff: Staff, clock: StandingClock, ana: Patient
):
    browser, path, other = sat_at_one_time(app, program, staff, clock, ana)

    looked = said(browser, f"{path}?other={other.id}")
    fields = dict(re.findall(r'type="radio" name="([\w-]+)" value="([\d-]+)" checked', looked))
    done = browser.post(path, {"other": str(other.id)} | fields)

    assert looked.count("Seats at one time: Mon, Nov 30, 2026") == 1
    assert "7 to 8 pm: Not marked" in looked
    assert "8 to 10 pm: Not marked" in looked
    assert "7 to 9 pm</small>" in looked
    assert "Plans on the same days: whose hold?" in looked
    assert len(fields) == 2
    assert done.location == f"/staff/people/{ana.id}"


def test_a_merger_that_leaves_a_question_open_asks_it_again_and_keeps_the_other_answer(
    app: Flask, program: Program, staff: Staff, clock: StandingClock, ana: Patient
):
    browser, path, other = sat_at_one_time(app, program, staff, clock, ana)

    answer = browser.post(path, {"other": str(other.id), "plans": str(other.id), "seats-1": "999"})

    page = " ".join(answer.text.split())
    assert answer.status_code == 422
    assert "Not merged." in page
    assert 'aria-describedby="seats-1-wrong"' in page
    assert "plans-wrong" not in page
    assert f'name="plans" value="{other.id}" checked' in page
    assert "Merge them" in page


def sat_at_one_time(
    app: Flask, program: Program, staff: Staff, clock: StandingClock, ana: Patient
) -> tuple[Visitor, str, Patient]:
    """From 7 to 8 and from 8 to 10 by the one record, from 7 to 9 by the other; it is the next morning."""
    other = a_stored_patient(program, given_name="Ben")
    for who, hour, hours in ((ana, 19, 1), (ana, 20, 2), (other, 19, 2)):
        book_session.book(who.id, a_stored_session(program, hour=hour, hours=hours).id, now=NOW)
    clock.now = at(1, 9)
    return visiting_staff(app, staff), f"/staff/people/{ana.id}/merger", other


def test_a_file_is_looked_into_and_then_taken_in(program: Program, browser: Visitor):
    page = looked_into(browser, LENA, OMAR)
    with reading():
        nobody = people.in_program(program.id)

    done = take(browser, "all", LENA, OMAR)

    assert nobody == ()
    assert "Add 2 people" in page
    assert re.search(r'name="text"[^>]*value="first_name', page)
    assert done.location == "/staff/people"
    assert "2 people added." in said(browser, done.location)


def test_wrong_lines_are_named_and_left_out_only_if_asked(program: Program, browser: Visitor, ana: Patient):
    page = looked_into(browser, LENA, WRONG, "Ana,Ruiz,,,2027-01-04,2027-03-28,9")
    refused = take(browser, "all", LENA, WRONG)
    done = take(browser, "good", LENA, WRONG)

    assert "Line 3, phone" in page
    assert "Line 4: Ana Ruiz" in page
    assert refused.status_code == 422
    assert "Nobody was added." in refused.text
    assert "1 line was left out." in said(browser, done.location)
    with reading():
        assert [one.given_name for one in people.in_program(program.id)] == ["Ana", "Lena"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("Tomás".encode("latin-1"), "This file is not in UTF-8."),
        (f"{HEAD}\n{LENA}".encode("utf-16"), "This file is not in UTF-8."),
        (b"PK\x03\x04 a workbook by another name", "This is a workbook of a spreadsheet."),
        (b"a" * 420_000, "This file is too large."),
    ],
)
def test_a_file_that_cannot_be_read_says_why(program: Program, browser: Visitor, content: bytes, problem: str):
    data = {"file": (BytesIO(content), "patients.csv")}

    answer = browser.post("/staff/people/file", data, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert problem in answer.text
    with reading():
        assert people.in_program(program.id) == ()


def test_a_file_of_many_megabytes_is_not_even_read(browser: Visitor):
    answer = browser.post("/staff/people/file", {"file": "a" * 20_000_000})

    assert answer.status_code == 413
    assert 'id="file-wrong"' in answer.text
    assert "Split it into parts of at most 400 KB." in answer.text


def test_of_a_thousand_wrong_lines_the_first_are_listed_and_the_rest_counted(browser: Visitor):
    page = looked_into(browser, *[WRONG] * 300)

    assert "Line 201, phone" in page
    assert "Line 202, phone" not in page
    assert "and 100 more" in page


def test_an_authorisation_is_added_and_changed(browser: Visitor, ana: Patient):
    path = f"/staff/people/{ana.id}/authorisations"

    added = browser.post(path, ACME)
    with reading():
        (one,) = authorisations.of_patient(ana.id)
    browser.post(f"{path}/{one.id}", ACME | {"amount": "12", "unit": "days"})

    assert (added.status_code, one.amount) == (303, 450)
    assert "0 of 12 days used, 0 booked ahead, 12 left to book" in said(browser, path)
    assert 'value="12"' in said(browser, f"{path}/{one.id}")


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"payer": " "}, "Say who pays."),
        ({"amount": "2.5", "unit": "days"}, "Give a whole number"),
        ({"amount": "0"}, "Say how much is authorised"),
        ({"amount": "NaN"}, "Give a number, such as 12."),
        ({"last_day": "2026-10-01"}, "The last day is before the first."),
    ],
)
def test_an_authorisation_that_will_not_do_says_what_would(
    browser: Visitor, ana: Patient, wrong: dict[str, str], problem: str
):
    answer = browser.post(f"/staff/people/{ana.id}/authorisations", ACME | wrong)

    assert answer.status_code == 422
    assert problem in answer.text


def test_payers_stand_in_reports_and_their_end_in_what_is_due(program: Program, browser: Visitor, ana: Patient):
    a_stored_authorisation(ana, last_day=MONDAY + timedelta(days=14))

    table = browser.get(f"/staff/reports.csv?table=authorisations&since={MONDAY}&until={MONDAY}").text

    assert "42 CFR part 2 prohibits unauthorized disclosure" in table.splitlines()[0]
    assert "Acme Health,A-1" in table
    assert "Authorisation ends" in said(browser, "/staff/due?days=60")
