"""What staff want of one session, or of its series with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from iopsched.domain.offering import Change
from iopsched.domain.series import Reach
from iopsched.domain.words import Modality


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
class AlterSession:
    """One session held otherwise than its offering says: how, where, by whom, how long.

    ``clinician_id`` None is whoever leads the offering, ``link`` empty its link.
    """

    session_id: int
    modality: Modality
    minutes: int
    counted_minutes: int
    clinician_id: int | None = None
    place: str = ""
    link: str = ""


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


OfSingle = MoveSession | SetSeats | AlterSession | HandOver | CancelSession | ReopenSession | PutBack
