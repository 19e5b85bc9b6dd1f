"""A season: a named span of days, such as summer hours, in which some offerings hold only, and others pause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Season:
    """From ``first_day`` to ``last_day``, both included."""

    id: int
    name: str
    first_day: date
    last_day: date

    def holds(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


def problems(season: Season) -> Iterator[tuple[str, str]]:
    """Every (field, what is wrong and what would be right)."""
    if not season.name:
        yield "name", "Say what the season is called."
    if season.last_day < season.first_day:
        yield "last_day", "The last day is before the first. Choose a later last day."
