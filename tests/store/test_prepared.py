"""Queries past the layers: the same rows on both databases, and a lost connection is told and replaced."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, timedelta
from threading import BoundedSemaphore
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import bindparam, select, text

from iopsched.domain.errors import Busy
from iopsched.store import prepared
from iopsched.store.db import db
from iopsched.store.prepared import Prepared
from iopsched.store.tables import ProgramRow, SessionRow
from tests.conftest import an_app, disconnect
from tests.stored import a_stored_program, a_stored_session

NAMED = Prepared(select(ProgramRow.id, ProgramRow.timezone).where(ProgramRow.name == bindparam("name")))
STARTS = Prepared(select(SessionRow.starts))
LEAVING = Prepared(select(text("pg_terminate_backend(pg_backend_pid())")))


def test_it_gives_the_first_row(app: Flask):
    program = a_stored_program(name="Riverside")

    assert tuple(NAMED.first({"name": "Riverside"})) == (program.id, program.timezone)


def test_without_a_row_it_gives_nothing(app: Flask):
    assert NAMED.first({"name": "Nowhere"}) is None


def test_an_instant_is_in_utc(app: Flask):
    session = a_stored_session(a_stored_program())

    (starts,) = STARTS.first({})

    assert (starts, starts.utcoffset()) == (session.starts.astimezone(UTC), timedelta(0))


def test_a_lost_connection_is_busy_once(postgresql_url: str):
    app = an_app(postgresql_url)
    with app.app_context():
        with pytest.raises(Busy):
            LEAVING.first({})

        assert NAMED.first({"name": "Nowhere"}) is None
        disconnect(app)


def test_what_it_borrows_is_given_back_as_it_was(postgresql_url: str):
    app = an_app(postgresql_url)
    with app.app_context():
        NAMED.first({"name": "Nowhere"})

        with db.engine.connect() as connection:
            borrowed: Any = connection.connection.driver_connection
            assert borrowed.autocommit is False
        disconnect(app)


def test_who_waits_too_long_for_others_is_told_so(postgresql_url: str, monkeypatch: pytest.MonkeyPatch):
    app = an_app(postgresql_url)
    monkeypatch.setattr(prepared, "PATIENCE", 0.01)
    monkeypatch.setattr(prepared, "_ABREAST", BoundedSemaphore(1))
    with app.app_context(), ThreadPoolExecutor(1) as others:
        others.submit(prepared._ABREAST.acquire).result()

        with pytest.raises(Busy):
            NAMED.first({"name": "Nowhere"})
        disconnect(app)
