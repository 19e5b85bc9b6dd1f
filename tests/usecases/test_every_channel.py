"""All channels as they are, to a mail server and a push service on loopback, by the worker's own way of sending."""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

from iopsched.domain.channel import Channel
from iopsched.domain.message import Message, State
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.gateways import mail, push
from iopsched.gateways.push.sender import PushSender
from iopsched.gateways.sender import Outcome, Switch
from iopsched.settings import Settings
from iopsched.store import messages, people
from iopsched.store.db import reading, transaction
from iopsched.usecases.messages import keep_devices, send_messages
from iopsched.usecases.messages.send_messages import Summary
from iopsched.usecases.seats import book_session
from tests.builders import at
from tests.carrier import Carrier, answers
from tests.conftest import NOW
from tests.stand_in_host import says
from tests.stand_in_mail_server import MailServer, running_mail_server
from tests.stand_in_push_service import PushService, running_push_service
from tests.stored import a_stored_patient, a_stored_session

EVE, SITE = at(0, 18), "https://week.example.org"
KNOWN = {"DATABASE_URL": "sqlite://", "SECRET_KEY": "test", "PUBLIC_URL": SITE, "MAIL_FROM": "week@example.org"}


@dataclass(frozen=True, slots=True)
class Town:
    """A program, and everybody who carries its messages."""

    program: Program
    texts: Carrier
    letters: MailServer
    notifications: PushService

    def reached(self, number: int, *channels: Channel) -> Patient:
        """Somebody who is to be reminded at EVE, and agreed to these channels."""
        patient = a_stored_patient(self.program, accepts_texts=Channel.SMS in channels)
        if Channel.EMAIL in channels:
            with transaction():
                people.change(patient.id, email=f"{number}@example.org", accepts_email=True)
        if Channel.PUSH in channels:
            there = self.notifications.subscription(f"/push/{number}")
            keep_devices.add(patient.id, "phone", there, secret="test", now=NOW)
        return patient

    def remind(self, patients: list[Patient]) -> Summary:
        session = a_stored_session(self.program, day=1, seats=len(patients))
        for patient in patients:
            book_session.book(patient.id, session.id, now=NOW)
        letters = mail.make_sender(Settings.from_env(KNOWN | {"MAIL_URL": self.letters.url()}))
        push_sender = PushSender("test", SITE, self.notifications.host.reach(seconds=60))
        carriers = {Channel.SMS: self.texts, Channel.EMAIL: letters, Channel.PUSH: push_sender}
        return send_messages.send_due(Switch(carriers), now=EVE, secret="test", at_once=20)


@pytest.fixture
def town(app: Flask, program: Program, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    monkeypatch.setattr(push, "require_sound", lambda _: None)  # ours is on loopback
    with running_mail_server() as letters, running_push_service() as notifications:
        yield Town(program, Carrier(), letters, notifications)


def the_reminder(patient: Patient) -> Message:
    with reading():
        (message,) = messages.of_patient(patient.id)
    return message


def topic(message: Message) -> str:
    return hmac.new(b"test", f"push {message.key}".encode(), hashlib.sha256).hexdigest()[:32]


def test_of_forty_at_once_each_arrives_once_and_none_is_mixed_up(town: Town):
    by_mail = [town.reached(number, Channel.EMAIL) for number in range(20)]
    by_push = [town.reached(number, Channel.PUSH) for number in range(20)]

    assert town.remind(by_mail + by_push) == Summary(sent=40)

    written = {mail["To"]: str(mail["List-Unsubscribe"]) for mail in town.letters.letters}
    assert len(town.letters.letters) == len({mail["Message-ID"] for mail in town.letters.letters}) == 20
    for number, patient in enumerate(by_mail):
        assert f"/e-mail/no/{patient.id}/" in written[f"{number}@example.org"]
    assert sorted(town.notifications.takers) == sorted(
        (f"/push/{number}", topic(the_reminder(patient))) for number, patient in enumerate(by_push)
    )


def test_what_a_carrier_and_a_device_refuse_is_written_in_a_letter(town: Town):
    ana = town.reached(1, Channel.SMS, Channel.PUSH, Channel.EMAIL)
    town.texts.plan(answers(Outcome.BAD_NUMBER, "21211"))
    town.notifications.host.answer(says(410))

    town.remind([ana])

    message = the_reminder(ana)
    assert (message.state, message.channel) == (State.SENT, Channel.EMAIL)
    assert message.spent == {Channel.SMS, Channel.PUSH}
    (letter,) = town.letters.letters
    assert letter["To"] == "1@example.org"
    with reading():
        known = people.patient(ana.id)
    assert (known.phone_is_bad, known.devices) == (True, 0)


def test_an_address_that_the_server_refuses_is_marked_and_the_others_get_theirs(town: Town):
    town.letters.unknown.add("1@example.org")
    ana, ben = town.reached(1, Channel.EMAIL), town.reached(2, Channel.EMAIL)

    assert town.remind([ana, ben]) == Summary(sent=1, failed=1)

    with reading():
        assert [people.patient(each.id).email_is_bad for each in (ana, ben)] == [True, False]
    assert the_reminder(ana).failure == "550 5.1.1"
