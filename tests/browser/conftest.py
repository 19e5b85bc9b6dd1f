"""A real browser on the real service: the machine's own Chromium, offline but for this machine."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize
from werkzeug.serving import make_server

from iopsched.domain.words import Component
from iopsched.store import programs
from iopsched.store.db import reading
from iopsched.usecases.availability.import_timetable import import_timetable
from tests.conftest import NOW, an_app, disconnect
from tests.doors import RAW_TOKEN
from tests.stored import a_stored_patient

if TYPE_CHECKING:
    from tests.browser.clinic import Clinic
    from tests.browser.walk import Walk

PHONE: ViewportSize = {"width": 390, "height": 844}
KINDS = {Component.GROUP: 300, Component.SKILLS: 120, Component.INDIVIDUAL: 60, Component.FAMILY: 60}


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone that has never been here: no cookie, no cache, no service worker."""
    context = browser.new_context(viewport=PHONE, has_touch=True, locale="en-US", timezone_id="America/New_York")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the page complained of; a test that expects a complaint clears it."""
    return []


@pytest.fixture
def page(context: BrowserContext, complaints: list[str]) -> Iterator[Page]:
    """An empty page; an uncaught error, or an error on its console such as a CSP refusal, fails the test."""
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    yield page
    page.close()
    assert complaints == []


@pytest.fixture
def serve() -> Iterator[Callable[[Flask], str]]:
    """Give it an app, get its address on this machine."""
    with ExitStack() as servers:
        yield lambda app: servers.enter_context(serving(app))


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    """The demo's timetable, Ana, who has a phone and nothing booked, and Ben."""
    app = an_app(database_url, DEMO="1")
    with app.app_context():
        import_timetable((files("iopsched") / "data" / "demo_timetable.csv").read_text(encoding="utf-8"), now=NOW)
        with reading():
            riverside = programs.by_key("riverside")
        assert riverside
        a_stored_patient(riverside, plan={"components": KINDS}, phone="+14155550123")
        a_stored_patient(riverside, plan={"components": KINDS})
        yield app
        disconnect(app)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with serving(app) as url:
        yield url


@pytest.fixture
def small(page: Page) -> Page:
    """The smallest phone that is common."""
    page.set_viewport_size({"width": 360, "height": 740})
    return page


@pytest.fixture(scope="module", params=[1280, 360])
def width(request: pytest.FixtureRequest) -> int:
    """Of the two screens on which staff do everything."""
    return int(request.param)


@pytest.fixture(scope="module")
def clinic(width: int, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator["Clinic"]:
    """One for all flows of a module at this width."""
    from tests.browser.clinic import a_clinic

    with a_clinic(Path(shutil.copy(migrated_file, tmp_path_factory.mktemp("clinic") / "iopsched.sqlite3"))) as clinic:
        yield clinic


@pytest.fixture
def walk(clinic: "Clinic", page: Page, width: int) -> "Walk":
    """An admin of it, signed in."""
    from tests.browser.walk import Walk

    page.set_viewport_size({"width": width, "height": 900})
    clinic.let_in(page)
    return Walk(clinic, page)


@pytest.fixture
def scriptless(browser: Browser, clinic: "Clinic", width: int) -> Iterator[Page]:
    """The same without scripts."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 900})
    page = context.new_page()
    clinic.let_in(page)
    yield page
    context.close()


def signed_in(app: Flask, page: Page, address: str) -> None:
    """As after the six digits."""
    client = app.test_client()
    with client.session_transaction() as session:
        session.update({"_user_id": "p:1:0", "csrf_token": RAW_TOKEN})
    cookie = client.get_cookie("week")
    assert cookie
    page.context.add_cookies([{"name": "week", "value": cookie.value, "url": address}])
