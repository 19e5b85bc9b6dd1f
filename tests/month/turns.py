"""Turns: many threads of which one runs, handed over at points by the seed, so that what happens happens again."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from tests.carrier import Killed


@dataclass
class Doing:
    """What one process does, with a thread and so a database connection of its own; it may die on the way.

    ``committed`` is when its last transaction ended: the step and the instant. Once it ``is_dying``, nothing of it
    goes on, in whatever thread.
    """

    name: str
    do: Callable[[], None]
    committed: tuple[int, datetime] | None = None
    is_dying: bool = False
    is_over: bool = False
    died: bool = False
    error: BaseException | None = None
    go: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))


class Turns:
    """``steps`` counts how often it was somebody's turn."""

    def __init__(self, random: Random) -> None:
        self.steps = 0
        self._random = random
        self._back = threading.Semaphore(0)
        self._current: Doing | None = None

    @property
    def mine(self) -> Doing | None:
        """Whose turn it is, and so what this thread does, or does a part of; None outside of a play."""
        return self._current

    def play(self, doings: Iterable[Doing]) -> None:
        """All of them to their end, each going on whenever it is its turn."""
        every = [*doings]
        for doing in every:
            threading.Thread(target=self._run, args=(doing,), daemon=True).start()
        alive = every[:]
        while alive:
            self._current = one = self._random.choice(alive)
            self.steps += 1
            one.go.release()
            self._back.acquire()
            self._current = None
            if one.is_over:
                alive.remove(one)
        for broken in (doing.error for doing in every if doing.error):
            raise broken

    def hand_over(self, chance: float) -> None:
        """Let whoever's turn it is go on, or go on oneself."""
        doing = self.mine
        if doing and self._random.random() < chance:
            self._back.release()
            doing.go.acquire()

    def _run(self, doing: Doing) -> None:
        doing.go.acquire()
        try:
            doing.do()
        except Killed:
            doing.died = True
        except BaseException as error:
            doing.error = error
        finally:
            doing.is_over = True
            self._back.release()
