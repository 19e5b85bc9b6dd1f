"""`kill -9` of whoever is in the middle of a booking: nothing is half-written, and nobody waits for the dead."""

import os
import signal
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import make_url

from iopsched.app import disconnect
from iopsched.domain.errors import Refused
from iopsched.domain.session import Session
from iopsched.store import db as database
from iopsched.store.db import db, reading
from iopsched.usecases.seats import book_session, cancel_booking
from tests.conftest import NOW
from tests.doors import Visitor, visiting_patient
from tests.races.act import GONE, Act
from tests.races.conftest import Race
from tests.races.guards import is_postgresql, killed_before_statement
from tests.races.ledger import Ledger, ledger, wait_until_alone
from tests.races.site import HALF_WAY, LOST, STEPS, served
from tests.stored import a_stored_patient, a_stored_program, a_stored_session

NOTHING = Ledger(seats=0, active=0, noted=0, reminded=0)
BOOKED = Ledger(seats=1, active=1, noted=1, reminded=1)
SOON_MS = 2000


class Evening(NamedTuple):
    """Ana and Ben before their weeks, and a session for both."""

    ana: Visitor
    ben: Visitor
    group: Session


@pytest.fixture
def evening(app: Flask) -> Evening:
    program = a_stored_program()
    ana, ben = (visiting_patient(app, a_stored_patient(program)) for _ in range(2))
    return Evening(ana, ben, a_stored_session(program))


def test_the_control_each_statement_for_itself_a_killed_worker_leaves_a_booking_half_written(
    evening: Evening, database_url: str, tmp_path: Path
):
    with (
        served(database_url, tmp_path, without="transaction") as site,
        site.standing(evening.ana, evening.group, HALF_WAY) as (worker, _),
    ):
        os.kill(worker, signal.SIGKILL)

    assert ledger(evening.group) == Ledger(seats=0, active=1, noted=0, reminded=0)


def test_a_killed_worker_leaves_nothing_and_keeps_nobody_waiting_and_its_form_books_once(
    evening: Evening, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(database, "LOCK_WAIT_MS", SOON_MS)
    with served(database_url, tmp_path) as site:
        for step in STEPS:
            with site.standing(evening.ana, evening.group, step) as (worker, status):
                os.kill(worker, signal.SIGKILL)
                site.go_on()
                assert (status(), ledger(evening.group)) == (LOST, NOTHING)
            assert evening.ben.post(f"/sessions/{evening.group.id}/booking").status_code == 303
            assert evening.ben.post(f"/sessions/{evening.group.id}/cancellation").status_code == 303

        assert [site.book(evening.ana, evening.group) for _ in range(2)] == [303, 303]

    assert ledger(evening.group) == BOOKED


def test_killed_before_one_statement_or_another_of_their_coming_and_going_they_leave_nothing_half_written(
    app: Flask, database_url: str, race: Race
):
    program = a_stored_program()
    days = [a_stored_session(program, day) for day in range(3)]
    people = [a_stored_patient(program) for _ in range(6)]
    acts = [
        Act(partial(come_and_go, who.id, days[number % 3].id), within=partial(killed_before_statement, 60 + 7 * number))
        for number, who in enumerate(people)
    ]

    disconnect()
    outcome = race(acts)

    assert outcome == [GONE] * 6
    assert is_postgresql() or is_to_be_recovered(database_url)
    wait_until_alone()
    assert comings() >= len(people)
    assert [ledger(day).adds_up for day in days] == [True] * 3
    assert is_whole()
    for who in people:
        come_and_go_once(who.id, days[0].id)


def come_and_go(patient_id: int, session_id: int) -> None:
    while True:
        come_and_go_once(patient_id, session_id)


def come_and_go_once(patient_id: int, session_id: int) -> None:
    with suppress(Refused):
        book_session.book(patient_id, session_id, now=NOW)
    cancel_booking.cancel(patient_id, session_id, now=NOW)


def comings() -> int:
    with reading():
        found: int = db.session.execute(text("SELECT count(*) FROM audit WHERE action = 'booked'")).scalar_one()
    return found


def is_to_be_recovered(database_url: str) -> bool:
    """Whether SQLite left a log beside its file, of which whoever opens it next takes what was committed."""
    return Path(f"{make_url(database_url).database}-wal").stat().st_size > 0


def is_whole() -> bool:
    """Whether SQLite finds its file in order; PostgreSQL would not have answered until now."""
    with reading():
        return is_postgresql() or db.session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
