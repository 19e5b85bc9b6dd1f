"""The page of the log, and its file: what it says, what it finds, who sees it, and what it answers to nonsense."""

import csv
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from iopsched.domain.errors import Invalid
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.store import audit
from iopsched.store.db import transaction
from iopsched.usecases import tell_origin
from iopsched.usecases.availability import keep_offerings
from iopsched.usecases.people import sign_in_staff
from iopsched.usecases.seats import book_session
from iopsched.web.staff import log
from tests.builders import an_offering
from tests.conftest import NOW
from tests.doors import Visitor, a_stranger, visiting_patient, visiting_staff
from tests.reading import links, said
from tests.stored import a_stored_clinician, a_stored_patient, a_stored_program, a_stored_session, a_stored_staff
from tests.trail import told

NOTICE = "42 CFR part 2 prohibits unauthorized disclosure of these records."
PATHS = ["/staff/log", "/staff/log.csv"]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


def noted(program: Program, *minutes: int, action: str = "booked", **facts: int) -> None:
    """An entry at each of these minutes after NOW, in this order."""
    with transaction():
        for minute in minutes:
            audit.note(program.id, "system", action, now=NOW + timedelta(minutes=minute), offer=minute, **facts)


def rows(answer: TestResponse) -> list[list[str]]:
    return list(csv.reader(answer.get_data().decode("utf-8-sig").splitlines()))


def test_a_line_says_when_who_what_whom_which_session_and_from_where(program: Program, browser: Visitor, ana: Patient):
    session = a_stored_session(program)
    with tell_origin.coming_from("web 203.0.113.7"):
        book_session.book(ana.id, session.id, now=NOW)

    page = browser.get("/staff/log")

    line = "Mon, Nov 23, 2026 12:00 pm Ana R. Booked a seat About Ana R. Group Mon, Nov 30, 2026, 6 pm"
    assert f"{line} From Web, 203.0.113.7" in said(page)
    assert {f"/staff/sessions/{session.id}", f"/staff/people/{ana.id}"} <= {*links(page)}
    assert NOTICE in said(page)
    assert "<title>Log</title>" in page.text
    assert 'datetime="2026-11-23T12:00-05:00"' in page.text


def test_staff_accounts_and_the_program_itself_are_named(program: Program, staff: Staff, browser: Visitor):
    ada = a_stored_staff(program, Role.ADMIN, name="A. Admin")
    keep_offerings.add(staff, an_offering(), now=NOW)
    with transaction():
        audit.note(program.id, "system", "account added", now=NOW, staff_id=ada.id, role="admin")

    page = said(browser.get("/staff/log"))

    assert "The program itself Added an account Admin About A. Admin" in page
    assert "J. Okafor Added an offering 10 sessions opened; offering" in page


def test_an_empty_log_says_so(browser: Visitor):
    assert "No entries. Nothing has happened yet." in said(browser.get("/staff/log"))
    assert "No entries. Nothing of the kind was noted." in said(browser.get("/staff/log?what=looks"))


def test_older_and_newer_lead_on_and_keep_the_search(program: Program, browser: Visitor):
    noted(program, *range(120))
    noted(program, *range(120), action="gave up")

    first = browser.get("/staff/log?what=seats")
    (older,) = beside(first)
    second = browser.get(older)
    newer, further = beside(second)

    assert "before=" in older
    assert "after=" in newer
    assert all("what=seats" in link for link in (older, newer, further))
    assert said(browser.get(newer)) == said(first)
    assert said(second) != said(first)
    last = browser.get(beside(browser.get(beside(browser.get(further))[1]))[1])
    assert [link for link in beside(last) if "before=" in link] == []


def beside(page: TestResponse) -> list[str]:
    return [link for link in links(page) if "before=" in link or "after=" in link]


