"""A clinician: somebody who leads sessions, until they retire; and when two names are one person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from iopsched.domain.absence import Absence, overlapped
from iopsched.domain.name import folded
from iopsched.domain.offering import Offering
from iopsched.domain.session import Session
from iopsched.domain.timetable import Sitting

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Clinician:
    """``retired_at``: since then they lead nothing and nobody chooses them. ``merged_into``: who a mistyped name is."""

    id: int
    name: str
    retired_at: datetime | None = None
    merged_into: int | None = None

    @property
    def is_at_work(self) -> bool:
        return self.retired_at is None and self.merged_into is None


@dataclass(frozen=True, slots=True)
class Ahead:
    """What somebody leads from now on, each in order of time.

    ``offerings`` that are not over, ``sessions`` to come (and those called off that would be theirs if they were opened
    again), and ``absences`` of others in which they stand in.
    """

    offerings: tuple[Offering, ...] = ()
    sessions: tuple[Session, ...] = ()
    absences: tuple[Absence, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.offerings or self.sessions or self.absences)


def name_problem(name: str, others: Iterable[Clinician]) -> str:
    """What is wrong with a name beside those of others, and what would be right; or nothing."""
    if not name:
        return "Say how they are called."
    if len(name) > LONGEST_NAME:
        return f"Use at most {LONGEST_NAME} letters."
    if any(folded(one.name) == folded(name) for one in others):
        return "Somebody is called so already. If it is the same person, merge the two instead."
    return ""


def led_otherwise(
    before: Iterable[Sitting], after: Iterable[Sitting], goes_id: int, stays_id: int
) -> Iterator[Sitting]:
    """What somebody else, or nobody, would lead once these two are one, in order of time."""
    same = {one.key: stays_id if one.clinician_id == goes_id else one.clinician_id for one in before}
    other = (one for one in after if one.clinician_id != same.get(one.key, one.clinician_id))
    return iter(sorted(other, key=lambda one: (one.starts, one.key)))


def as_one(absences: Iterable[Absence], goes_id: int, stays_id: int) -> tuple[Absence, ...]:
    """Absences once these two are one; nobody stands in for themselves."""
    return tuple(_as_one(each, goes_id, stays_id) for each in absences)


def away_twice(absences: Iterable[Absence], clinician_id: int) -> Absence | None:
    """The first absence of that person that another of theirs overlaps."""
    mine = [one for one in absences if one.clinician_id == clinician_id]
    return next((one for one in mine if overlapped(one, mine)), None)


def _as_one(absence: Absence, goes_id: int, stays_id: int) -> Absence:
    who, stand_in = (stays_id if each == goes_id else each for each in (absence.clinician_id, absence.stand_in_id))
    return replace(absence, clinician_id=who or 0, stand_in_id=None if stand_in == who else stand_in)
