"""Calls to providers that are open at once: each in a thread that asks no database and does nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from iopsched.domain.channel import Channel
from iopsched.domain.message import Message, validity
from iopsched.gateways.sender import Receipt, Sender
from iopsched.usecases.messages.mark_attempts import Attempt

CALLING = timedelta(minutes=1)
"""How long a call to a provider may take; none begins when less than that is left of its lease."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A call that is over. Without a receipt: an attempt was not begun, or what was looked for is not there."""

    message: Message
    attempt: Attempt | None
    receipt: Receipt | None
    error: Exception | None


@dataclass(slots=True)
class Calls:
    """Attempts, and looks for what became of earlier ones."""

    sender: Sender
    threads: ThreadPoolExecutor
    clock: Callable[[], datetime]
    going_on: Callable[[], bool]
    _open: dict[Future[Receipt | None], tuple[Message, Attempt | None]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._open)

    def send(self, attempt: Attempt) -> None:
        self._open[self.threads.submit(self._send, attempt)] = attempt.message, attempt

    def look(self, message: Message, channel: Channel, known: Collection[str]) -> None:
        """What the provider knows of an attempt without a receipt; nothing when it never got it, or lists none."""
        look = self.threads.submit(self.sender.find, channel, message.sent_to, message.body_hash, known)
        self._open[look] = message, None

    def call_back(self) -> Iterator[tuple[Message, Attempt | None]]:
        """Those that no thread has begun: they are not made."""
        for future in [future for future in self._open if future.cancel()]:
            yield self._open.pop(future)

    def ended(self) -> list[Ended]:
        """Wait for the next to end, and give all that have by then. Whatever ends a process is raised here."""
        return [self._ended(future) for future in wait(self._open, return_when=FIRST_COMPLETED).done]

    def _ended(self, future: Future[Receipt | None]) -> Ended:
        message, attempt = self._open.pop(future)
        error = future.exception()
        if isinstance(error, Exception):
            return Ended(message, attempt, None, error)
        return Ended(message, attempt, future.result(), None)

    def _send(self, attempt: Attempt) -> Receipt | None:
        now = self.clock()
        if now > attempt.until - CALLING or not self.going_on():
            return None
        return self.sender.send(attempt.letter, validity(attempt.message.useless_at, now))
