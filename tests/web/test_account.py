"""The patients' door: the same to everybody until the six digits are right."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from iopsched.domain.patient import Patient
from iopsched.usecases.people import sign_in_patient
from tests.conftest import NOW, StandingClock, an_app, disconnect
from tests.doors import Visitor, a_stranger, visiting_patient, visiting_staff
from tests.stored import a_stored_patient, a_stored_program, a_stored_staff

SECRET = "test"
NOBODYS = "+14155559999"


@pytest.fixture
def ana(app: Flask) -> Patient:
    return a_stored_patient(a_stored_program())


@pytest.fixture
def browser(app: Flask) -> Visitor:
    return a_stranger(app)


def test_a_number_and_six_digits_let_a_patient_in(app: Flask, browser: Visitor, ana: Patient):
    asked = browser.post("/sign-in", {"phone": ana.phone})

    entered = browser.post("/sign-in/code", {"code": code_for(ana)})

    assert (asked.status_code, asked.location) == (303, "/sign-in/code")
    assert (entered.status_code, entered.location) == (303, "/week")
    assert browser.get("/sign-in").location == "/week"


def test_a_number_that_nobody_has_is_told_the_same(app: Flask, ana: Patient):
    known, unknown = a_stranger(app), a_stranger(app)

    answers = [said_to(known, ana.phone), said_to(unknown, NOBODYS)]

    assert answers[0] == answers[1].replace("ending in <b>99</b>", f"ending in <b>{ana.phone[-2:]}</b>")


def test_a_number_however_it_is_typed_is_the_same(browser: Visitor, ana: Patient):
    typed = f"({ana.phone[2:5]}) {ana.phone[5:8]}-{ana.phone[8:]}"

    browser.post("/sign-in", {"phone": typed})

    assert browser.post("/sign-in/code", {"code": code_for(ana)}).status_code == 303


@pytest.mark.parametrize("typed", ["", "call me", "123", "+1415555010112345"])
def test_what_is_no_number_is_asked_for_again(browser: Visitor, typed: str):
    response = browser.post("/sign-in", {"phone": typed})

    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text


def test_wrong_digits_are_refused_kindly(browser: Visitor, ana: Patient):
    browser.post("/sign-in", {"phone": ana.phone})

    response = browser.post("/sign-in/code", {"code": wrong_for(ana)})

    assert response.status_code == 422
    assert "That code did not work. Check it, or send a new one." in response.text


def test_digits_without_a_number_go_back_to_the_first_step(browser: Visitor):
    assert browser.post("/sign-in/code", {"code": "123456"}).location == "/sign-in"
    assert browser.get("/sign-in/code").location == "/sign-in"


def test_the_page_asked_for_is_shown_after_signing_in(browser: Visitor, ana: Patient):
    asked = browser.get("/calendar")

    browser.post("/sign-in", {"phone": ana.phone})
    entered = browser.post("/sign-in/code", {"code": code_for(ana)})

    assert (asked.status_code, asked.location) == (303, "/sign-in")
    assert entered.location == "/calendar"


def test_a_phone_that_others_use_forgets_when_the_browser_closes(app: Flask, ana: Patient):
    own, shared = signed_in(app, ana), signed_in(app, ana, shared="1")

    assert "Expires=" in own
    assert "Expires=" not in shared


def test_the_cookie_is_for_this_service_only(app: Flask, ana: Patient):
    cookie = signed_in(app, ana)

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie


def test_over_https_the_cookie_is_bound_to_the_host(sqlite_url: str):
    app = an_app(sqlite_url, PUBLIC_URL="https://week.example.org")

    with app.app_context():
        page = app.test_client().get("/sign-in", base_url="https://week.example.org")
        disconnect(app)

    assert page.headers["Set-Cookie"].startswith("__Host-week=")
    assert "; Secure;" in page.headers["Set-Cookie"]


def test_signing_out_ends_it(app: Flask, ana: Patient):
    browser = visiting_patient(app, ana)

    left = browser.post("/sign-out")

    assert (left.status_code, left.location) == (303, "/sign-in")
    assert "Signed out." in browser.get("/sign-in").text


def test_signing_out_everywhere_ends_every_cookie(app: Flask, ana: Patient):
    browser = visiting_patient(app, ana)
    assert browser.get("/sign-in").status_code == 303

    sign_in_patient.sign_out_everywhere(ana.id, now=NOW)

    assert browser.get("/sign-in").status_code == 200


def test_staff_find_no_patients_pages(app: Flask, ana: Patient):
    staff = visiting_staff(app, a_stored_staff(a_stored_program()))

    assert staff.get("/calendar").status_code == 404


def test_the_sixth_code_for_one_number_waits(app: Flask, ana: Patient, clock: StandingClock):
    for _ in range(5):
        assert a_stranger(app).post("/sign-in", {"phone": ana.phone}).status_code == 303

    refused = a_stranger(app).post("/sign-in", {"phone": ana.phone})

    assert refused.status_code == 429
    assert "A short break" in refused.text
    assert int(refused.headers["Retry-After"]) > 0
    clock.advance(minutes=16)
    assert a_stranger(app).post("/sign-in", {"phone": ana.phone}).status_code == 303


def test_an_extension_makes_no_other_number_of_it(app: Flask, ana: Patient):
    for number in range(5):
        assert a_stranger(app).post("/sign-in", {"phone": f"{ana.phone} x{number}"}).status_code == 303

    assert a_stranger(app).post("/sign-in", {"phone": f"{ana.phone} ext. 9"}).status_code == 429


def test_one_address_may_not_try_numbers_without_end(app: Flask, clock: StandingClock):
    answers = [a_stranger(app).post("/sign-in", {"phone": f"+1415555{n:04}"}).status_code for n in range(21)]

    assert answers == [303] * 20 + [429]


def test_only_a_demo_shows_the_digits(sqlite_url: str):
    app = an_app(sqlite_url, DEMO="1")
    with app.app_context():
        ana = a_stored_patient(a_stored_program())
        browser = a_stranger(app)

        browser.post("/sign-in", {"phone": ana.phone})

        assert code_for(ana) in browser.get("/sign-in/code").text
        disconnect(app)


def test_elsewhere_the_digits_are_on_no_page(browser: Visitor, ana: Patient):
    browser.post("/sign-in", {"phone": ana.phone})

    assert code_for(ana) not in browser.get("/sign-in/code").text


def test_a_post_without_its_token_is_refused(app: Flask, ana: Patient):
    response = app.test_client().post("/sign-in", data={"phone": ana.phone})

    assert response.status_code == 400
    assert "This page is old" in response.text


def code_for(patient: Patient) -> str:
    code = sign_in_patient.code_for_demo(patient.phone, secret=SECRET, now=NOW + timedelta(seconds=1))
    assert code is not None
    return code


def wrong_for(patient: Patient) -> str:
    return f"{(int(code_for(patient)) + 1) % 1_000_000:06}"


def said_to(browser: Visitor, phone: str) -> str:
    """Everything that asking and then failing tells, but for what is random."""
    asked = browser.post("/sign-in", {"phone": phone})
    shown = browser.get("/sign-in/code")
    tried = browser.post("/sign-in/code", {"code": "000000"})
    said = f"{asked.status_code} {asked.location} {shown.text} {tried.status_code} {tried.text}"
    return re.sub(r'name="(csrf_token|phone)" value="[^"]*"', "", said)


def signed_in(app: Flask, patient: Patient, **ticked: str) -> str:
    """Sign in, and give the cookie's header."""
    browser = a_stranger(app)
    browser.post("/sign-in", {"phone": patient.phone})
    return str(browser.post("/sign-in/code", {"code": code_for(patient)} | ticked).headers["Set-Cookie"])


def test_who_has_no_phone_is_asked_for_an_address(app: Flask, browser: Visitor):
    ben = a_stored_patient(a_stored_program(), phone="", email="ben@example.org")
    assert "I have no phone" in browser.get("/sign-in").text
    assert 'type="email"' in browser.get("/sign-in/e-mail").text

    browser.post("/sign-in", {"phone": "ben@example.org"})
    assert "If we know <b>ben@example.org</b>, an e-mail with six digits" in browser.get("/sign-in/code").text
    code = sign_in_patient.code_for_demo(ben.email, secret=SECRET, now=NOW)

    assert browser.post("/sign-in/code", {"code": code}).location == "/week"


def test_what_is_no_address_is_asked_for_again(browser: Visitor):
    response = browser.post("/sign-in", {"phone": "ben@home"})

    assert response.status_code == 422
    assert "It looks like name@example.org." in response.text
