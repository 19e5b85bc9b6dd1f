"""Where a request came from is told at its beginning, as trusted proxies say, and never kept for the next one."""

from collections.abc import Iterator
from contextvars import Context

import pytest
from flask import Flask
from flask.testing import FlaskClient

from iopsched.domain.patient import Patient
from iopsched.store import audit
from tests.conftest import an_app, disconnect
from tests.doors import visiting_patient
from tests.stored import a_stored_patient, a_stored_program
from tests.trail import trail


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


@pytest.fixture
def ana(app: Flask) -> Patient:
    return a_stored_patient(a_stored_program())


@pytest.fixture
def proxied(database_url: str) -> Iterator[Flask]:
    """The service behind one proxy."""
    app = an_app(database_url, TRUSTED_PROXIES="1")
    with app.app_context():
        yield app
        disconnect(app)


def test_an_entry_says_from_which_address(app: Flask, ana: Patient):
    visiting_patient(app, ana).post("/me/texts", {"texts": "no"}, environ_base={"REMOTE_ADDR": "198.51.100.4"})

    assert [entry.origin for entry in trail(ana)] == ["web 198.51.100.4"]


@pytest.mark.parametrize(
    ("said", "origin"),
    [
        ("203.0.113.7", "web 203.0.113.7"),
        ("2001:db8::7", "web 2001:db8::7"),
        ("198.51.100.4, 203.0.113.7", "web 203.0.113.7"),
        ("=cmd|' /C calc'!A0", "web"),
    ],
)
def test_a_trusted_proxy_says_whose_address_it_is(proxied: Flask, ana: Patient, said: str, origin: str):
    visiting_patient(proxied, ana).post("/me/texts", {"texts": "no"}, headers={"X-Forwarded-For": said})

    assert [entry.origin for entry in trail(ana)] == [origin]


def test_nobody_else_is_believed(app: Flask, ana: Patient):
    visiting_patient(app, ana).post("/me/texts", {"texts": "no"}, headers={"X-Forwarded-For": "203.0.113.7"})

    assert [entry.origin for entry in trail(ana)] == ["web 127.0.0.1"]


@pytest.mark.parametrize("last", ["/healthz", "/nowhere", "/week", "/sign-out"])
def test_a_thread_does_not_keep_the_address_of_the_last_request(app: Flask, last: str):
    def in_one_thread() -> str:
        client = FlaskClient(app, app.response_class)
        client.get("/sign-in", environ_base={"REMOTE_ADDR": "203.0.113.7"})
        client.post(last, environ_base={"REMOTE_ADDR": "198.51.100.4"})
        return audit.origin.get()

    assert Context().run(in_one_thread) == "web 198.51.100.4"
