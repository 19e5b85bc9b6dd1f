"""How processes wait for each other: to begin at the same instant, and once in the middle of what they do."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.synchronize import Semaphore
from time import monotonic

PROCESSES = multiprocessing.get_context("forkserver")
LONG = 30.0


class Meeting:
    """For so many parties, of which each comes once: at its stop, or when it is done without having come there.

    Who stops waits until all others have come, or until ``patience`` is over: in vain where a guard keeps them apart.
    With ``first``, the others begin when that one is at its stop.
    """

    def __init__(self, parties: int, patience: float, first: int | None = None) -> None:
        self.parties = parties
        self._patience = patience
        self._first = first
        self._gate, self._ahead = PROCESSES.Semaphore(0), PROCESSES.Semaphore(0)
        self._others: list[Semaphore] = [PROCESSES.Semaphore(0) for _ in range(parties)]

    def begin(self) -> None:
        """Let all of them go."""
        _release(self._gate, self.parties)

    def await_begin(self, number: int) -> None:
        if not self._gate.acquire(timeout=LONG):
            raise TimeoutError("nobody let us go")
        if self._first is not None and number != self._first and not self._ahead.acquire(timeout=LONG):
            raise TimeoutError("the first one never came to its stop")

    def come(self, number: int) -> None:
        if number == self._first:
            _release(self._ahead, self.parties - 1)
        for other, semaphore in enumerate(self._others):
            if other != number:
                semaphore.release()

    def await_others(self, number: int) -> None:
        until = monotonic() + self._patience
        for _ in range(self.parties - 1):
            if not self._others[number].acquire(timeout=max(0.0, until - monotonic())):
                return


class Party:
    """One of them, as its own process knows it."""

    def __init__(self, meeting: Meeting, number: int) -> None:
        self._meeting = meeting
        self._number = number
        self._has_come = False

    def await_begin(self) -> None:
        self._meeting.await_begin(self._number)

    def stop(self) -> None:
        """Only the first stop counts."""
        self._once(lambda: self._meeting.await_others(self._number))

    def leave(self) -> None:
        """Nobody waits for this one any more."""
        self._once(lambda: None)

    def _once(self, then: Callable[[], None]) -> None:
        if not self._has_come:
            self._has_come = True
            self._meeting.come(self._number)
            then()


def _release(semaphore: Semaphore, times: int) -> None:
    for _ in range(times):
        semaphore.release()
