"""What calls in the provider's name is signed over the public address; whatever else comes is 403 and does nothing."""

import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from iopsched.domain.message import Message, State
from iopsched.domain.patient import Patient
from iopsched.gateways.answering import STRANGER
from iopsched.store import messages, people
from iopsched.store.db import reading
from iopsched.usecases.messages import send_messages
from tests.carrier import Carrier
from tests.conftest import NOW, StandingClock, an_app, disconnect
from tests.stored import a_stored_patient, a_stored_program

PUBLIC = "https://week.example.org"
URL, RECEIPTS = f"{PUBLIC}/hooks/texts", f"{PUBLIC}/hooks/receipts"


@pytest.fixture
def app(sqlite_url: str, clock: StandingClock) -> Iterator[Flask]:
    """Behind a proxy that calls it by another name, while one token replaces another."""
    tokens = {"TWILIO_AUTH_TOKEN": "new", "TWILIO_OTHER_TOKEN": "old"}
    app = an_app(sqlite_url, clock, PUBLIC_URL=PUBLIC, **tokens)
    with app.app_context():
        yield app
        disconnect(app)


@pytest.fixture
def ana(app: Flask) -> Patient:
    return a_stored_patient(a_stored_program(answers_texts=True))


def a_form(ana: Patient, body: str, sid: str = "SM1", **more: str) -> dict[str, str]:
    return {"MessageSid": sid, "From": ana.phone, "Body": body, **more}


def call(client: FlaskClient, form: dict[str, str], *, by: str = "new", url: str = URL) -> TestResponse:
    signature = RequestValidator(by).compute_signature(url, form)
    return client.post("/hooks/texts", data=form, headers={"X-Twilio-Signature": signature})


def tell(client: FlaskClient, status: str, code: str = "", sid: str = "SM0") -> int:
    """The provider tells what became of a text."""
    form = {"MessageSid": sid, "MessageStatus": status} | ({"ErrorCode": code} if code else {})
    signature = RequestValidator("new").compute_signature(RECEIPTS, form)
    return client.post("/hooks/receipts", data=form, headers={"X-Twilio-Signature": signature}).status_code


def sent(client: FlaskClient, ana: Patient) -> Message:
    """An answer that the provider has taken as SM0."""
    call(client, a_form(ana, "WEEK"))
    send_messages.send_due(Carrier(), now=NOW, secret="test")
    return the_message(ana)


def the_message(ana: Patient) -> Message:
    with reading():
        (message,) = messages.of_patient(ana.id)
    return message


def answers(ana: Patient) -> int:
    with reading():
        return len(messages.of_patient(ana.id))


@pytest.mark.parametrize("token", ["new", "old"])
def test_a_signed_text_is_answered_by_the_outbox(client: FlaskClient, ana: Patient, token: str):
    answer = call(client, a_form(ana, "WEEK"), by=token)

    assert (answer.status_code, answer.mimetype) == (200, "text/xml")
    assert answer.text == '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'
    assert answers(ana) == 1


@pytest.mark.parametrize(
    ("token", "url"), [("gone", URL), ("new", "http://localhost/hooks/texts"), ("new", f"{URL}?more=yes")]
)
def test_another_token_or_address_is_forged(client: FlaskClient, ana: Patient, token: str, url: str):
    answer = call(client, a_form(ana, "STOP"), by=token, url=url)

    assert answer.status_code == 403
    assert answers(ana) == 0


def test_words_that_were_changed_on_the_way_are_forged(client: FlaskClient, ana: Patient):
    signature = RequestValidator("new").compute_signature(URL, a_form(ana, "WEEK"))

    answer = client.post("/hooks/texts", data=a_form(ana, "STOP"), headers={"X-Twilio-Signature": signature})

    assert answer.status_code == 403


def test_without_a_signature_nothing_is_done_however_often(client: FlaskClient, ana: Patient):
    answers_given = [client.post("/hooks/texts", data=a_form(ana, "STOP")).status_code for _ in range(25)]

    assert answers_given == [403] * 25
    with reading():
        assert people.patient(ana.id).accepts_texts


