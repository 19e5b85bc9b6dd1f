"""The log in plain words: what was done, what more is known of it, and from where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext, lazy_gettext

from iopsched.domain.booking import Attendance
from iopsched.domain.entry import COMMAND, KIOSK, SYSTEM, WEB, WORKER, Entry
from iopsched.domain.letter import Naming
from iopsched.domain.patient import Patient
from iopsched.domain.refusal import Why
from iopsched.domain.series import Reach
from iopsched.domain.words import Role
from iopsched.usecases.view_log import Line
from iopsched.web import amounts, names, preference_words, wall
from iopsched.web.log_actions import ACTIONS

BY_THINGS = {SYSTEM: lazy_gettext("The program itself"), KIOSK: lazy_gettext("A kiosk")}
LOOKED_AT_ROSTER = lazy_gettext("Looked at who is in a session")


def action_said(entry: Entry) -> str:
    """'Booked a seat'; an action of another release stands as it was written."""
    if entry.action == "looked" and entry.patient_id is None:
        return str(LOOKED_AT_ROSTER)
    return str(ACTIONS.get(entry.action, entry.action))


def details_said(entry: Entry) -> str:
    """'8 seats lost; 2 seats moved along'; empty where there is no more to say."""
    said = (log_details.said(key, value) for key, value in entry.detail.items())
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
        return str(BY_THINGS.get(line.entry.actor.partition(":")[0], ""))
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
    "kiosk_id": lambda number: gettext("kiosk %(number)s", number=number),
    "letter": lambda naming: gettext("named as treatment") if naming == Naming.NAMED.value else gettext("discreet"),
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
    "merged_id": lambda number: gettext("record %(number)s", number=number),
    "authorisation_id": lambda number: gettext("authorisation %(number)s", number=number),
    "staff_id": lambda _: "",
}
"""What each known detail means; the account of ``staff_id`` is named in a column of its own."""
FILTERS: dict[str, Callable[..., Any]] = {
    "action_said": action_said,
    "details_said": details_said,
    "origin_said": origin_said,
    "by_said": by_said,
}
