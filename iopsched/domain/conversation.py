"""A conversation by text: what each number means that was last offered to a patient, and for how long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from iopsched.domain.command import Command, Word

LIFE = timedelta(hours=12)
"""How long a list can be answered; what is on it is asked again when somebody chooses."""
MOST = 5
"""Times that one list names: as many as a message has room for."""


class Act(StrEnum):
    """What is to be done: for a word, for a number, or because neither was understood."""

    STOP = "stop"
    START = "start"
    HELP = "help"
    CONFIRM = "confirm"
    CHANGE = "change"
    PLAN = "plan"
    WEEK = "week"
    WAIT = "wait"
    TAKE_KEPT = "take_kept"
    INSTEAD = "instead"
    OPEN = "open"
    BOOK = "book"
    SWAP = "swap"
    GIVE_UP = "give_up"
    TAKE = "take"
    TAKE_PLANNED = "take_planned"
    QUEUE = "queue"
    LAPSED = "lapsed"
    THANKS = "thanks"
    UNSURE = "unsure"

    @property
    def is_carried_out(self) -> bool:
        """Whether it looks at a week, or changes one: the others are answered from what is known."""
        return self not in {Act.STOP, Act.START, Act.HELP, Act.LAPSED, Act.THANKS, Act.UNSURE}


@dataclass(frozen=True, slots=True)
class Step:
    """An act with the sessions that it is about.

    ``old_id`` is the session to be given up for them; of a week that staff planned, their plan.
    """

    act: Act
    session_ids: tuple[int, ...] = ()
    old_id: int | None = None

    @property
    def session_id(self) -> int:
        """Of an act that is about one session."""
        (only,) = self.session_ids
        return only

    @property
    def said(self) -> str:
        """'swap:7:5', as it is kept."""
        return f"{self.act.value}:{','.join(map(str, self.session_ids))}:{self.old_id or ''}"

    @classmethod
    def from_said(cls, said: str) -> Step:
        act, ids, old = said.split(":")
        return cls(Act(act), tuple(map(int, ids.split(","))) if ids else (), int(old) if old else None)


@dataclass(frozen=True, slots=True)
class Conversation:
    """The steps that 1, 2, 3 … stand for until an instant."""

    steps: tuple[Step, ...]
    until: datetime

    @classmethod
    def offering(cls, steps: Iterable[Step], now: datetime) -> Conversation:
        return cls(tuple(steps), now + LIFE)

    def step_for(self, command: Command, now: datetime) -> Step:
        """What is to be done now; a number that stands for nothing, or no longer, does no harm."""
        if command.word is not Word.CHOOSE:
            return Step(Act(command.word.value))
        if now >= self.until or command.digit > len(self.steps):
            return Step(Act.LAPSED)
        return self.steps[command.digit - 1]


def silence(now: datetime) -> Conversation:
    """Where nothing was offered."""
    return Conversation((), now)
