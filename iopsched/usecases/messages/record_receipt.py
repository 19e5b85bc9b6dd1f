"""What follows from a provider's answer. Called inside a transaction; opens none itself."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from iopsched.domain.channel import Channel
from iopsched.domain.consent import Source
from iopsched.domain.message import SETTLING, Message, State
from iopsched.gateways.sender import Outcome, Receipt
from iopsched.store import audit, devices, locks, messages, outbox, people
from iopsched.usecases.messages import keep_consent
from iopsched.usecases.messages.address_letter import channels_left, telling_of
from iopsched.usecases.messages.tell_again import try_once_more
from iopsched.usecases.messages.tell_gate import tell_gate

log = logging.getLogger(__name__)
GIVEN_UP_AFTER = timedelta(days=1)
TRIES = 4
"""How often an address or device may say 'later' before the message goes by another channel."""


def record(message: Message, receipt: Receipt, *, now: datetime) -> State:
    """Write the answer down; the state in which it leaves the message, which says by which way it went, and whereto.

    What cannot arrive that way is due again by the next channel that is left.
    """
    log.info("message %d: %s %s", message.id, receipt.outcome.value, receipt.code)
    if receipt.gone:
        _forget(message.patient_id, receipt.gone)
    match receipt.outcome:
        case Outcome.TAKEN:
            outbox.settle(message, State.SENT, now=now, provider_id=receipt.provider_id)
            return State.SENT
        case Outcome.BUSY:
            outbox.postpone(message, until=now + message.pause, failure=receipt.code)
            return State.DUE
        case Outcome.LATER:
            return _try_later(message, receipt, now)
        case Outcome.MISCONFIGURED:
            outbox.postpone(message, until=now + SETTLING, failure=receipt.code)
            return State.DUE
        case Outcome.UNCLEAR:
            return _leave(message, receipt, now)
        case _:
            return _fail(message, receipt, now)


def follow(message: Message, outcome: Outcome, code: str, *, now: datetime) -> None:
    """What the provider says later of a text that it took: that it arrived, or why it never will."""
    log.info("message %d: later %s %s", message.id, outcome.value, code)
    if outcome is Outcome.TAKEN:
        outbox.arrive(message, now=now)
        _trust(message, now)
    else:
        _learn(message, outcome, now)
        if not _turn(message, code, now):
            outbox.bounce(message, code)
            _perhaps_again(message, outcome, now)
    if message.channel and (outcome is Outcome.TAKEN or outcome.is_trouble):
        tell_gate(message.channel, [(message, Receipt(outcome, code=code))], now=now, is_late=True)


def _fail(message: Message, receipt: Receipt, now: datetime) -> State:
    _learn(message, receipt.outcome, now)
    if _turn(message, receipt.code, now):
        return State.DUE
    state = State.WITHDRAWN if receipt.outcome is Outcome.OPTED_OUT else State.FAILED
    outbox.settle(message, state, now=now, provider_id=receipt.provider_id, failure=receipt.code)
    _perhaps_again(message, receipt.outcome, now)
    return state


def _try_later(message: Message, receipt: Receipt, now: datetime) -> State:
    """The same way a few times more, unless nobody can tell whether it is there already; then another, or on and on."""
    is_enough = message.attempts + 1 >= TRIES and not message.bound_to
    if not (is_enough and _turn(message, receipt.code, now)):
        outbox.postpone(message, until=now + message.patience, failure=receipt.code)
    return State.DUE


def _perhaps_again(message: Message, outcome: Outcome, now: datetime) -> None:
    """Where nothing is the matter with the message, nor for long with whom it is for."""
    if outcome in {Outcome.UNREACHED, Outcome.MISCONFIGURED}:
        try_once_more(message, now)


def _learn(message: Message, outcome: Outcome, now: datetime) -> None:
    """What it says of every message to come."""
    if outcome is Outcome.OPTED_OUT and message.channel:
        _withdraw_consent(message.patient_id, message.channel, now)
    if outcome is Outcome.BAD_NUMBER:
        _keep_as_bad(message, now)


def _turn(message: Message, failure: str, now: datetime) -> bool:
    """Whether there is another way, in time; then it is taken."""
    if message.channel is None or now >= message.useless_at:
        return False
    tried = replace(message, state=State.DUE, spent=message.spent | {message.channel})
    patient = people.patient(message.patient_id)
    if not channels_left(tried, patient, telling_of(message, patient)):
        return False
    outbox.turn(message, message.channel, failure)
    return True


def _leave(message: Message, receipt: Receipt, now: datetime) -> State:
    """Look again later; a day after it is of no use to anybody, staff are to know that nobody knows."""
    if now > message.useless_at + GIVEN_UP_AFTER:
        outbox.settle(message, State.FAILED, now=now, failure=receipt.code or "unclear")
        return State.FAILED
    outbox.leave(message, until=now + message.settling, failure=receipt.code)
    return State.UNCLEAR


def _withdraw_consent(patient_id: int, channel: Channel, now: datetime) -> None:
    """They told the carrier to stop: that binds us at once, and everything where no other channel is left."""
    patient = locks.patient(patient_id)
    if patient.agrees_to(channel):
        keep_consent.keep(
            patient.program_id, patient_id, False, Source.CARRIER, actor="system", now=now, channel=channel
        )
    if not people.patient(patient_id).agrees:
        messages.withdraw_all(patient_id)


def _forget(patient_id: int, gone: tuple[int, ...]) -> None:
    """Devices whose push service says that they take no more."""
    locks.patient(patient_id)
    devices.remove(patient_id, gone)


def _trust(message: Message, now: datetime) -> None:
    """A number that a text has reached is not bad, whatever was said of it before."""
    if message.channel is not Channel.SMS or not people.patient(message.patient_id).phone_is_bad:
        return
    patient = locks.patient(message.patient_id)
    if patient.phone_is_bad and patient.phone == message.sent_to:
        people.change(patient.id, phone_is_bad=False)
        audit.note(patient.program_id, "system", "number trusted", now=now, patient_id=patient.id)


def _keep_as_bad(message: Message, now: datetime) -> None:
    """Unless the patient has another number or address by now."""
    patient = locks.patient(message.patient_id)
    if message.channel is Channel.SMS and patient.phone == message.sent_to:
        people.change(patient.id, phone_is_bad=True)
        audit.note(patient.program_id, "system", "bad number", now=now, patient_id=patient.id)
    if message.channel is Channel.EMAIL and patient.email and patient.email == message.sent_to:
        people.change(patient.id, email_is_bad=True)
        audit.note(patient.program_id, "system", "bad address", now=now, patient_id=patient.id)
