"""Absences, holidays, rooms and which dates a change is meant for, in a real browser and by the keyboard alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page

from iopsched.domain.absence import Absence
from iopsched.domain.holiday import HolidayCalendar
from iopsched.domain.staff import Staff
from iopsched.domain.words import Modality
from iopsched.gateways import passwords
from iopsched.store import sessions
from iopsched.store.db import reading
from iopsched.usecases import adjust_availability, keep_absences, keep_holidays
from tests.browser.conftest import serving
from tests.browser.looks import WORDS, sign_in, wrong_on
from tests.builders import MONDAY
from tests.conftest import NOW, an_app, disconnect
from tests.stored import (
    a_stored_clinician,
    a_stored_offering,
    a_stored_program,
    a_stored_room,
    a_stored_season,
    a_stored_staff,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is served, and the Monday evening by video whose leader is away."""

    address: str
    staff: Staff
    session: int
    room: int

    @property
    def pages(self) -> list[str]:
        session = f"/staff/sessions/{self.session}"
        return [
            *("/staff/absences", "/staff/holidays", "/staff/rooms", f"/staff/rooms/{self.room}", "/staff/offerings"),
            *(
                "/staff/seasons",
                "/staff/offerings/new",
                session,
                f"{session}/time",
                f"{session}/seats",
                f"{session}/link",
                f"{session}/cancellation",
            ),
        ]


@pytest.fixture
def place(sqlite_url: str) -> Iterator[Place]:
    app = an_app(sqlite_url)
    with app.app_context():
        made = a_place()
    with serving(app) as address:
        yield Place(address, *made)
    with app.app_context():
        disconnect(app)


def a_place() -> tuple[Staff, int, int]:
    program = a_stored_program()
    staff = a_stored_staff(program, password_hash=passwords.hash_of(WORDS))
    away, free = (a_stored_clinician(program, name) for name in ("A. Rivera", "N. Diaz"))
    a_stored_offering(program, clinician_id=away, modality=Modality.TELEHEALTH, least=3, every=2)
    a_stored_offering(program, clinician_id=free, weekdays=frozenset({2}))
    adjust_availability.open_sessions(now=NOW)
    keep_absences.add(staff, Absence(0, away, MONDAY), now=NOW)
    keep_absences.add(staff, Absence(0, free, MONDAY.replace(month=12), stand_in_id=away), now=NOW)
    keep_holidays.choose(staff, HolidayCalendar("US", "NY"), now=NOW)
    keep_holidays.keep_open(staff, NOW.date().replace(day=26), is_open=True, now=NOW)
    a_stored_season(program)
    with reading():
        session = next(one for one in sessions.in_week(program, MONDAY) if one.day == MONDAY)
    return staff, session.id, a_stored_room(program)


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_axe_finds_nothing_and_nothing_sticks_out(page: Page, place: Place, width: int, scheme: Any):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    sign_in(page, place.address, place.staff)

    assert wrong_on(page, place.address, place.pages) == {}


def apply(page: Page) -> None:
    """What the preview shows, with the keyboard alone."""
    page.wait_for_url("**/changes/drafts/*")
    page.get_by_role("button", name="Apply the change").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-notice]")


def test_a_stand_in_is_named_a_holiday_closed_and_later_dates_moved_with_the_keyboard_alone(page: Page, place: Place):
    sign_in(page, place.address, place.staff)

    page.goto(f"{place.address}/staff/absences")
    page.focus("main select")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    apply(page)
    assert "Named." in page.inner_text("[data-notice]")

    page.goto(f"{place.address}/staff/holidays")
    page.locator("li", has_text="Christmas Day").get_by_role("button", name="Close").first.focus()
    page.keyboard.press("Enter")
    apply(page)
    assert "Closed: Friday, December 25, 2026." in page.inner_text("[data-notice]")

    page.goto(f"{place.address}/staff/sessions/{place.session}/time")
    page.focus("[name=reach]")
    page.keyboard.press("ArrowDown")
    assert page.locator("[name=reach]:checked").get_attribute("value") == "following"
    page.focus("#place")
    page.keyboard.type("Online")
    page.keyboard.press("Enter")
    apply(page)
    assert "Moved." in page.inner_text("[data-notice]")
