"""An intent: one thing that staff want of the timetable, as a plain value that can be kept and carried out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from iopsched.domain.absence import Absence
from iopsched.domain.offering import Change, Closure, Offering
from iopsched.domain.plain import plain, restored
from iopsched.domain.series import Reach
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
    """The pattern yields no session any more."""

    offering_id: int


@dataclass(frozen=True, slots=True)
class CloseDay:
    """A day, or several, or a part of one, without any session."""

    closure: Closure


@dataclass(frozen=True, slots=True)
class ReopenDay:
    """What was closed from then on, with its sessions again."""

    day: date
    begins: time = MIDNIGHT


@dataclass(frozen=True, slots=True)
class MoveSession:
    """One session at another time, or its series with it; ``place`` None stays as it is."""

    session_id: int
    day: date
    begins: time
    place: str | None = None
    reach: Reach = Reach.THIS


@dataclass(frozen=True, slots=True)
class SetSeats:
    """One session with more or fewer seats, or its series with it."""

    session_id: int
    seats: int
    reach: Reach = Reach.THIS


@dataclass(frozen=True, slots=True)
class HandOver:
    """One session led by somebody else."""

    session_id: int
    clinician_id: int


@dataclass(frozen=True, slots=True)
class CancelSession:
    """One session that will not be, or its series with it."""

    session_id: int
    reach: Reach = Reach.THIS


@dataclass(frozen=True, slots=True)
class ReopenSession:
    """One session that will be after all."""

    session_id: int


@dataclass(frozen=True, slots=True)
class PutBack:
    """One session with what was changed of it before."""

    session_id: int
    change: Change


@dataclass(frozen=True, slots=True)
class PutSeriesBack:
    """An offering as it was, with its part ``part_id`` in it again and what was ``change``d of one date before."""

    offering: Offering
    part_id: int
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class AddAbsence:
    """A clinician is away."""

    absence: Absence


@dataclass(frozen=True, slots=True)
class RemoveAbsence:
    """A clinician is there after all."""

    absence_id: int


Intent = (
    AddOffering
    | ChangeOffering
    | EndOffering
    | CloseDay
    | ReopenDay
    | MoveSession
    | SetSeats
    | HandOver
    | CancelSession
    | ReopenSession
    | PutBack
    | PutSeriesBack
    | AddAbsence
    | RemoveAbsence
)
KINDS: dict[str, Any] = {
    "add offering": AddOffering,
    "change offering": ChangeOffering,
    "end offering": EndOffering,
    "close day": CloseDay,
    "reopen day": ReopenDay,
    "move session": MoveSession,
    "set seats": SetSeats,
    "hand over": HandOver,
    "cancel session": CancelSession,
    "reopen session": ReopenSession,
    "put back": PutBack,
    "put series back": PutSeriesBack,
    "add absence": AddAbsence,
    "remove absence": RemoveAbsence,
}


def as_kept(intent: Intent) -> tuple[str, dict[str, Any]]:
    """What kind it is and its facts, as JSON can hold them."""
    kind = next(name for name, shape in KINDS.items() if isinstance(intent, shape))
    facts: dict[str, Any] = plain(intent)
    return kind, facts


def from_kept(kind: str, facts: dict[str, Any]) -> Intent:
    """The intent that ``as_kept`` was given."""
    intent: Intent = restored(KINDS[kind], facts)
    return intent


def session_of(intent: Intent) -> int | None:
    """The one session that it is about; None where it is about more."""
    return getattr(intent, "session_id", None)


def reach_of(intent: Intent) -> Reach:
    """Which dates of its series it is meant for."""
    return getattr(intent, "reach", Reach.THIS)
