"""Somebody of the staff who walks through a flow with the keyboard alone, and looks at each page on the way."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from tests.browser import keyboard
from tests.browser.clinic import Clinic, Place
from tests.browser.looks import wrong_with

ALL = "main, .applybar"
LOOK = "See what it does"


@dataclass(frozen=True, slots=True)
class Walk:
    """One browser of an admin; what its console complains of fails the test."""

    clinic: Clinic
    page: Page

    @property
    def place(self) -> Place:
        return self.clinic.place

    def open(self, path: str) -> None:
        self.page.goto(self.place.address + path)

    def field(self, name: str) -> Locator:
        return self.page.locator(f"main [name={name}]:visible").first

    def fill(self, **said: str) -> None:
        """Type into the fields of these names; a choice by its words."""
        for name, value in said.items():
            keyboard.enter(self.page, self.field(name), value)

    def choose(self, *values: str) -> None:
        """Tick what has these values."""
        for value in values:
            keyboard.tick(self.page, self.page.locator(f"main input[value='{value}']").first)

    def found(self, words: str, within: str = ALL) -> Locator:
        return self.page.locator(within).locator("a, button").filter(has_text=re.compile(words)).first

    def unfold(self, summary: Locator) -> None:
        keyboard.reach(self.page, summary)
        self.page.keyboard.press("Enter")

    def press(self, what: str | Locator, within: str = ALL) -> None:
        """Which leads to another page."""
        keyboard.reach(self.page, self.found(what, within) if isinstance(what, str) else what)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def save(self, what: str | Locator, within: str = ALL) -> str:
        """Press it, apply what is previewed where it is; what is said then."""
        self.press(what, within)
        if "/changes/drafts/" in self.page.url:
            self.look()
            self.press("Apply the change")
        return self.said()

    def saved_file(self, words: str) -> str:
        """What the browser calls the file that it gives."""
        keyboard.reach(self.page, self.found(words))
        with self.page.expect_download() as download:
            self.page.keyboard.press("Enter")
        return download.value.suggested_filename

    def said(self) -> str:
        """What the page says first, and to those who do not see it."""
        has_focus = self.page.evaluate("document.activeElement.matches('[data-notice]')")
        assert has_focus, f"{self.page.url}: {self.page.inner_text('main')}"
        return self.page.inner_text("[data-notice]")

    def look(self) -> None:
        """Nothing that axe finds, nothing that sticks out."""
        wrong = wrong_with(self.page)
        assert not wrong, f"{self.page.url}: {wrong}"