def test_a_search_finds_by_person_topic_and_days_and_shows_what_it_asked(
    program: Program, browser: Visitor, ana: Patient
):
    ben = a_stored_patient(program, given_name="Ben")
    noted(program, 1, patient_id=ana.id)
    noted(program, 2, patient_id=ben.id)
    noted(program, 3 * 24 * 60, patient_id=ana.id, action="admitted")

    def found(query: str) -> list[str]:
        page = said(browser.get(f"/staff/log?{query}"))
        return [words for words in ("offer 1", "offer 2", "offer 4320") if words in page]

    assert found("") == ["offer 1", "offer 2", "offer 4320"]
    assert found(f"person={ana.id}") == ["offer 1", "offer 4320"]
    assert found(f"person={ana.id}&what=seats") == ["offer 1"]
    assert found("since=2026-11-26") == ["offer 4320"]
    assert found("since=2026-11-23&until=2026-11-23") == ["offer 1", "offer 2"]
    page = browser.get(f"/staff/log?person={ana.id}&what=seats&since=2026-11-23&until=2026-11-25").text
    assert f'<option selected value="{ana.id}">Ana R.</option>' in page
    assert '<option selected value="seats">Seats</option>' in page
    assert 'value="2026-11-23"' in page
    assert 'value="2026-11-25"' in page
    assert f"/staff/log.csv?person={ana.id}&amp;what=seats&amp;since=2026-11-23&amp;until=2026-11-25" in page


def test_those_who_share_a_short_name_are_told_apart(program: Program, browser: Visitor, ana: Patient):
    a_stored_patient(program, family_name="Reyes")
    a_stored_patient(program, given_name="Ben")

    page = browser.get("/staff/log").text

    assert [name for name in ("Ana Ruiz", "Ana Reyes", "Ben R.", "Ana R.") if f">{name}</option>" in page] == [
        *("Ana Ruiz", "Ana Reyes", "Ben R.")
    ]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("query", "field", "problem"),
    [
        ("person=999999", "person", "Choose from the list."),
        ("person=everybody", "person", "Choose from the list."),
        ("what=gossip", "what", "Choose from the list."),
        ("since=soon", "since", "Choose a day, such as 2026-12-09."),
        ("until=9999-12-31", "until", "Choose a day of this century."),
        ("since=2026-11-24&until=2026-11-23", "until", "Choose a day that is not before the first."),
    ],
)
def test_what_cannot_be_looked_for_is_said_beside_it(
    program: Program, browser: Visitor, path: str, query: str, field: str, problem: str
):
    noted(program, 1)

    answer = browser.get(f"{path}?{query}")

    assert answer.status_code == 422
    assert f'id="{field}-wrong"' in answer.text
    assert problem in said(answer)
    assert "offer 1" not in said(answer)


def test_somebody_of_another_program_is_no_choice(browser: Visitor):
    hillside = a_stored_program(name="Hillside")
    zoe = a_stored_patient(hillside, given_name="Zoe")
    noted(hillside, 1, patient_id=zoe.id)

    for path in PATHS:
        assert browser.get(f"{path}?person={zoe.id}").status_code == 422
        assert "Zoe" not in browser.get(path).text
        assert "offer 1" not in browser.get(path).text


@pytest.mark.parametrize("place", ["0", "-1", "x", "1e3", "²", "99999999999", "9" * 5000, ""])
def test_a_place_that_is_none_is_not_there(browser: Visitor, place: str):
    assert browser.get("/staff/log", query_string={"before": place}).status_code == 404
    assert browser.get("/staff/log", query_string={"after": place}).status_code == 404


def test_a_place_in_another_programs_log_is_not_there(browser: Visitor):
    hillside = a_stored_program(name="Hillside")
    noted(hillside, 1)

    assert browser.get("/staff/log?before=1").status_code == 404
    assert browser.get("/staff/log?after=1").status_code == 404


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("role", "status"), [(Role.CLINICIAN, 403), (Role.COORDINATOR, 200), (Role.ADMIN, 200)])
def test_the_log_is_for_coordinators_and_admins(app: Flask, program: Program, path: str, role: Role, status: int):
    visitor = visiting_staff(app, a_stored_staff(program, role))

    assert visitor.get(path).status_code == status
    assert ("/staff/log" in links(visitor.get("/staff/board"))) is (status == 200)


