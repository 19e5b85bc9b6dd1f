"""Somebody of the staff who walks through a flow with the keyboard alone, and looks at each page at both widths."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from playwright.sync_api import Locator, Page

from iopsched.store import programs
from iopsched.store.db import transaction
from tests.browser.conftest import serving
from tests.browser.looks import wrong_with
from tests.browser.test_staff_pages import MORNING, Place, a_place
from tests.conftest import NOW, StandingClock, an_app, disconnect
from tests.doors import visiting_staff

WIDTHS = (1280, 360)


@dataclass(frozen=True, slots=True)
class Clinic:
    """Served for all flows of a module: each minds its own days and people."""

    app: Flask
    place: Place


@contextmanager
def a_clinic(file: Path) -> Iterator[Clinic]:
    """Of ``a_place``, on that migrated file, with somebody who could lead."""
    clock = StandingClock(NOW)
    app = an_app(f"sqlite:///{file}", clock)
    with app.app_context():
        made = a_place()
        with transaction():
            programs.clinician_named(made[0].program_id, "A. Rivera")
    clock.now = MORNING
    with serving(app) as address:
        yield Clinic(app, Place(address, *made, clock))
    with app.app_context():
        disconnect(app)


@dataclass(frozen=True, slots=True)
class Walk:
    """One browser of an admin; what its console complains of fails the test."""

    clinic: Clinic
    page: Page

    def sign_in(self) -> None:
        """By the cookie that signing in leaves."""
        cookie = visiting_staff(self.clinic.app, self.clinic.place.staff).client.get_cookie("week")
        assert cookie
        self.page.context.add_cookies([{"name": "week", "value": cookie.value, "url": self.clinic.place.address}])

    def open(self, path: str) -> None:
        self.page.goto(self.clinic.place.address + path)

    def fill(self, **said: str) -> None:
        for name, value in said.items():
            self.page.locator(f"main [name={name}]").first.fill(value)

    def choose(self, *values: str) -> None:
        """Tick what has these values."""
        for value in values:
            self.page.focus(f"main input[value='{value}']")
            self.page.keyboard.press("Space")

    def found(self, words: str, within: str = "main, .applybar") -> Locator:
        return self.page.locator(within).locator("a, button").filter(has_text=re.compile(words)).first

    def press(self, words: str, within: str = "main, .applybar") -> None:
        """Which leads to another page."""
        self.found(words, within).focus()
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def save(self, words: str, within: str = "main, .applybar") -> str:
        """Press it, apply what is previewed where it is; what is said then."""
        self.press(words, within)
        if "/changes/drafts/" in self.page.url:
            self.look()
            self.press("Apply the change")
        assert self.page.evaluate("document.activeElement.matches('[data-notice]')"), self.page.url
        return self.page.inner_text("[data-notice]")

    def look(self) -> None:
        """Nothing that axe finds, nothing that sticks out."""
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            assert wrong_with(self.page) == [], (self.page.url, width)
