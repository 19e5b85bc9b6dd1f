"""What is said of a calendar of the patient's own: where it is, how it goes, and what to do when it cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

from iopsched.domain.own_calendar import OwnCalendar, Trouble
from iopsched.web import busy_words, wall
from iopsched.web.clock import now

WHY: Mapping[Trouble, Any] = {
    Trouble.FORBIDDEN: lazy_gettext("The link leads to a place that we do not read."),
    Trouble.UNREACHABLE: lazy_gettext("Nobody answers there."),
    Trouble.UNTRUSTED: lazy_gettext("Its certificate is not in order, so we asked for nothing there."),
    Trouble.SLOW: lazy_gettext("It takes too long to answer."),
    Trouble.LOCKED: lazy_gettext("It asks for a password."),
    Trouble.MISSING: lazy_gettext("There is nothing at that link."),
    Trouble.GONE: lazy_gettext("The calendar is no longer published there."),
    Trouble.ELSEWHERE: lazy_gettext("The link leads from one place to the next without end."),
    Trouble.OVERLOADED: lazy_gettext("The service there is busy."),
    Trouble.LARGE: lazy_gettext("There are more than 5 MB behind the link."),
    Trouble.NO_CALENDAR: lazy_gettext("There is no calendar behind the link."),
    Trouble.CROWDED: lazy_gettext("It has more than 5,000 entries in the weeks ahead, or one every minute."),
    Trouble.TANGLED: lazy_gettext("It takes too long to work out what repeats in it."),
    Trouble.SEALED: lazy_gettext("We cannot open the link any more that you gave us."),
}
LATER = lazy_gettext("Try again in an hour, or add a file instead.")
LESS = lazy_gettext("Try one with less in it.")
ADVICE: Mapping[Trouble, Any] = {
    Trouble.FORBIDDEN: lazy_gettext("Use the link that your calendar gives you to share it."),
    Trouble.UNREACHABLE: lazy_gettext("Check the link, or try again in an hour."),
    Trouble.UNTRUSTED: LATER,
    Trouble.SLOW: LATER,
    Trouble.LOCKED: lazy_gettext("Use the secret or the public link of the calendar instead."),
    Trouble.MISSING: lazy_gettext("Copy it once more, all of it."),
    Trouble.GONE: lazy_gettext("Share it anew, and add the new link."),
    Trouble.ELSEWHERE: lazy_gettext("Copy it once more, all of it."),
    Trouble.OVERLOADED: LATER,
    Trouble.LARGE: LESS,
    Trouble.NO_CALENDAR: lazy_gettext("Copy the one that is called iCal or ICS."),
    Trouble.CROWDED: LESS,
    Trouble.TANGLED: LESS,
    Trouble.SEALED: lazy_gettext("Add it anew."),
}
"""What to do about a link that was typed just now."""
OF_FILES: Mapping[Trouble, Any] = {
    Trouble.LARGE: lazy_gettext("The file has more than 1 MB. Export fewer months, or add a link instead."),
    Trouble.NO_CALENDAR: lazy_gettext("That is not a calendar. Choose a file that ends in .ics; unpack a .zip first."),
}
PASSING = frozenset({Trouble.UNREACHABLE, Trouble.SLOW, Trouble.OVERLOADED, Trouble.UNTRUSTED})
"""What may be well again tomorrow, without the patient's doing anything."""


def trouble_said(trouble: Trouble, *, is_link: bool = True) -> str:
    """Why a link, or a file, could not be read just now, and what to do."""
    if not is_link and trouble in OF_FILES:
        return str(OF_FILES[trouble])
    return f"{WHY[trouble]} {ADVICE[trouble]}"


def calendar_said(calendar: OwnCalendar) -> str:
    """'From your calendar (example.com)', 'From a file'."""
    return gettext("From your calendar (%(host)s)", host=calendar.host) if calendar.is_link else gettext("From a file")


def calendar_on_a_line(calendar: OwnCalendar) -> str:
    """'your calendar (example.com)', within a sentence."""
    return gettext("your calendar (%(host)s)", host=calendar.host) if calendar.is_link else gettext("a calendar file")


def calendar_state_said(calendar: OwnCalendar) -> str:
    """'23 busy times, read 12 minutes ago'."""
    busy = times_counted(calendar.busy)
    if not calendar.is_link:
        return gettext("%(times)s until %(day)s", times=busy, day=wall.day(calendar.until))
    return gettext("%(times)s, read %(when)s", times=busy, when=busy_words.ago(calendar.read_at, now()))


def times_counted(count: int) -> str:
    return str(ngettext("%(num)s busy time", "%(num)s busy times", count))


def failing_said(calendar: OwnCalendar) -> str:
    """Since when it cannot be read, why, and what to do; empty while there is nothing to tell."""
    if not calendar.is_failing or calendar.trouble is None or calendar.failing_since is None:
        return ""
    since = gettext("We have not been able to read it since %(when)s.", when=wall.moment(calendar.failing_since))
    known = gettext("What we know of it stays until it is over.")
    return " ".join((since, str(WHY[calendar.trouble]), _what_to_do(calendar), known))


def _what_to_do(calendar: OwnCalendar) -> str:
    if calendar.due_at and calendar.trouble in PASSING:
        return gettext("We go on trying; there is nothing that you need to do.")
    return gettext("Share it anew in your calendar, add the new link here, and remove this one.")


FILTERS: dict[str, Callable[..., Any]] = {
    "calendar_said": calendar_said,
    "calendar_state_said": calendar_state_said,
    "failing_said": failing_said,
    "times_counted": times_counted,
}
