"""The record of a month: what was planned, what happened, and what is there in the end."""

from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING

from tests.conftest import StandingClock
from tests.month.witness import Row

if TYPE_CHECKING:
    from tests.month.provider import Provider


@dataclass(frozen=True, slots=True)
class Plan:
    """How large and how rough a month is; ``deeds`` and ``texts`` of a patient a day, ``deaths`` and ``losses`` at each
    point where there could be one.
    """

    seed: int
    patients: int
    days: int = 31
    deeds: float = 0.9
    texts: float = 0.25
    deaths: float = 0.0005
    losses: float = 0.0002

    def chance(self, what: str) -> Random:
        """For each its own, so that a change of one leaves the others alone."""
        return Random(f"{self.seed} {what}")  # noqa: S311 # it is there to be guessed


@dataclass(frozen=True, slots=True)
class Owed:
    """Who was to be reminded of a day, as of the evening before: their seats then."""

    patient: Row
    day: date
    at: datetime
    seats: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """Something that changed facts, between two steps: of one patient, or of anybody."""

    patient: int | None
    began: int
    ended: int


@dataclass
class Journal:
    """What happened, line by line; the same seed has the same ``sum``."""

    clock: StandingClock
    lines: list[str] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)

    def note(self, words: str) -> None:
        self.lines.append(f"{self.clock.now.isoformat()} {words}")

    @property
    def sum(self) -> str:
        return sha256("\n".join(self.lines).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Record:
    """All that a judge is shown. ``trouble``: when somebody was killed or lost the connection; ``numberless``: patients
    who had no number at first; ``forged``: how each call was answered that nobody had signed; ``looks``: when a worker
    had looked for what was due, and lived.
    """

    ended: datetime
    provider: "Provider"
    tables: dict[str, list[Row]]
    owed: list[Owed]
    trouble: list[datetime]
    numberless: frozenset[int]
    forged: list[int]
    looks: list[datetime]
    journal: Journal