@pytest.mark.parametrize("path", PATHS)
def test_patients_find_no_log_and_strangers_sign_in(app: Flask, ana: Patient, path: str):
    stranger = a_stranger(app).get(path)

    assert visiting_patient(app, ana).get(path).status_code == 404
    assert (stranger.status_code, stranger.location) == (303, "/staff/sign-in")


def test_a_persons_page_leads_to_the_log_of_that_person(staff: Staff, browser: Visitor, ana: Patient):
    page = browser.get(f"/staff/people/{ana.id}")
    log_of_person = browser.get(f"/staff/log?person={ana.id}")

    assert f"/staff/log?person={ana.id}" in links(page)
    assert "J. Okafor Looked at a person About Ana R." in said(log_of_person)
    assert told(ana) == [(f"staff:{staff.id}", "looked")]


def test_a_clinician_is_not_led_there(app: Flask, program: Program, ana: Patient):
    session = a_stored_session(program, clinician_id=(rivera := a_stored_clinician(program)))
    book_session.book(ana.id, session.id, now=NOW)
    clinician = visiting_staff(app, a_stored_staff(program, Role.CLINICIAN, clinician_id=rivera))

    page = clinician.get(f"/staff/people/{ana.id}")

    assert page.status_code == 200
    assert "/staff/log" not in page.text


def test_the_file_says_the_same_in_lines(program: Program, browser: Visitor, ana: Patient):
    session = a_stored_session(program)
    with tell_origin.coming_from("web 203.0.113.7"):
        book_session.book(ana.id, session.id, now=NOW)

    notice, head, line = rows(browser.get("/staff/log.csv"))

    assert notice == [NOTICE]
    assert head == ["Number", "When", "Who", "What", "More", "About whom", "Session", "From where"]
    assert line[1:] == [
        *("2026-11-23T12:00-05:00", "Ana R.", "Booked a seat", "", "Ana R."),
        *("Group, Mon, Nov 30, 2026, 6 pm", "Web, 203.0.113.7"),
    ]


def test_the_file_is_searched_as_the_page_is_and_that_it_was_taken_is_noted(
    program: Program, staff: Staff, browser: Visitor, ana: Patient
):
    noted(program, 1)
    noted(program, 2, patient_id=ana.id)

    found = rows(browser.get(f"/staff/log.csv?person={ana.id}"))

    assert [line[4] for line in found[2:]] == ["offer 2"]
    assert told(ana)[-1] == (f"staff:{staff.id}", "log exported")


def test_no_name_acts_as_a_formula(program: Program, browser: Visitor):
    evil = a_stored_patient(program, given_name="=HYPERLINK(1)", family_name="")
    noted(program, 1, patient_id=evil.id)

    assert rows(browser.get("/staff/log.csv"))[2][5] == "'=HYPERLINK(1)"


def test_a_file_has_an_end_and_says_what_to_do(program: Program, browser: Visitor, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(log, "MOST_LINES", 6)
    noted(program, *range(9))

    found = rows(browser.get("/staff/log.csv"))

    assert len(found) == 6
    assert [line[4] for line in found[2:5]] == ["offer 8", "offer 7", "offer 6"]
    assert found[5] == ["There is more: choose fewer days."]
    assert log.MOST_LINES <= 10_000


def test_what_staff_typed_is_never_in_it(program: Program, browser: Visitor, staff: Staff):
    with pytest.raises(Invalid):
        sign_in_staff.check_password(staff.email, "a secret typed twice", now=NOW)

    page = browser.get("/staff/log").text
    assert "Could not sign in" in page
    assert "a secret" not in page
    assert staff.email not in page
