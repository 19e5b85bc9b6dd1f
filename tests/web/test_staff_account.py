"""The door of staff: one answer to every wrong try, a lock after five, and a sign-in that ends by itself."""

import pytest
from flask import Blueprint, Flask

from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.gateways import passwords
from iopsched.web import login
from tests.conftest import StandingClock, an_app, disconnect
from tests.doors import Visitor, a_stranger, visiting_patient, visiting_staff
from tests.stored import a_stored_patient, a_stored_program, a_stored_staff

PASSWORD = "correct horse"
WRONG = "E-mail and password do not fit together."


@pytest.fixture
def okafor(app: Flask) -> Staff:
    return a_stored_staff(a_stored_program(), password_hash=passwords.hash_of(PASSWORD))


def test_e_mail_and_password_let_staff_in(app: Flask, okafor: Staff):
    entered = sign_in(a_stranger(app), okafor.email, PASSWORD)

    assert (entered.status_code, entered.location) == (303, "/staff/board")
    assert "Expires=" not in entered.headers["Set-Cookie"]


def test_a_patients_page_asked_for_before_is_not_where_staff_land(app: Flask, okafor: Staff):
    browser = a_stranger(app)
    browser.get("/calendar")

    assert sign_in(browser, okafor.email, PASSWORD).location == "/staff/board"


def test_the_front_door_leads_staff_to_the_board(app: Flask, okafor: Staff):
    assert visiting_staff(app, okafor).get("/").location == "/staff/"
    assert visiting_staff(app, okafor).get("/staff/").location == "/staff/board"


def test_an_address_is_known_however_it_is_typed(app: Flask, okafor: Staff):
    assert sign_in(a_stranger(app), f" {okafor.email.upper()} ", PASSWORD).status_code == 303


def test_a_wrong_password_and_an_unknown_address_are_told_the_same(app: Flask, okafor: Staff):
    answers = [sign_in(a_stranger(app), email, "no") for email in (okafor.email, "nobody@example.org")]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert all(WRONG in answer.text for answer in answers)


def test_five_failures_lock_the_account_for_a_quarter_of_an_hour(app: Flask, okafor: Staff, clock: StandingClock):
    for _ in range(5):
        sign_in(a_stranger(app), okafor.email, "no")

    assert WRONG in sign_in(a_stranger(app), okafor.email, PASSWORD).text
    clock.advance(minutes=15)
    assert sign_in(a_stranger(app), okafor.email, PASSWORD).status_code == 303


def test_nothing_typed_is_asked_for_again(app: Flask):
    response = sign_in(a_stranger(app), "", "")

    assert response.status_code == 422
    assert "Type your e-mail." in response.text


def test_signing_out_ends_it(app: Flask, okafor: Staff):
    browser = visiting_staff(app, okafor)
    assert browser.get("/staff/sign-in").location == "/staff/board"

    browser.post("/staff/sign-out")

    assert browser.get("/staff/sign-in").status_code == 200


def test_nobody_there_for_half_an_hour_is_signed_out(sqlite_url: str, clock: StandingClock):
    app = an_app_with_a_page(sqlite_url, clock)
    with app.app_context():
        browser = visiting_staff(app, a_stored_staff(a_stored_program()))

        clock.advance(minutes=20)
        assert browser.get("/staff/desk").text == "desk"
        clock.advance(minutes=20)
        assert browser.get("/staff/desk").text == "desk"
        clock.advance(minutes=31)
        gone = browser.get("/staff/desk")

        assert (gone.status_code, gone.location) == (303, "/staff/sign-in")
        assert "Nobody was here for a while." in browser.get("/staff/sign-in").text
        disconnect(app)


def test_who_finds_the_pages_of_staff(sqlite_url: str, clock: StandingClock):
    app = an_app_with_a_page(sqlite_url, clock)
    with app.app_context():
        program = a_stored_program()
        roles = (Role.CLINICIAN, Role.COORDINATOR, Role.ADMIN)
        clinician, coordinator, admin = (visiting_staff(app, a_stored_staff(program, role)) for role in roles)
        patient = visiting_patient(app, a_stored_patient(program))

        assert statuses("/staff/desk", a_stranger(app), patient, clinician, admin) == [303, 404, 200, 200]
        assert statuses("/staff/plans", patient, clinician, coordinator, admin) == [404, 403, 200, 200]
        assert statuses("/staff/keys", patient, clinician, coordinator, admin) == [404, 403, 403, 200]
        disconnect(app)


def an_app_with_a_page(url: str, clock: StandingClock) -> Flask:
    app = an_app(url, clock)
    for name, guard in (("desk", login.staff_only), ("plans", login.schedulers_only), ("keys", login.admins_only)):
        blueprint = Blueprint(name, __name__)
        blueprint.before_request(guard)
        blueprint.add_url_rule(f"/staff/{name}", "show", lambda name=name: name)
        app.register_blueprint(blueprint)
    return app


def statuses(path: str, *visitors: Visitor) -> list[int]:
    return [visitor.get(path).status_code for visitor in visitors]


def sign_in(browser: Visitor, email: str, password: str):
    return browser.post("/staff/sign-in", {"email": email, "password": password})
