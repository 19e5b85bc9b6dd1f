"""What every test may ask for: a clock that stands still, a migrated database of each kind, the app, a client."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextvars import Context
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.compiled_once import Templates, keep_routes
from tests.postgres import Server, running_server
from tests.shelf import Shelf

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from iopsched.domain.patient import Patient
    from iopsched.domain.program import Program
    from iopsched.domain.staff import Staff
    from tests.stand_in_provider import Provider

hypothesis.settings.register_profile("iopsched", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("iopsched")
keep_routes()
TEMPLATES = Templates()

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
"""A Monday, noon in New York, and three weeks after a change of daylight saving."""


def pytest_collection_finish() -> None:
    """Thousands of tests are known from now on until the end: whoever collects garbage need not look at them again."""
    keep_for_good()


def keep_for_good() -> None:
    """Whatever is there now is not looked at when garbage is collected."""
    gc.collect()
    gc.freeze()


class StandingClock:
    """A clock that tells the same instant until a test moves it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **parts: float) -> datetime:
        """Move it by hours=, minutes=, days= and give the new instant."""
        self.now += timedelta(**parts)
        return self.now


class FarClient(FlaskClient):
    """A client whose requests share nothing with the test but the database, as in life.

    Within the test's own context, flask.g and with it the signed-in user would outlive a request. What is sent piece by
    piece is read to its end.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        return Context().run(super().open, *args, **{"buffered": True} | kwargs)


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock(NOW)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One server for each worker of the tests."""
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """One browser for each worker of the tests."""
    from tests.chromium import running_browser

    with running_browser() as browser:
        yield browser


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "iopsched.sqlite3"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_database(postgres: Server) -> str:
    migrate(postgres.create("migrated"))
    return "migrated"


@pytest.fixture(scope="session")
def shelf(postgres: Server, migrated_database: str) -> Shelf:
    return Shelf(postgres, migrated_database)


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    """A migrated SQLite file of this test's own."""
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'iopsched.sqlite3')}"


@pytest.fixture
def postgresql_url(postgres: Server, shelf: Shelf) -> Iterator[str]:
    """A migrated PostgreSQL database of this test's own."""
    name = shelf.take()
    yield postgres.url(name)
    shelf.put_back(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated, empty database; whatever asks for it runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def app(database_url: str, clock: StandingClock) -> Iterator[Flask]:
    """The whole service on a fresh database, its context pushed, its clock standing at NOW."""
    app = an_app(database_url, clock)
    with app.app_context():
        yield app
        disconnect(app)


@pytest.fixture
def program(app: Flask) -> "Program":
    from tests.stored import a_stored_program

    return a_stored_program()


@pytest.fixture
def staff(program: "Program") -> "Staff":
    """A coordinator."""
    from tests.stored import a_stored_staff

    return a_stored_staff(program)


@pytest.fixture
def admin(program: "Program") -> "Staff":
    from iopsched.domain.words import Role
    from tests.stored import a_stored_staff

    return a_stored_staff(program, Role.ADMIN)


@pytest.fixture
def ana(program: "Program") -> "Patient":
    from tests.stored import a_stored_patient

    return a_stored_patient(program)


@pytest.fixture
def provider(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator["Provider"]:
    """Who stands in for the provider of texts, where its official client looks for it."""
    from tests.stand_in_provider import running_provider

    with running_provider(tmp_path) as provider:
        for name, value in provider.environ().items():
            monkeypatch.setenv(name, value)
        yield provider


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def an_app(url: str, clock: Callable[[], datetime] = lambda: NOW, **environ: str) -> Flask:
    """The service on that database; further words are environment variables."""
    from iopsched.app import create_app
    from iopsched.settings import Settings

    known = {"DATABASE_URL": url, "SECRET_KEY": "test", "PUBLIC_URL": "http://localhost"}
    app = create_app(Settings.from_env(known | environ), clock=clock)
    app.test_client_class = FarClient
    app.jinja_env.bytecode_cache = TEMPLATES
    return app


def migrate(url: str) -> None:
    from iopsched.store.schema import upgrade

    app = an_app(url)
    with app.app_context():
        upgrade(app)
        disconnect(app)
    keep_for_good()


def disconnect(app: Flask) -> None:
    """Close every connection: a database is copied or dropped only when nobody is on it."""
    database = app.extensions["sqlalchemy"]
    database.session.remove()
    for engine in database.engines.values():
        engine.dispose()
