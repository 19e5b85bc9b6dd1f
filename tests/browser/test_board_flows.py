"""The board in a real browser: looked at in each way by the keyboard alone, and followed while it stands open."""

import re

import pytest
from playwright.sync_api import expect

from iopsched.store import programs
from iopsched.store.db import reading
from iopsched.usecases.seats import cancel_booking
from iopsched.web.staff.board import SHOWN as SHORT_SHOWN
from tests.browser import keyboard
from tests.browser.clinic import MORNING
from tests.browser.walk import Walk
from tests.builders import MONDAY, at
from tests.stored import a_stored_patient, a_stored_session

LOOKED_AT_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture
def board(walk: Walk) -> Walk:
    walk.place.clock.now = MORNING
    walk.clinic.let_in(walk.page)
    walk.open(f"/staff/board/{MONDAY}")
    return walk


def test_it_is_seen_by_day_by_clinician_by_room_and_by_kind(board: Walk):
    for words, rows in (("^Clinician", "Nobody named"), ("^Room", "Room 2"), ("^Kind", "Group"), ("^Day", "Group")):
        board.press(words, ".views")
        assert board.page.locator(".board .band", has_text=rows).count() == 1
        board.look()

    assert board.page.locator(".board thead th").count() == 1
    board.press(board.page.get_by_role("link", name="Sunday, November 29"))
    assert board.page.inner_text("h1") == "Sunday, November 29"


def test_filters_stay_in_the_address_and_are_cleared(board: Walk):
    way = board.field("modality")
    keyboard.reach(board.page, way)
    with board.page.expect_navigation(url="**modality=telehealth**"):
        board.page.keyboard.type("Tele")
        board.page.keyboard.press("Tab")
    assert "Nothing of this kind." in board.page.inner_text("main")
    board.look()
    board.press("Show all")

    keyboard.reach(board.page, board.field("free"))
    with board.page.expect_navigation(url="**free=yes**"):
        board.page.keyboard.press("Space")
    assert board.field("free").is_checked()
    board.press("Show names")
    assert "free=yes" in board.page.url
    board.look()


def test_arrow_keys_go_from_session_to_session(board: Walk):
    seen = []
    keyboard.reach(board.page, board.page.locator("td:nth-child(1) a.slot").first)
    for key in ("ArrowDown", "ArrowUp", "ArrowRight", "ArrowLeft"):
        board.page.keyboard.press(key)
        assert board.page.evaluate(f"({keyboard.SIGHT})(document.activeElement)") == ""
        seen.append(board.page.evaluate("document.activeElement.closest('td').cellIndex"))

    with board.page.expect_navigation(url="**/staff/sessions/*"):
        board.page.keyboard.press("Enter")

    assert seen[:2] == [0, 0]
    assert seen[2] > 0
    assert seen[3] == 0


def test_it_begins_at_today_where_there_is_not_room_for_all(board: Walk, width: int):
    left = board.page.evaluate("document.querySelector('.board .now').getBoundingClientRect().left")
    edge = board.page.evaluate("document.querySelector('.scroll').getBoundingClientRect().left")

    assert (abs(left - edge) < 2) == (width == 360)


def test_it_is_printed_without_what_one_presses(board: Walk):
    board.page.emulate_media(media="print")

    shown = {
        each: board.page.locator(each).first.is_visible() for each in (".board", "h1", ".staffbar nav", ".narrowing")
    }
    assert shown == {".board": True, "h1": True, ".staffbar nav": False, ".narrowing": False}


def test_everybody_who_is_short_is_shown_and_then_only_the_first(board: Walk):
    with board.clinic.app.app_context():
        with reading():
            program = programs.get(board.place.staff.program_id)
        for _ in range(SHORT_SHOWN):
            a_stored_patient(program)
    board.open(f"/staff/board/{MONDAY}")
    people = board.page.locator(".people > li")
    assert people.count() == SHORT_SHOWN

    board.press("more are short")
    assert people.count() > SHORT_SHOWN
    board.look()
    board.press("Only those who lack most")
    assert people.count() == SHORT_SHOWN


def test_seats_follow_without_a_reload(board: Walk):
    place = board.place
    slot = board.page.locator(f"[data-slot='{place.ahead}']")
    expect(slot.locator("[data-shown]")).to_have_text("3 of 8")
    with board.clinic.app.app_context():
        cancel_booking.cancel(place.patient, place.ahead, now=MORNING)

    board.page.evaluate(LOOKED_AT_AGAIN)

    expect(slot.locator("[data-shown]")).to_have_text("2 of 8")
    assert board.page.locator("[data-stale]").is_hidden()
    assert board.page.locator("[data-short-stale]").is_visible()
    board.look()
    board.press("Show it as it is now", "[data-short-stale]")
    expect(board.page.locator("#short ~ a")).to_have_text(re.compile("All"))


def test_a_session_that_begins_while_the_board_stands_open_is_no_change_of_the_timetable(board: Walk):
    place, page = board.place, board.page
    place.clock.now = at(2, 17.9)
    board.clinic.let_in(page)
    board.open(f"/staff/board/{MONDAY}")
    slot = page.locator(f"[data-slot='{place.ahead}']")
    keyboard.reach(page, slot)
    place.clock.now = at(2, 18.1)

    page.evaluate(LOOKED_AT_AGAIN)

    expect(slot).to_have_text(re.compile("to mark"))
    expect(slot).to_be_focused()
    assert page.locator("[data-stale]").is_hidden()

    with board.clinic.app.app_context():
        with reading():
            program = programs.get(place.staff.program_id)
        a_stored_session(program, day=5)
    page.evaluate(LOOKED_AT_AGAIN)
    page.wait_for_selector("[data-stale]:visible")
