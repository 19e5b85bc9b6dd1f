"""A link to a calendar in a browser: made without scripts, and shown so that everybody can use it."""

from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.browser.conftest import signed_in
from tests.browser.test_patient import TOO_SMALL_TO_TOUCH, WIDER_THAN_THE_SCREEN, findings

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15"


def make_a_link(page: Page, address: str) -> None:
    page.goto(f"{address}/calendar")
    page.get_by_role("button", name="Make the link").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_link_that_was_just_made_stands_in_nobodys_way(app: Flask, page: Page, address: str, scheme: Any):
    signed_in(app, page, address)
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{address}/calendar")
    page.get_by_label("Where will you read it?").fill("A tablet with quite a long name for a small screen")
    page.get_by_role("button", name="Make the link").click()
    page.wait_for_url("**/calendar")

    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{address}/calendar")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")

        assert page.evaluate(WIDER_THAN_THE_SCREEN) == 0
        assert page.evaluate(TOO_SMALL_TO_TOUCH) == []
        assert findings(page) == []


def test_an_iphone_without_scripts_subscribes_at_one_tap(app: Flask, browser: Browser, address: str):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}, user_agent=IPHONE)
    page = context.new_page()
    signed_in(app, page, address)

    make_a_link(page, address)

    tap = page.get_by_role("link", name="Add to this device")
    assert str(tap.get_attribute("href")).startswith("webcal://")
    assert page.get_by_label("Where will you read it?").input_value() == "iPhone"
    assert page.locator("summary", has_text="Outlook").first.is_visible()
    context.close()
