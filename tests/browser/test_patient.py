"""A patient on a phone: signs in, books a whole week, filters, gives up and takes back; with scripts and without."""

import re
import time as stopwatch
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, FilePayload, Page, expect

from iopsched.domain.busy_time import BusyTimes
from iopsched.domain.own_calendar import Trouble
from iopsched.domain.session import Session
from iopsched.domain.waiting import Wanted
from iopsched.domain.words import Component
from iopsched.store import people
from iopsched.store.db import reading
from iopsched.usecases.seats import book_session, cancel_booking, hold_plan, wait_for_seat
from iopsched.usecases.weeks import keep_commitments, view_week
from tests.browser.conftest import signed_in
from tests.builders import MONDAY, a_commitment, at
from tests.calendars import a_calendar, an_event
from tests.conftest import NOW
from tests.stored import a_stored_calendar

PHONE = "(415) 555-0123"
PAGES = {
    "this week": "/week",
    "next week": f"/week/{MONDAY}",
    "no plan": "/week/2028-01-10",
    "plan": f"/plan/{MONDAY}",
    "plan, short": f"/plan/{MONDAY}?part=evening&way=in_person&no=0&asked=1",
    "seat": "/sessions/{seat}/booking",
    "kept": "/plan/hold",
    "waiting": "/waiting",
    "commitments": "/commitments",
    "commitments, a trip": "/commitments?start=trip",
    "commitment": "/commitments/1",
    "own calendar": "/commitments/calendars/3",
    "calendar": "/calendar",
    "me": "/me",
    "messages": "/me/messages",
    "one kind of message": "/me/messages/kinds/reminder",
    "help": "/help",
}
FOUND = BusyTimes(
    timed=tuple((at(day, 22), at(day, 23)) for day in range(9)), all_day=((at(1, 0), at(2, 0)), (at(20, 0), at(27, 0)))
)
WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TOO_SMALL_TO_TOUCH = """
    [...document.querySelectorAll('main a, main button, main summary, nav a, header a, .chip, .tile, select')]
    .filter(each => !each.closest('p') || each.classList.contains('btn'))
    .filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 43.5)
    .map(each => each.outerHTML.slice(0, 120))"""


def book_a_full_week(page: Page, address: str) -> int:
    """From the address to a full week as anybody would; how many taps it took, typing aside."""
    taps = 0

    def tap(what: Any) -> None:
        nonlocal taps
        what.click()
        taps += 1

    page.goto(address)
    page.get_by_label("phone number").fill(PHONE)
    tap(page.get_by_role("button", name="Text me a code"))
    page.get_by_label("Six digits").fill(page.locator(".note b").nth(1).inner_text())
    tap(page.get_by_role("button", name="Continue"))
    tap(page.get_by_role("link", name="Plan", exact=True))
    tap(page.get_by_role("link", name="Week of November 30"))
    tap(page.get_by_role("button", name=re.compile("^Book all")).first)
    expect(page.get_by_role("heading", level=1)).to_contain_text("November 30 to December 6")
    return taps


def test_a_full_week_is_booked_in_under_a_minute(small: Page, address: str):
    began = stopwatch.monotonic()

    taps = book_a_full_week(small, address)

    assert stopwatch.monotonic() - began < 60
    assert taps == 5
    expect(small.get_by_role("status").first).to_contain_text("Your week is full: 9 of 9 hours.")
    assert view_week.view(1, MONDAY, now=NOW).week.is_met


def test_it_works_without_scripts(browser: Browser, address: str):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()

    book_a_full_week(page, address)
    page.locator("summary", has_text="not fit, and why").click()
    page.get_by_label("Weekend").check(force=True)
    page.get_by_role("button", name="Show", exact=True).click()

    assert "part=weekend" in page.url
    assert view_week.view(1, MONDAY, now=NOW).week.is_met
    context.close()


@pytest.fixture
def week(app: Flask, small: Page, address: str) -> Page:
    """Next week's page, on which nothing is booked."""
    signed_in(app, small, address)
    small.goto(f"{address}/week/{MONDAY}")
    return small


