"""What every page is looked at for, how staff sign in, and how a button is pressed without a mouse."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from iopsched.domain.staff import Staff
from tests.browser.keyboard import reach

WORDS = "river stones are round"
"""Everybody's password."""
SETTLED = """Promise.all(document.getAnimations()
  .filter((each) => each.effect.getComputedTiming().endTime !== Infinity)
  .map((each) => each.finished.catch(() => null))).then(() => null)"""
STICKS_OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def sign_in(page: Page, address: str, staff: Staff) -> None:
    page.goto(f"{address}/staff/sign-in")
    page.fill("[name=email]", staff.email)
    page.fill("[name=password]", WORDS)
    page.click("main button")
    page.wait_for_url("**/staff/board")


def press(page: Page, words: str) -> None:
    """The button or link of these words, with the keyboard alone."""
    reach(page, page.locator("main, .applybar").locator("a, button", has_text=words).first)
    page.keyboard.press("Enter")


def wrong_with(page: Page) -> list[str]:
    """What axe finds, whether anything sticks out, and which colours cannot be told apart in the other scheme."""
    found = axe_finds(page) + (["sticks out"] if page.evaluate(STICKS_OUT) else [])
    is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    page.emulate_media(color_scheme="light" if is_dark else "dark", reduced_motion="reduce")
    found += [f"in the other scheme {each}" for each in axe_finds(page, runOnly=["color-contrast"])]
    page.emulate_media(color_scheme="dark" if is_dark else "light", reduced_motion="reduce")
    return found


def axe_finds(page: Page, **options: object) -> list[str]:
    """Nothing is asked but what is against the rules, once no colour is on its way to another."""
    page.evaluate(SETTLED)
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    answer = page.evaluate("options => axe.run(options)", {"resultTypes": ["violations"], **options})
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in answer["violations"]]
