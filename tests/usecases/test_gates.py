"""A carrier in trouble is left alone by all who send, and tried now and then; what waits is neither lost nor late."""

import logging
from datetime import datetime, timedelta

import pytest
from flask import Flask

from iopsched.domain.channel import Channel
from iopsched.domain.gate import Gate, Trouble
from iopsched.domain.message import State
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.gateways.sender import Outcome, Receipt
from iopsched.store import carriers, messages, outbox, people
from iopsched.store.db import reading, transaction
from iopsched.usecases import check_readiness
from iopsched.usecases.messages import hear_receipt, send_messages, watch_deliveries
from iopsched.usecases.messages.send_messages import Summary
from iopsched.usecases.seats import book_session
from tests.builders import at
from tests.carrier import Carrier, Plan, answers
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_session

EVE = at(0, 18)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
REFUSES = answers(Outcome.MISCONFIGURED, "20003")


@pytest.fixture
def carrier(program: Program) -> Carrier:
    """Six patients are to be reminded at EVE."""
    session = a_stored_session(program, day=1)
    for _ in range(6):
        book_session.book(a_stored_patient(program).id, session.id, now=NOW)
    return Carrier()


def send(carrier: Carrier, now: datetime, at_once: int = 1) -> Summary:
    return send_messages.send_due(carrier, now=now, secret="test", at_once=at_once)


def gate() -> Gate:
    with reading():
        return carriers.gates()[Channel.SMS]


def asks_to_wait(seconds: int) -> Plan:
    return lambda *_: Receipt(Outcome.BUSY, code="20429", wait=timedelta(seconds=seconds))


def test_another_worker_finds_the_gate_shut(carrier: Carrier):
    other = Carrier()
    carrier.plan(REFUSES)
    send(carrier, EVE)

    assert send(other, EVE + MINUTE / 2) == Summary()
    assert (gate().trouble, gate().failure, other.tried) == (Trouble.SHUT, "20003", [])


def test_one_message_tries_and_then_all_go(carrier: Carrier):
    carrier.plan(REFUSES)
    send(carrier, EVE)

    tried = send(carrier, EVE + 5 * MINUTE, at_once=4)

    assert (tried.sent, len(carrier.texts), gate()) == (6, 6, Gate("sms"))


def test_one_message_tries_and_the_others_wait_on(carrier: Carrier):
    carrier.plan(REFUSES, REFUSES)
    send(carrier, EVE)
    send(carrier, EVE + 5 * MINUTE, at_once=4)

    assert (len(carrier.tried), gate().tries) == (2, 2)
    assert (gate().since or NOW) - EVE < SECOND


def test_who_has_another_channel_hears_by_it_while_one_is_shut(carrier: Carrier, monkeypatch: pytest.MonkeyPatch):
    carrier.plan(REFUSES)
    send(carrier, EVE)
    monkeypatch.setattr(Patient, "channels", property(lambda _: (Channel.SMS, Channel.EMAIL)))

    assert send(carrier, EVE + 3 * SECOND, at_once=4) == Summary()
    with transaction():
        outbox.free("20003")
    assert send(carrier, EVE + 3 * SECOND, at_once=4) == Summary(sent=6)
    assert {letter.channel for letter in carrier.tried[1:]} == {Channel.EMAIL}


@pytest.mark.parametrize(("minutes", "channel"), [(5, None), (11, Channel.EMAIL)])
def test_who_has_another_channel_hears_by_it_once_one_has_been_too_busy_for_long(
    carrier: Carrier, monkeypatch: pytest.MonkeyPatch, minutes: int, channel: Channel | None
):
    monkeypatch.setattr(Patient, "channels", property(lambda _: (Channel.SMS, Channel.EMAIL)))
    with transaction():
        carriers.hold(Channel.SMS)
        carriers.keep(Gate("sms").slowed("20429", EVE - minutes * MINUTE, 0).slowed("20429", EVE, 0, MINUTE))

    send(carrier, EVE, at_once=4)

    assert {letter.channel for letter in carrier.tried} == ({channel} if channel else set())


