"""A season: a named span of days, such as summer hours, in which some offerings hold only, and others pause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from iopsched.domain.name import folded

DAY = timedelta(days=1)
YEARS = 28
"""After so many years weekdays and leap years are as they were."""


@dataclass(frozen=True, slots=True)
class Season:
    """From ``first_day`` to ``last_day``, both included; ``yearly`` in each later year as well.

    A yearly one that begins on 29 February begins on 1 March in other years, and one that ends then ends on the 28th.
    """

    id: int
    name: str
    first_day: date
    last_day: date
    yearly: bool = False

    def holds(self, day: date) -> bool:
        if not self.yearly or day < self.first_day:
            return self.first_day <= day <= self.last_day
        first, today, last = (_of_year(each) for each in (self.first_day, day, self.last_day))
        return first <= today <= last if first <= last else today >= first or today <= last

    def turns(self, day: date) -> Iterator[date]:
        """Days after ``day`` on which it begins or is over, until all that can be has been; not in order."""
        years = range(YEARS + 1) if self.yearly else range(1)
        since = max(0, day.year - self.first_day.year - 1) if self.yearly else 0
        for number in years:
            yield _in_year(self.first_day, self.first_day.year + since + number, later=True)
            yield _in_year(self.last_day, self.last_day.year + since + number) + DAY


def problems(season: Season, known: Iterable[Season] = ()) -> Iterator[tuple[str, str]]:
    """Every (field, what is wrong and what would be right), beside the seasons that are ``known``."""
    if not season.name:
        yield "name", "Say what the season is called."
    if any(one.id != season.id and folded(one.name) == folded(season.name) for one in known):
        yield "name", "There is a season of that name. Change that one, or choose another name."
    if season.last_day < season.first_day:
        yield "last_day", "The last day is before the first. Choose a later last day."
    elif season.yearly and season.last_day >= _in_year(season.first_day, season.first_day.year + 1):
        yield "last_day", "What comes back each year must end within a year. Choose an earlier last day."


def _of_year(day: date) -> tuple[int, int]:
    return day.month, day.day


def _in_year(day: date, year: int, *, later: bool = False) -> date:
    """The same day of that year; for 29 February the day before or after where there is none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1) if later else date(year, 2, 28)
