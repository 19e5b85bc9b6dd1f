"""What staff want of absences; ``name`` is whose it is, for people."""

from __future__ import annotations

from dataclasses import dataclass

from iopsched.domain.absence import Absence
from iopsched.domain.span import Span


@dataclass(frozen=True, slots=True)
class AddAbsence:
    """A clinician is away."""

    absence: Absence
    name: str = ""


@dataclass(frozen=True, slots=True)
class RemoveAbsence:
    """A clinician is there after all; ``span`` is when they were to be away, for people."""

    absence_id: int
    name: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class ChangeAbsence:
    """A clinician is away at another time, or somebody else stands in."""

    absence: Absence
    name: str = ""


OfAway = AddAbsence | ChangeAbsence | RemoveAbsence
