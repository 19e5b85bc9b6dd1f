"""The worker ticks, goes on when a tick fails, and ends within seconds of being asked."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from iopsched import worker
from iopsched.domain.message import Kind, State
from iopsched.gateways.clock import utc_now
from iopsched.gateways.sender import Outcome
from iopsched.store import audit, messages
from iopsched.store.db import db, reading, transaction
from iopsched.store.tables import LimitRow, MessageRow, SignInCodeRow
from iopsched.usecases import clear_leftovers
from iopsched.usecases.availability import adjust_availability
from iopsched.usecases.messages import send_messages
from iopsched.worker import Ticks
from tests.carrier import Carrier, answers
from tests.conftest import NOW, StandingClock
from tests.stand_in_provider import Provider, takes_and_says_nothing
from tests.stored import a_stored_patient, a_stored_program
from tests.trail import trail

MINUTE = timedelta(minutes=1)


def put_a_code(number: int = 1, now: datetime = NOW) -> None:
    patient = a_stored_patient(a_stored_program())
    with transaction():
        about = {"nonce": f"n{number}"}
        key = f"code:{number}"
        messages.put(patient.program_id, patient.id, Kind.SIGN_IN_CODE, key, now, now + 10 * MINUTE, about)


def wait_until(so: Callable[[], Any]) -> None:
    for _ in range(750):
        if so():
            return
        time.sleep(0.02)
    pytest.fail("it did not come to that within 15 seconds")


@contextmanager
def ticking(app: Flask, carrier: Carrier) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=worker.tick_until, args=(app, stop, carrier))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=10)
    assert not thread.is_alive()


@pytest.fixture
def ticks(app: Flask) -> Ticks:
    return Ticks(app, Carrier(), threading.Event())


def test_a_worker_sends_what_is_due(app: Flask):
    put_a_code()
    carrier = Carrier()

    with ticking(app, carrier):
        wait_until(lambda: carrier.texts)


def test_a_tick_that_fails_is_told_and_the_next_one_works(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    put_a_code()
    carrier, works = Carrier(), send_messages.send_due
    plans = [RuntimeError("+14155550101"), None]

    def fails_once(*given: Any, **how: Any) -> Any:
        if fault := plans.pop(0) if plans else None:
            raise fault
        return works(*given, **how)

    monkeypatch.setattr(send_messages, "send_due", fails_once)
    with ticking(app, carrier):
        wait_until(lambda: carrier.texts)

    assert "a tick failed: RuntimeError" in caplog.text
    assert "4155550101" not in caplog.text


def test_sessions_are_opened_and_leftovers_cleared(app: Flask, monkeypatch: pytest.MonkeyPatch):
    done: list[str] = []

    def opens(*, now: datetime, going_on: object) -> int:
        done.append(f"opened at {now:%H}")
        return 0

    monkeypatch.setattr(adjust_availability, "open_sessions", opens)
    monkeypatch.setattr(clear_leftovers, "clear", lambda now: done.append(f"cleared at {now:%H}"))

    with ticking(app, Carrier()):
        wait_until(lambda: len(done) == 2)

    assert sorted(done) == ["cleared at 17", "opened at 17"]


def test_a_provider_that_refuses_all_is_left_alone_for_a_minute(ticks: Ticks):
    put_a_code()
    carrier = ticks.sender
    assert isinstance(carrier, Carrier)
    carrier.plan(answers(Outcome.MISCONFIGURED, "20003"))

    ticks.send(NOW)
    put_a_code(2)
    ticks.send(NOW + MINUTE / 2)
    assert len(carrier.validity) == 1
    ticks.send(NOW + 2 * MINUTE)

    assert len(carrier.texts) == 2


def test_a_worker_that_is_asked_to_end_begins_nothing_more(ticks: Ticks):
    put_a_code()
    ticks.stop.set()

    ticks.send(NOW)

    assert isinstance(ticks.sender, Carrier)
    assert ticks.sender.texts == []


def test_codes_and_counts_that_have_had_their_day_are_dropped(app: Flask, clock: StandingClock):
    times = {"asked_at": NOW, "expires_at": NOW + 10 * MINUTE}
    with transaction():
        db.session.add(SignInCodeRow(phone_hash="x", nonce="n", **times))
        db.session.add(LimitRow(key="x", hits=1, ends_at=NOW + 10 * MINUTE))

    def left() -> tuple[int, int]:
        with reading():
            codes = db.session.scalars(select(SignInCodeRow.id)).all()
            return len(codes), len(db.session.scalars(select(LimitRow.key)).all())

    clear_leftovers.clear(now=NOW)
    assert left() == (1, 1)
    clear_leftovers.clear(now=NOW + 11 * MINUTE)
    assert left() == (1, 0)
    clear_leftovers.clear(now=NOW + timedelta(days=2))
    assert left() == (0, 0)


def test_the_log_says_that_the_worker_did_it(ticks: Ticks):
    program = a_stored_program()

    def notes(now: datetime) -> None:
        with transaction():
            audit.note(program.id, "system", "lapsed", now=now)

    ticks.guarded(notes)
    notes(NOW)

    assert [entry.origin for entry in trail(program)] == ["worker", ""]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_prints_texts_and_ends_cleanly(app: Flask, database_url: str, number: signal.Signals):
    put_a_code(now=utc_now())
    environ = os.environ | {"DATABASE_URL": database_url, "SECRET_KEY": "test", "SMS_SENDER": "print"}
    words = [sys.executable, "-m", "iopsched.cli", "work"]

    with subprocess.Popen(words, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        printed = [process.stdout.readline() for _ in range(3)]
        process.send_signal(number)
        _, said = process.communicate(timeout=10)

    assert "is your Riverside code" in printed[2]
    assert (process.returncode, said) == (0, "")


def test_a_worker_that_is_asked_to_end_waits_for_open_calls_and_takes_back_the_others(
    app: Flask, database_url: str, provider: Provider
):
    """One call is open and silent for its time-out, the next is ready behind it: SIGTERM ends both within seconds."""
    for number in range(1, 5):
        put_a_code(number, now=utc_now())
    provider.plan(takes_and_says_nothing, takes_and_says_nothing)
    account = {"TWILIO_ACCOUNT_SID": "AC0", "TWILIO_AUTH_TOKEN": "token", "TWILIO_FROM": "+14155550199"}
    pace = {"TWILIO_TIMEOUT": "3", "SEND_CONCURRENCY": "2"}
    environ = os.environ | account | pace | {"DATABASE_URL": database_url, "SECRET_KEY": "test"}

    with subprocess.Popen([sys.executable, "-m", "iopsched.cli", "work"], env=environ) as process:
        try:
            wait_until(lambda: len(provider.texts) == 2)
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=8) == 0
        finally:
            process.kill()

    with reading():
        states = Counter(db.session.scalars(select(MessageRow.state)))
    assert states == {State.UNCLEAR.value: 2, State.DUE.value: 2}
    assert len(provider.texts) == 2
