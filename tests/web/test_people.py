"""Everybody's hours, one person's page, and taking somebody in."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from iopsched.domain.consent import Source
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Component, LevelOfCare, Modality, Role
from iopsched.store import people, treatments
from iopsched.store.db import reading
from iopsched.usecases.availability import change_session
from iopsched.usecases.people import change_profile
from iopsched.usecases.seats import book_session, cancel_booking
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.doors import Visitor, visiting_patient, visiting_staff
from tests.stored import a_stored_clinician, a_stored_patient, a_stored_program, a_stored_session, a_stored_staff

PLAN = {
    "level_of_care": "iop",
    "first_day": "2026-11-30",
    "last_day": "2027-01-31",
    "week_least": "9",
    "week_most": "12.5",
    "day_least": "",
    "day_most": "4",
    "days_least": "3",
    "days_most": "",
    "group": "6",
    "skills": "",
    "individual": "1",
    "family": "",
    "modalities": ["in_person"],
}
NO = {"answer": "no", "seen": "0"}
LENA = {"given_name": "Lena", "family_name": "Kim", "phone": "(415) 555-0199", "accepts_texts": "y"}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


def said(browser: Visitor, path: str | None) -> str:
    return " ".join(browser.get(path or "").text.split())


def test_everybody_is_listed_the_short_ones_first(program: Program, browser: Visitor):
    short = a_stored_patient(program, given_name="Zoe", phone="")
    a_stored_patient(program, given_name="Ben", plan={"week_least": 60})
    book_session.book(short.id, a_stored_session(program, day=-7).id, now=NOW)

    page = said(browser, "/staff/people")

    assert page.index("Zoe R.") < page.index("Ben R.")
    assert "6 h to go" in page
    assert "2 of 2 people" in page
    assert "No phone" in page
    assert "42 CFR part 2 prohibits unauthorized disclosure of these records." in page


def test_a_search_finds_by_name_or_number(program: Program, browser: Visitor, ana: Patient):
    a_stored_patient(program, given_name="Ben")

    assert "Ana R." in said(browser, "/staff/people?q=ana")
    assert "Ben R." not in said(browser, "/staff/people?q=ana")
    assert "Ana R." in said(browser, f"/staff/people?q={ana.phone[-4:]}")
    assert "Nobody here is called so." in said(browser, "/staff/people?q=xyz")
    assert "1 of 2 people" in said(browser, "/staff/people?q=ana")


def test_a_person_has_weeks_plans_consent_and_texts_but_not_their_words(
    program: Program, staff: Staff, browser: Visitor, ana: Patient
):
    kept, lost, given_up = (a_stored_session(program, day=day) for day in range(3))
    for session in (kept, lost, given_up):
        book_session.book(ana.id, session.id, now=NOW)
    change_session.cancel(staff, lost.id, now=NOW)
    cancel_booking.cancel(ana.id, given_up.id, now=NOW)

    page = said(browser, f"/staff/people/{ana.id}")

    assert "<h1>Ana R.</h1>" in page
    assert "<title>People</title>" in page
    assert "3 of 9 h" in page
    assert "Cancelled by us" in page
    assert "Given up" in page
    assert "IOP, 9 h a week" in page
    assert "A seat was lost" in page
    assert "Waits" in page
    assert "is off" not in page


def test_somebody_is_taken_in_with_a_plan(browser: Visitor):
    answer = browser.post("/staff/people/new", LENA | PLAN)

    assert answer.status_code == 303
    patient_id = int((answer.location or "").rsplit("/", 1)[1])
    with reading():
        patient, (plan,) = people.patient(patient_id), treatments.of_patient(patient_id)
    assert (patient.short_name, patient.phone, patient.accepts_texts) == ("Lena K.", "+14155550199", True)
    assert (plan.level_of_care, plan.week_least, plan.week_most) == (LevelOfCare.IOP, 540, 750)
    assert (plan.day_least, plan.day_most, plan.days_least, plan.days_most) == (0, 240, 3, 7)
    assert plan.components == {Component.GROUP: 360, Component.INDIVIDUAL: 60}
    assert plan.modalities == frozenset({Modality.IN_PERSON})
    assert "Added." in said(browser, answer.location)


def test_a_new_form_begins_today_with_what_most_plans_ask(browser: Visitor):
    page = said(browser, "/staff/people/new")

    assert 'value="2026-11-23"' in page
    assert 'value="9"' in page
    assert 'value="19"' in page


def test_every_problem_stands_beside_its_field_and_nothing_is_lost(program: Program, browser: Visitor):
    wrong = {"phone": "12", "week_least": "20", "days_least": "9", "last_day": "2026-11-01", "modalities": []}

    answer = browser.post("/staff/people/new", LENA | PLAN | wrong)

    page = " ".join(answer.text.split())
    assert answer.status_code == 422
    for field in ("phone", "week_least", "days_least", "last_day", "modalities"):
        assert f'id="{field}-wrong"' in page
    for value in ("Lena", "Kim", "12", "20", "12.5", "9", "2026-11-01"):
        assert f'value="{value}"' in page
    with reading():
        assert people.in_program(program.id) == ()


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"given_name": " "}, "Give a first name."),
        ({"given_name": ""}, "Give a first name."),
        ({"phone": ""}, "Give a number to text to, or leave texts off."),
        ({"week_least": ""}, "Say how many hours a week."),
        ({"week_least": "nine"}, "Give hours, such as 9 or 7.5."),
        ({"week_least": "NaN"}, "Give hours, such as 9 or 7.5."),
        ({"week_least": "-1"}, "Give hours, such as 9 or 7.5."),
        ({"first_day": "soon"}, "Choose a day, such as 2026-12-09."),
        ({"group": "40"}, "The kinds of session add up to more than the most hours a week."),
        ({"level_of_care": "none"}, "Not a valid choice."),
    ],
)
def test_what_will_not_do_says_what_would(browser: Visitor, wrong: dict[str, str], problem: str):
    answer = browser.post("/staff/people/new", LENA | PLAN | wrong)

    assert answer.status_code == 422
    assert problem in answer.text


def test_a_plan_is_added_after_the_last_one(browser: Visitor, ana: Patient):
    form = said(browser, f"/staff/people/{ana.id}/plans")
    with reading():
        (first,) = treatments.of_patient(ana.id)
    follows = first.last_day + timedelta(days=1)

    wanted = PLAN | {"first_day": str(follows), "last_day": "2027-03-31", "level_of_care": "step_down"}
    seen = re.findall(
        r'name="seen" type="hidden" value="(\w+)"', browser.post(f"/staff/people/{ana.id}/plans", wanted).text
    )
    answer = browser.post(f"/staff/people/{ana.id}/plans", wanted | {"seen": seen[0]})

    assert f'value="{follows}"' in form
    assert answer.location == f"/staff/people/{ana.id}"
    assert "Step-down, 9 h a week" in said(browser, answer.location)


def test_a_plan_that_overlaps_comes_back(browser: Visitor, ana: Patient):
    answer = browser.post(f"/staff/people/{ana.id}/plans", PLAN)

    assert answer.status_code == 422
    assert "There is a plan from" in answer.text


def test_name_and_number_are_put_right(browser: Visitor, ana: Patient):
    form = said(browser, f"/staff/people/{ana.id}/contact")
    answer = browser.post(
        f"/staff/people/{ana.id}/contact",
        {"given_name": "Anna", "family_name": "Ruiz", "phone": "415 555 0177", "accepts_texts": "y"},
    )

    assert f'value="{ana.phone}"' in form
    assert answer.location == f"/staff/people/{ana.id}"
    assert "+1 415 555 0177" in said(browser, answer.location)


def test_a_number_that_will_not_do_comes_back(browser: Visitor, ana: Patient):
    answer = browser.post(
        f"/staff/people/{ana.id}/contact", {"given_name": "Anna", "family_name": "Ruiz", "phone": "41"}
    )

    assert answer.status_code == 422
    assert 'value="Anna"' in answer.text
    assert 'id="phone-wrong"' in answer.text


def test_a_clinician_sees_own_people_without_number_or_texts(app: Flask, program: Program, ana: Patient):
    rivera = a_stored_clinician(program)
    own = a_stored_session(program, clinician_id=rivera)
    ben = a_stored_patient(program, given_name="Ben")
    book_session.book(ana.id, own.id, now=NOW)
    browser = visiting_staff(app, a_stored_staff(program, Role.CLINICIAN, clinician_id=rivera))

    everybody, page = said(browser, "/staff/people"), said(browser, f"/staff/people/{ana.id}")

    assert "Ana R." in everybody
    assert "Ben R." not in everybody
    assert browser.get(f"/staff/people/{ben.id}").status_code == 404
    assert "IOP, 9 h a week" in page
    assert ana.phone not in page
    assert "Reach" not in page
    assert "/plans" not in page


def test_a_clinician_is_led_to_no_session_of_a_colleague(app: Flask, program: Program, ana: Patient):
    rivera = a_stored_clinician(program)
    own, other = a_stored_session(program, clinician_id=rivera), a_stored_session(program, day=1)
    for session in (own, other):
        book_session.book(ana.id, session.id, now=NOW)
    browser = visiting_staff(app, a_stored_staff(program, Role.CLINICIAN, clinician_id=rivera))

    page = said(browser, f"/staff/people/{ana.id}")

    assert re.findall(r'href="(/staff/sessions/\d+)"', page) == [f"/staff/sessions/{own.id}"]
    assert "Tue, Dec 1, 6 to 9 pm" in page


@pytest.mark.parametrize("path", ["", "/plans", "/contact"])
def test_another_programs_patient_is_not_there(browser: Visitor, path: str):
    theirs = a_stored_patient(a_stored_program(name="Hillside"))

    assert browser.get(f"/staff/people/{theirs.id}{path}").status_code == 404
    assert browser.get(f"/staff/people/999999{path}").status_code == 404


def test_another_programs_patient_gets_no_plan_and_no_number(browser: Visitor):
    theirs = a_stored_patient(a_stored_program(name="Hillside"))
    later = {"first_day": str(MONDAY + timedelta(weeks=20)), "last_day": str(MONDAY + timedelta(weeks=30))}

    assert browser.post(f"/staff/people/{theirs.id}/plans", PLAN | later).status_code == 404
    assert browser.post(f"/staff/people/{theirs.id}/contact", LENA).status_code == 404
    with reading():
        assert people.patient(theirs.id) == theirs
        assert len(treatments.of_patient(theirs.id)) == 1


def test_a_patient_finds_no_people(app: Flask, ana: Patient):
    patient = visiting_patient(app, ana)

    for path in ("", "/new", f"/{ana.id}", f"/{ana.id}/plans", f"/{ana.id}/contact"):
        assert patient.get(f"/staff/people{path}").status_code == 404


@pytest.mark.parametrize(("field", "typed"), [("week_least", "9e999999"), ("last_day", "9999-12-31")])
def test_what_is_out_of_all_bounds_is_asked_for_again(browser: Visitor, field: str, typed: str):
    answer = browser.post("/staff/people/new", LENA | PLAN | {field: typed})

    assert answer.status_code == 422
    assert typed in answer.text


def test_staff_give_an_address_that_the_patient_has_to_confirm(browser: Visitor, ana: Patient):
    answer = browser.post(f"/staff/people/{ana.id}/address", {"email": "ana@example.org"})
    wrong = browser.post(f"/staff/people/{ana.id}/address", {"email": "ana"})

    assert (answer.status_code, wrong.status_code) == (303, 422)
    assert "It looks like name@example.org." in wrong.text
    with reading():
        assert people.patient(ana.id).email == ""


def test_a_spoken_no_ends_every_message(browser: Visitor, ana: Patient):
    assert "Said no to messages?" in said(browser, f"/staff/people/{ana.id}/contact")

    answer = browser.post(f"/staff/people/{ana.id}/stop")

    assert "Texts: no, today, 12:00 pm, told to staff" in said(browser, answer.location)
    assert "Said no to messages?" not in said(browser, f"/staff/people/{ana.id}/contact")


def test_an_answer_that_staff_were_told_is_noted_unless_another_came(browser: Visitor, ana: Patient):
    form = said(browser, f"/staff/people/{ana.id}/contact")
    change_profile.set_consent(ana.id, False, source=Source.REPLY, now=NOW)

    late = browser.post(f"/staff/people/{ana.id}/texts", NO)
    noted = browser.post(f"/staff/people/{ana.id}/texts", {"answer": "yes", "seen": "1"})

    assert "Said no to texts" in form
    assert late.status_code == 422
    assert "Their answer has changed since you opened this page." in late.text
    assert "Said yes to texts" in late.text
    assert noted.location == f"/staff/people/{ana.id}"
    with reading():
        assert people.patient(ana.id).accepts_texts


def test_a_number_that_was_called_bad_can_be_said_to_work(app: Flask, browser: Visitor, program: Program):
    ben = a_stored_patient(program, phone_is_bad=True)

    assert "The number works" in said(browser, f"/staff/people/{ben.id}/contact")
    browser.post(f"/staff/people/{ben.id}/phone/good")

    assert "The number works" not in said(browser, f"/staff/people/{ben.id}/contact")


def test_another_programs_patients_are_nobodys_to_stop(browser: Visitor):
    stranger = a_stored_patient(a_stored_program())

    for action, form in (("address", {"email": "ana@example.org"}), ("stop", {}), ("texts", NO), ("phone/good", {})):
        assert browser.post(f"/staff/people/{stranger.id}/{action}", form).status_code == 404
