"""From a calendar's events to busy times: what repeats is worked out, what is free, off or declined is left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import recurring_ical_events
from icalendar import Calendar, Component

from iopsched.domain import zone
from iopsched.domain.busy_time import BusyTimes
from iopsched.domain.errors import Unreadable
from iopsched.domain.own_calendar import MOST_EVENTS, Trouble
from iopsched.domain.week import Span
from iopsched.gateways.foreign_ical import Asked
from iopsched.gateways.foreign_ical.cut import cut
from iopsched.gateways.foreign_ical.owner import has_declined, owner_of

DAY = timedelta(days=1)
ZONE = "X-WR-TIMEZONE"


def busy_times(content: bytes, asked: Asked) -> BusyTimes:
    """Raises Unreadable, and whatever the libraries raise for what is no calendar."""
    tz = ZoneInfo(asked.zone)
    first, last = (zone.local_day(moment, tz) for moment in (asked.first, asked.last))
    timed: list[Span] = []
    all_day: list[Span] = []
    for calendar in Calendar.from_ical(cut(content, first, last, asked.our_uids), multiple=True):
        for event in _busy(calendar, asked):
            if span := _span(event, tz):
                (all_day if _is_all_day(event) else timed).append(span)
        timed += _free_busy(calendar, tz)
    return BusyTimes(tuple(timed), tuple(all_day)).within(asked.first, asked.last)


def _busy(calendar: Calendar, asked: Asked) -> Iterator[Component]:
    """Each occurrence that its owner is not free in."""
    owner = owner_of(calendar)
    if calendar.get(ZONE) not in available_timezones():
        calendar.pop(ZONE, None)
    for number, event in enumerate(_occurrences(calendar, asked.first - DAY, asked.last + DAY)):
        if number >= MOST_EVENTS:
            raise Unreadable(Trouble.CROWDED)
        if not (_is_off(event) or has_declined(owner, event)):
            yield event


def _occurrences(calendar: Calendar, first: datetime, last: datetime) -> Iterator[Component]:
    """One after the other: a series without end is given up before all of it is worked out."""
    query = recurring_ical_events.of(calendar, skip_bad_series=True)
    for series in query.series:
        for occurrence in series.between(first, last):
            yield occurrence.as_component(False)


def _is_off(event: Component) -> bool:
    return (
        _word(event, "STATUS") == "CANCELLED"
        or _word(event, "TRANSP") == "TRANSPARENT"
        or _word(event, "X-MICROSOFT-CDO-BUSYSTATUS") == "FREE"
    )


def _is_all_day(event: Component) -> bool:
    return not isinstance(_when(event, "DTSTART"), datetime) or _word(event, "X-MICROSOFT-CDO-ALLDAYEVENT") == "TRUE"


def _span(event: Component, tz: ZoneInfo) -> Span | None:
    """None for what has no length, or lies where no clock goes."""
    try:
        starts, ends = (_instant(_when(event, name), tz) for name in ("DTSTART", "DTEND"))
    except (KeyError, ValueError, OverflowError):
        return None
    return (starts, ends) if starts < ends else None


def _free_busy(calendar: Calendar, tz: ZoneInfo) -> Iterator[Span]:
    """Periods of calendars that publish nothing else (RFC 5545 3.6.4)."""
    for component in calendar.walk("VFREEBUSY"):
        said: Any = component.get("FREEBUSY", [])
        for period in said if isinstance(said, list) else [said]:
            if period.params.get("FBTYPE", "BUSY").upper() != "FREE":
                yield _instant(period.start, tz), _instant(period.end, tz)


def _instant(when: date, tz: ZoneInfo) -> datetime:
    """A time without a zone, and a day, are the patient's."""
    if not isinstance(when, datetime):
        return zone.midnight(when, tz)
    return (when if when.tzinfo else when.replace(tzinfo=tz)).astimezone(UTC)


def _when(event: Component, name: str) -> date:
    said: Any = event[name]
    when: date = said.dt
    return when


def _word(event: Component, name: str) -> str:
    said: Any = event.get(name, "")
    return str(said[0] if isinstance(said, list) else said).strip().upper()
