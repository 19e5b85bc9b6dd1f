"""Sending what is due: claim, ask again, mark, call the provider, record. Safe to run twice, and in many processes.

Each step is a transaction of its own, and wherever a process dies the row says how far it came. Claimed and not marked:
when the lease ends somebody else takes it up. Marked without a receipt: the provider is asked what it has before
anything is sent again. Texts have no idempotency key, so this is as near to once as there is.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from iopsched.domain.errors import whereabouts
from iopsched.domain.message import LEASE, Message, State, validity
from iopsched.gateways.clock import running_from
from iopsched.gateways.sms import Account, make_sender
from iopsched.gateways.sms.sender import Outcome, Receipt, Sender, hash_of
from iopsched.store import outbox
from iopsched.store.db import reading, transaction
from iopsched.usecases.compose_text import Not, Text, compose
from iopsched.usecases.record_receipt import record

__all__ = ["Sender", "Summary", "send_due", "sender_for"]

log = logging.getLogger(__name__)
BATCH = 20
BUSY_IN_A_ROW = 3
STOPPED = "the provider refuses every text (code %s): no message goes out until the account or its settings are mended"


@dataclass(frozen=True, slots=True)
class Summary:
    """What one run did. ``waiting``: for a better hour, or for another look. ``is_stopped``: nothing can go out now."""

    sent: int = 0
    missed: int = 0
    withdrawn: int = 0
    failed: int = 0
    waiting: int = 0
    is_stopped: bool = False

    def __str__(self) -> str:
        counts = (self.sent, self.missed, self.withdrawn, self.failed, self.waiting)
        said = "{} sent, {} missed, {} withdrawn, {} failed, {} waiting".format(*counts)
        return f"{said}; stopped: the provider refuses every text" if self.is_stopped else said


def sender_for(account: Account) -> Sender:
    """The sender that the settings name."""
    return make_sender(account)


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
    busy: int = 0
    is_stopped: bool = False

    @property
    def is_over(self) -> bool:
        return self.is_stopped or self.busy >= BUSY_IN_A_ROW or not self.going_on()

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
        return Summary(**final, waiting=waiting, is_stopped=self.is_stopped)

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
            return self._record(message, found, message.sent_to)
        text = self._prepare(message)
        if not isinstance(text, Text):
            return text
        receipt = self.sender.send(text.to, text.body, validity(message.useless_at, self.clock()))
        return self._record(message, receipt, text.to)

    def _look(self, message: Message) -> Receipt | None:
        """What the provider knows of an attempt without a receipt; None when it never got it."""
        with reading():
            known = outbox.known_ids(message.patient_id)
        return self.sender.find(message.sent_to, message.body_hash, known)

    def _prepare(self, message: Message) -> Text | State | None:
        """Ask everything again and mark the attempt; or settle that there is to be none. None: it is no longer ours."""
        moment = self.clock()
        with transaction():
            if not outbox.hold(message):
                return None
            text = compose(message, now=moment, secret=self.secret)
            if isinstance(text, Not):
                return _set_aside(message, text, moment)
            until = moment + message.settling
            outbox.mark(message, to=text.to, body_hash=hash_of(text.body), now=moment, until=until)
        return text

    def _record(self, message: Message, receipt: Receipt, to: str) -> State:
        self.busy = self.busy + 1 if receipt.outcome is Outcome.BUSY else 0
        if receipt.outcome is Outcome.MISCONFIGURED:
            self.is_stopped = True
            log.critical(STOPPED, receipt.code)
        with transaction():
            return record(message, receipt, to, now=self.clock())


def _set_aside(message: Message, verdict: Not, now: datetime) -> State:
    if verdict.due_at:
        outbox.reschedule(message, verdict.due_at)
    else:
        outbox.settle(message, verdict.state, now=now, failure=verdict.why)
    return verdict.state
