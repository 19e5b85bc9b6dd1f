"""Take the pictures of the README from the demo's data: `./dev shots`, or `./dev shots FOLDER` for every page.

The clock stands at a Tuesday noon, so that the same pictures come out each time.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, Page

from iopsched.app import create_app, disconnect, migrate
from iopsched.settings import Settings
from iopsched.usecases.demo import seed_demo
from iopsched.usecases.demo.describe_demo import SeedReport
from tests.browser.conftest import serving
from tests.chromium import running_browser

NOON = datetime(2026, 12, 8, 17, 0, tzinfo=UTC)
PICTURES = Path(__file__).parent / "pictures"
WIDTHS = (360, 768, 1280)
TALLEST = 1500
"""Pictures of the README stand side by side: the first screens of a long page will do."""
SCHEMES = ("light", "dark")
PATIENT_PAGES = {
    "week": "/week",
    "next-week": "/week/2026-12-14",
    "far-week": "/week/2027-02-08",
    "plan": "/plan",
    "plan-next": "/plan/2026-12-14",
    "waiting": "/waiting",
    "commitments": "/commitments",
    "calendar": "/calendar",
    "me": "/me",
    "messages": "/me/messages",
    "help": "/help",
    "offline": "/offline",
}
SEAT_PAGES = ("seat", "hold")
STAFF_PAGES = {
    "board": "/staff/",
    "people": "/staff/people",
    "person-new": "/staff/people/new",
    "offerings": "/staff/offerings",
    "absences": "/staff/absences",
    "holidays": "/staff/holidays",
    "rooms": "/staff/rooms",
    "seasons": "/staff/seasons",
    "clinicians": "/staff/clinicians",
    "waiting": "/staff/waiting",
    "messages": "/staff/messages",
    "calendars": "/staff/calendars",
    "hours": "/staff/hours",
    "due": "/staff/due?days=60",
    "reports": "/staff/reports",
    "log": "/staff/log",
    "accounts": "/staff/accounts",
    "told": "/staff/accounts/messages",
}
README = {("week", 360, "light"), ("week", 360, "dark"), ("plan-next", 360, "light"), ("calendar", 360, "light"),
          ("board", 1280, "light"), ("roster", 1280, "light"), ("change", 1280, "light"), ("person", 1280, "light"),
          ("told", 1280, "light"), ("kiosk", 360, "light")}  # fmt: skip
"""Those of the README and of the pages in docs/."""


@dataclass(frozen=True, slots=True)
class Studio:
    """One browser on one demo."""

    browser: Browser
    address: str
    report: SeedReport
    folder: Path
    wanted: set[tuple[str, int, str]] | None

    def open(self, width: int, scheme: str) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": 800 if width < 1000 else 900},
            color_scheme="dark" if scheme == "dark" else "light",
            device_scale_factor=2 if width < 700 else 1,
            locale="en-US",
            timezone_id="America/New_York",
        )
        return context.new_page()

    def wants(self, *shot: tuple[str, int, str]) -> bool:
        return self.wanted is None or any(one in self.wanted for one in shot)

    def shoot(self, page: Page, name: str, path: str, width: int, scheme: str) -> None:
        if not self.wants((name, width, scheme)):
            return
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(self.address + path)
        whole = int(page.evaluate("document.documentElement.scrollHeight"))
        most = TALLEST if self.wanted else whole
        page.set_viewport_size({"width": width, "height": max(800, min(whole, most))})
        page.screenshot(path=self.folder / f"{name}-{width}-{scheme}.png")

    def patient(self, page: Page, phone: str) -> None:
        page.goto(self.address + "/sign-in")
        page.get_by_label("phone").fill(phone)
        page.get_by_role("button", name="Text me a code").click()
        code = page.locator(".note b").last.inner_text()
        page.get_by_label("Six digits").fill(code)
        page.get_by_role("button", name="Continue").click()
        page.wait_for_url("**/week*")

    def staff(self, page: Page, email: str, password: str) -> None:
        page.goto(self.address + "/staff/sign-in")
        page.get_by_label("mail").fill(email)
        page.get_by_label("assword").fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/staff/**")


def main(words: list[str]) -> None:
    """Pictures of the README, or with a folder every page at every width in both schemes."""
    folder = Path(words[0]) if words else PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as kept, running_browser() as browser:
        app, report = _demo(f"sqlite:///{kept}/demo.sqlite3")
        with serving(app) as address:
            studio = Studio(browser, address, report, folder, None if words else README)
            for width in WIDTHS:
                for scheme in SCHEMES:
                    _shoot_all(studio, width, scheme)


def _demo(url: str) -> tuple[Flask, SeedReport]:
    words = {"DATABASE_URL": url, "SECRET_KEY": "pictures", "PUBLIC_URL": "http://localhost", "DEMO": "1"}
    app = create_app(Settings.from_env(words | {"RATE_LIMIT_CODE": "1000 per hour"}), clock=lambda: NOON)
    migrate(app)
    with app.app_context():
        report = seed_demo.seed(40, now=NOON)
        disconnect()
    return app, report


def _shoot_all(studio: Studio, width: int, scheme: str) -> None:
    facts = studio.report.as_json()
    page = studio.open(width, scheme)
    studio.shoot(page, "sign-in", "/sign-in", width, scheme)
    studio.shoot(page, "staff-sign-in", "/staff/sign-in", width, scheme)
    if studio.wants(*((name, width, scheme) for name in PATIENT_PAGES)):
        studio.patient(page, facts["patients"][0]["phone"])
        for name, path in PATIENT_PAGES.items():
            studio.shoot(page, name, path, width, scheme)
    if studio.wants(*((name, width, scheme) for name in SEAT_PAGES)):
        _shoot_seats(studio, page, width, scheme)
    staff = next(one for one in facts["staff"] if one["role"] == "admin")
    page = studio.open(width, scheme)
    studio.staff(page, staff["email"], staff["password"])
    for name, path in STAFF_PAGES.items():
        studio.shoot(page, name, path, width, scheme)
    mine = [one for one in facts["sessions"] if one["program"] == staff["program"]]
    past = [one for one in mine if one["starts"] < NOON.isoformat()]
    fullest = max(past, key=lambda one: (one["taken"], one["starts"]))
    studio.shoot(page, "roster", f"/staff/sessions/{fullest['id']}", width, scheme)
    person = next(one for one in facts["patients"] if one["program"] == staff["program"])
    studio.shoot(page, "person", f"/staff/people/{person['id']}", width, scheme)
    this_week = [one for one in mine if NOON.isoformat() < one["starts"] < (NOON + timedelta(days=6)).isoformat()]
    _shoot_change(studio, page, max(this_week, key=lambda one: one["taken"])["id"], width, scheme)
    _shoot_kiosk(studio, page, width, scheme)


def _shoot_seats(studio: Studio, page: Page, width: int, scheme: str) -> None:
    """A seat with what could be taken instead, and a week that is kept, which is let go again."""
    page.goto(f"{studio.address}{PATIENT_PAGES['week']}")
    seat = page.locator("#yours ~ ul").get_by_role("link", name="Change").last.get_attribute("href")
    studio.shoot(page, "seat", str(seat), width, scheme)
    page.goto(f"{studio.address}{PATIENT_PAGES['plan-next']}")
    page.get_by_role("button", name="Keep these while I decide").first.click()
    studio.shoot(page, "hold", "/plan/hold", width, scheme)
    page.get_by_role("button", name="Let them go").click()


def _shoot_change(studio: Studio, page: Page, session_id: int, width: int, scheme: str) -> None:
    """What it would do to cancel the session, which stays."""
    if studio.wants(("change", width, scheme)):
        page.goto(f"{studio.address}/staff/sessions/{session_id}/cancellation")
        page.get_by_role("button", name="See what it does").click()
        page.wait_for_url("**/drafts/*")
        studio.shoot(page, "change", page.url.removeprefix(studio.address), width, scheme)


def _shoot_kiosk(studio: Studio, page: Page, width: int, scheme: str) -> None:
    """The last of them, as it signs staff out."""
    if studio.wants(("kiosk", width, scheme)):
        page.goto(f"{studio.address}/staff/kiosks")
        page.get_by_label("Where it stands").fill("Main door")
        page.get_by_role("button", name="make it a kiosk").click()
        page.wait_for_url("**/kiosk")
        studio.shoot(page, "kiosk", "/kiosk", width, scheme)


if __name__ == "__main__":
    main(sys.argv[1:])
