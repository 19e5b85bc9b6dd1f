"""Once a day the provider's list is compared with ours: what no receipt told is learned, what one lacks is told."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from iopsched.domain.channel import Channel
from iopsched.domain.message import Message, State
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.gateways.sender import Sender
from iopsched.store import carriers, messages, people
from iopsched.store.db import reading
from iopsched.usecases.messages import hear_receipt, reconcile_texts, send_messages, watch_deliveries
from iopsched.usecases.seats import book_session
from tests.builders import at
from tests.carrier import Carrier
from tests.conftest import NOW
from tests.stand_in_provider import Provider
from tests.stored import a_stored_patient, a_stored_session

EVE, NEXT_DAY = at(0, 18), at(1, 10)
DAY = timedelta(days=1)
ACCOUNT: dict[str, Any] = {
    "sms_sender": "twilio",
    "twilio_account_sid": "AC0",
    "twilio_auth_token": "token",
    "twilio_from": "+14155550199",
}


@pytest.fixture
def sender(app: Flask, provider: Provider, program: Program, ana: Patient) -> Any:
    """Ana and another have been reminded, through the provider's own client."""
    session = a_stored_session(program, day=1)
    for patient in (ana, a_stored_patient(program)):
        book_session.book(patient.id, session.id, now=NOW)
    sender = send_messages.sender_for(replace(app.extensions["settings"], **ACCOUNT))
    send_messages.send_due(sender, now=EVE, secret="test", at_once=2)
    yield sender
    sender.carriers[Channel.SMS].client.http_client.session.close()  # type: ignore[attr-defined]


def log(program: Program) -> list[Message]:
    with reading():
        return sorted(messages.of_program(program.id, since=NOW), key=lambda message: message.id)


def requests(provider: Provider) -> int:
    return sum(method == "GET" for method, _, _ in provider.asked)


def test_ends_of_which_no_receipt_told_are_learned(provider: Provider, sender: Sender, program: Program):
    provider.texts[0]["status"] = "delivered"
    provider.texts[1].update(status="undelivered", error_code=30005)

    reconcile_texts.reconcile(sender, now=NEXT_DAY)

    lost = next(message for message in log(program) if message.provider_id == provider.texts[1]["sid"])
    assert sorted(message.state for message in log(program)) == [State.FAILED, State.SENT]
    with reading():
        assert people.patient(lost.patient_id).phone_is_bad
    hear_receipt.hear(provider.texts[0]["sid"], "undelivered", "30003", now=NEXT_DAY)
    assert sorted(message.state for message in log(program)) == [State.FAILED, State.SENT]


def test_what_the_provider_does_not_know_is_for_staff(
    provider: Provider, sender: Sender, program: Program, staff: Staff, caplog: pytest.LogCaptureFixture
):
    gone = provider.texts.pop()

    reconcile_texts.reconcile(sender, now=NEXT_DAY)

    (lost,) = [message for message in log(program) if message.state is State.FAILED]
    assert (lost.provider_id, lost.failure) == (gone["sid"], "unlisted")
    assert watch_deliveries.view(staff, now=NEXT_DAY).unlisted == 1
    assert "1 the provider does not know" in caplog.text


def test_texts_that_are_none_of_ours_are_for_staff(provider: Provider, sender: Sender, staff: Staff):
    form = {"To": "+14155559999", "Body": "Buy now.", "From": "+14155550199"}
    provider.accept(form)
    provider.accept(form)["status"] = "failed"
    provider.accept(form | {"From": "+14155550111"})

    reconcile_texts.reconcile(sender, now=NEXT_DAY)

    assert watch_deliveries.view(staff, now=NEXT_DAY).strangers == 1


def test_it_is_done_once_a_day_by_whoever_comes_first(provider: Provider, sender: Sender):
    for hours in (0, 1, 12, 23):
        reconcile_texts.reconcile(sender, now=NEXT_DAY + timedelta(hours=hours))
    assert requests(provider) == 1

    reconcile_texts.reconcile(sender, now=NEXT_DAY + DAY)
    assert requests(provider) >= 2


def test_a_list_that_is_not_to_be_had_is_asked_for_again_soon(provider: Provider, sender: Sender):
    provider.is_down = True
    reconcile_texts.reconcile(sender, now=NEXT_DAY)
    provider.is_down = False
    reconcile_texts.reconcile(sender, now=NEXT_DAY + timedelta(minutes=10))
    assert requests(provider) == 0

    reconcile_texts.reconcile(sender, now=NEXT_DAY + timedelta(minutes=31))

    assert requests(provider) == 1


def test_a_worker_that_is_to_stop_leaves_the_list_to_another(provider: Provider, sender: Sender):
    reconcile_texts.reconcile(sender, now=NEXT_DAY, going_on=lambda: False)
    with reading():
        assert carriers.listings() == {}

    reconcile_texts.reconcile(sender, now=NEXT_DAY + timedelta(minutes=31))

    with reading():
        assert carriers.listings()


def test_who_lists_nothing_is_not_asked(app: Flask):
    reconcile_texts.reconcile(Carrier(), now=NEXT_DAY)


def test_a_receipt_that_comes_before_its_text_is_known_waits_for_it(program: Program, ana: Patient):
    book_session.book(ana.id, a_stored_session(program, day=1).id, now=NOW)
    hear_receipt.hear("SM0", "undelivered", "30005", now=EVE)
    hear_receipt.hear("SM0", "delivered", "", now=EVE)
    assert hear_receipt.catch_up(now=EVE) == 0

    send_messages.send_due(Carrier(), now=EVE, secret="test")
    assert hear_receipt.catch_up(now=EVE) == 1

    (message,) = log(program)
    assert (message.state, message.failure) == (State.FAILED, "30005")
    assert hear_receipt.catch_up(now=EVE) == 0
