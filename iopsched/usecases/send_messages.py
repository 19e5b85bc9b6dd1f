"""Sending what is due: claim, ask again, mark, call the provider, record. Safe to run twice, and in many processes.

Each step is a transaction of its own, and wherever a process dies the row says how far it came. Claimed and not marked:
when the lease ends somebody else takes it up. Marked without a receipt: the provider is asked what it has before
anything is sent again. Texts have no idempotency key, so this is as near to once as there is.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from iopsched.domain.channel import Channel, Letter
from iopsched.domain.errors import whereabouts
from iopsched.domain.message import LEASE, SETTLING, Message, State, validity
from iopsched.gateways import mail, push, sms
from iopsched.gateways.clock import running_from
from iopsched.gateways.sender import Outcome, Receipt, Sender, Switch, hash_of
from iopsched.store import outbox
from iopsched.store.db import reading, transaction
from iopsched.usecases.compose_text import Not, compose
from iopsched.usecases.record_receipt import record

__all__ = ["Sender", "Summary", "send_due", "sender_for"]

log = logging.getLogger(__name__)
BATCH = 20
BUSY_IN_A_ROW = 3
STOPPED = (
    "%s: the provider refuses everything (code %s): nothing goes out there until the account or its settings are mended"
)


@dataclass(frozen=True, slots=True)
class Summary:
    """What one run did. ``waiting``: for a better hour, or for another look. ``is_stopped``: some channel is shut."""

    sent: int = 0
    missed: int = 0
    withdrawn: int = 0
    failed: int = 0
    waiting: int = 0
    is_stopped: bool = False

    def __str__(self) -> str:
        counts = (self.sent, self.missed, self.withdrawn, self.failed, self.waiting)
        said = "{} sent, {} missed, {} withdrawn, {} failed, {} waiting".format(*counts)
        return f"{said}; stopped: a provider refuses everything" if self.is_stopped else said


class Account(sms.Account, mail.Mailbox, push.Post, Protocol):
    """The settings that choose and equip who carries each channel."""


def sender_for(account: Account) -> Switch:
    """Who carries each channel, as the settings say."""
    return Switch(
        {
            Channel.SMS: sms.make_sender(account),
            Channel.EMAIL: mail.make_sender(account),
            Channel.PUSH: push.make_sender(account),
        }
    )


def send_due(
    sender: Sender,
    *,
    now: datetime,
    secret: str,
    limit: int = BATCH,
    lease: timedelta = LEASE,
    going_on: Callable[[], bool] = lambda: True,
) -> Summary:
    """Send all that is due at ``now``, ``limit`` claimed at a time, until nothing is or ``going_on`` says no."""
    run = _Run(sender, secret, running_from(now), going_on)
    while not run.is_over:
        with transaction():
            claimed = outbox.claim(now=run.clock(), lease=lease, limit=limit)
        if not claimed:
            break
        run.work_through(claimed)
    return run.summary()


@dataclass(slots=True)
class _Run:
    sender: Sender
    secret: str
    clock: Callable[[], datetime]
    going_on: Callable[[], bool]
    counts: Counter[State] = field(default_factory=Counter)
    busy: Counter[Channel] = field(default_factory=Counter)
    stopped: set[Channel] = field(default_factory=set)

    @property
    def is_over(self) -> bool:
        return all(map(self._is_shut, Channel)) or not self.going_on()

    def work_through(self, claimed: tuple[Message, ...]) -> None:
        """Each in turn; one that cannot be handled holds up nobody else. What is not begun is given back."""
        for position, message in enumerate(claimed):
            if self.is_over:
                with transaction():
                    outbox.release(claimed[position:])
                return
            if state := self._try(message):
                self.counts[state] += 1

    def summary(self) -> Summary:
        final = {state.value: self.counts[state] for state in State if state.is_final}
        waiting = sum(count for state, count in self.counts.items() if not state.is_final)
        return Summary(**final, waiting=waiting, is_stopped=bool(self.stopped))

    def _try(self, message: Message) -> State | None:
        """A message that cannot be handled holds up nobody else, and is taken up again when its lease has ended."""
        try:
            return self._take(message)
        except Exception as error:
            log.error("message %d: %s", message.id, whereabouts(error))
            return State.DUE

    def _take(self, message: Message) -> State | None:
        """The state in which the message is left; None when somebody else has it, or withdrew it."""
        if message.state is State.UNCLEAR and (found := self._look(message)):
            return self._record(message, found)
        letter = self._prepare(message)
        if not isinstance(letter, Letter):
            return letter
        receipt = self.sender.send(letter, validity(message.useless_at, self.clock()))
        return self._record(replace(message, channel=letter.channel, sent_to=letter.to), receipt)

    def _look(self, message: Message) -> Receipt | None:
        """What the provider knows of an attempt without a receipt; None when it never got it, or lists nothing."""
        if message.channel is None:
            return None
        with reading():
            known = outbox.known_ids(message.patient_id)
        return self.sender.find(message.channel, message.sent_to, message.body_hash, known)

    def _prepare(self, message: Message) -> Letter | State | None:
        """Ask everything again and mark the attempt; or settle that there is to be none. None: it is no longer ours."""
        moment = self.clock()
        with transaction():
            if not outbox.hold(message):
                return None
            letter = compose(message, now=moment, secret=self.secret)
            if isinstance(letter, Not):
                return _set_aside(message, letter, moment)
            if self._is_shut(letter.channel):
                outbox.postpone(message, until=moment + SETTLING)
                return State.DUE
            until = moment + message.settling
            outbox.mark(message, letter, body_hash=hash_of(letter.body), now=moment, until=until)
        return letter

    def _is_shut(self, channel: Channel) -> bool:
        """Nothing goes by it in this run: too busy, or in need of being mended. The others go on."""
        return channel in self.stopped or self.busy[channel] >= BUSY_IN_A_ROW

    def _record(self, message: Message, receipt: Receipt) -> State:
        if channel := message.channel:
            self.busy[channel] = self.busy[channel] + 1 if receipt.outcome is Outcome.BUSY else 0
            if receipt.outcome is Outcome.MISCONFIGURED:
                self.stopped.add(channel)
                log.critical(STOPPED, channel.value, receipt.code)
        with transaction():
            return record(message, receipt, now=self.clock())


def _set_aside(message: Message, verdict: Not, now: datetime) -> State:
    if verdict.due_at:
        outbox.reschedule(message, verdict.due_at)
    else:
        outbox.settle(message, verdict.state, now=now, failure=verdict.why)
    return verdict.state
