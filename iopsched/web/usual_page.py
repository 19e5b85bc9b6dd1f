"""The pages of a usual week: its sessions through the week, and the weeks ahead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from iopsched.domain import zone
from iopsched.domain.offering import Offering
from iopsched.domain.usual_week import Habit, UsualWeek, begins, now_on, parts_on
from iopsched.web import usual_words
from iopsched.web.dates import WEEKDAYS


@dataclass(frozen=True, slots=True)
class Row:
    """One session of every week: when, and what it is; not ``is_offered`` any more, it is named all the same."""

    when: str
    offering: Offering
    is_offered: bool


def rows_of(usual: UsualWeek, offerings: Mapping[int, Offering], today: date) -> tuple[Row, ...]:
    """Through the program's week, as they are now."""
    parts = parts_on(usual.habits, offerings, zone.week_of(today, usual.monday.weekday()))
    return tuple(row for _, row in sorted(_rows(usual, parts), key=lambda pair: pair[0]))


def _rows(usual: UsualWeek, parts: Mapping[Habit, Offering | None]) -> Iterator[tuple[tuple[int, time, Habit], Row]]:
    first = usual.monday.weekday()
    for habit, weekday in now_on(parts).items():
        if offering := parts[habit]:
            day = habit.weekday if weekday is None else weekday
            starts = begins(habit, offering)
            ends = (datetime.combine(date.min, starts) + timedelta(minutes=offering.session_minutes)).time()
            row = Row(usual_words.weekly(WEEKDAYS[day], starts, ends, offering.every), offering, weekday is not None)
            yield ((day - first) % 7, starts, habit), row
