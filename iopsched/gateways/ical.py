"""Calendars as bytes (RFC 5545, RFC 7986), made of events by the ``icalendar`` library.

No METHOD, ORGANIZER, ATTENDEE or VALARM; nothing that names a program, and nothing of today: the same events give the
same bytes. The library's own refresh interval and time zones come in forms that clients misread, so both are set here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar
from icalendar import Event as VEvent

from iopsched.domain.event import Event, Status
from iopsched.gateways.timezones import vtimezone

PRODID = "-//Week//Week//EN"
REREAD, REREAD_TEXT = timedelta(hours=1), "PT1H"
COLOR, APPLE_COLOR = "teal", "#0E7C86"
STATUSES = {
    Status.CONFIRMED: "CONFIRMED",
    Status.TENTATIVE: "TENTATIVE",
    Status.CANCELLED: "CANCELLED",
    Status.LAPSED: "CANCELLED",
}
CONTROLS = dict.fromkeys((*range(32), *range(127, 160), 8232, 8233), " ")


def calendar(events: Iterable[Event], zone: ZoneInfo, name: str) -> bytes:
    """The whole calendar, in the order of the events.

    A VTIMEZONE is always in it: a calendar without any part is not valid (RFC 5545 3.6), and clients keep the old one.
    """
    made = Calendar()
    made.add("prodid", PRODID)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", _plain(name))
    made.add("x-wr-calname", _plain(name))
    made.add("color", COLOR)
    made.add("x-apple-calendar-color", APPLE_COLOR)
    made.add("refresh-interval", REREAD, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", REREAD_TEXT)
    made.add_component(vtimezone(zone.key))
    for event in events:
        made.add_component(_vevent(event, zone))
    return bytes(made.to_ical())


def _vevent(event: Event, zone: ZoneInfo) -> VEvent:
    made = VEvent()
    made.add("uid", event.uid)
    made.add("sequence", event.sequence)
    made.add("dtstamp", event.revised_at.astimezone(UTC))
    made.add("last-modified", event.revised_at.astimezone(UTC))
    made.add("dtstart", _wall(event.starts, zone))
    made.add("dtend", _wall(event.ends, zone))
    made.add("summary", _plain(event.title))
    made.add("status", STATUSES[event.status])
    made.add("transp", "TRANSPARENT" if event.status.is_off else "OPAQUE")
    if event.is_private:
        made.add("class", "PRIVATE")
    if event.place:
        made.add("location", _plain(event.place))
    return made


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """Wall time of the zone; UTC where clocks show that time twice: no TZID names the second, and of the first some
    clients make the second.
    """
    local = moment.astimezone(zone)
    is_shown_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return moment.astimezone(UTC) if is_shown_twice else local


def _plain(text: str) -> str:
    """Without the control characters that no calendar may hold."""
    return text.translate(CONTROLS).strip()
