"""A waiting: a patient who wants a seat in one session, or in any of a kind this week; and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.words import Component, Modality, Part

MOST = 20
"""How many waitings one patient may have at a time."""
LONGEST_REASON = 200
NEVER = datetime(1, 1, 1, tzinfo=UTC)


class Ended(StrEnum):
    """Why a waiting is over."""

    BOOKED = "booked"
    LEFT = "left"
    ANSWERED = "answered"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Either one session, or any of the week that begins on ``monday`` that fits all that is said; None fits all.

    ``weekdays`` counts from Monday = 0; empty means any day.
    """

    session_id: int | None = None
    monday: date | None = None
    component: Component | None = None
    part: Part | None = None
    modality: Modality | None = None
    weekdays: frozenset[int] = frozenset()

    def fits(self, session: Session, program: Program) -> bool:
        """Whether a seat in this session is what is waited for."""
        if self.session_id is not None:
            return self.session_id == session.id
        return (
            program.week_of(session.starts) == self.monday
            and self.component in {None, session.component}
            and self.part in {None, program.part_of(session.starts)}
            and self.modality in {None, session.modality}
            and (not self.weekdays or session.day.weekday() in self.weekdays)
        )


@dataclass(frozen=True, slots=True)
class Waiting:
    """``placed`` is where staff have put it, the lowest first; None keeps the usual order. ``last_offered_at`` is when
    any seat was last offered to this patient.
    """

    id: int
    patient_id: int
    wanted: Wanted
    since: datetime
    last_offered_at: datetime | None = None
    placed: int | None = None
    placed_why: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One who waits, with the week that the seat would go into."""

    waiting: Waiting
    week: Week

    @property
    def rank(self) -> tuple[bool, int, bool, datetime, datetime, int]:
        """The lower the sooner: as staff placed; whose week falls short without it; least recently offered; first."""
        waiting = self.waiting
        placed = waiting.placed is not None
        offered = waiting.last_offered_at or NEVER
        return not placed, waiting.placed or 0, self.week.is_met, offered, waiting.since, waiting.id


def in_turn(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """Those who wait, in the order in which a free seat is offered to them."""
    return tuple(sorted(turns, key=lambda turn: turn.rank))
