"""Dates and times as a person reads them: in the program's zone, spoken whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, get_day_names, get_month_names, get_time_format
from flask_babel import get_locale, get_timezone, gettext

from iopsched.domain.session import Session
from iopsched.web.clock import now

Moment = datetime | time


def clock(moment: Moment, zone: ZoneInfo | None = None) -> str:
    """'9:00 pm', or '21:00' where people count so. Without a zone: that of the program at hand."""
    return _time(_at(moment, zone), with_minutes=True)


def clock_short(moment: Moment, zone: ZoneInfo | None = None) -> str:
    """'9 pm', '9:30 pm', 'noon'."""
    at = _at(moment, zone)
    if (at.hour, at.minute) == (12, 0):
        return gettext("noon")
    return _time(at, with_minutes=bool(at.minute) or not _counts_to_twelve())


def clock_bare(moment: Moment, zone: ZoneInfo | None = None) -> str:
    """'6:00': a start whose end says whether it is morning or evening."""
    return _time(_at(moment, zone), with_minutes=True, with_half=False)


def time_range(starts: Moment, ends: Moment, zone: ZoneInfo | None = None) -> str:
    """'6 to 9 pm', '10 am to 1 pm'."""
    first, last = _at(starts, zone), _at(ends, zone)
    same_half = _counts_to_twelve() and (first.hour < 12) == (last.hour < 12)
    said = _time(first, with_minutes=bool(first.minute) or not _counts_to_twelve(), with_half=not same_half)
    end = _time(last, with_minutes=bool(last.minute) or not _counts_to_twelve())
    return gettext("%(first)s to %(last)s", first=said, last=end)


def times(session: Session, zone: ZoneInfo | None = None) -> str:
    """'6 to 9 pm': when a session is."""
    return time_range(session.starts, session.ends, zone)


def iso_local(moment: datetime, zone: ZoneInfo | None = None) -> str:
    """'2026-12-09T18:00-05:00': what stands in the datetime attribute of <time>."""
    return _local(moment, zone).isoformat(timespec="minutes")


def day(on: date) -> str:
    """'Wednesday, December 9'."""
    return _spelled_out(on, "MMMMEd", "MMMEd")


def day_full(on: date) -> str:
    """'Wednesday, December 9, 2026': for what may be long ago."""
    return _spelled_out(on, "yMMMMEd", "yMMMEd")


def local_day(at: datetime) -> date:
    """The program's date at an instant."""
    return _local(at, None).date()


def day_dated(on: date) -> str:
    """'Wed, Dec 9, 2026': for lists that reach far back."""
    return _skeleton(on, "yMMMEd")


def day_short(on: date) -> str:
    """'Wed, Dec 9'."""
    return _skeleton(on, "MMMEd")


def day_plain(on: date) -> str:
    """'December 9'."""
    return _skeleton(on, "MMMMd")


def weekday(on: date) -> str:
    """'Wednesday'."""
    return _weekday(on, "wide")


def weekday_short(on: date) -> str:
    """'Wed'."""
    return _weekday(on, "abbreviated")


def weekday_two(on: date) -> str:
    """'We'."""
    return _weekday(on, "short")


def weekday_letter(on: date) -> str:
    """'W'."""
    return _weekday(on, "narrow")


def week_range(monday: date) -> str:
    """'December 7 to 13', 'November 30 to December 6'."""
    return day_range(monday, monday + timedelta(days=6))


def day_range(first: date, last: date) -> str:
    """The same for any two days."""
    if (first.year, first.month) == (last.year, last.month):
        month = get_month_names("wide", locale=get_locale())[first.month]
        return gettext("%(month)s %(first)s to %(last)s", month=month, first=first.day, last=last.day)
    return gettext("%(first)s to %(last)s", first=day_plain(first), last=day_plain(last))


def weeks_later(monday: date, weeks: int) -> date:
    return monday + timedelta(weeks=weeks)


def week_title(monday: date, this_monday: date) -> str:
    """'This week', 'Next week', 'Last week', else 'A week'; the dates stand below it."""
    named = {0: gettext("This week"), 7: gettext("Next week"), -7: gettext("Last week")}
    return named.get((monday - this_monday).days, gettext("Week"))


def moment(at: datetime, zone: ZoneInfo | None = None) -> str:
    """'today, 11:52 am', 'yesterday, 7:10 pm', 'Monday, December 7, 2026, 7:10 pm'."""
    local, today = _local(at, zone), _local(now(), zone).date()
    named = {0: gettext("today"), 1: gettext("yesterday"), -1: gettext("tomorrow")}
    on = named.get((today - local.date()).days) or (day_full if local.year != today.year else day)(local.date())
    return gettext("%(day)s, %(time)s", day=on, time=clock(local.time()))


def until(at: datetime, zone: ZoneInfo | None = None, *, names_today: bool = False) -> str:
    """After 'until': '11 am' or 'today, 11 am', 'Tuesday, 6 pm' within the week, else 'Tuesday, December 8, 6 pm'."""
    local, time = _local(at, zone), clock_short(at, zone)
    days = (local.date() - _local(now(), zone).date()).days
    if not days and not names_today:
        return time
    named = (weekday(local.date()) if days < 7 else day(local.date())) if days else gettext("today")
    return gettext("%(day)s, %(time)s", day=named, time=time)


def _at(moment: Moment, zone: ZoneInfo | None) -> time:
    return moment if isinstance(moment, time) else _local(moment, zone).time()


def _local(moment: datetime, zone: ZoneInfo | None) -> datetime:
    return moment.astimezone(zone or get_timezone())


def _counts_to_twelve() -> bool:
    return "a" in get_time_format("short", locale=get_locale()).pattern


def _time(at: time, *, with_minutes: bool, with_half: bool = True) -> str:
    if not _counts_to_twelve():
        return f"{at.hour:02}:{at.minute:02}"
    said = f"{at.hour % 12 or 12}:{at.minute:02}" if with_minutes else str(at.hour % 12 or 12)
    if not with_half:
        return said
    half = gettext("%(time)s am", time=said) if at.hour < 12 else gettext("%(time)s pm", time=said)
    return str(half)


def _spelled_out(on: date, *skeletons: str) -> str:
    """By the first of these that the language has, with its day and month written in full."""
    known = get_locale().datetime_skeletons
    pattern = next(str(known[skeleton]) for skeleton in skeletons if skeleton in known)
    return str(format_date(on, re.sub("M{3,}", "MMMM", re.sub("E+", "EEEE", pattern)), locale=get_locale()))


def _skeleton(on: date, skeleton: str) -> str:
    return str(format_skeleton(skeleton, on, locale=get_locale()))


def _weekday(on: date, width: Any) -> str:
    return str(get_day_names(width, "stand-alone", locale=get_locale())[on.weekday()])


FILTERS: dict[str, Callable[..., Any]] = {
    each.__name__: each
    for each in (
        clock,
        clock_short,
        clock_bare,
        time_range,
        times,
        iso_local,
        day,
        day_full,
        day_dated,
        local_day,
        day_short,
        day_plain,
        weekday,
        weekday_short,
        weekday_two,
        week_range,
        weeks_later,
        week_title,
        moment,
        until,
    )
}