def test_a_filter_keeps_its_place_and_its_focus(week: Page):
    chip = week.get_by_label("Weekend")
    chip.focus()
    before = week.get_by_role("status").inner_text()

    week.keyboard.press("Space")

    expect(week.get_by_role("status")).not_to_have_text(before)
    assert chip.is_checked()
    assert chip.evaluate("chip => chip === document.activeElement")
    assert week.url.endswith("?part=weekend#add")
    assert {*shown_days(week)} == {"Saturday", "Sunday"}


def test_what_is_booked_under_a_filter_comes_back_to_it(week: Page):
    week.get_by_label("Weekend").check(force=True)
    week.wait_for_url("**part=weekend*")
    week.locator("#add-list").get_by_role("button", name=re.compile("^Book group, Saturday")).first.click()

    expect(week.locator("[data-notice]")).to_contain_text("Booked.")
    assert "part=weekend" in week.url
    assert week.get_by_label("Weekend").is_checked()


def test_after_booking_the_note_has_the_focus_and_undoes_it(week: Page):
    week.locator("#add-list").get_by_role("button", name=re.compile("^Book")).first.click()

    notice = week.locator("[data-notice]")
    assert notice.evaluate("notice => notice === document.activeElement")
    notice.get_by_role("button", name="Undo", exact=True).click()
    expect(week.locator("[data-notice]")).to_contain_text("Seat given up.")
    assert view_week.view(1, MONDAY, now=NOW).week.sessions == ()


def test_a_seat_is_given_up_after_a_look_and_taken_back(week: Page):
    week.locator("#add-list").get_by_role("button", name=re.compile("^Book")).first.click()
    week.get_by_role("link", name=re.compile("^Change")).click()
    expect(week.get_by_role("heading", level=1)).to_contain_text("Can’t come on")

    week.get_by_text("No other time works").click()
    week.get_by_role("button", name=re.compile("^Give up the seat")).click()
    week.get_by_role("button", name=re.compile("^Undo giving up")).click()

    expect(week.locator("[data-notice]")).to_contain_text("The seat is yours again.")
    assert len(view_week.view(1, MONDAY, now=NOW).week.sessions) == 1


def test_a_usual_week_of_work_is_two_taps(app: Flask, small: Page, address: str):
    signed_in(app, small, address)
    small.goto(f"{address}/commitments")

    small.get_by_role("link", name=re.compile("^Work")).click()
    small.get_by_role("button", name="Add", exact=True).click()

    expect(small.locator("[data-notice]")).to_contain_text("Noted.")
    expect(small.get_by_role("link", name=re.compile("^Change .*day, 9 am to 5 pm"))).to_have_count(5)
    assert len(keep_commitments.list_all(1, now=NOW)) == 5


def test_all_days_of_it_are_changed_at_once_and_a_removal_is_undone(app: Flask, small: Page, address: str):
    keep_commitments.add(1, *(a_commitment(weekday=day) for day in range(5)), now=NOW)
    signed_in(app, small, address)
    small.goto(f"{address}/commitments")

    small.get_by_role("link", name=re.compile("^Change Monday")).click()
    small.get_by_label("Friday").uncheck(force=True)
    small.get_by_label("Until", exact=True).fill("20:00")
    small.get_by_role("button", name="Keep it so").click()
    expect(small.get_by_role("link", name=re.compile("^Change .*day, 5 to 8 pm"))).to_have_count(4)

    small.get_by_role("link", name=re.compile("^Change Monday")).click()
    small.get_by_role("button", name="Remove all 4 days").click()
    expect(small.locator("[data-notice]")).to_contain_text("Removed.")
    small.locator("[data-notice]").get_by_role("button", name="Undo").click()
    expect(small.get_by_role("link", name=re.compile("^Change .*day, 5 to 8 pm"))).to_have_count(4)


