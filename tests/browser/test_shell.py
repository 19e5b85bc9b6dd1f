"""The shell in a real browser: nothing refused by its own policy, nothing that axe finds, a word when offline."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import serving
from tests.conftest import an_app, disconnect
from tests.stored import a_stored_patient, a_stored_program

PHONE = "(415) 555-0123"
DOORS = ["/sign-in", "/sign-in/e-mail", "/staff/sign-in", "/offline", "/nowhere"]
AN_ICON = "document.querySelector('svg.i use').getBBox().width"


@pytest.fixture
def address(sqlite_url: str) -> Iterator[str]:
    """A demo with one patient, served on this machine."""
    app = an_app(sqlite_url, DEMO="1")
    with app.app_context():
        a_stored_patient(a_stored_program(phone="+14155550100"), phone="+14155550123")
    with serving(app) as url:
        yield url
    with app.app_context():
        disconnect(app)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", DOORS)
def test_axe_finds_nothing(page: Page, address: str, complaints: list[str], path: str, scheme: Any):
    page.emulate_media(color_scheme=scheme)

    page.goto(address + path)

    assert Axe().run(page).violations_count == 0
    if path == "/nowhere":
        complaints.clear()


def test_a_code_is_asked_for_and_typed_on_a_phone(page: Page, address: str, complaints: list[str]):
    page.goto(f"{address}/sign-in")
    page.keyboard.type(PHONE)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/code")

    assert Axe().run(page).violations_count == 0
    assert page.evaluate(AN_ICON) > 0
    digits = page.locator(".note b").nth(1).inner_text()
    page.keyboard.type(digits)
    page.keyboard.press("Enter")
    page.wait_for_url("**/week")
    complaints.clear()


def test_wrong_digits_are_tied_to_their_field(page: Page, address: str, complaints: list[str]):
    page.goto(f"{address}/sign-in")
    page.fill("#phone", PHONE)
    page.click("text=Text me a code")
    page.fill("#code", "000000")
    page.click("text=Continue")

    assert "That code did not work." in page.inner_text("#code-wrong")
    assert "code-wrong" in (page.get_attribute("#code", "aria-describedby") or "")
    complaints.clear()


def test_two_taps_send_one_form(page: Page, address: str):
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.goto(f"{address}/sign-in")
    page.fill("#phone", PHONE)

    page.dblclick("text=Text me a code")

    page.wait_for_url("**/sign-in/code")
    assert len(sent) == 1


def test_without_a_connection_there_is_a_word(page: Page, context: BrowserContext, address: str, complaints: list[str]):
    page.goto(f"{address}/sign-in")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller")

    context.set_offline(True)
    page.goto(f"{address}/week")

    assert page.inner_text("h1") == "No connection"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgba(0, 0, 0, 0)"
    assert kept(page) == []
    complaints.clear()


def test_everything_works_without_scripts(browser: Any, address: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(f"{address}/sign-in")
    page.fill("#phone", PHONE)
    page.click("text=Text me a code")

    assert page.inner_text("h1") == "Enter your code"
    context.close()


def kept(page: Page) -> list[str]:
    """What the worker keeps besides the shell and the page without a connection."""
    names = page.evaluate(
        "caches.keys().then(names => Promise.all(names.map(name => caches.open(name).then(cache => cache.keys()))))"
        ".then(lists => lists.flat().map(request => new URL(request.url).pathname))"
    )
    return [name for name in names if not name.startswith("/static/") and name != "/offline"]
