"""What follows from a provider's answer. Called inside a transaction; opens none itself."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from iopsched.domain.consent import Source
from iopsched.domain.message import SETTLING, Message, State
from iopsched.gateways.sms.sender import Outcome, Receipt
from iopsched.store import audit, locks, messages, outbox, people
from iopsched.usecases import keep_consent

log = logging.getLogger(__name__)
GIVEN_UP_AFTER = timedelta(days=1)


def record(message: Message, receipt: Receipt, to: str, *, now: datetime) -> State:
    """Write the answer down; the state in which it leaves the message. ``to`` is the number that was tried."""
    log.info("message %d: %s %s", message.id, receipt.outcome.value, receipt.code)
    said = {"provider_id": receipt.provider_id, "failure": receipt.code}
    match receipt.outcome:
        case Outcome.TAKEN:
            outbox.settle(message, State.SENT, now=now, provider_id=receipt.provider_id)
            return State.SENT
        case Outcome.BUSY:
            outbox.postpone(message, until=now + message.pause, failure=receipt.code)
            return State.DUE
        case Outcome.MISCONFIGURED:
            outbox.postpone(message, until=now + SETTLING, failure=receipt.code)
            return State.DUE
        case Outcome.UNCLEAR:
            return _leave(message, receipt, now)
        case Outcome.OPTED_OUT:
            _withdraw_consent(message.patient_id, now)
            outbox.settle(message, State.WITHDRAWN, now=now, **said)
            return State.WITHDRAWN
        case Outcome.BAD_NUMBER:
            _keep_as_bad(message.patient_id, to, now)
    outbox.settle(message, State.FAILED, now=now, **said)
    return State.FAILED


def follow(message: Message, outcome: Outcome, code: str, *, now: datetime) -> None:
    """What the provider says later of a text that it took: that it arrived, or why it never will."""
    log.info("message %d: later %s %s", message.id, outcome.value, code)
    if outcome is Outcome.TAKEN:
        outbox.arrive(message, now=now)
        return
    outbox.bounce(message, code)
    if outcome is Outcome.OPTED_OUT:
        _withdraw_consent(message.patient_id, now)
    if outcome is Outcome.BAD_NUMBER:
        _keep_as_bad(message.patient_id, message.sent_to, now)


def _leave(message: Message, receipt: Receipt, now: datetime) -> State:
    """Look again later; a day after it is of no use to anybody, staff are to know that nobody knows."""
    if now > message.useless_at + GIVEN_UP_AFTER:
        outbox.settle(message, State.FAILED, now=now, failure=receipt.code or "unclear")
        return State.FAILED
    outbox.leave(message, until=now + message.settling, failure=receipt.code)
    return State.UNCLEAR


def _withdraw_consent(patient_id: int, now: datetime) -> None:
    """They told the carrier to stop: that binds us everywhere and at once."""
    patient = locks.patient(patient_id)
    if patient.accepts_texts:
        keep_consent.keep(patient.program_id, patient_id, False, Source.CARRIER, actor="system", now=now)
    messages.withdraw_all(patient_id)


def _keep_as_bad(patient_id: int, number: str, now: datetime) -> None:
    """Unless the patient has another number by now."""
    patient = locks.patient(patient_id)
    if patient.phone == number:
        people.change(patient_id, phone_is_bad=True)
        audit.note(patient.program_id, "system", "bad number", now=now, patient_id=patient_id)
