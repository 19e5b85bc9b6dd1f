"""What stands on the pages of the front desk and of billing, and what does not."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.gateways import passwords
from iopsched.usecases.availability import change_session
from iopsched.usecases.seats import book_session
from tests.conftest import NOW, StandingClock
from tests.doors import Visitor, a_stranger, visiting_staff
from tests.stored import a_stored_authorisation, a_stored_patient, a_stored_session, a_stored_staff
from tests.trail import trail

WORDS = "a long walk by the river"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


@pytest.fixture
def desk(app: Flask, program: Program) -> Visitor:
    return visiting_staff(app, a_stored_staff(program, Role.FRONT_DESK))


@pytest.fixture
def billing(app: Flask, program: Program) -> Visitor:
    return visiting_staff(app, a_stored_staff(program, Role.BILLING))


def said(browser: Visitor, path: str) -> str:
    return " ".join(browser.get(path).text.split())


def nav(browser: Visitor, path: str) -> list[str]:
    return re.findall(r'<li><a href="(/staff/[a-z]+)"', said(browser, path).split("</nav>")[0])


def seated(ana: Patient, program: Program, day: int) -> Session:
    session = a_stored_session(program, day=day)
    book_session.book(ana.id, session.id, now=NOW)
    return session


def test_the_front_desk_is_led_to_what_is_its_own(desk: Visitor):
    assert nav(desk, "/staff/board") == ["/staff/board", "/staff/people", "/staff/calls", "/staff/due"]


def test_billing_is_led_to_what_is_its_own(billing: Visitor):
    assert nav(billing, "/staff/hours") == ["/staff/people", "/staff/hours"]


@pytest.mark.parametrize(
    ("role", "first"),
    [(Role.FRONT_DESK, "/staff/board"), (Role.BILLING, "/staff/hours"), (Role.CLINICIAN, "/staff/board")],
)
def test_each_role_lands_on_its_first_page(app: Flask, program: Program, role: Role, first: str):
    staff = a_stored_staff(program, role, password_hash=passwords.hash_of(WORDS))

    answer = a_stranger(app).post("/staff/sign-in", {"email": staff.email, "password": WORDS})

    assert (answer.status_code, answer.location) == (303, first)
    assert visiting_staff(app, staff).get("/staff/").location == first


def test_the_front_desk_marks_anybodys_session(app: Flask, program: Program, ana: Patient, clock: StandingClock):
    session = seated(ana, program, 0)
    clock.now = session.starts + timedelta(minutes=20)
    desk = visiting_staff(app, a_stored_staff(program, Role.FRONT_DESK))
    path = f"/staff/sessions/{session.id}"

    page = said(desk, path)
    saved = desk.post(f"{path}/attendance", {"rest": "here"})

    assert "Save attendance" in page
    assert [words for words in ("Cancel this session", "Add somebody", "Move<") if words in page] == []
    assert saved.status_code == 303
    assert "1 of 1 marked." in said(desk, path)


def test_a_person_at_the_desk_is_name_number_hours_and_today(
    app: Flask, program: Program, ana: Patient, clock: StandingClock
):
    today, tomorrow = seated(ana, program, 0), seated(ana, program, 1)
    clock.now = today.starts - timedelta(hours=2)
    desk = visiting_staff(app, a_stored_staff(program, Role.FRONT_DESK))

    page = said(desk, f"/staff/people/{ana.id}")

    shown = ("Ana Ruiz", "+1 415 555", f"/staff/sessions/{today.id}", "6 of 9 h")
    assert [words for words in shown if words not in page] == []
    hidden = (f"/staff/sessions/{tomorrow.id}", "Treatment plans", "Authorisations", "Book a session", ">Texts</h2>")
    assert [words for words in (*hidden, "Log of this", "Letter", "Merge", "Change how") if words in page] == []


def test_billing_reads_plans_and_attendance_and_no_number(ana: Patient, program: Program, billing: Visitor):
    seated(ana, program, 0)

    page = said(billing, f"/staff/people/{ana.id}")

    assert [words for words in ("Treatment plans", "Authorisations of payers", "Letter") if words not in page] == []
    hidden = ("+1 415 555", "Book a session", "Add a plan", "/plans/", "Move<", "Log of this person", "/sessions/")
    assert [words for words in (*hidden, "Merge", "What would be sent", "Certified on") if words in page] == []


def test_a_number_is_no_way_for_billing_to_find_somebody(ana: Patient, desk: Visitor, billing: Visitor):
    number = ana.phone[-4:]

    assert "1 of 1 people" in said(desk, f"/staff/people?q={number}")
    assert "0 of 1 people" in said(billing, f"/staff/people?q={number}")
    assert number not in said(billing, "/staff/people")


def test_the_front_desk_reads_whom_to_call_and_nothing_else_of_messages(program: Program, staff: Staff, desk: Visitor):
    session, zoe = a_stored_session(program), a_stored_patient(program, given_name="Zoe", accepts_texts=False)
    book_session.book(zoe.id, session.id, now=NOW)
    assert "Nobody is to be called." in said(desk, "/staff/calls")

    change_session.cancel(staff, session.id, now=NOW)
    page = said(desk, "/staff/calls")

    (path,) = re.findall(r'action="(/staff/calls/\d+/call)"', page)

    assert "Zoe R." in page
    assert f'href="tel:{zoe.phone}"' in page
    assert "Seat by hand" not in page
    answer = desk.post(path)
    assert (answer.status_code, answer.location) == (303, "/staff/calls")
    assert "Nobody is to be called." in said(desk, "/staff/calls")
    assert "Noted already." in said(desk, desk.post(path).location)


def test_only_todays_dues_and_no_payers_are_the_desks(program: Program, desk: Visitor, billing: Visitor):
    today = NOW.date()
    for name, ahead in (("Zoe", 5), ("Ben", 50), ("Cleo", 0)):
        days = {"first_day": today - timedelta(days=9), "last_day": today + timedelta(days=ahead)}
        one = a_stored_patient(program, plan=days, given_name=name)
        if name == "Ben":
            a_stored_authorisation(one, first_day=today - timedelta(days=9), last_day=today)

    at_desk, at_billing = said(desk, "/staff/due?days=30"), said(billing, "/staff/due?days=30")

    assert re.findall("(Zoe|Ben|Cleo) R", at_desk) == ["Cleo"]
    assert set(re.findall("(Zoe|Ben|Cleo) R", at_billing)) == {"Zoe", "Ben", "Cleo"}
    steps = ("Add a plan", "Certified today")
    assert [words for words in steps if words in at_desk + at_billing] == []


def test_billing_keeps_authorisations(ana: Patient, billing: Visitor, program: Program):
    said_of_it = {"payer": "Blue", "first_day": "2026-11-23", "last_day": "2026-12-31", "amount": "20", "unit": "days"}

    answer = billing.post(f"/staff/people/{ana.id}/authorisations", said_of_it)

    assert answer.status_code == 303
    assert "Blue" in said(billing, f"/staff/people/{ana.id}/authorisations")
    assert "authorisation added" in [entry.action for entry in trail(program)]


def test_nothing_due_today_is_said_without_payers(desk: Visitor):
    page = said(desk, "/staff/due")

    assert "No plan ends or begins today" in page
    assert "authorisation" not in page


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.BILLING])
def test_a_look_is_in_the_log_as_anybody_elses(app: Flask, program: Program, ana: Patient, role: Role):
    staff = a_stored_staff(program, role)

    visiting_staff(app, staff).get(f"/staff/people/{ana.id}")

    looks = [entry for entry in trail(program) if entry.action == "looked"]
    assert [(entry.actor, entry.patient_id) for entry in looks] == [(f"staff:{staff.id}", ana.id)]


def test_an_admin_reads_what_each_role_may_do(app: Flask, program: Program):
    page = said(visiting_staff(app, a_stored_staff(program, Role.ADMIN)), "/staff/accounts/new")

    assert "<b>Front desk:</b> Every session and roster" in page
    assert "<b>Billing:</b> Hours, reports" in page
