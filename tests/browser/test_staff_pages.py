"""Staff's pages in a real browser: axe finds nothing, nothing sticks out, the roster works with and without scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from iopsched.domain.booking import Attendance
from iopsched.store import bookings, programs
from iopsched.store.db import reading
from iopsched.usecases import cancel_booking
from tests.browser.clinic import MORNING, Place, a_place
from tests.browser.conftest import serving
from tests.browser.looks import sign_in, wrong_with
from tests.builders import MONDAY, at
from tests.conftest import NOW, StandingClock, an_app, disconnect
from tests.stored import (
    a_stored_session,
)

SHOWN = "[data-slot='{}'] [data-shown]"
HERE, LATE, AWAY = Attendance.HERE, Attendance.LATE, Attendance.AWAY


@pytest.fixture
def place(sqlite_url: str) -> Iterator[Place]:
    clock = StandingClock(NOW)
    app = an_app(sqlite_url, clock)
    with app.app_context():
        made = a_place()
    clock.now = MORNING
    with serving(app) as address:
        yield Place(address, *made, clock)
    with app.app_context():
        disconnect(app)


def marked(place: Place, app_url: str) -> list[tuple[Attendance | None, int]]:
    app = an_app(app_url)
    with app.app_context():
        with reading():
            found = bookings.in_sessions([place.begun])
        disconnect(app)
    return [(booking.attendance, booking.attended_minutes) for booking in sorted(found, key=lambda b: b.patient_id)]


def test_the_rest_is_marked_in_the_page_and_saved_at_once(page: Page, place: Place, sqlite_url: str):
    sign_in(page, place.address, place.staff)
    page.goto(f"{place.address}/staff/sessions/{place.begun}")
    lines = page.locator("[data-line]")

    lines.nth(0).locator("label.away").click()
    page.click("text=Mark the rest as here")
    lines.nth(1).locator("label.late").click()
    page.keyboard.type("45")
    assert page.inner_text(".applybar [role=status]") == "3 of 3 marked."
    assert marked(place, sqlite_url) == [(None, 0)] * 3
    page.click("text=Save attendance")
    page.wait_for_selector("[data-notice]")

    assert marked(place, sqlite_url) == [(AWAY, 0), (LATE, 45), (HERE, 180)]


def test_the_rest_is_marked_without_scripts_too(browser: Browser, place: Place, sqlite_url: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, place.address, place.staff)
    page.goto(f"{place.address}/staff/sessions/{place.begun}")

    page.locator("label.away input").first.check()
    page.click("text=Mark the rest as here")

    assert "3 of 3 marked." in page.inner_text(".notice")
    assert marked(place, sqlite_url) == [(AWAY, 0), (HERE, 180), (HERE, 180)]
    context.close()


def test_people_are_found_in_the_page_and_no_name_leaves_it(page: Page, place: Place):
    sign_in(page, place.address, place.staff)
    page.goto(f"{place.address}/staff/people")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.fill("#q", "cle")
    page.press("#q", "Enter")

    assert page.locator("#people tbody tr:visible").all_inner_texts()[0].startswith("Cleo R.")
    assert page.locator("#people tbody tr:visible").count() == 1
    assert page.inner_text("[data-found]") == "1 of 4 people"
    assert asked == []


def test_the_board_begins_at_today_on_a_phone(page: Page, place: Place):
    sign_in(page, place.address, place.staff)

    page.goto(f"{place.address}/staff/board/{MONDAY}")

    left = page.evaluate("document.querySelector('.board .now').getBoundingClientRect().left")
    edge = page.evaluate("document.querySelector('.scroll').getBoundingClientRect().left")
    assert abs(left - edge) < 2


def test_arrow_keys_go_from_session_to_session_on_the_board(page: Page, place: Place):
    sign_in(page, place.address, place.staff)
    page.goto(f"{place.address}/staff/board/{MONDAY}")
    monday = page.locator("td:nth-child(1) a.slot")
    seen = []

    monday.first.focus()
    for key in ("ArrowDown", "ArrowUp", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
        seen.append(page.evaluate("document.activeElement.closest('td').cellIndex"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/sessions/*")

    assert seen[:2] == [0, 0]
    assert seen[2] > 0
    assert seen[3] == 0


def test_seats_follow_without_a_reload_and_filters_stay_in_the_address(page: Page, place: Place, sqlite_url: str):
    sign_in(page, place.address, place.staff)
    page.goto(f"{place.address}/staff/board/{MONDAY}")
    page.select_option("[name=modality]", "in_person")
    page.wait_for_url("**modality=in_person**")
    slot = page.locator(f"[data-slot='{place.ahead}']")
    before = slot.locator("[data-shown]").inner_text()
    app = an_app(sqlite_url)
    with app.app_context():
        cancel_booking.cancel(place.patient, place.ahead, now=MORNING)
        disconnect(app)

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_function(
        "said => document.querySelector(said).textContent === '2 of 8'", arg=SHOWN.format(place.ahead)
    )

    assert before == "3 of 8"
    assert page.input_value("[name=modality]") == "in_person"
    assert page.locator("[data-stale]").is_hidden()
    assert page.locator("[data-short-stale]").is_visible()


def test_a_session_that_begins_while_the_board_stands_open_is_no_change_of_the_timetable(
    page: Page, place: Place, sqlite_url: str
):
    place.clock.now = at(2, 17.9)
    sign_in(page, place.address, place.staff)
    page.goto(f"{place.address}/staff/board/{MONDAY}")
    page.focus(f"[data-slot='{place.ahead}']")
    place.clock.now = at(2, 18.1)

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_selector(f"[data-slot='{place.ahead}']:has-text('3 to mark')")

    assert page.evaluate("document.activeElement.dataset.slot") == str(place.ahead)
    assert page.locator("[data-stale]").is_hidden()

    app = an_app(sqlite_url)
    with app.app_context():
        with reading():
            program = programs.get(place.staff.program_id)
        a_stored_session(program, day=5)
        disconnect(app)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_selector("[data-stale]:visible")


def test_a_session_is_cancelled_after_a_page_that_says_whom_it_touches(context: BrowserContext, place: Place):
    page = context.new_page()
    sign_in(page, place.address, place.staff)
    page.goto(f"{place.address}/staff/sessions/{place.ahead}")

    page.click("text=Cancel this session")
    page.click("text=See what it does")
    assert "Yours to call: Cleo R." in page.inner_text(".applybar")
    page.click("text=Apply the change")
    page.wait_for_selector("[data-notice]")

    assert "2 people were told. 3 seats were lost." in page.inner_text("[data-notice]")
    assert page.evaluate("document.activeElement.matches('[data-notice]')")


def test_somebody_is_overbooked_from_the_roster_with_the_keyboard_alone_and_undone(page: Page, place: Place):
    sign_in(page, place.address, place.staff)
    page.goto(f"{place.address}/staff/sessions/{place.full}")

    page.focus("text=Add somebody")
    page.keyboard.press("Enter")
    page.wait_for_url("**/newcomers")
    page.fill("#q", "cle")
    page.locator("#newcomers a:visible", has_text="Overbook").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#reason")
    page.focus("#reason")
    page.keyboard.type("Comes with her brother")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-notice]")

    assert page.url == f"{place.address}/staff/sessions/{place.full}"
    assert "Overbooked. Cleo R. has" in page.inner_text("[data-notice]")
    assert page.evaluate("document.activeElement.matches('[data-notice]')")
    assert "too many\n1" in page.inner_text(".totals")
    page.click("[data-notice] button")
    page.wait_for_selector("[data-notice] :text('Cancelled.')")
    assert page.locator(".roster tbody tr", has_text="Gil R.").count() == 1


def test_hours_are_narrowed_and_a_certification_saved_with_the_keyboard_alone(page: Page, place: Place):
    sign_in(page, place.address, place.staff)
    page.goto(f"{place.address}/staff/hours/{MONDAY}")

    page.focus("nav >> text=Short")
    page.keyboard.press("Enter")
    page.wait_for_url("**show=short")
    assert page.locator(".ledger tbody tr").count() > 0
    page.goto(f"{place.address}/staff/people/{place.patient}")
    page.focus("#certified")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-notice]")

    assert "Certified. On Tuesday, December 1, 2026." in page.inner_text("[data-notice]")
    assert page.evaluate("document.activeElement.matches('[data-notice]')")


def test_a_seat_is_moved_and_the_line_changed_without_scripts_too(browser: Browser, place: Place):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, place.address, place.staff)

    page.goto(f"{place.address}/staff/people/{place.patient}/seats/{place.ahead}/replacement")
    page.locator("main .rows button").first.click()
    assert "Moved. Ana R. has" in page.inner_text(".notice")

    page.goto(f"{place.address}/staff/waiting")
    last = page.locator("section", has_text="Saturday, December 5").locator("tbody tr").last
    name = last.locator("th a").inner_text()
    last.locator("summary").click()
    last.get_by_label("Reason").fill("Court order")
    last.get_by_role("button", name="Put first").click()

    assert f"{name} is first now." in page.inner_text(".notice")
    assert page.locator("section", has_text="Saturday, December 5").locator("tbody th a").first.inner_text() == name
    context.close()


def test_a_plan_is_changed_by_keyboard_alone_once_its_effect_was_seen(page: Page, place: Place):
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, place.address, place.staff)
    page.goto(f"{place.address}/staff/people/{place.patient}")
    page.get_by_role("link", name="Change the plan").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Hours a week, at least").fill("2")
    page.get_by_label("Hours a week, at most").fill("2")
    page.get_by_role("button", name="See what it changes").focus()
    page.keyboard.press("Enter")

    page.get_by_role("heading", name="What it changes").wait_for()
    assert wrong_with(page) == []
    page.get_by_role("button", name="Save the plan").focus()
    page.keyboard.press("Enter")

    page.get_by_text("Plan changed.").wait_for()
    assert page.get_by_text("IOP, 2 h a week").count() == 1
