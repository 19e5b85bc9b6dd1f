"""An absence of a clinician: who stands in where they are free, and what needs somebody else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from iopsched.domain.span import MIDNIGHT, Span

LONGEST_ABSENCE = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Absence:
    """A clinician is away, as ``domain/span`` has it. ``stand_in_id`` leads what they would have, where free."""

    id: int
    clinician_id: int
    day: date
    last_day: date | None = None
    begins: time = MIDNIGHT
    ends: time = MIDNIGHT
    stand_in_id: int | None = None

    @property
    def span(self) -> Span:
        return Span(self.day, self.last_day, self.begins, self.ends)


def overlapped(one: Absence, others: Iterable[Absence]) -> Absence | None:
    """The first other absence of the same person that takes in any of it."""
    mine = (other for other in others if other.clinician_id == one.clinician_id and other.id != one.id)
    return next((other for other in mine if other.span.overlaps(one.span)), None)


class Led(Protocol):
    """A sitting or a session: when it is and who leads it."""

    @property
    def starts(self) -> datetime: ...
    @property
    def ends(self) -> datetime: ...
    @property
    def clinician_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Diary:
    """When each clinician leads something or is away."""

    led: tuple[Led, ...]
    absences: tuple[Absence, ...]
    zone: ZoneInfo

    def away(self, clinician_id: int | None, one: Led) -> tuple[Absence, ...]:
        """Absences of that person which any of the sitting falls into."""
        mine = (absence for absence in self.absences if absence.clinician_id == clinician_id)
        return tuple(absence for absence in mine if absence.span.meets(one.starts, one.ends, self.zone))

    def is_free(self, clinician_id: int, one: Led) -> bool:
        """Whether that person could lead it beside all that they lead."""
        at_once = (led for led in self.led if led.clinician_id == clinician_id and led is not one)
        clash = any(led.starts < one.ends and one.starts < led.ends for led in at_once)
        return not clash and not self.away(clinician_id, one)

    def free(self, clinician_ids: Iterable[int], one: Led) -> tuple[int, ...]:
        return tuple(each for each in clinician_ids if self.is_free(each, one))