def test_what_would_be_of_no_use_after_the_pause_goes_by_another_channel(
    carrier: Carrier, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(Patient, "channels", property(lambda _: (Channel.SMS, Channel.EMAIL)))
    nearly = at(1, 18) - 5 * MINUTE
    with transaction():
        carriers.hold(Channel.SMS)
        carriers.keep(Gate("sms").slowed("20429", nearly, 0, 6 * MINUTE))

    assert send(carrier, nearly, at_once=4).sent == 6


def test_what_goes_by_a_channel_that_is_well_does_not_wait_for_one_that_is_too_busy(carrier: Carrier):
    with reading():
        first = people.patient(1)
    with transaction():
        people.change(first.id, accepts_texts=False, accepts_email=True, email="ana@example.org")
        carriers.hold(Channel.EMAIL)
        carriers.keep(Gate("email").slowed("451", EVE, 0, 2 * MINUTE))

    assert send(carrier, EVE, at_once=2) == Summary(sent=5, waiting=1)


def test_what_waited_too_long_is_missed(carrier: Carrier):
    carrier.plan(REFUSES)
    send(carrier, EVE)

    assert send(carrier, at(1, 18)).missed == 6
    assert carrier.texts == []


def test_fifty_refusals_at_once_are_one_trouble(carrier: Carrier):
    carrier.plan(*[answers(Outcome.BUSY, "20429")] * 6)

    send(carrier, EVE, at_once=6)

    assert gate().tries == 1


def test_who_is_too_busy_is_left_alone_for_as_long_as_it_asks(carrier: Carrier):
    carrier.plan(asks_to_wait(120))
    send(carrier, EVE)
    send(carrier, EVE + MINUTE)
    assert len(carrier.tried) == 1

    assert send(carrier, EVE + 3 * MINUTE).sent == 6


def test_a_receipt_can_shut_the_gate_and_its_message_is_tried_once_more(carrier: Carrier):
    send(carrier, EVE)
    hear_receipt.hear("SM0", "undelivered", "30034", now=EVE + MINUTE)

    assert gate().is_shut
    assert send(carrier, EVE + HOUR).sent == 1
    assert carrier.texts[-1] == carrier.texts[0]


def test_a_gate_that_a_receipt_has_shut_is_opened_by_a_text_that_arrives(carrier: Carrier):
    send(carrier, EVE)
    hear_receipt.hear("SM0", "undelivered", "30034", now=EVE + MINUTE)
    hear_receipt.hear("SM1", "delivered", "", now=EVE + MINUTE)
    send(carrier, EVE + 15 * MINUTE)

    assert gate().is_shut
    hear_receipt.hear("SM6", "delivered", "", now=EVE + 16 * MINUTE)
    assert not gate().trouble


def test_a_phone_that_was_off_is_tried_once_more_and_not_twice(program: Program, carrier: Carrier):
    send(carrier, EVE)
    hear_receipt.hear("SM0", "undelivered", "30003", now=EVE + MINUTE)
    send(carrier, EVE + HOUR)
    hear_receipt.hear("SM6", "undelivered", "30003", now=EVE + HOUR + MINUTE)

    assert send(carrier, at(1, 12)) == Summary()
    with reading():
        failed = [m for m in messages.of_program(program.id, since=NOW) if m.state is State.FAILED]
    assert (len(carrier.texts), len(failed)) == (7, 2)


def test_staff_and_whoever_watches_are_told(carrier: Carrier, staff: Staff):
    assert not watch_deliveries.view(staff, now=EVE).is_raised
    carrier.plan(REFUSES)
    send(carrier, EVE)

    assert [shut.failure for shut in watch_deliveries.view(staff, now=EVE).gates] == ["20003"]
    assert check_readiness.standstills() == ("sms 20003",)


def test_a_carrier_that_is_busy_for_a_moment_is_no_alarm(carrier: Carrier, staff: Staff):
    carrier.plan(answers(Outcome.BUSY, "20429"))
    send(carrier, EVE)

    assert not watch_deliveries.view(staff, now=EVE + MINUTE).is_raised
    assert watch_deliveries.view(staff, now=EVE + 11 * MINUTE).gates


def test_too_many_that_fail_are_an_alarm_once_an_hour(
    app: Flask, program: Program, staff: Staff, caplog: pytest.LogCaptureFixture
):
    session, carrier = a_stored_session(program, day=1, seats=9), Carrier()
    for _ in range(9):
        book_session.book(a_stored_patient(program).id, session.id, now=NOW)
    carrier.plan(*[answers(Outcome.REFUSED, "30007")] * 3)
    send(carrier, EVE)

    falling = watch_deliveries.view(staff, now=EVE + MINUTE).falling
    assert falling
    assert (falling.tried, falling.failed) == (9, 3)
    with caplog.at_level(logging.ERROR):
        watch_deliveries.warn(now=EVE + MINUTE)
        watch_deliveries.warn(now=EVE + 2 * MINUTE)
    assert caplog.text.count("3 of 9 messages failed") == 1
