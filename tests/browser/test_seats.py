"""Seats that cannot be lost, on a phone: swapped, kept with a warning before the end, waited for; scripts or not."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, Page, expect

from iopsched.domain.session import Session
from iopsched.domain.words import Component
from iopsched.usecases.seats import book_session, cancel_booking
from iopsched.usecases.weeks import view_week
from tests.browser.conftest import signed_in
from tests.builders import MONDAY
from tests.conftest import NOW

WRONG = datetime(2019, 1, 1, 3, tzinfo=UTC)
"""What a phone with an empty battery takes the time for."""
COUNT_WHAT_IS_SAID = """
    window.said = 0;
    new MutationObserver(() => window.said++).observe(document.querySelector('[role=alert]'),
        {subtree: true, attributes: true, childList: true});"""


@pytest.fixture
def scriptless(app: Flask, browser: Browser, address: str) -> Iterator[Page]:
    """Ana's phone without scripts."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    signed_in(app, page, address)
    yield page
    context.close()


@pytest.fixture
def group(app: Flask) -> Session:
    """A group in which Ana has a seat."""
    candidates = view_week.view(1, MONDAY, now=NOW).candidates
    group = next(one.session for one in candidates if one.fits and one.session.component is Component.GROUP)
    book_session.book(1, group.id, now=NOW)
    return group


@pytest.fixture
def slot(app: Flask) -> Session:
    """An hour of one seat that Ben has; Ana could have had it, and nothing else of its offering is in the week."""
    candidates = view_week.view(1, MONDAY, now=NOW).candidates
    slot = next(one.session for one in candidates if one.fits and one.session.seats == 1)
    book_session.book(2, slot.id, now=NOW)
    return slot


def held() -> list[int]:
    return [session.id for session in view_week.view(1, MONDAY, now=NOW).week.sessions]


def keep_a_plan(page: Page, address: str) -> None:
    page.goto(f"{address}/plan/{MONDAY}")
    page.get_by_role("button", name=re.compile("^Keep these while I decide")).first.click()
    page.wait_for_url("**/plan/hold")


@pytest.fixture
def keeping(app: Flask, small: Page, address: str) -> Page:
    """Ana's page of seats that are kept until ten minutes from now; her phone's clock is wrong, and does not run."""
    signed_in(app, small, address)
    small.clock.install(time=WRONG)
    keep_a_plan(small, address)
    small.evaluate(COUNT_WHAT_IS_SAID)
    return small


def soon(page: Page) -> Locator:
    return page.get_by_role("alert").get_by_text("The time is nearly over.")


def over(page: Page) -> Locator:
    return page.get_by_role("alert").get_by_text("The time is over.")


def test_two_minutes_before_the_end_more_time_is_offered_in_sight(keeping: Page):
    keeping.clock.fast_forward("07:58")
    expect(soon(keeping)).to_be_hidden()

    keeping.clock.fast_forward("00:03")

    expect(soon(keeping)).to_be_visible()
    expect(soon(keeping)).to_be_in_viewport()
    expect(keeping.get_by_role("button", name="Keep them longer")).to_be_in_viewport(ratio=1)
    expect(keeping.get_by_text("kept for you until 12:10 pm")).to_be_visible()


def test_it_is_said_once_and_nobody_counts_down(keeping: Page):
    keeping.clock.fast_forward("08:01")
    expect(soon(keeping)).to_be_visible()
    said = keeping.evaluate("window.said")

    keeping.clock.run_for(100_000)

    assert keeping.evaluate("window.said") == said


def test_the_focus_stays_where_it_was(keeping: Page):
    button = keeping.get_by_role("button", name=re.compile("^Book"))
    button.focus()

    keeping.clock.fast_forward("08:01")

    expect(button).to_be_focused()


