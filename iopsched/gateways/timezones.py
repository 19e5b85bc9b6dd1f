"""VTIMEZONE (RFC 5545 3.6.5) out of what a zone's clocks do.

Outlook misreads lists of dates, so yearly rules (RRULE with BYDAY) are found in the changes of the next years; a change
that follows no rule stands alone. A zone whose clocks never change has one STANDARD part.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

FIRST_YEAR, LAST_YEAR = 2023, 2038
"""No booking is older than the first; a rule that holds until the last is taken to hold for good."""
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 # a wall time
STEP = timedelta(days=1)
Rule = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """One change of the clocks. ``wall`` is what they showed that moment, still in the old offset."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str
    is_daylight: bool

    @property
    def series(self) -> tuple[object, ...]:
        """What all turns of one yearly rule share."""
        wall = self.wall
        return wall.month, wall.weekday(), wall.time(), self.before, self.after, self.name, self.is_daylight

    @property
    def instant(self) -> datetime:
        return (self.wall - self.before).replace(tzinfo=UTC)


@lru_cache(maxsize=64)
def vtimezone(key: str) -> Timezone:
    """The component for one zone of the IANA database, by its name."""
    zone = ZoneInfo(key)
    made = Timezone()
    made.add("tzid", key)
    turns = tuple(_turns(zone))
    if not turns or turns[0].wall.year > FIRST_YEAR:
        made.add_component(_observance(_still(zone), None))
    for run in _runs(turns):
        rule = _rule(run)
        for turn in run[:1] if rule else run:
            made.add_component(_observance(turn, rule))
    return made


def _turns(zone: ZoneInfo) -> Iterator[Turn]:
    """Every change between the first year and the last."""
    moment, end = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)
    while moment < end:
        after = moment + STEP
        if _state(zone, moment) != _state(zone, after):
            yield _turn(zone, *_narrowed(zone, moment, after))
        moment = after


def _narrowed(zone: ZoneInfo, low: datetime, high: datetime) -> tuple[datetime, datetime]:
    """The last second of the old time and the first of the new one."""
    old = _state(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        low, high = (middle, high) if _state(zone, middle) == old else (low, middle)
    return low, high


def _turn(zone: ZoneInfo, low: datetime, high: datetime) -> Turn:
    old, new = low.astimezone(zone), high.astimezone(zone)
    before, after = _offset(old), _offset(new)
    has_daylight = bool(old.dst()) or bool(new.dst())
    return Turn(
        (high + before).replace(tzinfo=None), before, after, new.tzname() or "", has_daylight and after > before
    )


def _still(zone: ZoneInfo) -> Turn:
    """What the clocks showed before the first turn."""
    local = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC).astimezone(zone)
    return Turn(EPOCH, _offset(local), _offset(local), local.tzname() or "", False)


def _runs(turns: tuple[Turn, ...]) -> list[tuple[Turn, ...]]:
    """Turns of one kind in years that follow each other, in order of their first."""
    numbered = sorted(turns, key=lambda turn: (repr(turn.series), turn.wall))
    runs: list[tuple[Turn, ...]] = []
    for _, alike in groupby(numbered, key=lambda turn: turn.series):
        by_year = groupby(enumerate(alike), key=lambda pair: pair[1].wall.year - pair[0])
        runs += [tuple(turn for _, turn in run) for _, run in by_year]
    return sorted(runs, key=lambda run: run[0].wall)


def _rule(run: tuple[Turn, ...]) -> Rule | None:
    """The RRULE that gives exactly these turns, or None where there is none."""
    if len(run) < 3 or (days := _days([turn.wall for turn in run])) is None:
        return None
    rule: Rule = {"freq": "yearly", "bymonth": run[0].wall.month, **days}
    if run[-1].wall.year < LAST_YEAR:
        rule["until"] = run[-1].instant + STEP  # some clients read it as wall time
    return rule


def _days(walls: list[datetime]) -> Rule | None:
    """'The second Sunday', 'the last Sunday', or 'the Friday on or after the 23rd'."""
    day, nth = DAYS[walls[0].weekday()], {(wall.day - 1) // 7 + 1 for wall in walls}
    if len(nth) == 1:
        return {"byday": f"{nth.pop()}{day}"}
    if all(wall.day + 7 > calendar.monthrange(wall.year, wall.month)[1] for wall in walls):
        return {"byday": f"-1{day}"}
    first = min(wall.day for wall in walls)
    if max(wall.day for wall in walls) == first + 6:
        return {"byday": day, "bymonthday": list(range(first, first + 7))}
    return None


def _observance(turn: Turn, rule: Rule | None) -> TimezoneStandard | TimezoneDaylight:
    part = TimezoneDaylight() if turn.is_daylight else TimezoneStandard()
    part.add("dtstart", turn.wall)
    part.add("tzoffsetfrom", turn.before)
    part.add("tzoffsetto", turn.after)
    part.add("tzname", turn.name)
    if rule:
        part.add("rrule", rule)
    return part


def _state(zone: ZoneInfo, moment: datetime) -> tuple[timedelta, str | None]:
    local = moment.astimezone(zone)
    return _offset(local), local.tzname()


def _offset(local: datetime) -> timedelta:
    return local.utcoffset() or timedelta()
