"""Notifications in a real browser: it subscribes with our key, the worker shows what comes, and a no is said kindly.

The push service of a browser is its maker's and not on this machine: what it gives is stood in for.
"""

import json
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from iopsched.store import people
from iopsched.store.db import reading
from tests.browser.conftest import signed_in

SUBSCRIBES = """
    PushManager.prototype.getSubscription = async () => null;
    PushManager.prototype.subscribe = async (how) => {
        globalThis.asked = how;
        const keys = { p256dh: "B" + "A".repeat(86), auth: "A".repeat(22) };
        return { toJSON: () => ({ endpoint: "https://push.example/ana", keys }) };
    };"""
SHOWS = """() => {
    self.shown = [];
    const show = async (title, { body, tag, data }) => self.shown.push({ title, body, tag, data });
    self.registration.showNotification = show;
}"""


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


def allow(context: BrowserContext, address: str) -> None:
    context.grant_permissions(["notifications"], origin=address)


def test_a_phone_is_added_at_one_tap(app: Flask, context: BrowserContext, page: Page, address: str):
    allow(context, address)
    page.add_init_script(SUBSCRIBES)
    signed_in(app, page, address)
    page.goto(f"{address}/me/messages")

    page.get_by_role("button", name="Show them here").click()

    expect(page.get_by_text("Notifications can be shown here.")).to_be_visible()
    with reading():
        assert people.patient(1).devices == 1


def test_a_browser_that_says_no_is_taken_at_its_word(app: Flask, page: Page, address: str):
    page.add_init_script("Notification.requestPermission = async () => 'denied';")
    signed_in(app, page, address)
    page.goto(f"{address}/me/messages")

    page.get_by_role("button", name="Show them here").click()

    expect(page.get_by_text("Notifications from here are blocked in this browser.")).to_be_visible()


def test_what_comes_is_shown_and_says_nothing(app: Flask, context: BrowserContext, page: Page, address: str):
    """A browser without a screen shows none: that it was told to is as far as it goes here."""
    signed_in(app, page, address)
    page.goto(f"{address}/me/messages")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    (worker,) = context.service_workers
    worker.evaluate(SHOWS)

    deliver(context, page, address, {"title": "Riverside", "body": "Open your week.", "tag": "t1", "path": "/week"})

    assert worker.evaluate("self.shown") == [
        {"title": "Riverside", "body": "Open your week.", "tag": "t1", "data": {"path": "/week"}}
    ]


def deliver(context: BrowserContext, page: Page, address: str, said: dict[str, str]) -> None:
    """As the browser does when its push service brings something."""
    devtools = context.new_cdp_session(page)
    found: list[Any] = []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda event: found.extend(event["registrations"]))
    devtools.send("ServiceWorker.enable")
    page.wait_for_timeout(200)
    number = found[-1]["registrationId"]
    devtools.send(
        "ServiceWorker.deliverPushMessage", {"origin": address, "registrationId": number, "data": json.dumps(said)}
    )
    page.wait_for_timeout(200)
