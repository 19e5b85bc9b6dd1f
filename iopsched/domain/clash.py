"""A clash: one clinician, or one room, in two sittings at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from iopsched.domain.room import SeatLimits
from iopsched.domain.timetable import Sitting
from iopsched.domain.words import Modality

Shared = tuple[int, str, str]
"""A clinician, or a room by name and site."""


@dataclass(frozen=True, slots=True, order=True)
class Clash:
    """Two sittings that begin at these instants share a clinician, or a room; what they do not share is 0 or empty."""

    first: datetime
    second: datetime
    clinician_id: int = 0
    place: str = ""
    site: str = ""


def clashes(sittings: Iterable[Sitting], limits: SeatLimits) -> Iterator[Clash]:
    """Every pair that overlaps; a room counts where the program knows it and people come in person."""
    shared: dict[Shared, list[Sitting]] = defaultdict(list)
    for sitting in sorted(sittings, key=lambda one: (one.starts, one.key)):
        if sitting.clinician_id is not None:
            shared[sitting.clinician_id, "", ""].append(sitting)
        if sitting.modality is Modality.IN_PERSON and limits.knows(sitting.place, sitting.site):
            shared[0, sitting.place, sitting.site].append(sitting)
    for whose, found in shared.items():
        yield from _pairs(whose, found)


def _pairs(whose: Shared, found: list[Sitting]) -> Iterator[Clash]:
    for number, one in enumerate(found):
        for other in found[number + 1 :]:
            if other.starts >= one.ends:
                break
            yield Clash(one.starts, other.starts, *whose)
