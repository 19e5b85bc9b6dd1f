"""A program plan as it is kept until staff accept it, and what became of each patient's part."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from iopsched.domain.message import next_decent_hour
from iopsched.domain.offer import SHORTEST
from iopsched.domain.plan.hurdle import Hurdle
from iopsched.domain.program import Program
from iopsched.domain.program_plan.extra import Extra

OFFERED_FOR = timedelta(hours=24)
"""How long a planned week is kept for a patient who is asked, from the first decent hour on."""
LONGEST_SEED = 2**31 - 1


class State(StrEnum):
    """``replaced``: a later plan of the same week was made before this one was accepted."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REPLACED = "replaced"


class Outcome(StrEnum):
    """What became of one patient's week: the last four were never given or offered, and nothing of them was."""

    GIVEN = "given"
    OFFERED = "offered"
    TAKEN = "taken"
    DECLINED = "declined"
    GONE = "gone"
    CHANGED = "changed"
    MET = "met"
    TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True)
class PlannedWeek:
    """The sessions to be booked for one patient; with what is still to go, and why, where that completes nothing.

    ``version`` is the patient's schedule version when it was planned; ``until`` how long an offer is kept.
    """

    patient_id: int
    session_ids: tuple[int, ...]
    is_complete: bool
    to_go: int
    hurdles: tuple[Hurdle, ...]
    version: int
    outcome: Outcome | None = None
    until: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether the patient may still say yes or no."""
        return self.outcome is Outcome.OFFERED and self.until is not None and now < self.until


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A plan with everybody's part; ``id`` is 0 until it is kept, ``made_by`` None where nobody was signed in."""

    id: int
    program_id: int
    monday: date
    seed: int
    made_at: datetime
    made_by: int | None
    weeks: tuple[PlannedWeek, ...]
    extras: tuple[Extra, ...] = ()
    state: State = State.PROPOSED

    @property
    def complete(self) -> tuple[PlannedWeek, ...]:
        return tuple(one for one in self.weeks if one.is_complete)

    @property
    def short(self) -> tuple[PlannedWeek, ...]:
        """Those with most to go first."""
        missing = (one for one in self.weeks if not one.is_complete)
        return tuple(sorted(missing, key=lambda one: (-one.to_go, one.patient_id)))

    @property
    def minutes_short(self) -> int:
        return sum(one.to_go for one in self.short)

    def kept_as(self, plan_id: int) -> KeptPlan:
        return replace(self, id=plan_id)


def kept_until(starts: datetime, program: Program, tz: ZoneInfo, now: datetime) -> datetime | None:
    """Until when the seats of a planned week are kept; never past its first session. None where that is too soon."""
    until = min(next_decent_hour(now, program, tz) + OFFERED_FOR, starts)
    return until if until - now >= SHORTEST else None
