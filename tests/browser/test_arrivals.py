"""Arriving in a real browser: the code on the phone, the tablet that takes it, joining by video, the letter after."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from iopsched.domain.words import Modality, Role
from iopsched.usecases.hours import keep_kiosks
from iopsched.usecases.seats import book_session
from tests.browser.conftest import serving
from tests.browser.keyboard import reach
from tests.browser.looks import wrong_with
from tests.builders import at
from tests.conftest import NOW, StandingClock, an_app, disconnect
from tests.doors import Visitor, visiting_kiosk, visiting_patient
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is served, the session by video, and the cookies of the patient's phone and of the tablet."""

    address: str
    video: int
    phone: str
    tablet: str

    @property
    def seat(self) -> str:
        return f"/sessions/{self.video}/booking"

    def enter(self, page: Page, cookie: str, path: str) -> None:
        page.context.add_cookies([{"name": "week", "value": cookie, "url": self.address}])
        page.goto(self.address + path)


@pytest.fixture
def place(sqlite_url: str) -> Iterator[Place]:
    """A quarter to six: Ana has a group at six, and one by video at a quarter to six that she can join."""
    clock = StandingClock(NOW)
    app = an_app(sqlite_url, clock)
    with app.app_context():
        program = a_stored_program(takes_codes=True, counts_joins=True)
        ana = a_stored_patient(program)
        video = a_stored_session(program, hour=17, hours=0.9, modality=Modality.TELEHEALTH)
        for session in (video, a_stored_session(program, hour=18)):
            book_session.book(ana.id, session.id, now=NOW)
        kiosk, _ = keep_kiosks.make(a_stored_staff(program, Role.ADMIN), "Main door", now=NOW)
        clock.now = at(0, 17.75)
        cookies = map(cookie_of, (visiting_patient(app, ana), visiting_kiosk(app, kiosk)))
        with serving(app) as address:
            yield Place(address, video.id, *cookies)
        disconnect(app)


def cookie_of(visitor: Visitor) -> str:
    cookie = visitor.client.get_cookie("week")
    assert cookie
    return cookie.value


def test_axe_finds_nothing_and_nothing_sticks_out(page: Page, place: Place):
    for cookie, path in (
        (place.phone, "/week"),
        (place.phone, place.seat),
        (place.phone, "/me/letter"),
        (place.tablet, "/kiosk"),
    ):
        place.enter(page, cookie, path)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert wrong_with(page) == [], (path, width)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_code_of_the_phone_is_typed_on_the_tablet_with_the_keyboard_alone(
    page: Page, place: Place, complaints: list[str], width: int
):
    page.set_viewport_size({"width": width, "height": 800})
    place.enter(page, place.phone, "/week")
    code = page.inner_text(".daycode")

    place.enter(page, place.tablet, "/kiosk")
    page.keyboard.type("111111")
    page.keyboard.press("Enter")
    page.wait_for_selector(".wrong")
    refused = page.input_value("[name=code]")
    complaints.clear()
    assert wrong_with(page) == []
    reach(page, page.locator("[name=code]"))
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-notice]")

    assert refused == ""
    assert page.inner_text("[data-notice]") == "Thank you. You are checked in."
    place.enter(page, place.phone, "/week")
    assert page.locator(".daycode").count() == 0


@pytest.mark.parametrize(("path", "width"), [("/week", 360), ("seat", 1280)])
def test_a_session_by_video_is_joined_with_one_button(page: Page, place: Place, path: str, width: int):
    page.set_viewport_size({"width": width, "height": 800})
    place.enter(page, place.phone, place.seat if path == "seat" else path)

    reach(page, page.get_by_role("button", name=re.compile("^Join")))
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-notice]")

    assert page.inner_text("[data-notice]").startswith("You are checked in.")
    assert page.get_by_role("button", name=re.compile("^Join")).count() == 0


def test_a_letter_is_saved_as_a_file(page: Page, place: Place):
    place.enter(page, place.phone, "/me/letter")

    with page.expect_download() as download:
        page.click("main button")

    assert download.value.suggested_filename == "letter-2026-11-30.pdf"
