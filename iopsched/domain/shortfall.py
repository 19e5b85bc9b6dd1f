"""A shortfall: why somebody's week has too little, which says what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from iopsched.domain.booking import refusals
from iopsched.domain.chance import chance, helping
from iopsched.domain.need import Need
from iopsched.domain.refusal import OVERRULABLE, Why
from iopsched.domain.session import Session
from iopsched.domain.week import Week


class Cause(StrEnum):
    """The least that stands in the way of a whole week; each has its next step on the board.

    PART: what fits is not enough. NONE: sessions are to come, and none of them is what the week lacks.
    """

    FITS = "fits"
    PART = "part"
    FULL = "full"
    BUSY = "busy"
    PLAN = "plan"
    NONE = "none"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Shortfall:
    """``fitting`` is how many sessions that help could be booked now; OVER: none is left to begin this week."""

    cause: Cause
    fitting: int


def shortfall(week: Week, offered: Iterable[Session], now: datetime) -> Shortfall:
    """What keeps a week short; ``offered`` are all its sessions as the patient could book them.

    FITS is what the ledger of hours calls open: see ``chance``.
    """
    ahead = [one for one in offered if one.starts > now and not one.is_cancelled and not week.holds(one)]
    fitting = helping(week, ahead, now)
    if fitting:
        return Shortfall(Cause.FITS if chance(week, ahead, now).mends(week) else Cause.PART, len(fitting))
    return Shortfall(_cause(week, ahead, now) if ahead else Cause.OVER, 0)


def _cause(week: Week, ahead: Iterable[Session], now: datetime) -> Cause:
    """A seat is easier to come by than an hour of somebody's life, that than another plan, and that than a session."""
    need = Need.of(week)
    wanted = [one for one in ahead if need.is_eased_by(one)]
    reasons = [frozenset(refusal.why for refusal in refusals(week, one, now)) for one in wanted]
    if not reasons:
        return Cause.NONE
    if frozenset({Why.FULL}) in reasons:
        return Cause.FULL
    return Cause.BUSY if any(whys <= OVERRULABLE for whys in reasons) else Cause.PLAN
