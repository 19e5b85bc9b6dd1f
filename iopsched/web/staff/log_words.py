"""The log in plain words: what was done, what more is known of it, and from where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext, lazy_gettext

from iopsched.domain.entry import COMMAND, KIOSK, SYSTEM, WEB, WORKER, Entry
from iopsched.domain.patient import Patient
from iopsched.usecases.people.view_log import Line
from iopsched.web import names, wall
from iopsched.web.staff import log_details
from iopsched.web.staff.log_actions import ACTIONS

BY_THINGS = {SYSTEM: lazy_gettext("The program itself"), KIOSK: lazy_gettext("A kiosk")}
LOOKED_AT_ROSTER = lazy_gettext("Looked at who is in a session")


def action_said(entry: Entry) -> str:
    """'Booked a seat'; an action of another release stands as it was written."""
    if entry.action == "looked" and entry.patient_id is None:
        return str(LOOKED_AT_ROSTER)
    return str(ACTIONS.get(entry.action, entry.action))


def details_said(line: Line) -> str:
    """'8 seats lost; 2 seats moved along', 'A. Rivera'; empty where there is no more to say."""
    named = {"clinician_id": line.clinician}
    said = (named.get(key) or log_details.said(key, value) for key, value in line.entry.detail.items())
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


FILTERS: dict[str, Callable[..., Any]] = {
    "action_said": action_said,
    "details_said": details_said,
    "origin_said": origin_said,
    "by_said": by_said,
}
