"""Accounts and settings, for admins of the own program."""

from datetime import timedelta

import pytest
from flask import Flask

from iopsched.domain.preference import USUAL_ORDER, Preference
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.store import accounts, programs, sessions
from iopsched.store.db import reading
from iopsched.usecases.availability import adjust_availability
from iopsched.usecases.people import sign_in_staff
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.doors import Visitor, visiting_patient, visiting_staff
from tests.stored import a_stored_clinician, a_stored_offering, a_stored_patient, a_stored_program, a_stored_staff

WORDS = "river stones are round"
LUND = {"name": "B. Lund", "email": "Lund@example.org", "role": "clinician", "clinician": "", "password": WORDS}
SETTINGS = {
    "name": "Riverbank",
    "phone": "(212) 555-0142",
    "evening_from": "16:30",
    "send_from": "08:00",
    "send_until": "19:00",
    "remind_at": "17:00",
    "weeks_ahead": "8",
    "notice_hours": "48",
    "hold_minutes": "5",
    "offer_minutes": "90",
    "planned_weeks": "give",
    "travel_minutes": "30",
    "site_minutes": "20",
    "miss_limit": "2",
    "miss_weeks": "3",
    "miss_row": "2",
    "return_days": "7",
    "late_is_miss": "y",
    "certification_days": "30",
    "weekly_at": "10:30",
    "digest_weekday": "6",
    "shortfall_weekday": "3",
    "plan_end_days": "10",
    "late_minutes": "10",
    "texts_a_day": "2",
    "texts_a_week": "5",
    "count_breaks": "y",
    "make_up_weeks": "y",
}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


@pytest.fixture
def browser(app: Flask, admin: Staff) -> Visitor:
    return visiting_staff(app, admin)


def said(browser: Visitor, path: str | None) -> str:
    return " ".join(browser.get(path or "").text.split())


def the_account(staff: Staff) -> Staff:
    with reading():
        return accounts.get(staff.program_id, staff.id)


def test_accounts_are_listed_with_role_and_state(program: Program, browser: Visitor):
    rivera = a_stored_clinician(program)
    a_stored_staff(program, Role.CLINICIAN, name="A. R.", clinician_id=rivera)

    page = said(browser, "/staff/accounts")

    assert "leads as A. Rivera" in page
    assert "Clinician" in page
    assert "Open" in page


def test_an_account_is_added_and_signs_in(browser: Visitor):
    answer = browser.post("/staff/accounts/new", LUND)

    assert (answer.status_code, answer.location) == (303, "/staff/accounts")
    assert "B. Lund" in said(browser, answer.location)
    assert sign_in_staff.check_password("lund@example.org", WORDS, now=NOW).role is Role.CLINICIAN


def test_every_problem_stands_beside_its_field_and_the_password_is_not_sent_back(browser: Visitor, admin: Staff):
    answer = browser.post("/staff/accounts/new", LUND | {"email": "lund", "password": "too short"})
    taken = browser.post("/staff/accounts/new", LUND | {"email": admin.email})

    assert (answer.status_code, taken.status_code) == (422, 422)
    assert 'id="email-wrong"' in answer.text
    assert 'id="password-wrong"' in answer.text
    assert 'value="B. Lund"' in answer.text
    assert "too short" not in answer.text
    assert "This address has an account already." in taken.text


def test_an_account_is_changed_and_what_will_not_do_is_said(program: Program, browser: Visitor, admin: Staff):
    staff = a_stored_staff(program)
    path = f"/staff/accounts/{staff.id}"
    wanted = {"name": "C. Ito", "email": "ito@example.org", "role": "clinician", "clinician": ""}

    taken = browser.post(path, wanted | {"email": admin.email})
    done = browser.post(path, wanted)

    assert (taken.status_code, done.status_code) == (422, 303)
    assert "This address has an account already." in taken.text
    assert (the_account(staff).name, the_account(staff).role) == ("C. Ito", Role.CLINICIAN)
    assert 'value="ito@example.org"' in said(browser, path)


def test_an_account_is_closed_and_opened_again(program: Program, browser: Visitor):
    staff = a_stored_staff(program)

    closed = browser.post(f"/staff/accounts/{staff.id}/closing")
    assert closed.status_code == 303
    assert not the_account(staff).is_active
    assert "Open again" in said(browser, closed.location)

    browser.post(f"/staff/accounts/{staff.id}/opening")
    assert the_account(staff).is_active


def test_whoever_is_signed_in_with_a_closed_account_is_out(app: Flask, program: Program, browser: Visitor):
    staff = a_stored_staff(program)
    other = visiting_staff(app, staff)
    assert other.get("/staff/board").status_code == 200

    browser.post(f"/staff/accounts/{staff.id}/closing")

    assert other.get("/staff/board").status_code == 303


def test_nobody_closes_the_own_account(browser: Visitor, admin: Staff):
    answer = browser.post(f"/staff/accounts/{admin.id}/closing")

    assert "This is your own account." in said(browser, answer.location)
    assert the_account(admin).is_active


