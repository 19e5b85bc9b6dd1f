"""The preview of a change in a real browser: two widths, the keyboard alone, without scripts; axe finds nothing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from iopsched.domain.words import Role
from iopsched.gateways import passwords
from iopsched.usecases.seats import book_session
from tests.browser.clinic import Place
from tests.browser.conftest import serving
from tests.browser.looks import WORDS, press, sign_in, wrong_with
from tests.builders import MONDAY
from tests.conftest import NOW, StandingClock, an_app, disconnect
from tests.stored import a_stored_clinician, a_stored_patient, a_stored_program, a_stored_session, a_stored_staff

THREE_HOURS = {"week_least": 180, "days_least": 1}


@pytest.fixture
def place(sqlite_url: str) -> Iterator[Place]:
    """Four people in one evening session; one seat on Saturday, somebody who could stand in, one without a phone."""
    clock = StandingClock(NOW)
    app = an_app(sqlite_url, clock)
    with app.app_context():
        program = a_stored_program()
        staff = a_stored_staff(program, Role.ADMIN, password_hash=passwords.hash_of(WORDS))
        leads, _ = a_stored_clinician(program), a_stored_clinician(program, "J. Okafor")
        evening = a_stored_session(program, day=2, clinician_id=leads, place="Room 2")
        a_stored_session(program, day=5, hour=9, seats=1)
        for name in ("Ana", "Ben", "Dario"):
            patient = a_stored_patient(program, plan=THREE_HOURS, given_name=name)
            book_session.book(patient.id, evening.id, now=NOW)
        cleo = a_stored_patient(program, given_name="Cleo", phone="")
        book_session.book(cleo.id, evening.id, now=NOW)
    with serving(app) as address:
        yield Place(address, staff, begun=0, ahead=evening.id, patient=cleo.id, offering=0, full=0, clock=clock)
    with app.app_context():
        disconnect(app)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_session_is_cancelled_and_taken_back_with_the_keyboard_alone(page: Page, place: Place, width: int):
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, place.address, place.staff)
    page.goto(f"{place.address}/staff/sessions/{place.ahead}")

    press(page, "Cancel this session")
    page.wait_for_url("**/cancellation")
    press(page, "See what it does")
    page.wait_for_url("**/changes/drafts/*")
    assert page.inner_text("h1") == "Cancel group on Wednesday, December 2"
    assert "Yours to call: Cleo R." in page.inner_text(".applybar")
    assert wrong_with(page) == []
    press(page, "Apply the change")
    page.wait_for_selector("[data-notice]")
    assert "3 people are told. 4 seats were lost." in page.inner_text("[data-notice]")
    assert page.evaluate("document.activeElement.matches('[data-notice]')")

    press(page, "Take it back")
    page.wait_for_url("**/changes/drafts/*")
    assert "gives 4 seats back" in page.inner_text(".applybar")
    assert wrong_with(page) == []
    press(page, "Apply the change")
    page.wait_for_selector("[data-notice]")

    assert "4 seats are had again." in page.inner_text("[data-notice]")


@pytest.mark.parametrize("width", [360, 1280])
def test_what_was_changed_and_what_waits_is_found_again_with_the_keyboard_alone(page: Page, place: Place, width: int):
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, place.address, place.staff)
    for path in (f"/staff/sessions/{place.ahead}/seats", f"/staff/sessions/{place.ahead}/cancellation"):
        page.goto(place.address + path)
        press(page, "See what it does")
        page.wait_for_url("**/changes/drafts/*")
    press(page, "Apply the change")
    page.wait_for_selector("[data-notice]")
    page.goto(f"{place.address}/staff/changes")
    assert wrong_with(page) == []

    press(page, "Leave it")
    page.wait_for_selector("[data-notice]")
    assert "Left. Nothing was changed." in page.inner_text("[data-notice]")
    press(page, "Take it back")
    page.wait_for_url("**/changes/drafts/*")

    assert page.inner_text("h1") == "Take back: Cancel group on Wednesday, December 2"
    assert wrong_with(page) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_another_way_and_the_way_back_work_without_scripts(browser: Browser, place: Place, width: int):
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 900})
    page = context.new_page()
    sign_in(page, place.address, place.staff)
    page.goto(f"{place.address}/staff/sessions/{place.ahead}/time")
    page.fill("[name=begins]", "14:00")
    page.fill("[name=place]", "Room 9")

    press(page, "See what it does")
    page.wait_for_url("**/changes/drafts/*")
    assert "Group, 2 to 5 pm" in page.inner_text(".diff")
    press(page, "Back to the form")
    assert (page.input_value("[name=begins]"), page.input_value("[name=place]")) == ("14:00", "Room 9")

    page.goto(f"{place.address}/staff/sessions/{place.ahead}")
    press(page, "Cancel this session")
    page.wait_for_url("**/cancellation")
    press(page, "See what it does")
    page.wait_for_url("**/changes/drafts/*")
    press(page, "J. Okafor stands in")
    press(page, "Apply the change")

    assert "Named. 3 people are told." in page.inner_text(".notice")
    context.close()


def test_a_day_is_closed_after_a_look(page: Page, place: Place):
    sign_in(page, place.address, place.staff)
    page.goto(f"{place.address}/staff/offerings")
    page.fill("[name=day]", str(MONDAY.replace(month=12, day=2)))

    press(page, "See what it does")
    page.wait_for_url("**/changes/drafts/*")

    assert "Close Wednesday, December 2" in page.inner_text("h1")
    assert "No session" in page.inner_text(".diff")
    assert page.locator("tr.worst").count() == 3
    assert wrong_with(page) == []


def test_what_takes_longer_says_that_it_is_at_work(page: Page, place: Place):
    sign_in(page, place.address, place.staff)
    page.goto(f"{place.address}/staff/sessions/{place.ahead}/cancellation")
    page.evaluate("document.querySelector('#change').addEventListener('submit', (event) => event.preventDefault())")

    page.locator("button", has_text="See what it does").click()

    page.wait_for_selector(".atwork")
    assert "At work." in page.inner_text(".atwork")
    assert wrong_with(page) == []
    page.reload()
    assert page.locator(".atwork").count() == 0
