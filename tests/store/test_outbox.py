"""Rows of the outbox: one for each matter, claimed once by whoever is first, fenced against whoever comes too late."""

import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from iopsched.domain.channel import Channel, Letter
from iopsched.domain.message import LEASE, Kind, Message, State
from iopsched.domain.patient import Patient
from iopsched.store import attempts, messages, outbox
from iopsched.store.db import db, reading, transaction
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_program

HOUR = timedelta(hours=1)


@pytest.fixture
def ana(app: Flask) -> Patient:
    return a_stored_patient(a_stored_program())


def put(ana: Patient, key: str = "matter:1", *, kind: Kind = Kind.BOOKED, due: datetime = NOW, **about: str) -> None:
    with transaction():
        messages.put(ana.program_id, ana.id, kind, key, due, due + 3 * HOUR, about)


def withdraw(key: str = "matter:1") -> None:
    with transaction():
        messages.withdraw(key)


def claim(now: datetime = NOW, limit: int = 20) -> tuple[Message, ...]:
    with transaction():
        return outbox.claim(now=now, lease=LEASE, limit=limit)


def settle(message: Message, state: State = State.SENT, **what: Any) -> bool:
    with transaction():
        return outbox.settle(message, state, now=NOW, **what)


def logged(ana: Patient) -> Mapping[str, State]:
    with reading():
        return {message.key: message.state for message in messages.of_patient(ana.id)}


def test_a_matter_put_twice_is_one_row_with_the_new_times(ana: Patient):
    put(ana, said="old")
    put(ana, due=NOW + HOUR, said="new")

    with reading():
        (message,) = messages.of_patient(ana.id)
    assert (message.due_at, message.useless_at, message.about) == (NOW + HOUR, NOW + 4 * HOUR, {"said": "new"})


def test_a_withdrawn_matter_that_holds_again_is_revived(ana: Patient):
    put(ana)
    withdraw()
    put(ana)

    assert logged(ana) == {"matter:1": State.DUE}


@pytest.mark.parametrize("state", [State.SENT, State.MISSED, State.FAILED])
def test_a_settled_matter_is_not_told_again(ana: Patient, state: State):
    put(ana)
    settle(claim()[0], state)
    put(ana)
    withdraw()

    assert logged(ana) == {"matter:1": state}


def test_what_is_claimed_can_still_be_withdrawn(ana: Patient):
    put(ana)
    (message,) = claim()
    withdraw()

    with transaction():
        assert not outbox.hold([message])


def test_what_may_have_gone_out_cannot_be_withdrawn(ana: Patient):
    put(ana)
    (message,) = claim()
    with transaction():
        attempts.mark([(message, Letter(Channel.SMS, "+1", "Hello."), "x", NOW + HOUR)], now=NOW)
    withdraw()

    assert logged(ana) == {"matter:1": State.UNCLEAR}


def test_all_that_waits_is_withdrawn_but_for_codes(ana: Patient):
    put(ana, "matter:1")
    put(ana, "code:1", kind=Kind.SIGN_IN_CODE)
    with transaction():
        messages.withdraw_all(ana.id)

    assert logged(ana) == {"matter:1": State.WITHDRAWN, "code:1": State.DUE}


def test_a_newer_version_supersedes_what_waits_of_its_matter_alone(ana: Patient):
    put(ana, "moved:1:2", was="a")
    put(ana, "moved:1:3", was="b")
    put(ana, "moved:12:1", was="c")
    with transaction():
        unheard = messages.supersede(ana.id, "moved:1")

    assert [about["was"] for about in unheard] == ["a", "b"]
    assert logged(ana)["moved:12:1"] is State.DUE


def test_only_what_is_due_is_claimed_and_only_once(ana: Patient):
    put(ana, "matter:1")
    put(ana, "matter:2", due=NOW + HOUR)

    assert [message.key for message in claim()] == ["matter:1"]
    assert claim() == ()


def test_codes_go_before_what_has_waited_longer(ana: Patient):
    put(ana, "matter:1", due=NOW - 2 * HOUR)
    put(ana, "code:1", kind=Kind.SIGN_IN_CODE)
    put(ana, "matter:2", due=NOW - HOUR)

    assert [message.key for message in claim(limit=2)] == ["code:1", "matter:1"]


def test_news_goes_before_reminders_and_those_before_the_rest(ana: Patient):
    for number, kind in enumerate((Kind.REMINDER, Kind.MOVED, Kind.ANSWER)):
        put(ana, f"matter:{number}", kind=kind, due=NOW - number * HOUR / 4)

    assert [message.kind for message in claim()] == [Kind.ANSWER, Kind.MOVED, Kind.REMINDER]


def test_a_claim_ends_with_its_lease(ana: Patient):
    put(ana)
    claim()

    assert claim(NOW + LEASE - timedelta(seconds=1)) == ()
    assert len(claim(NOW + LEASE)) == 1


def test_whoever_claimed_before_can_write_nothing(ana: Patient):
    put(ana)
    (late,) = claim()
    (early,) = claim(NOW + LEASE)

    assert not settle(late, State.FAILED)
    assert settle(early)
    assert logged(ana) == {"matter:1": State.SENT}


def test_what_is_given_back_is_free_at_once(ana: Patient):
    put(ana)
    with transaction():
        outbox.release(*outbox.claim(now=NOW, lease=LEASE, limit=1))

    assert len(claim()) == 1


def test_ids_of_the_provider_are_known_for_one_patient(ana: Patient):
    put(ana)
    settle(claim()[0], provider_id="SM1")

    with reading():
        assert outbox.known_ids(ana.id) == {"SM1"}
        assert outbox.known_ids(ana.id + 1) == frozenset()


def test_many_who_claim_at_once_share_what_is_due(app: Flask, ana: Patient):
    for number in range(60):
        put(ana, f"matter:{number}")
    claimed: list[int] = []

    def work() -> None:
        with app.app_context():
            while batch := claim(limit=4):
                claimed.extend(message.id for message in batch)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(claimed) == len(set(claimed)) == 60


def test_a_claim_reads_the_index_of_what_waits(ana: Patient):
    put(ana)
    asked: list[tuple[str, Any]] = []
    event.listen(db.engine, "before_cursor_execute", lambda c, cursor, said, given, *_: asked.append((said, given)))
    claim()
    statement, given = next((said, given) for said, given in asked if "UPDATE message" in said)

    with transaction():
        connection = db.session.connection()
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            plan = connection.exec_driver_sql(f"EXPLAIN {statement}", given).all()
        else:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given).all()

    assert "ix_message_waiting" in str(plan)


def test_the_log_is_the_latest_first_and_of_its_own_program(ana: Patient):
    put(ana, "matter:1", due=NOW - HOUR)
    put(ana, "matter:2")
    put(a_stored_patient(a_stored_program()), "matter:3")

    with reading():
        of_patient = messages.of_patient(ana.id, limit=1)
        of_program = messages.of_program(ana.program_id, since=NOW - 2 * HOUR)
    assert [m.key for m in of_patient] == ["matter:2"]
    assert [m.key for m in of_program] == ["matter:2", "matter:1"]
