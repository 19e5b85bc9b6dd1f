"""Travel: the minutes that a person needs between two sessions that are not at one place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from iopsched.domain.session import Session
from iopsched.domain.words import Modality

MOST = 240
"""Minutes; whoever needs longer cannot do both on one day."""


@dataclass(frozen=True, slots=True)
class Travel:
    """``home``: minutes between a session in person and one by video; ``sites``: between two sites of the program.

    ``home`` counts for half of ``sites`` at least. So a session by video that lies between two sites makes the way from
    the one to the other no shorter, and whether sessions can follow each other is seen from neighbours alone.
    """

    home: int = 0
    sites: int = 0

    def minutes(self, one: Session, other: Session) -> int:
        """What has to lie between the two, whichever comes first."""
        if one.modality is not other.modality:
            return max(self.home, (self.sites + 1) // 2)
        return self.sites if one.modality is Modality.IN_PERSON and one.site != other.site else 0

    def allows(self, one: Session, other: Session) -> bool:
        """Whether there is time enough from the one to the other; asked of two that do not overlap."""
        first, second = sorted((one, other), key=lambda session: session.starts)
        return second.starts - first.ends >= timedelta(minutes=self.minutes(one, other))


NO_WAY = Travel()
"""Nothing is a way apart from anything else."""
