"""What staff want of patterns, and of days without any session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from iopsched.domain.offering import Change, Closure, Offering
from iopsched.domain.span import MIDNIGHT


@dataclass(frozen=True, slots=True)
class AddOffering:
    """A new pattern, or an extra session (one date); ``clinician`` is the name of who leads it, empty as it says."""

    offering: Offering
    clinician: str = ""


@dataclass(frozen=True, slots=True)
class ChangeOffering:
    """The pattern with new facts; from ``since`` on, or from now on."""

    offering: Offering
    clinician: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class EndOffering:
    """The pattern yields no session after ``last_day``, or none any more; ``name`` is for people."""

    offering_id: int
    last_day: date | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class PutSeriesBack:
    """An offering as it was, with its part ``part_id`` in it again and what was ``change``d of one date before."""

    offering: Offering
    part_id: int
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class CloseDay:
    """A day, or several, or a part of one, without any session."""

    closure: Closure


@dataclass(frozen=True, slots=True)
class ReopenDay:
    """What was closed from then on, with its sessions again."""

    day: date
    begins: time = MIDNIGHT


OfOffered = AddOffering | ChangeOffering | EndOffering | PutSeriesBack | CloseDay | ReopenDay
