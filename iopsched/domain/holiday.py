"""A holiday: a day that a country or state keeps; staff decide for each whether the program closes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from iopsched.domain.offering import Closure

AHEAD = timedelta(days=366)
"""How far ahead holidays are suggested."""


@dataclass(frozen=True, slots=True, order=True)
class Holiday:
    """``name`` is that of the country's own calendar, in English where it has one."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class HolidayCalendar:
    """Whose holidays: a country by ISO 3166-1, and in it a state or region by the rest of ISO 3166-2: US, NY."""

    country: str
    region: str = ""


def undecided(
    holidays: Iterable[Holiday], closures: Iterable[Closure], kept_open: Collection[date]
) -> Iterator[Holiday]:
    """Those that are neither closed all day nor known to be open, in order of time."""
    closed = {day for closure in closures for day in closure.span.whole_days}
    return (one for one in sorted(holidays) if one.day not in closed and one.day not in kept_open)
