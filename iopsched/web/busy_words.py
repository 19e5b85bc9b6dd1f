"""Busy times in words: when, and never what for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext, ngettext

from iopsched.domain import zone
from iopsched.domain.commitment import Commitment
from iopsched.domain.week import Span
from iopsched.usecases.weeks.keep_commitments import Noted
from iopsched.web import amounts, wall
from iopsched.web.dates import WEEKDAYS

SERIES = 3
"""So many weekdays in a row are said as from and to."""


def times_said(mine: Commitment) -> str:
    """'9 am to 5 pm', 'all day', '10 pm to 6 am the next day', 'from 8 am on the first day to 6 pm on the last'."""
    if mine.is_whole_day:
        return gettext("all day")
    if mine.last_day:
        begins, ends = wall.clock_short(mine.begins), wall.clock_short(mine.ends)
        return gettext("from %(begins)s on the first day to %(ends)s on the last", begins=begins, ends=ends)
    said = wall.time_range(mine.begins, mine.ends)
    return gettext("%(times)s the next day", times=said) if mine.ends <= mine.begins else said


def days_said(mine: Commitment) -> str:
    """'Monday', 'Wednesday, December 9', 'December 20 to 27'."""
    if mine.day is None:
        return wall.weekday(WEEKDAYS[mine.weekday or 0])
    return wall.day_range(mine.day, mine.last_day) if mine.last_day else wall.day(mine.day)


def commitment_said(mine: Commitment) -> str:
    """'Monday, 9 am to 5 pm'."""
    return gettext("%(day)s, %(times)s", day=days_said(mine), times=times_said(mine))


def noted(what: Noted) -> tuple[str, str]:
    """First word and the rest of what to say of it."""
    if not what.added:
        return gettext("Noted already."), gettext("You are busy then, as you told us before.")
    said = [gettext("Sessions at that time are no longer offered to you. What is booked stays.")]
    if what.joined:
        times = "; ".join(map(commitment_said, what.joined))
        said.append(gettext("It is one now with what it overlapped: %(times)s.", times=times))
    if what.beside:
        times = "; ".join(map(commitment_said, what.beside))
        said.append(gettext("It overlaps with a time that stays beside it: %(times)s.", times=times))
    return gettext("Noted."), " ".join(said)


def on_one_line(commitments: Iterable[Commitment], calendars: Iterable[str]) -> str:
    """'Mon to Fri, 9 am to 5 pm; Tue, Dec 8, 5 to 7 pm; your calendar (example.com)'."""
    return "; ".join((*_by_times(commitments), *calendars))


def spans_by_day(spans: Iterable[Span], tz: ZoneInfo) -> Iterator[tuple[date, list[str]]]:
    """Each local day on which some begin, with their times."""
    for day, begun in groupby(spans, key=lambda span: zone.local_day(span[0], tz)):
        yield day, [_span_said(*span, tz) for span in begun]


def days_of(spans: Iterable[Span], tz: ZoneInfo) -> list[str]:
    """'Thursday, November 26' and 'December 24 to 26': spans from one midnight to another."""
    return [_days(*span, tz) for span in spans]


def ago(moment: datetime, now: datetime) -> str:
    """'12 minutes ago' within the hour, then when that was."""
    minutes = int((now - moment).total_seconds()) // 60
    if minutes < 1:
        return gettext("just now")
    if minutes < 60:
        return str(ngettext("%(num)s minute ago", "%(num)s minutes ago", minutes))
    return wall.moment(moment)


def _span_said(starts: datetime, ends: datetime, tz: ZoneInfo) -> str:
    last, said = zone.local_day(ends, tz), wall.time_range(starts, ends, tz)
    apart = (last - zone.local_day(starts, tz)).days
    if apart < 1:
        return said
    if apart == 1:
        return gettext("%(times)s the next day", times=said)
    begins, ends_at = wall.clock_short(starts, tz), wall.clock_short(ends, tz)
    return gettext("%(begins)s to %(day)s, %(ends)s", begins=begins, day=wall.day(last), ends=ends_at)


def _days(starts: datetime, ends: datetime, tz: ZoneInfo) -> str:
    first, last = zone.local_day(starts, tz), zone.local_day(ends - timedelta(seconds=1), tz)
    return wall.day(first) if last == first else wall.day_range(first, last)


def _by_times(commitments: Iterable[Commitment]) -> Iterator[str]:
    """Weekdays with the same times are said together."""
    spans: dict[tuple[time, time], list[Commitment]] = {}
    for mine in commitments:
        spans.setdefault((mine.begins, mine.ends), []).append(mine)
    for alike in spans.values():
        weekdays = [mine for mine in alike if mine.weekday is not None]
        if weekdays:
            days = _weekdays([mine.weekday or 0 for mine in weekdays])
            yield gettext("%(day)s, %(times)s", day=days, times=times_said(weekdays[0]))
        for mine in alike:
            if mine.day:
                day = wall.day_range(mine.day, mine.last_day) if mine.last_day else wall.day_short(mine.day)
                yield gettext("%(day)s, %(times)s", day=day, times=times_said(mine))


def _weekdays(weekdays: list[int]) -> str:
    """'Mon to Fri', 'Mon and Wed'."""
    said = [wall.weekday_short(WEEKDAYS[weekday]) for weekday in weekdays]
    if len(said) >= SERIES and weekdays == list(range(weekdays[0], weekdays[-1] + 1)):
        return gettext("%(first)s to %(last)s", first=said[0], last=said[-1])
    return amounts.listed(said)


FILTERS: dict[str, Callable[..., Any]] = {
    "times_said": times_said,
    "days_said": days_said,
    "commitment_said": commitment_said,
}
