"""What a patient prefers. Wishes narrow what a plan search offers; they never keep anyone from booking by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.words import Modality, Part


@dataclass(frozen=True, slots=True)
class Wishes:
    """Empty means no wish. Times are wall times of the program; ``days_off`` counts from Monday = 0."""

    parts: frozenset[Part] = frozenset()
    modality: Modality | None = None
    days_off: frozenset[int] = frozenset()
    earliest: time | None = None
    latest: time | None = None
    days_most: int | None = None

    def allow(self, session: Session, program: Program) -> bool:
        """Whether a session suits; the number of days is the search's own business."""
        starts, ends = session.starts.astimezone(program.zone), session.ends.astimezone(program.zone)
        ends_late = ends.date() > starts.date() or (self.latest is not None and ends.time() > self.latest)
        return not (
            (self.parts and program.part_of(session.starts) not in self.parts)
            or (self.modality and session.modality is not self.modality)
            or session.day.weekday() in self.days_off
            or (self.earliest and starts.time() < self.earliest)
            or (self.latest and ends_late)
        )