def test_at_the_end_it_says_so_and_the_seats_can_still_be_booked(keeping: Page):
    keeping.clock.fast_forward("08:01")
    keeping.clock.fast_forward("02:00")

    expect(over(keeping)).to_be_visible()
    expect(soon(keeping)).to_be_hidden()
    expect(keeping.get_by_text("kept for you until 12:10 pm")).to_be_hidden()
    keeping.get_by_role("button", name=re.compile("^Book")).click()
    expect(keeping.locator("[data-notice]")).to_contain_text("Your week is full: 9 of 9 hours.")


def test_a_phone_that_slept_says_it_on_waking(keeping: Page):
    keeping.clock.set_system_time(WRONG.replace(hour=5))

    keeping.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(over(keeping)).to_be_visible()


def test_kept_longer_the_warning_begins_anew(keeping: Page):
    keeping.clock.fast_forward("08:01")
    keeping.get_by_role("button", name="Keep them longer").click()
    keeping.wait_for_load_state()

    expect(soon(keeping)).to_be_hidden()
    keeping.clock.fast_forward("08:01")
    expect(soon(keeping)).to_be_visible()


def test_without_scripts_the_page_says_until_when_and_the_seats_are_let_go(scriptless: Page, address: str):
    keep_a_plan(scriptless, address)

    expect(scriptless.get_by_text("These seats are kept for you until 12:10 pm.")).to_be_visible()
    scriptless.get_by_role("button", name="Let them go").click()
    expect(scriptless.locator("[data-notice]")).to_contain_text("Nothing was booked.")


def test_without_scripts_a_seat_is_swapped_and_swapped_back(scriptless: Page, address: str, group: Session):
    scriptless.goto(f"{address}/week/{MONDAY}")
    scriptless.get_by_role("link", name=re.compile("^Change group")).click()
    scriptless.get_by_role("radio").nth(1).check()
    scriptless.get_by_role("button", name="Swap my seat").click()

    expect(scriptless.locator("[data-notice]")).to_contain_text("Swapped.")
    assert len(held()) == 1
    assert held() != [group.id]
    scriptless.get_by_role("button", name="Undo", exact=True).click()
    assert held() == [group.id]


def test_with_the_keyboard_alone_a_seat_is_swapped(app: Flask, small: Page, address: str, group: Session):
    signed_in(app, small, address)
    small.goto(f"{address}/sessions/{group.id}/booking")

    tab_to(small, "radio")
    small.keyboard.press("ArrowDown")
    wanted = int(small.evaluate("document.activeElement.value"))
    tab_to(small, "submit")
    small.keyboard.press("Enter")

    expect(small.locator("[data-notice]")).to_be_focused()
    assert held() == [wanted]


def test_without_scripts_one_waits_for_a_full_session_and_stops(scriptless: Page, address: str, slot: Session):
    scriptless.goto(f"{address}/week/{MONDAY}?kind=individual")
    scriptless.get_by_role("button", name=re.compile("^Tell me if a seat opens")).click()
    expect(scriptless.locator("[data-notice]")).to_contain_text("Noted.")
    assert "kind=individual" in scriptless.url

    scriptless.get_by_role("button", name=re.compile("^Stop waiting")).click()

    expect(scriptless.locator("[data-notice]")).to_contain_text("You wait no longer.")
    assert view_week.view(1, MONDAY, now=NOW).waiting == ()


def test_a_seat_that_opens_is_taken_with_one_tap(app: Flask, small: Page, address: str, slot: Session):
    signed_in(app, small, address)
    small.goto(f"{address}/week/{MONDAY}?kind=individual")
    small.get_by_role("button", name=re.compile("^Tell me")).click()
    cancel_booking.cancel(2, slot.id, now=NOW)
    small.goto(f"{address}/week")

    small.get_by_role("button", name=re.compile("^Take it")).click()

    expect(small.locator("[data-notice]")).to_contain_text("Booked.")
    assert held() == [slot.id]


def tab_to(page: Page, kind: str) -> None:
    """Press Tab until something of this kind has the focus, within as many steps as the page could need."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == kind:
            return
    raise AssertionError(f"no {kind} within reach")