def test_what_is_forged_is_turned_away_though_the_database_is_away():
    app = an_app("postgresql://127.0.0.1:9/none", PUBLIC_URL=PUBLIC, TWILIO_AUTH_TOKEN="new")

    with app.app_context():
        answer = call(app.test_client(), {"MessageSid": "SM1", "From": "+14155550101", "Body": "STOP"}, by="gone")
        disconnect(app)

    assert answer.status_code == 403


def test_an_installation_without_a_token_takes_nothing(sqlite_url: str, clock: StandingClock):
    app = an_app(sqlite_url, clock, PUBLIC_URL=PUBLIC)
    with app.app_context():
        assert call(app.test_client(), {"MessageSid": "SM1", "From": "+14155550101"}, by="").status_code == 403
        disconnect(app)


def test_a_replay_is_answered_with_silence_and_changes_nothing(client: FlaskClient, ana: Patient):
    call(client, a_form(ana, "WEEK"))
    again = call(client, a_form(ana, "WEEK"))

    assert again.status_code == 200
    assert answers(ana) == 1


def test_a_stranger_is_answered_at_once(client: FlaskClient, ana: Patient):
    form = {"MessageSid": "SM1", "From": "+14155559999", "Body": "hi"}

    assert call(client, form).text.endswith(f"<Response><Message>{STRANGER}</Message></Response>")


def test_what_the_provider_answered_is_heard(client: FlaskClient, ana: Patient):
    call(client, a_form(ana, "STOP", OptOutType="STOP"))

    assert answers(ana) == 0
    with reading():
        assert not people.patient(ana.id).accepts_texts


def test_a_text_without_words_is_for_a_person(client: FlaskClient, ana: Patient):
    assert call(client, a_form(ana, "", NumMedia="1")).status_code == 200
    assert call(client, {"Body": "who?"}).status_code == 422


def test_no_word_and_no_number_reaches_a_log(client: FlaskClient, ana: Patient, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.DEBUG):
        call(client, a_form(ana, "a secret of mine"))

    assert "secret of mine" not in caplog.text
    assert ana.phone not in caplog.text


@pytest.mark.parametrize("status", ["queued", "sending", "sent", "accepted", "nonsense", ""])
def test_a_text_on_its_way_stays_sent(client: FlaskClient, ana: Patient, status: str):
    sent(client, ana)

    assert tell(client, status) == 204
    assert the_message(ana).state is State.SENT


def test_the_first_end_that_is_told_stays(client: FlaskClient, ana: Patient):
    sent(client, ana)

    assert [tell(client, *said) for said in (("delivered",), ("sent",), ("undelivered", "30005"), ("delivered",))]

    assert the_message(ana).state is State.SENT
    with reading():
        assert not people.patient(ana.id).phone_is_bad


def test_a_text_that_did_not_arrive_is_for_staff_and_its_number_is_bad(client: FlaskClient, ana: Patient):
    sent(client, ana)

    told = [tell(client, "undelivered", "30005"), tell(client, "delivered"), tell(client, "undelivered", "30005")]

    assert told == [204, 204, 204]
    message = the_message(ana)
    assert (message.state, message.failure) == (State.FAILED, "30005")
    with reading():
        assert people.patient(ana.id).phone_is_bad


def test_who_opted_out_at_the_provider_is_heard(client: FlaskClient, ana: Patient):
    sent(client, ana)

    tell(client, "failed", "21610")

    with reading():
        assert not people.patient(ana.id).accepts_texts


def test_a_receipt_for_no_text_of_ours_changes_nothing(client: FlaskClient, ana: Patient):
    sent(client, ana)

    assert [tell(client, "failed", "30005", sid=sid) for sid in ("SM9", "")] == [204, 204]
    assert client.post("/hooks/receipts", data={"MessageSid": "SM0", "MessageStatus": "failed"}).status_code == 403
    assert the_message(ana).state is State.SENT
