"""Notifications: readable by one browser alone, never led astray, and forgotten where nobody shows them any more."""

import json
import time
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_address
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from iopsched.domain.channel import Channel, Letter
from iopsched.domain.device import Device, Subscription
from iopsched.domain.errors import Invalid
from iopsched.gateways import push
from iopsched.gateways.calendar_link import INTERNET
from iopsched.gateways.push import sender
from iopsched.gateways.push.key import private_key
from iopsched.gateways.push.sender import PushSender
from iopsched.gateways.sender import Outcome, Receipt
from tests.conftest import NOW
from tests.stand_in_host import Answer, says, writes
from tests.stand_in_push_service import PushService, running_push_service

SITE = "https://week.example.org"


@pytest.fixture
def service() -> Iterator[PushService]:
    with running_push_service() as service:
        yield service


def send(service: PushService, letter: Letter, **reach: Any) -> Receipt:
    return PushSender("test", SITE, service.host.reach(**reach)).send(letter, 3600)


def a_letter(*subscriptions: Subscription | None, tag: str = "moved:7:1") -> Letter:
    devices = tuple(Device(number, 7, "iPhone", "", NOW, said) for number, said in enumerate(subscriptions, 1))
    words = "Riverside: your time on Tue Dec 1, 5 pm is now Tue Dec 1, 6 pm."
    return Letter(Channel.PUSH, "", words, tag=tag, name="Riverside", devices=devices)


def test_a_notification_says_who_writes_and_nothing_more(service: PushService):
    assert send(service, a_letter(service.subscription())) == Receipt(Outcome.TAKEN)

    (shown,) = service.shown
    assert (shown["title"], shown["body"], shown["path"]) == ("Riverside", "Open your week.", "/week")
    assert b"Riverside" not in service.host.posted[0]


def test_it_lasts_as_long_as_its_matter_and_takes_the_place_of_itself(service: PushService):
    for tag in ("moved:7:1", "moved:7:1", "moved:7:2"):
        send(service, a_letter(service.subscription(), tag=tag))

    first, again, other = (shown["tag"] for shown in service.shown)
    assert first == again != other
    assert [told["topic"] for told in service.told] == [first, again, other]
    assert {told["ttl"] for told in service.told} == {"3600"}


def test_it_is_signed_with_the_key_that_the_browser_was_given(service: PushService):
    send(service, a_letter(service.subscription()))

    scheme, _, said = service.told[0]["authorization"].partition(" ")
    parts = dict(part.strip().split("=", 1) for part in said.split(","))
    head, claims, signature = parts["t"].split(".")
    assert (scheme, parts["k"].rstrip("=")) == ("vapid", push.public_key("test"))
    assert json.loads(decoded(claims))["sub"] == SITE
    raw = decoded(signature)
    pair = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    private_key("test").public_key().verify(pair, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))


def decoded(said: str) -> bytes:
    return urlsafe_b64decode(said + "=" * (-len(said) % 4))


@pytest.mark.parametrize(
    ("status", "receipt"),
    [
        (404, Receipt(Outcome.BAD_NUMBER, code="no device", gone=(1,))),
        (410, Receipt(Outcome.BAD_NUMBER, code="no device", gone=(1,))),
        (403, Receipt(Outcome.REFUSED, code="push 403")),
        (429, Receipt(Outcome.LATER, code="push 429")),
        (503, Receipt(Outcome.LATER, code="push 503")),
        (413, Receipt(Outcome.REFUSED, code="push 413")),
        (302, Receipt(Outcome.REFUSED, code="push 302")),
    ],
)
def test_every_answer_says_what_must_follow_and_nothing_of_other_services(
    service: PushService, status: int, receipt: Receipt
):
    service.status = status

    said = send(service, a_letter(service.subscription()))

    assert said == receipt
    assert not said.outcome.is_trouble


@pytest.mark.parametrize(("answer", "outcome"), [(says(403), Outcome.REFUSED), (says(201), Outcome.TAKEN)])
def test_a_signature_that_is_not_believed_is_said_loudly(
    service: PushService, answer: Answer, outcome: Outcome, caplog: pytest.LogCaptureFixture
):
    service.host.answer(answer)

    assert send(service, a_letter(service.subscription())).outcome is outcome
    assert ("does not believe our signature" in caplog.text) == (outcome is Outcome.REFUSED)


def test_where_nobody_is_nothing_was_taken_and_after_a_silence_nobody_knows(service: PushService):
    nobody = replace(service.subscription(), endpoint="http://push.example:9/ana")
    service.host.answer(writes(b""))

    letters = (a_letter(nobody), a_letter(service.subscription()))

    assert [send(service, letter).outcome for letter in letters] == [Outcome.LATER, Outcome.UNCLEAR]


def test_one_device_that_takes_it_is_enough_and_the_others_are_forgotten(service: PushService):
    sealed_with_another_key = None

    receipt = send(service, a_letter(sealed_with_another_key, service.subscription()))

    assert receipt == Receipt(Outcome.TAKEN, gone=(1,))


def test_devices_share_the_time_that_there_is(service: PushService, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sender, "SECONDS", 0.3)
    service.host.answer(lambda *_: time.sleep(0.5), says(201))

    receipt = send(service, a_letter(service.subscription(), service.subscription("/push/other")))

    assert (receipt, len(service.host.asked)) == (Receipt(Outcome.UNCLEAR, code="push slow"), 1)


def test_without_a_device_it_goes_another_way(service: PushService):
    assert send(service, a_letter()) == Receipt(Outcome.BAD_NUMBER, code="no device")


@pytest.mark.parametrize("address", ["10.0.0.7", "169.254.169.254", "127.0.0.1", "::1"])
def test_no_address_leads_into_our_own_network(service: PushService, address: str):
    reach = replace(INTERNET, resolve=lambda *_: (ip_address(address),))
    subscription = replace(service.subscription(), endpoint="https://push.example/ana")

    receipt = PushSender("test", SITE, reach).send(a_letter(subscription), 60)

    assert receipt.outcome is Outcome.BAD_NUMBER
    assert service.host.asked == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://push.example/ana"},
        {"endpoint": "https://push.example:8443/ana"},
        {"endpoint": "https://ana@push.example/"},
        {"endpoint": ""},
        {"p256dh": "short"},
        {"auth": "§"},
    ],
)
def test_only_what_a_browser_gives_is_a_subscription(service: PushService, wrong: dict[str, str]):
    sound = replace(service.subscription(), endpoint="https://push.example/ana")
    push.require_sound(sound)

    with pytest.raises(Invalid):
        push.require_sound(replace(sound, **wrong))


def test_the_key_is_derived_and_another_secret_has_another():
    assert push.public_key("test") == push.public_key("test") != push.public_key("other")
    assert len(decoded(push.public_key("test"))) == 65
