"""Somebody of the staff who walks through a flow with the keyboard alone, and looks at each page on the way."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from tests.browser import keyboard
from tests.browser.clinic import Clinic, Place
from tests.browser.looks import wrong_with

WIDTHS = (1280, 360)
ALL = "main, .applybar"


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

    def unfold(self, words: str) -> None:
        keyboard.reach(self.page, self.page.locator("summary").filter(has_text=re.compile(words)).first)
        self.page.keyboard.press("Enter")

    def press(self, words: str, within: str = ALL) -> None:
        """Which leads to another page."""
        keyboard.reach(self.page, self.found(words, within))
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def save(self, words: str, within: str = ALL) -> str:
        """Press it, apply what is previewed where it is; what is said then."""
        self.press(words, within)
        if "/changes/drafts/" in self.page.url:
            self.look()
            self.press("Apply the change")
        return self.said()

    def said(self) -> str:
        """What the page says first, and to those who do not see it."""
        assert self.page.evaluate("document.activeElement.matches('[data-notice]')"), self.page.url
        return self.page.inner_text("[data-notice]")

    def look(self) -> None:
        """Nothing that axe finds, nothing that sticks out."""
        assert wrong_with(self.page) == [], self.page.url
