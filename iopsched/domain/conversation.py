"""A conversation by text: what each number means that was last offered to a patient, and for how long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from iopsched.domain.command import Command, Word

LIFE = timedelta(hours=12)
"""How long a list can be answered; what is on it is asked again when somebody chooses."""
MOST = 5
"""Times that one list names: as many as a message has room for."""
LAST = 9
"""The number that gives a time up, in every list: nobody who only answers twice says it."""
READING, UNHEARD = timedelta(seconds=5), timedelta(seconds=15)
"""Nobody has read a list that soon after it was on the phone; or after it went out, where nothing more is heard."""


class Act(StrEnum):
    """What is to be done: for a word, for a number, or because neither was understood."""

    STOP = "stop"
    STOP_ALL = "stop_all"
    START = "start"
    HELP = "help"
    CONFIRM = "confirm"
    CHANGE = "change"
    PLAN = "plan"
    WEEK = "week"
    WAIT = "wait"
    LEAVE = "leave"
    TAKE_KEPT = "take_kept"
    INSTEAD = "instead"
    OPEN = "open"
    WHICH = "which"
    BOOK = "book"
    SWAP = "swap"
    GIVE_UP = "give_up"
    TAKE = "take"
    TAKE_PLANNED = "take_planned"
    QUEUE = "queue"
    UNQUEUE = "unqueue"
    LAPSED = "lapsed"
    TOO_SOON = "too_soon"
    THANKS = "thanks"
    UNSURE = "unsure"

    @property
    def is_carried_out(self) -> bool:
        """Whether it looks at a week, or changes one: the others are answered from what is known."""
        return self not in AT_ONCE

    @property
    def is_chosen(self) -> bool:
        """By a number, which is used up then: no word asks for it."""
        return self.is_carried_out and self.value not in {word.value for word in Word}


AT_ONCE = frozenset(
    {
        *(Act.STOP, Act.STOP_ALL, Act.START, Act.HELP),
        *(Act.LAPSED, Act.TOO_SOON, Act.THANKS, Act.UNSURE),
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """An act with the sessions that it is about.

    ``old_id`` is the session to be given up for them, ``plan_id`` whose week it is that staff planned.
    """

    act: Act
    session_ids: tuple[int, ...] = ()
    old_id: int | None = None
    plan_id: int | None = None

    @property
    def session_id(self) -> int:
        """Of an act that is about one session."""
        (only,) = self.session_ids
        return only

    @property
    def said(self) -> str:
        """'swap:7:5', 'take_planned:7,8::3', as it is kept."""
        planned = f":{self.plan_id}" if self.plan_id else ""
        return f"{self.act.value}:{','.join(map(str, self.session_ids))}:{self.old_id or ''}{planned}"

    @classmethod
    def from_said(cls, said: str) -> Step:
        act, ids, *others = said.split(":")
        old, plan = [int(each) if each else None for each in (*others, "")[:2]]
        return cls(Act(act), tuple(map(int, ids.split(","))) if ids else (), old, plan)


def with_last(steps: Sequence[Step], last: Step) -> tuple[Step, ...]:
    """What 1, 2, 3 … stand for, and 9; the numbers in between stand for nothing."""
    return (*steps, *[Step(Act.LAPSED)] * (LAST - 1 - len(steps)), last)


@dataclass(frozen=True, slots=True)
class Shown:
    """One text of a list: when it went out and when it was on the phone, as far as anybody knows."""

    went_at: datetime | None = None
    arrived_at: datetime | None = None

    def may_be_read(self, now: datetime) -> bool:
        if self.arrived_at and now >= self.arrived_at + READING:
            return True
        return self.went_at is not None and now >= self.went_at + UNHEARD


@dataclass(frozen=True, slots=True)
class Conversation:
    """The steps that 1, 2, 3 … stand for until an instant, and the texts that said so."""

    steps: tuple[Step, ...]
    until: datetime
    shown: tuple[Shown, ...] = ()

    @classmethod
    def offering(cls, steps: Iterable[Step], now: datetime) -> Conversation:
        return cls(tuple(steps), now + LIFE)

    def step_for(self, command: Command, now: datetime) -> Step:
        """What is to be done now; a number that stands for nothing, no longer, or not yet, does no harm.

        Who says a number before the list can have been read has answered another one, or the same one twice.
        """
        if command.word is not Word.CHOOSE:
            return Step(Act(command.word.value))
        if now >= self.until or command.digit > len(self.steps) or not self.shown:
            return Step(Act.LAPSED)
        if not all(text.may_be_read(now) for text in self.shown):
            return Step(Act.TOO_SOON)
        return self.steps[command.digit - 1]


def silence(now: datetime) -> Conversation:
    """Where nothing was offered."""
    return Conversation((), now)
