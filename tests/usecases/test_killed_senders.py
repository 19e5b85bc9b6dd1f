"""Processes that are killed with SIGKILL while they send, through the provider's own client: each text arrives once."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from iopsched.domain.channel import Channel
from iopsched.domain.message import State
from iopsched.store import messages
from iopsched.store.db import reading
from iopsched.usecases.messages import send_messages
from iopsched.usecases.messages.send_messages import Summary
from iopsched.usecases.seats import book_session
from tests.builders import at
from tests.conftest import NOW
from tests.stand_in_provider import Provider, says_nothing, takes_and_says_nothing
from tests.stored import a_stored_patient, a_stored_program, a_stored_session

EVE, LATER = at(0, 18), at(0, 18) + timedelta(minutes=5)
ACCOUNT = {"TWILIO_ACCOUNT_SID": "AC0", "TWILIO_AUTH_TOKEN": "token", "TWILIO_FROM": "+14155550199"}
PATIENTS = 24


def book(number: int) -> None:
    """So many patients who are to be reminded at EVE."""
    program = a_stored_program()
    session = a_stored_session(program, 1, seats=number)
    for _ in range(number):
        book_session.book(a_stored_patient(program).id, session.id, now=NOW)


@contextmanager
def sending(database_url: str, *step: str) -> Iterator["subprocess.Popen[str]"]:
    environ = os.environ | ACCOUNT | {"SEND_CONCURRENCY": "3"} | {"DATABASE_URL": database_url, "SECRET_KEY": "test"}
    words = [sys.executable, "-m", "tests.sending_process", EVE.isoformat(), *step]
    with subprocess.Popen(words, env=environ, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_until(so: Callable[[], Any]) -> None:
    for _ in range(1500):
        if so():
            return
        time.sleep(0.02)
    pytest.fail("it did not come to that within 30 seconds")


def send_later(app: Flask) -> Summary:
    settings = app.extensions["settings"]
    account = {name.lower(): value for name, value in ACCOUNT.items()}
    sender = send_messages.sender_for(replace(settings, sms_sender="twilio", **account))
    try:
        return send_messages.send_due(sender, now=LATER, secret="test")
    finally:
        sender.carriers[Channel.SMS].client.http_client.session.close()  # type: ignore[attr-defined]


def states() -> set[State]:
    with reading():
        return {message.state for message in messages.of_program(1, since=NOW)}


@pytest.mark.parametrize("step", ["mark", "write"])
def test_killed_before_the_attempt_or_before_the_receipt(app: Flask, database_url: str, provider: Provider, step: str):
    book(1)
    with sending(database_url, step) as process:
        assert process.stdout
        assert process.stdout.readline() == "here\n"
        process.kill()

    assert send_later(app) == Summary(sent=1)
    assert (len(provider.texts), states()) == (1, {State.SENT})


@pytest.mark.parametrize("plan", [says_nothing, takes_and_says_nothing])
def test_killed_while_the_provider_is_silent(app: Flask, database_url: str, provider: Provider, plan: Any):
    book(1)
    provider.plan(plan)
    with sending(database_url) as process:
        wait_until(lambda: provider.asked)
        process.kill()

    assert send_later(app) == Summary(sent=1)
    assert (len(provider.texts), states()) == (1, {State.SENT})


def test_three_send_at_once_and_one_is_killed(app: Flask, database_url: str, provider: Provider):
    book(PATIENTS)
    with sending(database_url) as one, sending(database_url) as two, sending(database_url) as three:
        wait_until(lambda: len(provider.texts) >= 3)
        one.kill()
        told = [process.communicate()[0] for process in (two, three)]

    send_later(app)
    assert sorted(text["to"] for text in provider.texts) == sorted({text["to"] for text in provider.texts})
    assert (len(provider.texts), states()) == (PATIENTS, {State.SENT}), told