def test_a_password_is_set_anew(browser: Visitor):
    browser.post("/staff/accounts/new", LUND)
    with reading():
        lund = next(each for each in accounts.of_program(1) if each.name == "B. Lund")

    refused = browser.post(f"/staff/accounts/{lund.id}/password", {"password": "short"})
    answer = browser.post(f"/staff/accounts/{lund.id}/password", {"password": "seven grey herons stand"})

    assert (refused.status_code, answer.status_code) == (422, 303)
    assert 'id="password-wrong"' in refused.text
    assert sign_in_staff.check_password("lund@example.org", "seven grey herons stand", now=NOW).id == lund.id


def test_settings_are_shown_and_saved(program: Program, browser: Visitor):
    form = said(browser, "/staff/accounts/settings")
    answer = browser.post("/staff/accounts/settings", SETTINGS)

    assert 'value="Riverside"' in form
    assert 'value="17:00"' in form
    assert answer.status_code == 303
    with reading():
        after = programs.get(program.id)
    assert (after.name, after.phone, after.weeks_ahead) == ("Riverbank", "+12125550142", 8)
    assert (after.miss_row, after.return_days, after.late_is_miss) == (2, 7, True)
    assert (after.count_breaks, after.may_mix_tracks, after.make_up_weeks) == (True, False, 1)
    assert "Saved." in said(browser, answer.location)


def test_more_weeks_open_at_once_as_the_form_says_and_fewer_close_nothing(program: Program, browser: Visitor):
    a_stored_offering(program, last_day=MONDAY + timedelta(weeks=30))
    adjust_availability.open_sessions(now=NOW)

    form = said(browser, "/staff/accounts/settings")
    more = said(browser, browser.post("/staff/accounts/settings", SETTINGS | {"weeks_ahead": "14"}).location)
    fewer = said(browser, browser.post("/staff/accounts/settings", SETTINGS | {"weeks_ahead": "2"}).location)

    assert "More of them open for booking as soon as you save. With fewer, nothing closes" in form
    assert "2 sessions opened." in more
    assert "Saved." in fewer
    assert "opened." not in fewer
    with reading():
        assert len(sessions.between(program.id, NOW, NOW + timedelta(weeks=30))) == 14


def test_the_order_of_preference_is_changed_by_giving_a_place(program: Program, browser: Visitor):
    places = [f"{one}:{place}" for place, one in enumerate(USUAL_ORDER, 1)]
    places[6] = "fewest_gaps:1"

    answer = browser.post("/staff/accounts/settings", SETTINGS | {"preferences": places, "day_cost": "20"})

    with reading():
        after = programs.get(program.id)
    assert after.preferences == (Preference.FEWEST_GAPS, *USUAL_ORDER[:-1])
    assert after.day_cost == 20
    page = said(browser, answer.location)
    assert page.index("Least waiting") < page.index("Fewest days")
    assert "weeks by: least waiting, fewest days" in said(browser, "/staff/log")


@pytest.mark.parametrize("places", [["days:0"], ["nights:1"], ["days"], ["days:8"]])
def test_a_place_that_there_is_not_is_refused(program: Program, browser: Visitor, places: list[str]):
    answer = browser.post("/staff/accounts/settings", SETTINGS | {"preferences": places})

    assert answer.status_code == 422
    assert "Choose from the list." in answer.text
    with reading():
        assert programs.get(program.id).preferences == USUAL_ORDER


def test_settings_that_will_not_do_come_back(program: Program, browser: Visitor):
    wrong = {"name": "", "phone": "12", "send_until": "07:00", "weeks_ahead": "99"}

    answers = [browser.post("/staff/accounts/settings", SETTINGS | {field: wrong[field]}) for field in wrong]

    assert [answer.status_code for answer in answers] == [422] * 4
    assert all(f'id="{field}-wrong"' in answer.text for field, answer in zip(wrong, answers, strict=True))
    assert 'value="16:30"' in answers[0].text
    with reading():
        assert programs.get(program.id) == program


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CLINICIAN])
def test_accounts_and_settings_are_for_admins(app: Flask, program: Program, role: Role):
    staff = a_stored_staff(program, role)
    browser = visiting_staff(app, staff)

    for path in ("", "/new", f"/{staff.id}/password", "/settings"):
        assert browser.get(f"/staff/accounts{path}").status_code == 403
    assert browser.post("/staff/accounts/new", LUND).status_code == 403
    assert browser.post("/staff/accounts/settings", SETTINGS).status_code == 403


def test_another_programs_account_is_not_there(browser: Visitor):
    theirs = a_stored_staff(a_stored_program(name="Hillside"))

    assert browser.get(f"/staff/accounts/{theirs.id}/password").status_code == 404
    for what in ("password", "closing", "opening"):
        assert browser.post(f"/staff/accounts/{theirs.id}/{what}", {"password": WORDS}).status_code == 404
    assert the_account(theirs).sign_in_version == 0


def test_a_patient_finds_no_accounts(app: Flask, program: Program):
    patient = visiting_patient(app, a_stored_patient(program))

    for path in ("", "/new", "/settings"):
        assert patient.get(f"/staff/accounts{path}").status_code == 404