def test_a_calendar_file_is_looked_into_and_kept(app: Flask, small: Page, address: str):
    signed_in(app, small, address)
    small.goto(f"{address}/commitments")
    content = a_calendar(an_event("20261201T230000Z", "20261202T000000Z"), an_event(";VALUE=DATE:20261224", uid="eve"))
    file: FilePayload = {"name": "ana.ics", "mimeType": "text/calendar", "buffer": content}

    small.locator("summary", has_text="Read your busy times from your calendar").click()
    small.get_by_label("Calendar file").set_input_files([file])
    small.get_by_role("button", name="Look into the file").click()

    expect(small.get_by_role("heading", level=1)).to_contain_text("1 busy time")
    expect(small.get_by_role("main")).to_contain_text("1 entry takes a whole day")
    assert small.evaluate(WIDER_THAN_THE_SCREEN) == 0
    small.get_by_role("button", name="Keep these times").click()
    expect(small.get_by_role("main")).to_contain_text("From a file")


def test_only_the_fields_that_matter_are_shown(app: Flask, small: Page, address: str):
    signed_in(app, small, address)
    small.goto(f"{address}/commitments")
    weekdays, day = small.get_by_text("Which days?"), small.get_by_label("Which date?", exact=True)

    assert (weekdays.is_visible(), day.is_visible()) == (True, False)
    small.get_by_label("Once").check(force=True)
    assert (weekdays.is_visible(), day.is_visible()) == (False, True)

    begins = small.get_by_label("From", exact=True)
    assert begins.is_visible()
    small.get_by_label("All day").check()
    assert not begins.is_visible()


@pytest.fixture
def lived_in(app: Flask) -> int:
    """Ana has seats on two days and work in her way, waits, is offered a seat and has others kept.

    The id of a session that she holds.
    """
    keep_commitments.add(1, *(a_commitment(weekday=day) for day in range(5)), now=NOW)
    with reading():
        ana = people.patient(1)
    nights = BusyTimes(FOUND.timed)
    a_stored_calendar(ana, nights, link="https://a-very-long-name-of-a-host.calendars.example/x")
    a_stored_calendar(ana, nights, link="https://calendar.example/x", trouble=Trouble.MISSING)
    a_stored_calendar(ana, FOUND, is_kept=False)
    offered = [one.session for one in view_week.view(1, MONDAY, now=NOW).candidates if one.fits]
    groups = [session for session in offered if session.component is Component.GROUP]
    seats = (groups[0], next(session for session in groups if session.day != groups[0].day))
    for session in seats:
        book_session.book(1, session.id, now=NOW)
    full, offer, kept, *_ = (one for one in fitting_slots() if one.day not in {seat.day for seat in seats})
    for session in (full, offer):
        book_session.book(2, session.id, now=NOW)
        wait_for_seat.wait(1, session.id, now=NOW)
    cancel_booking.cancel(2, offer.id, now=NOW)
    wait_for_seat.wait_for_any(1, Wanted(monday=MONDAY, component=Component.FAMILY), now=NOW)
    hold_plan.hold(1, [kept.id], now=NOW)
    return seats[0].id


def fitting_slots() -> list[Session]:
    """Individual sessions of one seat."""
    candidates = view_week.view(1, MONDAY, now=NOW).candidates
    return [one.session for one in candidates if one.fits and one.session.seats == 1]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_nothing_stands_in_anybodys_way(app: Flask, page: Page, address: str, lived_in: int, path: str, scheme: Any):
    signed_in(app, page, address)
    page.emulate_media(color_scheme=scheme)
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address + path.format(seat=lived_in))
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")

        assert page.evaluate(WIDER_THAN_THE_SCREEN) == 0
        assert page.evaluate(TOO_SMALL_TO_TOUCH) == []
        if width in {360, 1280}:
            assert findings(page) == []


def findings(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page).response["violations"]
    return [(each["id"], node["html"][:160]) for each in found for node in each["nodes"]]


def shown_days(page: Page) -> list[str]:
    return [heading.split(",")[0] for heading in page.locator("#add-list h3").all_inner_texts()]
