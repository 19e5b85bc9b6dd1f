"""A waiting: a patient who wants a seat in one session, or in any of a kind this week; and whose turn it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from iopsched.domain.booking import refusals
from iopsched.domain.program import Program
from iopsched.domain.refusal import Refusal, Why
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.words import Component, Modality, Part

MOST = 20
"""How many waitings one patient may have at a time."""
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
    """One who waits, with the week that the seat would go into.

    ``reasons`` is what keeps it from being offered to them now; ``offered_at`` when this seat was, since they wait;
    ``is_asked`` says that another one at the same time is held for them.
    """

    waiting: Waiting
    week: Week
    reasons: tuple[Refusal, ...] = ()
    offered_at: datetime | None = None
    is_asked: bool = False

    @property
    def is_passed_over(self) -> bool:
        return bool(self.reasons or self.offered_at or self.is_asked)

    @property
    def rank(self) -> tuple[bool, int, bool, datetime, datetime, int]:
        """The lower the sooner: as staff placed; whose week falls short without it; least recently offered; first."""
        waiting = self.waiting
        placed = waiting.placed is not None
        offered = waiting.last_offered_at or NEVER
        return not placed, waiting.placed or 0, self.week.is_met, offered, waiting.since, waiting.id


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of those who wait for a session: the week of each by patient id, when this session was offered to
    whom, and which sessions are held for whom until they answer.
    """

    weeks: Mapping[int, Week]
    made: Mapping[int, datetime]
    asked: Mapping[int, tuple[Session, ...]]


def still(
    waiting: Iterable[Waiting], known: Mapping[int, Session], program: Program, now: datetime
) -> tuple[Waiting, ...]:
    """Those that can bring something yet: the session, by id in ``known``, is on and ahead, or the week is not over."""
    this_week = program.week_of(now)
    ahead = {each.id for each in known.values() if each.starts > now and not each.is_cancelled}
    return tuple(
        one
        for one in waiting
        if (one.wanted.monday >= this_week if one.wanted.monday else one.wanted.session_id in ahead)
    )


def in_turn(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """Those who wait, in the order in which a free seat is offered to them."""
    return tuple(sorted(turns, key=lambda turn: turn.rank))


def line(session: Session, waiting: Iterable[Waiting], known: Known, now: datetime) -> tuple[Turn, ...]:
    """Everybody who waits for a seat in the session, each once, in turn; who is passed over keeps the place.

    Who waits in two ways stands where the seat would be offered first.
    """
    best: dict[int, Turn] = {}
    for turn in _turns(session, waiting, known, now):
        before = best.get(turn.waiting.patient_id)
        if before is None or (before.is_passed_over and not turn.is_passed_over):
            best[turn.waiting.patient_id] = turn
    return in_turn(best.values())


def _turns(session: Session, waiting: Iterable[Waiting], known: Known, now: datetime) -> Iterator[Turn]:
    for one in sorted(waiting, key=lambda one: (one.placed is None, one.placed or 0, one.since, one.id)):
        week, offered_at = known.weeks[one.patient_id], known.made.get(one.patient_id)
        asked = known.asked.get(one.patient_id, ())
        yield Turn(
            one,
            week,
            tuple(each for each in refusals(week, session, now) if each.why is not Why.FULL),
            offered_at if offered_at and offered_at >= one.since else None,
            any(other.overlaps(session) for other in asked),
        )
