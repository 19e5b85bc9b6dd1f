"""Carriers of texts: the printing one, and Twilio's official client against a stand-in that it really calls."""

import io
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from iopsched.domain.channel import Channel, Letter
from iopsched.gateways.sender import Listed, Lister, Outcome, Receipt, Sender, Silence, hash_of
from iopsched.gateways.sms import make_sender
from iopsched.gateways.sms.printing import PrintingSender
from iopsched.settings import Settings
from tests.conftest import NOW
from tests.stand_in_provider import (
    Provider,
    accepts,
    asks_to_wait,
    hangs_up,
    refuses,
    says_nothing,
    takes_and_breaks,
    takes_and_hangs_up,
    takes_and_says_nothing,
)

ANA = "+14155550101"
BODY = "Riverside: tomorrow, Wed Dec 9: 5 to 6 pm."
SETTINGS = Settings.from_env(
    {
        "SECRET_KEY": "test",
        "TWILIO_ACCOUNT_SID": "AC0",
        "TWILIO_AUTH_TOKEN": "token",
        "TWILIO_MESSAGING_SERVICE_SID": "MG0",
        "TWILIO_TIMEOUT": "5",
    }
)


@pytest.fixture
def sender(provider: Provider) -> Iterator[Sender]:
    yield from a_sender(SETTINGS)


def a_sender(settings: Settings) -> Iterator[Sender]:
    sender = make_sender(settings)
    yield sender
    sender.client.http_client.session.close()  # type: ignore[attr-defined]


def send(sender: Sender) -> Receipt:
    return sender.send(Letter(Channel.SMS, ANA, BODY), 3600)


def test_a_text_is_taken_and_has_a_name(provider: Provider, sender: Sender):
    receipt = send(sender)

    assert receipt == Receipt(Outcome.TAKEN, provider.texts[0]["sid"])
    assert provider.asked == [
        (
            "POST",
            "/2010-04-01/Accounts/AC0/Messages.json",
            {"To": ANA, "Body": BODY, "ValidityPeriod": "3600", "MessagingServiceSid": "MG0"},
        )
    ]


def test_the_account_signs_with_its_token(provider: Provider, sender: Sender):
    send(sender)

    assert provider.signed == ["AC0:token"]


def test_an_api_key_and_a_number_serve_as_well(provider: Provider):
    with_key = replace(SETTINGS, twilio_api_key="SK0", twilio_api_secret="hush", twilio_auth_token="")
    for sender in a_sender(replace(with_key, twilio_messaging_service_sid="", twilio_from="+14155550199")):
        send(sender)

    ((_, path, form),) = provider.asked
    assert (provider.signed, path, form["From"]) == (
        ["SK0:hush"],
        "/2010-04-01/Accounts/AC0/Messages.json",
        "+14155550199",
    )


@pytest.mark.parametrize(
    ("status", "code", "outcome"),
    [
        (429, 20429, Outcome.BUSY),
        (429, 20001, Outcome.BUSY),
        (500, 20500, Outcome.UNCLEAR),
        (503, 20503, Outcome.UNCLEAR),
        (400, 21610, Outcome.OPTED_OUT),
        (400, 21211, Outcome.BAD_NUMBER),
        (400, 21614, Outcome.BAD_NUMBER),
        (400, 30005, Outcome.BAD_NUMBER),
        (400, 30006, Outcome.BAD_NUMBER),
        (400, 30003, Outcome.UNREACHED),
        (400, 30007, Outcome.REFUSED),
        (400, 21408, Outcome.REFUSED),
        (429, 63038, Outcome.MISCONFIGURED),
        (401, 20003, Outcome.MISCONFIGURED),
        (400, 30034, Outcome.MISCONFIGURED),
        (400, 21617, Outcome.REFUSED),
        (404, 20404, Outcome.REFUSED),
    ],
)
def test_every_answer_says_what_must_follow(
    provider: Provider, sender: Sender, status: int, code: int, outcome: Outcome
):
    provider.plan(refuses(status, code))

    assert send(sender) == Receipt(outcome, code=str(code))
    assert provider.texts == []


def test_who_is_too_busy_says_for_how_long(provider: Provider, sender: Sender):
    provider.plan(asks_to_wait(7), refuses(429, 20429))

    assert send(sender) == Receipt(Outcome.BUSY, code="20429", wait=timedelta(seconds=7))
    assert send(sender) == Receipt(Outcome.BUSY, code="20429")


def test_what_went_out_is_listed_with_its_end(provider: Provider, sender: Sender):
    names = [send(sender).provider_id for _ in range(3)]
    provider.texts[0]["status"] = "delivered"
    provider.texts[1].update(status="undelivered", error_code=30003)
    provider.accept({"To": ANA, "Body": "Of another service.", "MessagingServiceSid": "MG1"})
    assert isinstance(sender, Lister)

    listed = {each.provider_id: each.end for each in sender.listed(NOW)}

    ends = (Receipt(Outcome.TAKEN, names[0]), Receipt(Outcome.UNREACHED, names[1], "30003"), None)
    assert listed == dict(zip(names, ends, strict=True))
    assert sender.look_up(names[2]) == Listed(names[2], None)
    assert sender.look_up("SM9") is None


