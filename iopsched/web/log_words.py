"""The log in plain words: what was done, what more is known of it, and from where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

from iopsched.domain.booking import Attendance
from iopsched.domain.entry import COMMAND, SYSTEM, WEB, WORKER, Entry, Topic
from iopsched.domain.patient import Patient
from iopsched.domain.refusal import Why
from iopsched.domain.series import Reach
from iopsched.domain.words import Role
from iopsched.usecases.view_log import Line
from iopsched.web import amounts, names, preference_words, wall

TOPICS = {
    Topic.SEATS: lazy_gettext("Seats"),
    Topic.WAITING: lazy_gettext("Waiting for seats"),
    Topic.ATTENDANCE: lazy_gettext("Attendance"),
    Topic.TIMETABLE: lazy_gettext("Timetable"),
    Topic.PEOPLE: lazy_gettext("People and plans"),
    Topic.CALENDARS: lazy_gettext("Calendar links"),
    Topic.SIGN_INS: lazy_gettext("Sign-ins"),
    Topic.ACCOUNTS: lazy_gettext("Accounts and settings"),
    Topic.LOOKS: lazy_gettext("Looks at records"),
}
ACTIONS = {
    "booked": lazy_gettext("Booked a seat"),
    "gave up": lazy_gettext("Gave up a seat"),
    "swapped": lazy_gettext("Exchanged a seat for another"),
    "held": lazy_gettext("Had a seat kept while deciding"),
    "released": lazy_gettext("Let a kept seat go"),
    "booking moved": lazy_gettext("Moved a seat with its session"),
    "booking ended": lazy_gettext("Ended a booking"),
    "booked for": lazy_gettext("Booked a seat for somebody"),
    "moved for": lazy_gettext("Moved somebody to another session"),
    "cancelled for": lazy_gettext("Gave up a seat for somebody"),
    "overbooked": lazy_gettext("Booked more than there are seats"),
    "program planned": lazy_gettext("Planned everybody’s week"),
    "program plan accepted": lazy_gettext("Accepted a plan of everybody’s week"),
    "planned": lazy_gettext("Had a seat of a planned week kept"),
    "usual week made": lazy_gettext("Made a week the usual one"),
    "usual week stopped": lazy_gettext("Stopped a usual week"),
    "usual week booked": lazy_gettext("Booked a week as usual"),
    "confirmed": lazy_gettext("Said to come"),
    "waits": lazy_gettext("Began to wait for a seat"),
    "stopped waiting": lazy_gettext("Stopped waiting for a seat"),
    "offered": lazy_gettext("Offered a free seat"),
    "declined": lazy_gettext("Said no to an offered seat"),
    "lapsed": lazy_gettext("Ended an offer that nobody answered"),
    "withdrawn": lazy_gettext("Took back an offer that could not be taken any more"),
    "placed": lazy_gettext("Changed whose turn it is to be offered a seat"),
    "marked": lazy_gettext("Marked attendance"),
    "offering added": lazy_gettext("Added an offering"),
    "offering changed": lazy_gettext("Changed an offering"),
    "offering changed from a day on": lazy_gettext("Changed an offering from a day on"),
    "absence added": lazy_gettext("Said when somebody is away"),
    "absence ended": lazy_gettext("Took an absence back"),
    "stand-in named": lazy_gettext("Named who stands in"),
    "holidays chosen": lazy_gettext("Chose a calendar of holidays"),
    "holiday kept open": lazy_gettext("Decided on a holiday"),
    "rooms changed": lazy_gettext("Changed rooms or their seats"),
    "seasons changed": lazy_gettext("Changed the seasons"),
    "link changed": lazy_gettext("Changed the link to a session"),
    "day closed": lazy_gettext("Closed a day"),
    "day reopened": lazy_gettext("Opened a closed day again"),
    "session moved": lazy_gettext("Moved a session"),
    "seats changed": lazy_gettext("Changed the seats of a session"),
    "session cancelled": lazy_gettext("Cancelled a session"),
    "session reopened": lazy_gettext("Opened a cancelled session again"),
    "sessions opened": lazy_gettext("Opened sessions ahead"),
    "timetable imported": lazy_gettext("Read a timetable file"),
    "admitted": lazy_gettext("Took somebody in"),
    "plan": lazy_gettext("Added a treatment plan"),
    "certified": lazy_gettext("Said when a plan was certified"),
    "contact changed": lazy_gettext("Changed name or number"),
    "texts on": lazy_gettext("Switched texts on"),
    "texts off": lazy_gettext("Switched texts off"),
    "bad number": lazy_gettext("Learned that no text reaches a number"),
    "e-mail on": lazy_gettext("Switched e-mail on"),
    "e-mail off": lazy_gettext("Switched e-mail off"),
    "notifications on": lazy_gettext("Switched notifications on"),
    "notifications off": lazy_gettext("Switched notifications off"),
    "address given": lazy_gettext("Gave an e-mail address"),
    "address confirmed": lazy_gettext("Confirmed an e-mail address"),
    "address removed": lazy_gettext("Removed an e-mail address"),
    "bad address": lazy_gettext("Learned that no e-mail reaches an address"),
    "device added": lazy_gettext("Had notifications shown on a device"),
    "device removed": lazy_gettext("Took a device away"),
    "telling chosen": lazy_gettext("Chose how to be told"),
    "time zone": lazy_gettext("Changed a time zone"),
    "language": lazy_gettext("Changed the language of texts"),
    "text read": lazy_gettext("Dealt with a text"),
    "travel time": lazy_gettext("Said how long the way is"),
    "feed made": lazy_gettext("Made a calendar link"),
    "feed renewed": lazy_gettext("Renewed a calendar link"),
    "feed renamed": lazy_gettext("Renamed a calendar link"),
    "feed removed": lazy_gettext("Removed a calendar link"),
    "own calendar added": lazy_gettext("Added busy times of an own calendar"),
    "own calendar removed": lazy_gettext("Removed busy times of an own calendar"),
    "signed_in": lazy_gettext("Signed in"),
    "signed_out": lazy_gettext("Signed out everywhere"),
    "sign_in_failed": lazy_gettext("Could not sign in"),
    "account added": lazy_gettext("Added an account"),
    "account closed": lazy_gettext("Closed an account"),
    "account opened": lazy_gettext("Opened a closed account again"),
    "password reset": lazy_gettext("Gave an account a new password"),
    "program changed": lazy_gettext("Changed the settings"),
    "messages chosen": lazy_gettext("Chose what is told, and how"),
    "looked": lazy_gettext("Looked at a person"),
    "hours looked at": lazy_gettext("Looked at everybody’s hours"),
    "dues looked at": lazy_gettext("Looked at what is due"),
    "report looked at": lazy_gettext("Looked at a report"),
    "report exported": lazy_gettext("Saved a report as a file"),
    "log exported": lazy_gettext("Saved the log as a file"),
}
LOOKED_AT_ROSTER = lazy_gettext("Looked at who is in a session")
ATTENDANCE = {
    Attendance.HERE.value: lazy_gettext("here"),
    Attendance.LATE.value: lazy_gettext("late"),
    Attendance.AWAY.value: lazy_gettext("not here"),
    Attendance.EXCUSED.value: lazy_gettext("excused"),
    None: lazy_gettext("no mark"),
}


def action_said(entry: Entry) -> str:
    """'Booked a seat'; an action of another release stands as it was written."""
    if entry.action == "looked" and entry.patient_id is None:
        return str(LOOKED_AT_ROSTER)
    return str(ACTIONS.get(entry.action, entry.action))


def details_said(entry: Entry) -> str:
    """'8 seats lost; 2 seats moved along'; empty where there is no more to say."""
    said = (DETAILS[key](value) if key in DETAILS else _plainly(key, value) for key, value in entry.detail.items())
    return "; ".join(filter(None, said))


def origin_said(origin: str) -> str:
    """'Web, 203.0.113.7', 'Worker', 'Command'; empty for what was noted before that was kept."""
    door, _, address = origin.partition(" ")
    if door == WEB:
        return gettext("Web, %(address)s", address=address) if address else gettext("Web")
    return {WORKER: gettext("Worker"), COMMAND: gettext("Command")}.get(door, "")


def by_said(line: Line) -> str:
    """'J. Okafor', 'Ana R.', or that nobody did it."""
    if line.by is None:
        return gettext("The program itself") if line.entry.actor == SYSTEM else ""
    return line.by.short_name if isinstance(line.by, Patient) else line.by.name


def whom_said(line: Line) -> str:
    """Whose seat, plan, sign-in or account it was; empty where it was nobody's."""
    if line.patient:
        return line.patient.short_name
    return line.account.name if line.account else ""


