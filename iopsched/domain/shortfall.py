"""A shortfall: why somebody's week has too little, which says what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from iopsched.domain.booking import refusals
from iopsched.domain.refusal import OVERRULABLE, Why
from iopsched.domain.session import Session
from iopsched.domain.week import Week


class Cause(StrEnum):
    """The least that stands in the way of one session more; each has its next step on the board."""

    FITS = "fits"
    FULL = "full"
    BUSY = "busy"
    PLAN = "plan"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Shortfall:
    """``fitting`` is how many sessions could be booked now; OVER means that none is left to begin this week."""

    cause: Cause
    fitting: int


def shortfall(week: Week, sessions: Iterable[Session], now: datetime) -> Shortfall:
    """What keeps a week short, among these sessions of it."""
    ahead = [one for one in sessions if one.starts > now and not one.is_cancelled and not week.holds(one)]
    reasons = [frozenset(refusal.why for refusal in refusals(week, one, now)) for one in ahead]
    fitting = sum(not whys for whys in reasons)
    return Shortfall(_cause(reasons) if not fitting else Cause.FITS, fitting)


def _cause(reasons: list[frozenset[Why]]) -> Cause:
    """A seat is easier to come by than an hour of somebody's life, and that than another plan."""
    if not reasons:
        return Cause.OVER
    if frozenset({Why.FULL}) in reasons:
        return Cause.FULL
    return Cause.BUSY if any(whys <= OVERRULABLE for whys in reasons) else Cause.PLAN