def test_a_list_that_is_not_to_be_had_is_silence(provider: Provider, sender: Sender):
    provider.is_down = True
    assert isinstance(sender, Lister)

    with pytest.raises(Silence):
        list(sender.listed(NOW))
    with pytest.raises(Silence):
        sender.look_up("SM0")


def test_silence_leaves_it_unclear(provider: Provider):
    provider.plan(says_nothing)

    for sender in a_sender(replace(SETTINGS, twilio_timeout=0.3)):
        assert send(sender).outcome is Outcome.UNCLEAR


@pytest.mark.parametrize("plan", [takes_and_hangs_up, hangs_up])
def test_a_line_that_goes_dead_leaves_it_unclear(provider: Provider, sender: Sender, plan):
    provider.plan(plan)

    assert send(sender).outcome is Outcome.UNCLEAR


def test_a_proxy_that_does_not_let_through_leaves_it_unclear(provider: Provider, sender: Sender):
    """The client reports a line that went dead after the text in the same way: nothing may be concluded from it."""
    provider.is_down = True

    assert send(sender).outcome is Outcome.UNCLEAR


def test_a_certificate_of_a_stranger_is_refused(provider: Provider, sender: Sender, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")

    assert send(sender).outcome is Outcome.UNCLEAR
    assert provider.asked == []


@pytest.mark.parametrize("plan", [takes_and_breaks, takes_and_says_nothing, takes_and_hangs_up])
def test_what_was_taken_without_an_answer_is_found(provider: Provider, plan):
    for sender in a_sender(replace(SETTINGS, twilio_timeout=0.5)):
        provider.plan(plan)
        assert send(sender).outcome is Outcome.UNCLEAR

        found = sender.find(Channel.SMS, ANA, hash_of(BODY), frozenset())

        assert found == Receipt(Outcome.TAKEN, provider.texts[0]["sid"])


def test_what_was_never_taken_is_not_found(provider: Provider, sender: Sender):
    provider.plan(refuses(500, 20500))
    send(sender)

    assert sender.find(Channel.SMS, ANA, hash_of(BODY), frozenset()) is None


def test_other_words_other_numbers_and_known_texts_are_not_taken_for_it(provider: Provider, sender: Sender):
    sender.send(Letter(Channel.SMS, ANA, "Riverside: something else."), 60)
    sender.send(Letter(Channel.SMS, "+14155550102", BODY), 60)
    known = send(sender).provider_id

    assert sender.find(Channel.SMS, ANA, hash_of(BODY), frozenset({known})) is None


def test_a_text_of_a_trial_account_is_recognised(provider: Provider, sender: Sender):
    provider.accept({"To": ANA, "Body": f"Sent from your Twilio trial account - {BODY}"})

    assert sender.find(Channel.SMS, ANA, hash_of(BODY), frozenset()) is not None


def test_a_text_found_undelivered_says_why(provider: Provider, sender: Sender):
    provider.accept({"To": ANA, "Body": BODY}).update(status="undelivered", error_code=30005)

    assert sender.find(Channel.SMS, ANA, hash_of(BODY), frozenset()) == Receipt(
        Outcome.BAD_NUMBER, provider.texts[0]["sid"], "30005"
    )


def test_a_provider_that_cannot_be_asked_leaves_it_unclear(provider: Provider, sender: Sender):
    provider.is_down = True

    found = sender.find(Channel.SMS, ANA, hash_of(BODY), frozenset())

    assert found is not None
    assert found.outcome is Outcome.UNCLEAR


def test_no_number_and_no_word_is_logged(provider: Provider, sender: Sender, caplog: pytest.LogCaptureFixture):
    provider.plan(accepts, refuses(400, 21211))
    with caplog.at_level(logging.DEBUG):
        send(sender)
        send(sender)
        sender.find(Channel.SMS, ANA, hash_of(BODY), frozenset())

    assert "4155550101" not in caplog.text
    assert "Riverside" not in caplog.text


def test_the_printing_sender_prints_one_block():
    out = io.StringIO()

    receipt = PrintingSender(out).send(Letter(Channel.SMS, ANA, BODY), 60)

    assert out.getvalue() == f"\n  Text to {ANA}:\n  {BODY}\n\n"
    assert receipt.outcome is Outcome.TAKEN


def test_the_printing_sender_finds_what_it_printed():
    sender = PrintingSender(io.StringIO())
    first = send(sender)

    assert sender.find(Channel.SMS, ANA, hash_of(BODY), frozenset()) == first
    assert sender.find(Channel.SMS, ANA, hash_of(BODY), frozenset({first.provider_id})) is None


def test_without_an_account_texts_are_printed():
    assert isinstance(make_sender(replace(SETTINGS, sms_sender="print")), PrintingSender)
