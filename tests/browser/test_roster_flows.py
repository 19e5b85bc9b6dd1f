"""Who came, in a real browser: each mark by the keyboard alone, with a tap, and without scripts."""

import pytest
from playwright.sync_api import Page

from iopsched.domain.booking import Attendance
from iopsched.store import bookings, programs
from iopsched.store.db import reading
from iopsched.usecases.seats import book_session
from tests.browser import keyboard
from tests.browser.clinic import Clinic
from tests.browser.walk import Walk
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_session

HERE, LATE, AWAY, EXCUSED = Attendance.HERE, Attendance.LATE, Attendance.AWAY, Attendance.EXCUSED


@pytest.fixture
def begun(clinic: Clinic) -> int:
    """A session that has been, with three people in it of whom nobody said yet whether they came."""
    with clinic.app.app_context():
        with reading():
            program = programs.get(clinic.place.staff.program_id)
        session = a_stored_session(program, day=0, hour=20)
        for name in ("Uma", "Vera", "Wes"):
            book_session.book(a_stored_patient(program, given_name=name).id, session.id, now=NOW)
    return session.id


def marked(clinic: Clinic, session_id: int) -> list[tuple[Attendance | None, int]]:
    with clinic.app.app_context(), reading():
        found = bookings.in_sessions([session_id])
    return [(booking.attendance, booking.attended_minutes) for booking in sorted(found, key=lambda b: b.patient_id)]


def test_each_mark_is_made_with_the_keyboard_alone(walk: Walk, begun: int):
    walk.open(f"/staff/sessions/{begun}")
    lines = walk.page.locator("[data-line]")
    keyboard.tick(walk.page, lines.nth(0).locator("[value=excused]"))
    keyboard.tick(walk.page, lines.nth(1).locator("[value=late]"))
    walk.page.keyboard.press("Tab")
    walk.page.keyboard.type("45")
    keyboard.reach(walk.page, walk.found("Mark the rest as here"))
    walk.page.keyboard.press("Enter")
    assert walk.page.inner_text(".applybar [role=status]") == "3 of 3 marked."
    walk.look()

    walk.save("^Save attendance")
    assert marked(walk.clinic, begun) == [(EXCUSED, 0), (LATE, 45), (HERE, 180)]

    keyboard.tick(walk.page, lines.nth(1).locator("[value=left]"))
    walk.page.keyboard.press("Tab")
    walk.page.keyboard.type("90")
    keyboard.tick(walk.page, lines.nth(2).locator("[value=away]"))
    walk.save("^Save attendance")
    assert marked(walk.clinic, begun) == [(EXCUSED, 0), (Attendance.LEFT, 90), (AWAY, 0)]


def test_the_rest_is_marked_in_the_page_and_saved_at_once(walk: Walk, begun: int):
    walk.open(f"/staff/sessions/{begun}")
    page, lines = walk.page, walk.page.locator("[data-line]")

    lines.nth(0).locator("label.away").click()
    page.click("text=Mark the rest as here")
    lines.nth(1).locator("label.late").click()
    page.keyboard.type("45")
    assert page.inner_text(".applybar [role=status]") == "3 of 3 marked."
    assert marked(walk.clinic, begun) == [(None, 0)] * 3
    page.click("text=Save attendance")
    page.wait_for_selector("[data-notice]")

    assert marked(walk.clinic, begun) == [(AWAY, 0), (LATE, 45), (HERE, 180)]


def test_the_rest_is_marked_without_scripts_too(scriptless: Page, clinic: Clinic, begun: int):
    scriptless.goto(f"{clinic.place.address}/staff/sessions/{begun}")

    scriptless.locator("label.away input").first.check()
    scriptless.click("text=Mark the rest as here")

    assert "3 of 3 marked." in scriptless.inner_text(".notice")
    assert marked(clinic, begun) == [(AWAY, 0), (HERE, 180), (HERE, 180)]


def test_a_tablet_is_made_a_kiosk_and_asks_for_a_code(walk: Walk):
    walk.open("/staff/kiosks")
    walk.look()
    walk.fill(name="Main door")
    walk.press("^Sign me out")
    walk.look()

    assert walk.page.url.endswith("/kiosk")
    assert walk.page.evaluate("document.activeElement.name") == "code"
