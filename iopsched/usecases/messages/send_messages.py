"""Sending what is due: claim, ask again, mark, call the provider, record. Safe to run twice, and in many processes.

Wherever a process dies the row says how far it came. Claimed and not marked: when the lease ends somebody else takes it
up. Marked without a receipt: the provider is asked what it has before anything is sent again. Texts have no idempotency
key, so this is as near to once as there is.

Many calls are open at once, each in a thread that does nothing else; one thread asks the database, for many at a time.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from iopsched.domain.channel import Channel
from iopsched.domain.errors import whereabouts
from iopsched.domain.message import LEASE, Message, State
from iopsched.gateways import mail, push, sms
from iopsched.gateways.clock import running_from
from iopsched.gateways.sender import Outcome, Sender, Switch
from iopsched.store import outbox
from iopsched.store.db import reading, transaction
from iopsched.usecases.messages.mark_attempts import Attempt, Marked, mark
from iopsched.usecases.messages.open_calls import Calls
from iopsched.usecases.messages.write_answers import Answer, write

__all__ = ["Sender", "Summary", "send_due", "sender_for"]

log = logging.getLogger(__name__)


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
    at_once: int = 1,
    lease: timedelta = LEASE,
    going_on: Callable[[], bool] = lambda: True,
) -> Summary:
    """Send all that is due at ``now``, with ``at_once`` calls open, until nothing is or ``going_on`` says no.

    Calls that are open then are waited for; what was marked and not begun is due again.
    """
    clock = running_from(now)
    with ThreadPoolExecutor(at_once, "sending") as threads:
        run = _Run(Calls(sender, threads, clock, going_on), secret, clock, lease, at_once, going_on)
        try:
            run.go()
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
    return run.summary()


@dataclass(slots=True)
class _Run:
    calls: Calls
    secret: str
    clock: Callable[[], datetime]
    lease: timedelta
    at_once: int
    going_on: Callable[[], bool]
    counts: Counter[State] = field(default_factory=Counter)
    is_drained: bool = False
    is_slowed: bool = False
    is_stopped: bool = False

    def go(self) -> None:
        """Until nothing is due and no call is open."""
        while self._begin() or self.calls:
            if self._is_over:
                self._call_back()
            self._end()

    def summary(self) -> Summary:
        final = {state.value: self.counts[state] for state in State if state.is_final}
        waiting = sum(count for state, count in self.counts.items() if not state.is_final)
        return Summary(**final, waiting=waiting, is_stopped=self.is_stopped)

    @property
    def _is_over(self) -> bool:
        return self.is_slowed or not self.going_on()

    @property
    def _room(self) -> int:
        """How many more to take on: nearly as many as may be open stand ready behind them, so that no thread waits."""
        room = 2 * self.at_once - 1 - len(self.calls)
        return 0 if self.calls and (self.is_drained or room < self.at_once // 2) else room

    def _begin(self) -> int:
        """Claim, and have what is claimed sent or looked up; how many that were."""
        if self._is_over or not (room := self._room):
            return 0
        with transaction():
            claimed = outbox.claim(now=self.clock(), lease=self.lease, limit=room)
        self.is_drained = len(claimed) < room
        self._send([message for message in claimed if not self._is_looked_up(message)])
        return len(claimed)

    def _is_looked_up(self, message: Message) -> bool:
        """An attempt without a receipt is, before anything is sent again."""
        if message.state is not State.UNCLEAR or message.channel is None:
            return False
        with reading():
            known = outbox.known_ids(message.patient_id)
        self.calls.look(message, message.channel, known)
        return True

    def _send(self, batch: Sequence[Message]) -> None:
        for marked in self._marked(batch) if batch else ():
            if isinstance(marked, Attempt):
                self.calls.send(marked)
            elif marked:
                self.counts[marked] += 1

    def _marked(self, batch: Sequence[Message]) -> Iterable[Marked]:
        """One that cannot be handled holds up nobody else, and is taken up again when its lease has ended."""
        try:
            done = mark(batch, now=self.clock(), secret=self.secret)
        except Exception as error:
            if len(batch) > 1:
                log.warning("%d messages could not be taken together: %s", len(batch), whereabouts(error))
                return [each for message in batch for each in self._marked([message])]
            return [_failed(batch[0], error)]
        self.is_slowed = self.is_slowed or done.is_slowed
        self.is_stopped = self.is_stopped or done.is_stopped
        return done.each

    def _end(self) -> None:
        """Write down what was answered; what was looked up in vain is sent."""
        ended = self.calls.ended()
        self._record([(each.message, each.receipt) for each in ended if each.receipt])
        for each in ended:
            if each.error:
                self.counts[_failed(each.message, each.error)] += 1
        silent = [each for each in ended if not each.receipt and not each.error]
        for each in silent:
            if each.attempt:
                _give_back(each.message, each.attempt)
        self._send([each.message for each in silent if not each.attempt])

    def _call_back(self) -> None:
        for message, attempt in self.calls.call_back():
            _give_back(message, attempt)

    def _record(self, answers: Sequence[Answer]) -> None:
        """Together, but for those from which something follows for a patient, who has to be locked first."""
        quick = [answer for answer in answers if not answer[1].is_about_patient]
        for batch in (quick, *([answer] for answer in answers if answer not in quick)):
            self._written(batch)

    def _written(self, batch: Sequence[Answer]) -> None:
        try:
            self.counts.update(write(batch, now=self.clock()) if batch else ())
        except Exception as error:
            if len(batch) == 1:
                self.counts[_failed(batch[0][0], error)] += 1
                return
            log.warning("%d answers could not be written together: %s", len(batch), whereabouts(error))
            for answer in batch:
                self._written([answer])
        self.is_stopped = self.is_stopped or any(said.outcome is Outcome.MISCONFIGURED for _, said in batch)


def _give_back(message: Message, attempt: Attempt | None) -> None:
    """It was taken on, and no provider has been called: it is as it was, and free."""
    with transaction():
        if attempt:
            outbox.unmark(message)
        else:
            outbox.release(message)


def _failed(message: Message, error: Exception) -> State:
    log.error("message %d: %s", message.id, whereabouts(error))
    return State.DUE
