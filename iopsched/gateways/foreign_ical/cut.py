"""What is needed of a calendar's text: titles, places, notes and all that is over are cut away before it is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from iopsched.domain.errors import Unreadable
from iopsched.domain.own_calendar import MOST_EVENTS, Trouble

FOLDED = re.compile(r"\r?\n[ \t]")
SEPARATOR, DAY = re.compile(r"[;:]"), re.compile(r"\d{8}")
TOO_OFTEN = re.compile(r"FREQ=(SECOND|MINUTE)LY", re.IGNORECASE)
DEEPEST = 8
START = "BEGIN:VCALENDAR"
CALENDAR, ZONE, EVENT, FREE_BUSY = "VCALENDAR", "VTIMEZONE", "VEVENT", "VFREEBUSY"
OF_ZONE = frozenset({"TZID", "TZOFFSETFROM", "TZOFFSETTO", "DTSTART", "RRULE", "RDATE"})
AGAIN = frozenset({"RRULE", "RDATE", "RECURRENCE-ID"})
WHEN = frozenset({"DTSTART", "DTEND", "DURATION", "EXDATE"}) | AGAIN
WHETHER = frozenset({"STATUS", "TRANSP", "ATTENDEE", "ORGANIZER", "X-MICROSOFT-CDO-BUSYSTATUS"})
NEEDED = {
    CALENDAR: frozenset({"VERSION", "CALSCALE", "X-WR-TIMEZONE", "X-WR-CALNAME", "X-OWNER"}),
    ZONE: OF_ZONE,
    "STANDARD": OF_ZONE,
    "DAYLIGHT": OF_ZONE,
    EVENT: WHEN | WHETHER | {"UID", "SEQUENCE", "X-MICROSOFT-CDO-ALLDAYEVENT"},
    FREE_BUSY: frozenset({"UID", "DTSTART", "DTEND", "FREEBUSY"}),
}
SLACK = timedelta(days=2)
LONGEST = timedelta(days=400)
"""Nobody is busy for longer, where an entry has a length instead of an end."""


@dataclass(slots=True)
class _Entry:
    """The lines of one component, and those of them that say when it is."""

    kind: str
    lines: list[str] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)

    def day(self, name: str) -> date | None:
        """The date of a property, if it has one that can be read."""
        found = DAY.match(self.said.get(name, "").rpartition(":")[2])
        try:
            return date.fromisoformat(found[0]) if found else None
        except ValueError:
            return None

    def matters(self, first: date, last: date, our_uids: frozenset[str]) -> bool:
        """Whether an event can be in somebody's way between the two days, and is none of ours."""
        starts, uid = self.day("DTSTART"), self.said.get("UID", "").partition(":")[2]
        if starts is None or uid.partition("@")[0] in our_uids:
            return False
        if AGAIN & self.said.keys():
            return True
        ends = self.day("DTEND") or starts + (LONGEST if "DURATION" in self.said else timedelta())
        return starts <= last + SLACK and max(starts, ends) >= first - SLACK


def cut(content: bytes, first: date, last: date, our_uids: frozenset[str]) -> str:
    """The calendar with what says when somebody is busy between two days. Raises Unreadable for none, or too much."""
    text = FOLDED.sub("", content.decode("utf-8-sig", errors="replace")).lstrip()
    if text[: len(START)].upper() != START:
        raise Unreadable(Trouble.NO_CALENDAR)
    events = 0
    kept: list[str] = []
    for entry in _entries(text):
        if entry.kind == EVENT:
            if not entry.matters(first, last, our_uids):
                continue
            events += 1
            if events > MOST_EVENTS or TOO_OFTEN.search(entry.said.get("RRULE", "")):
                raise Unreadable(Trouble.CROWDED)
            if "UID" not in entry.said:
                entry.lines.insert(1, f"UID:none-{events}")
        kept += entry.lines
    return "\r\n".join(kept) + "\r\n"


def _entries(text: str) -> Iterator[_Entry]:
    """Each event by itself; what stands around them, piece by piece, as what it stands in."""
    within: list[str] = []
    entry = _Entry("")
    for line in map(str.rstrip, text.split("\n")):
        name = SEPARATOR.split(line, maxsplit=1)[0].upper()
        if name == "BEGIN":
            within.append(line[len("BEGIN:") :].strip().upper())
            if len(within) > DEEPEST:
                raise Unreadable(Trouble.NO_CALENDAR)
            if within[-1] == EVENT:
                yield entry
                entry = _Entry(EVENT)
        if _is_needed(name, within):
            entry.lines.append(line)
            entry.said.setdefault(name, line)
        if name == "END" and within and within.pop() == EVENT:
            yield entry
            entry = _Entry("")
    yield entry


def _is_needed(name: str, within: list[str]) -> bool:
    """Whether a line is: what begins and ends the known components, and their known properties."""
    if not within or any(kind not in NEEDED for kind in within):
        return False
    return name in {"BEGIN", "END"} or name in NEEDED[within[-1]]
