"""What more an entry of the log holds, in plain words: one detail at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

from iopsched.domain.booking import Attendance
from iopsched.domain.letter import Asked, Naming
from iopsched.domain.refusal import Why
from iopsched.domain.series import Reach
from iopsched.domain.words import Role
from iopsched.web import amounts, names, wall
from iopsched.web.staff import preference_words

ATTENDANCE = {
    Attendance.HERE.value: lazy_gettext("here"),
    Attendance.LATE.value: lazy_gettext("late"),
    Attendance.LEFT.value: lazy_gettext("left early"),
    Attendance.AWAY.value: lazy_gettext("not here"),
    Attendance.EXCUSED.value: lazy_gettext("excused"),
    None: lazy_gettext("no mark"),
}
ASKED = {
    Asked.IN_PERSON.value: lazy_gettext("asked for in person"),
    Asked.BY_PHONE.value: lazy_gettext("asked for by telephone"),
    Asked.IN_WRITING.value: lazy_gettext("asked for in writing"),
}


def said(key: str, value: Any) -> str:
    """'8 seats lost'; empty where there is nothing to say; what is not known here stands as it was written."""
    return DETAILS[key](value) if key in DETAILS else _plainly(key, value)


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
    "parts": lambda parts: ngettext("%(num)s change", "%(num)s changes", len(parts)),
    "entries": _counted(lambda n: ngettext("%(num)s change", "%(num)s changes", n)),
    "settings": _counted(lambda n: ngettext("%(num)s setting", "%(num)s settings", n)),
    "order": preference_words.order_said,
    "people": lambda n: ngettext("%(num)s person", "%(num)s people", n),
    "lines": lambda n: ngettext("%(num)s line", "%(num)s lines", n),
    "seats": lambda n: ngettext("%(num)s seat", "%(num)s seats", n),
    "skipped": _counted(lambda n: ngettext("%(num)s time not to be had", "%(num)s times not to be had", n)),
    "attendance": lambda said: str(ATTENDANCE.get(said, said)),
    "minutes": _counted(amounts.hours_in_words),
    "other_id": lambda number: gettext("from record %(number)s", number=number),
    "named": lambda _: gettext("the name"),
    "numbered": lambda _: gettext("the number"),
    "spoken_to": lambda _: gettext("the language"),
    "day": lambda day: wall.day_full(date.fromisoformat(day)),
    "role": lambda role: names.name(Role(role)),
    "complete": lambda n: ngettext("%(num)s week full", "%(num)s weeks full", n),
    "short": _counted(lambda n: ngettext("%(num)s week short", "%(num)s weeks short", n)),
    "program_plan": lambda number: gettext("plan of the week %(number)s", number=number),
    "kiosk_id": lambda number: gettext("kiosk %(number)s", number=number),
    "asked": lambda how: str(ASKED.get(how, how)),
    "letter": lambda naming: gettext("named as treatment") if naming == Naming.NAMED.value else gettext("discreet"),
    "plan_id": lambda number: gettext("plan %(number)s", number=number),
    "feed_id": lambda number: gettext("link %(number)s", number=number),
    "calendar_id": lambda number: gettext("calendar %(number)s", number=number),
    "offer": lambda number: gettext("offer %(number)s", number=number),
    "message_id": lambda number: gettext("message %(number)s", number=number),
    "offering_id": lambda number: gettext("offering %(number)s", number=number),
    "waiting": lambda number: gettext("waiting %(number)s", number=number),
    "from_session": lambda number: gettext("instead of session %(number)s", number=number),
    "first": lambda is_first: gettext("to the front") if is_first else gettext("back in turn"),
    "overruled": lambda why: gettext("though busy then") if why == Why.COMMITTED.value else str(why),
    "reason": str,
    "staff_id": lambda _: "",
    "clinician_id": lambda number: gettext("clinician %(number)s", number=number),
    "absence_id": lambda number: gettext("absence %(number)s", number=number),
    "reach": lambda reach: gettext("and all later ones") if reach == Reach.FOLLOWING.value else gettext("all ahead"),
    "merged_id": lambda number: gettext("record %(number)s", number=number),
    "authorisation_id": lambda number: gettext("authorisation %(number)s", number=number),
}
"""What each known detail means; the account of ``staff_id`` is named in a column of its own."""
