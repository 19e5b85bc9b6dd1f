"""The server of the database ends our connections: in the middle of a booking, and while nobody uses them."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any, NamedTuple

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import make_url

from iopsched.domain.session import Session
from iopsched.store import db as database
from iopsched.store.db import db
from tests.builders import MONDAY
from tests.doors import Visitor, visiting_patient
from tests.races.act import before
from tests.races.guards import no_transaction
from tests.races.ledger import Ledger, ledger
from tests.races.meeting import LONG
from tests.races.site import AT_THE_END, HALF_WAY, served
from tests.stored import a_stored_patient, a_stored_program, a_stored_session

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
NOTHING = Ledger(seats=0, active=0, noted=0, reminded=0)
BOOKED = Ledger(seats=1, active=1, noted=1, reminded=1)
STILL_THERE = 0
"""The signal that only asks."""
FORM = {"key": "form"}
OTHERS = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
END = f"SELECT pg_terminate_backend(pid, 10000) {OTHERS} AND backend_type = 'client backend'"
END_WHO_WAITS = f"{END} AND wait_event_type = 'Lock'"


class Visit(NamedTuple):
    """Ana before the page of her week, and a session in it; the server that may end her connection."""

    ana: Visitor
    group: Session
    server: "psycopg.Connection[Any]"

    def book(self) -> tuple[int, Ledger]:
        """The status, and what there is of it then."""
        status = self.ana.post(f"/sessions/{self.group.id}/booking", FORM).status_code
        return status, ledger(self.group)

    def end_connections(self, which: str = END) -> int:
        return len(self.server.execute(which).fetchall())


@pytest.fixture
def visit(app: Flask, database_url: str) -> Iterator[Visit]:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    program = a_stored_program()
    where = make_url(database_url)
    host = str(where.query["host"])
    with psycopg.connect(host=host, user="postgres", dbname=where.database, autocommit=True) as server:
        yield Visit(visiting_patient(app, a_stored_patient(program)), a_stored_session(program), server)


@contextmanager
def cut_off(visit: Visit, step: str) -> Iterator[None]:
    """The connection ends just before this step, the first time that somebody comes there."""
    once = iter([visit.end_connections])
    with before(step, lambda: [end() for end in once]):
        yield


def test_the_control_each_statement_for_itself_leaves_a_booking_half_written(visit: Visit):
    with no_transaction(), cut_off(visit, HALF_WAY):
        _, found = visit.book()

    assert not found.adds_up


def test_the_control_untranslated_it_is_a_failure_of_ours(visit: Visit, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(database, "_busy", lambda error: None)

    with cut_off(visit, HALF_WAY):
        assert visit.book() == (500, NOTHING)


@pytest.mark.parametrize("step", ["iopsched.store.locks.sessions", HALF_WAY, AT_THE_END])
def test_a_booking_that_loses_its_connection_is_not_done_and_done_once_when_it_is_sent_again(visit: Visit, step: str):
    with cut_off(visit, step):
        assert visit.book() == (503, NOTHING)

    assert visit.book() == (303, BOOKED)
    assert visit.book() == (303, BOOKED)


def test_a_booking_that_was_done_before_its_answer_was_lost_is_not_done_again(visit: Visit):
    def done_and_cut_off() -> None:
        db.session.connection().exec_driver_sql("COMMIT AND CHAIN")
        visit.end_connections()

    with before(AT_THE_END, done_and_cut_off):
        assert visit.book() == (503, BOOKED)

    assert visit.book() == (303, BOOKED)


def test_a_web_worker_goes_on_without_a_restart(visit: Visit, database_url: str, tmp_path: Path):
    with served(database_url, tmp_path) as site:
        with site.standing(visit.ana, visit.group, AT_THE_END) as (worker, status):
            visit.end_connections()
            site.go_on()
            assert (status(), ledger(visit.group)) == (503, NOTHING)

        assert [site.book(visit.ana, visit.group) for _ in range(2)] == [303, 303]
        os.kill(worker, STILL_THERE)

    assert ledger(visit.group) == BOOKED


def test_who_waits_for_a_lock_when_the_connection_ends_waits_no_longer(visit: Visit):
    def end_who_waits() -> None:
        until = monotonic() + LONG
        while not visit.end_connections(END_WHO_WAITS):
            assert monotonic() < until
            sleep(0.01)

    with ThreadPoolExecutor(1) as pool, db.engine.connect() as other:
        other.exec_driver_sql("SELECT 1 FROM session FOR UPDATE")
        ended = pool.submit(end_who_waits)
        assert visit.book() == (503, NOTHING)
        ended.result()

    assert visit.book() == (303, BOOKED)


def test_the_page_says_kindly_to_look_and_try_again(visit: Visit):
    with cut_off(visit, "iopsched.store.sessions.in_week"):
        page = visit.ana.get(f"/week/{MONDAY}")

    assert (page.status_code, page.headers["Retry-After"]) == (503, "2")
    assert "lost touch with our records" in page.text
    assert visit.ana.get(f"/week/{MONDAY}").status_code == 200


def test_the_control_without_a_look_at_it_the_first_page_after_a_restart_fails(visit: Visit):
    assert visit.ana.get(f"/week/{MONDAY}").status_code == 200
    event.remove(db.engine.pool, "checkout", database._leave_if_ended)

    visit.end_connections()

    assert visit.ana.get(f"/week/{MONDAY}").status_code == 503


def test_connections_that_ended_while_nobody_used_them_are_not_noticed_by_anybody(visit: Visit):
    assert visit.ana.get(f"/week/{MONDAY}").status_code == 200

    assert visit.end_connections() >= 1

    assert visit.ana.get(f"/week/{MONDAY}").status_code == 200
    assert visit.book() == (303, BOOKED)
