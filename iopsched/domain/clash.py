"""A clash: one clinician, or one room, in two sittings at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

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


class Held(Protocol):
    """A sitting or a session: when and where it is, and who leads it."""

    @property
    def starts(self) -> datetime: ...
    @property
    def ends(self) -> datetime: ...
    @property
    def modality(self) -> Modality: ...
    @property
    def clinician_id(self) -> int | None: ...
    @property
    def place(self) -> str: ...
    @property
    def site(self) -> str: ...


def clashes(sittings: Iterable[Sitting], limits: SeatLimits) -> Iterator[Clash]:
    """Every pair that overlaps; a room counts where the program knows it and people come in person."""
    shared: dict[Shared, list[Sitting]] = defaultdict(list)
    for sitting in sorted(sittings, key=lambda one: (one.starts, one.key)):
        for what in _needs(sitting, limits):
            shared[what].append(sitting)
    for whose, found in shared.items():
        yield from _pairs(whose, found)


def is_clear(one: Held, others: Iterable[Held], limits: SeatLimits) -> bool:
    """Whether none of the others needs its clinician or its room at that time."""
    mine = {*_needs(one, limits)}
    return not any(
        other.starts < one.ends and one.starts < other.ends and mine.intersection(_needs(other, limits))
        for other in others
    )


def _needs(one: Held, limits: SeatLimits) -> Iterator[Shared]:
    """What it has to have for itself."""
    if one.clinician_id is not None:
        yield one.clinician_id, "", ""
    if one.modality is Modality.IN_PERSON and limits.knows(one.place, one.site):
        yield 0, one.place, one.site


def _pairs(whose: Shared, found: list[Sitting]) -> Iterator[Clash]:
    for number, one in enumerate(found):
        for other in found[number + 1 :]:
            if other.starts >= one.ends:
                break
            yield Clash(one.starts, other.starts, *whose)
