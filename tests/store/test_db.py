"""Transactions: all or nothing, one at a time, and what the database says in the domain's words."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from sqlalchemy import text

from iopsched.domain.errors import Busy, NotFound, Refused
from iopsched.domain.refusal import Why
from iopsched.store import bookings, locks, programs, sessions
from iopsched.store import db as database
from iopsched.store.db import db, reading, transaction
from tests.conftest import NOW, an_app, disconnect
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, seats_taken


def test_an_error_half_way_leaves_nothing_behind(app: Flask):
    with pytest.raises(ZeroDivisionError):
        add_half_a_program()

    with reading():
        assert programs.everyone() == ()


def test_a_use_case_within_a_use_case_is_a_fault_of_ours(app: Flask):
    with transaction(), pytest.raises(RuntimeError, match="inside another"), reading():
        pass


def test_a_lock_outside_a_transaction_is_a_fault_of_ours(app: Flask):
    program = a_stored_program()
    session = a_stored_session(program)

    with reading(), pytest.raises(RuntimeError, match="outside a transaction"):
        locks.sessions([session.id])


def test_what_is_not_there_cannot_be_locked(app: Flask):
    with pytest.raises(NotFound), transaction():
        locks.patient(7)


@pytest.mark.parametrize(
    ("hour", "why"),
    [(18, Why.BOOKED), (19, Why.OVERLAPS)],
    ids=["the same session twice", "two places at once"],
)
def test_a_constraint_is_told_as_a_refusal(app: Flask, hour: int, why: Why):
    program = a_stored_program()
    patient = a_stored_patient(program)
    first = a_stored_session(program)
    second = first if hour == 18 else a_stored_session(program, hour=hour)
    with transaction():
        bookings.add(patient.id, first, uid="one", now=NOW)

    with pytest.raises(Refused) as refused, transaction():
        bookings.add(patient.id, second, uid="two", now=NOW)

    assert refused.value.reasons[0].why in {why, Why.OVERLAPS}


def test_a_seat_too_many_is_told_as_full(app: Flask):
    session = a_stored_session(a_stored_program(), seats=1)

    with pytest.raises(Refused) as refused, transaction():
        sessions.change_seats_taken([session.id], by=2)

    assert [reason.why for reason in refused.value.reasons] == [Why.FULL]
    assert seats_taken(session) == 0


def test_who_waits_too_long_for_a_lock_is_told_to_try_again(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(database, "LOCK_WAIT_MS", 50)
    patient = a_stored_patient(a_stored_program())
    db.engine.dispose()
    with db.engine.connect() as other:
        other.execute(text("UPDATE patient SET language = 'es'"))

        with pytest.raises(Busy), transaction():
            locks.patient(patient.id)


def test_what_is_read_again_and_again_is_planned_once(postgresql_url: str):
    app = an_app(postgresql_url)
    with app.app_context():
        for _ in range(10):
            with reading():
                programs.everyone()

        with reading():
            planned = db.session.execute(text("SELECT statement FROM pg_prepared_statements")).scalars().all()

        assert any("FROM program" in statement for statement in planned)
        disconnect(app)


def add_half_a_program() -> None:
    with transaction():
        programs.add("half", name="Half", timezone="America/New_York")
        raise ZeroDivisionError


@pytest.mark.parametrize("unit", [reading, transaction])
def test_while_the_database_does_not_answer_one_is_told_to_try_again(unit: Callable[[], AbstractContextManager[None]]):
    app = an_app("postgresql+psycopg://nobody@127.0.0.1:9/none")

    with app.app_context():
        with pytest.raises(Busy), unit():
            pass
        disconnect(app)
