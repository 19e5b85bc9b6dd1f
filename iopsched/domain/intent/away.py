"""What staff want of absences."""

from __future__ import annotations

from dataclasses import dataclass

from iopsched.domain.absence import Absence


@dataclass(frozen=True, slots=True)
class AddAbsence:
    """A clinician is away."""

    absence: Absence


@dataclass(frozen=True, slots=True)
class RemoveAbsence:
    """A clinician is there after all."""

    absence_id: int


@dataclass(frozen=True, slots=True)
class ChangeAbsence:
    """A clinician is away at another time, or somebody else stands in."""

    absence: Absence


OfAway = AddAbsence | ChangeAbsence | RemoveAbsence
