"""Why a session cannot join a week: the reason, and what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from iopsched.domain.session import Session


class Why(StrEnum):
    """Every reason there is; each has one sentence on the screen."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    STARTED = "started"
    FULL = "full"
    OVERLAPS = "overlaps"
    COMMITTED = "committed"
    TRAVEL = "travel"
    NO_PLAN = "no_plan"
    MODALITY = "modality"
    DAY_MOST = "day_most"
    DAYS_MOST = "days_most"
    WEEK_MOST = "week_most"
    TRACK = "track"


OVERRULABLE = frozenset({Why.FULL, Why.COMMITTED})
"""What staff may overrule with a reason: that there is no seat, and that the patient said to be busy then."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason. ``other`` is the session in the way; ``minutes`` what it would be; ``limit`` what the plan allows.

    Of TRAVEL, ``minutes`` is what has to lie between the two.
    """

    why: Why
    other: Session | None = None
    minutes: int = 0
    limit: int = 0


def is_only_full(reasons: Iterable[Refusal]) -> bool:
    """Whether nothing is in the way but that there is no seat: then one can wait for one."""
    return {reason.why for reason in reasons} == {Why.FULL}