def sitting_said(line: Line) -> str:
    """'Group, Wed, Dec 9, 2026, 6 pm'; empty where it was about no session."""
    if line.session is None:
        return ""
    kind, day = names.name(line.session.component), wall.day_dated(line.session.day)
    return gettext("%(kind)s, %(day)s, %(time)s", kind=kind, day=day, time=wall.clock_short(line.session.starts))


def _plainly(key: str, value: Any) -> str:
    return f"{key.replace('_', ' ')} {value}"


def _counted(said: Callable[[int], str]) -> Callable[[Any], str]:
    """Nothing is said of none."""
    return lambda number: said(number) if number else ""


DETAILS: Mapping[str, Callable[[Any], str]] = {
    "late": lambda _: gettext("after the notice"),
    "opened": _counted(lambda n: ngettext("%(num)s session opened", "%(num)s sessions opened", n)),
    "ended": _counted(lambda n: ngettext("%(num)s seat lost", "%(num)s seats lost", n)),
    "kept": _counted(lambda n: ngettext("%(num)s seat moved along", "%(num)s seats moved along", n)),
    "marks": _counted(lambda n: ngettext("%(num)s mark", "%(num)s marks", n)),
    "entries": _counted(lambda n: ngettext("%(num)s change", "%(num)s changes", n)),
    "settings": _counted(lambda n: ngettext("%(num)s setting", "%(num)s settings", n)),
    "order": preference_words.order_said,
    "people": lambda n: ngettext("%(num)s person", "%(num)s people", n),
    "lines": lambda n: ngettext("%(num)s line", "%(num)s lines", n),
    "seats": lambda n: ngettext("%(num)s seat", "%(num)s seats", n),
    "skipped": _counted(lambda n: ngettext("%(num)s time not to be had", "%(num)s times not to be had", n)),
    "attendance": lambda said: str(ATTENDANCE.get(said, said)),
    "minutes": _counted(amounts.hours_in_words),
    "named": lambda _: gettext("the name"),
    "numbered": lambda _: gettext("the number"),
    "spoken_to": lambda _: gettext("the language"),
    "day": lambda day: wall.day_full(date.fromisoformat(day)),
    "role": lambda role: names.name(Role(role)),
    "complete": lambda n: ngettext("%(num)s week full", "%(num)s weeks full", n),
    "short": _counted(lambda n: ngettext("%(num)s week short", "%(num)s weeks short", n)),
    "program_plan": lambda number: gettext("plan of the week %(number)s", number=number),
    "plan_id": lambda number: gettext("plan %(number)s", number=number),
    "feed_id": lambda number: gettext("link %(number)s", number=number),
    "calendar_id": lambda number: gettext("calendar %(number)s", number=number),
    "offer": lambda number: gettext("offer %(number)s", number=number),
    "clinician_id": lambda number: gettext("clinician %(number)s", number=number),
    "absence_id": lambda number: gettext("absence %(number)s", number=number),
    "offering_id": lambda number: gettext("offering %(number)s", number=number),
    "waiting": lambda number: gettext("waiting %(number)s", number=number),
    "from_session": lambda number: gettext("instead of session %(number)s", number=number),
    "first": lambda is_first: gettext("to the front") if is_first else gettext("back in turn"),
    "overruled": lambda why: gettext("though busy then") if why == Why.COMMITTED.value else str(why),
    "reach": lambda reach: gettext("and all later ones") if reach == Reach.FOLLOWING.value else gettext("all ahead"),
    "reason": str,
    "staff_id": lambda _: "",
}
"""What each known detail means; the account of ``staff_id`` is named in a column of its own."""
FILTERS: dict[str, Callable[..., Any]] = {
    "action_said": action_said,
    "details_said": details_said,
    "origin_said": origin_said,
    "by_said": by_said,
}
