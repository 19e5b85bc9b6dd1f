"""Calendars as other programs write them: events with titles, places and people that nobody here may ever see."""

from collections.abc import Iterable

SECRETS = ("Dinner with Zoe", "12 Elm Street", "zoe@example.org", "dinner-for-two", "bring wine")
"""What stands in every event of ``an_event``."""


def an_event(starts: str, ends: str = "", *more: str, uid: str = "dinner-for-two@example.com") -> str:
    """``starts`` and ``ends`` are what follows the name: ';TZID=America/New_York:20261124T090000'."""
    title, place, guest, _, note = SECRETS
    when = [f"DTSTART{_valued(starts)}", *([f"DTEND{_valued(ends)}"] if ends else [])]
    said = [f"SUMMARY:{title}", f"LOCATION:{place}", f"DESCRIPTION:{note} with {guest}"]
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", *when, *said, *more, "END:VEVENT"])


def a_calendar(*events: str, head: Iterable[str] = ()) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Somebody//Calendar//EN", *head, *events, "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


def weekly(count: int, *, starts: str = "20261124T140000Z", ends: str = "20261124T150000Z") -> bytes:
    """So many Tuesdays, from nine to ten in New York."""
    return a_calendar(an_event(starts, ends, f"RRULE:FREQ=WEEKLY;COUNT={count}"))


def _valued(said: str) -> str:
    return said if said.startswith((":", ";")) else f":{said}"
