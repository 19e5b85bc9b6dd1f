"""The browser itself: it opens, it runs scripts, it reaches a served app, and its complaints are heard."""

from collections.abc import Callable

from flask import Flask
from playwright.sync_api import Page


def test_a_page_opens(page: Page):
    page.goto("data:text/html,<title>hello</title><h1>A week</h1>")

    assert page.title() == "hello"


def test_an_app_is_served_on_this_machine(page: Page, serve: Callable[[Flask], str]):
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: "<title>ok</title><link rel=icon href=data:,><p id=p>hi</p>")

    page.goto(serve(app))

    assert page.inner_text("#p") == "hi"
    assert page.evaluate("isSecureContext")


def test_an_error_in_a_script_is_heard(page: Page, complaints: list[str]):
    page.goto("data:text/html,<script>throw new Error('ouch')</script>")

    assert "ouch" in complaints[0]
    complaints.clear()
