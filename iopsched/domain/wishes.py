"""What a patient prefers. Wishes narrow what a plan search offers, or only say what would be liked better; they never
keep anyone from booking by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.words import Modality, Part


@dataclass(frozen=True, slots=True)
class Wishes:
    """Empty means no wish. Times are wall times of the program; ``days_off`` counts from Monday = 0.

    ``is_rather``: the parts and the modality are what the patient would rather have, and others will do; all else is a
    must.
    """

    parts: frozenset[Part] = frozenset()
    modality: Modality | None = None
    days_off: frozenset[int] = frozenset()
    earliest: time | None = None
    latest: time | None = None
    days_most: int | None = None
    is_rather: bool = False

    def allow(self, session: Session, program: Program) -> bool:
        """Whether a session suits; the number of days is the search's own business."""
        starts, ends = session.starts.astimezone(program.zone), session.ends.astimezone(program.zone)
        ends_late = ends.date() > starts.date() or (self.latest is not None and ends.time() > self.latest)
        return not (
            (not self.is_rather and not self.likes(session, program))
            or session.day.weekday() in self.days_off
            or (self.earliest and starts.time() < self.earliest)
            or (self.latest and ends_late)
        )

    def likes(self, session: Session, program: Program) -> bool:
        """Whether it is in the parts and of the modality that are wished for."""
        return not (
            (self.parts and program.part_of(session.starts) not in self.parts)
            or (self.modality and session.modality is not self.modality)
        )


def as_said(wishes: Wishes) -> dict[str, Any]:
    """Plain values, as they are kept; only what was wished."""
    said = {
        "parts": sorted(part.value for part in wishes.parts),
        "modality": wishes.modality.value if wishes.modality else None,
        "days_off": sorted(wishes.days_off),
        "earliest": wishes.earliest.isoformat("minutes") if wishes.earliest else None,
        "latest": wishes.latest.isoformat("minutes") if wishes.latest else None,
        "days_most": wishes.days_most,
        "is_rather": wishes.is_rather or None,
    }
    return {name: value for name, value in said.items() if value not in (None, [])}


def from_said(said: Mapping[str, Any]) -> Wishes:
    """The wishes that ``as_said`` wrote down; none where nothing was."""
    earliest, latest = (time.fromisoformat(said[name]) if name in said else None for name in ("earliest", "latest"))
    return Wishes(
        parts=frozenset(map(Part, said.get("parts", ()))),
        modality=Modality(said["modality"]) if "modality" in said else None,
        days_off=frozenset(said.get("days_off", ())),
        earliest=earliest,
        latest=latest,
        days_most=said.get("days_most"),
        is_rather=said.get("is_rather", False),
    )
