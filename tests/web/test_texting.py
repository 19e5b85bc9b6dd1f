"""From a phone and back: a text comes in as the provider posts it, its answer goes out by the official client."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

from iopsched.domain.channel import Channel
from iopsched.domain.message import State
from iopsched.domain.patient import Patient
from iopsched.gateways.sender import Switch
from iopsched.store import messages
from iopsched.store.db import reading
from iopsched.usecases.messages import send_messages
from iopsched.usecases.seats import book_session
from tests.builders import at
from tests.conftest import NOW, StandingClock, an_app, disconnect
from tests.stand_in_provider import Provider, refuses, takes_and_hangs_up
from tests.stored import a_stored_patient, a_stored_program, a_stored_session

PUBLIC = "https://week.example.org"
ACCOUNT = {"TWILIO_ACCOUNT_SID": "AC0", "TWILIO_AUTH_TOKEN": "secret", "TWILIO_FROM": "+14155550100"}


@pytest.fixture
def app(database_url: str, clock: StandingClock) -> Iterator[Flask]:
    clock.now = at(0, 12)
    app = an_app(database_url, clock, PUBLIC_URL=PUBLIC, **ACCOUNT)
    with app.app_context():
        yield app
        disconnect(app)


@pytest.fixture
def sender(app: Flask, provider: Provider) -> Iterator[Switch]:
    sender = send_messages.sender_for(app.extensions["settings"])
    yield sender
    sender.carriers[Channel.SMS].client.http_client.session.close()  # type: ignore[attr-defined]


@pytest.fixture
def ana(app: Flask) -> Patient:
    """With Tuesday evening booked, and Thursday evening open."""
    program = a_stored_program(answers_texts=True)
    ana = a_stored_patient(program)
    tuesday, _ = a_stored_session(program, 1), a_stored_session(program, 3)
    book_session.book(ana.id, tuesday.id, now=NOW)
    return ana


def posts(client: FlaskClient, path: str, **form: str) -> int:
    signature = RequestValidator("secret").compute_signature(PUBLIC + path, form)
    return client.post(path, data=form, headers={"X-Twilio-Signature": signature}).status_code


def test_a_seat_is_exchanged_by_text(
    client: FlaskClient, ana: Patient, provider: Provider, sender: Switch, clock: StandingClock
):
    for number, body in enumerate(("R", "1", "1")):
        assert posts(client, "/hooks/texts", MessageSid=f"SM-in-{number}", From=ana.phone, Body=body) == 200
        send_messages.send_due(sender, now=clock.now, secret="test")
        clock.advance(minutes=1)
    posts(client, "/hooks/receipts", MessageSid=provider.texts[-1]["sid"], MessageStatus="delivered")

    assert "you have Thu Dec 3, 6 to 9 pm in place of Tue Dec 1, 6 pm." in provider.bodies()[-1]
    assert {text["to"] for text in provider.texts} == {ana.phone}
    assert provider.asked[-1][2]["StatusCallback"] == f"{PUBLIC}/hooks/receipts"


@pytest.mark.parametrize("fault", [takes_and_hangs_up, refuses(429, 20429)])
def test_an_answer_goes_out_once_whatever_the_provider_does(
    client: FlaskClient, ana: Patient, provider: Provider, sender: Switch, clock: StandingClock, fault: object
):
    posts(client, "/hooks/texts", MessageSid="SM-in", From=ana.phone, Body="week")
    provider.plan(fault)  # type: ignore[arg-type]
    for _ in range(4):
        send_messages.send_due(sender, now=clock.now, secret="test")
        clock.advance(minutes=10)

    assert len([body for body in provider.bodies() if "your week, 3 of 9 h" in body]) == 1
    with reading():
        (answer,) = [each for each in messages.of_patient(ana.id) if each.key.startswith("answer:")]
    assert answer.state is State.SENT
