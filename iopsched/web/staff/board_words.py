"""What the board says: why somebody is short with the step that helps, and what is left of a session's seats."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext, lazy_gettext, ngettext

from iopsched.domain.patient import Patient
from iopsched.domain.session import Session
from iopsched.domain.shortfall import Cause, Shortfall
from iopsched.usecases.weeks.view_board import Board
from iopsched.web import names
from iopsched.web.staff.board_filters import By, Span


@dataclass(frozen=True, slots=True)
class Step:
    """Where it leads, and what it is called."""

    url: str
    label: str
    icon: str


@dataclass(frozen=True, slots=True)
class Seats:
    """``shown`` is in the slot; ``spoken`` follows it for those who do not see the bar."""

    shown: str
    spoken: str = ""


def cause_said(found: Shortfall) -> str:
    """'3 sessions fit.', '1 session fits: not enough.', 'Nothing fits: what would is full.'"""
    if found.cause is Cause.FITS:
        return str(ngettext("%(num)s session fits.", "%(num)s sessions fit.", found.fitting))
    if found.cause is Cause.PART:
        return str(ngettext("%(num)s session fits: not enough.", "%(num)s sessions fit: not enough.", found.fitting))
    return _CAUSES[found.cause]()


def step_of(found: Shortfall, patient: Patient, board: Board) -> Step:
    """The one that helps most. Who is only busy then is asked, by telephone where there is one."""
    if found.cause is Cause.BUSY and patient.phone:
        return Step(f"tel:{patient.phone}", gettext("Call"), "phone")
    if found.cause is Cause.NONE:
        first = max(board.monday, board.today)
        return Step(url_for("offerings.ask_extra", day=first), gettext("Extra session"), "plus")
    endpoint, more, label, symbol = _STEPS[found.cause](board.monday)
    return Step(url_for(endpoint, patient_id=patient.id, **more), label, symbol)


def seats_said(session: Session) -> Seats:
    """'7 of 10', 'Full', 'Free'."""
    both = gettext("%(taken)s of %(seats)s", taken=session.taken, seats=session.seats)
    if session.taken > session.seats:
        return Seats(gettext("%(taken)s in %(seats)s seats", taken=session.taken, seats=session.seats))
    if session.is_full:
        return Seats(gettext("Full"), f", {both}")
    if session.seats == 1:
        return Seats(gettext("Free"))
    return Seats(both, " " + gettext("seats taken"))


_CAUSES: dict[Cause, Callable[[], str]] = {
    Cause.FULL: lambda: gettext("Nothing fits: what would is full."),
    Cause.BUSY: lambda: gettext("Nothing fits their own times."),
    Cause.PLAN: lambda: gettext("Nothing fits: the plan, or other sessions, are in the way."),
    Cause.NONE: lambda: gettext("Nothing fits: none of what is still to come is what is lacking."),
    Cause.OVER: lambda: gettext("No session is left this week."),
}
_STEPS: dict[Cause, Callable[[date], tuple[str, dict[str, Any], str, str]]] = {
    Cause.FITS: lambda monday: ("seating.show_week", {"day": monday}, gettext("Seat by hand"), "plus"),
    Cause.PART: lambda monday: ("seating.show_week", {"day": monday}, gettext("Seat by hand"), "plus"),
    Cause.FULL: lambda monday: ("waitlist.ask_any", {"back": monday}, gettext("Let them wait"), "clock"),
    Cause.BUSY: lambda monday: ("seating.show_week", {"day": monday}, gettext("Look at the times"), "cal"),
    Cause.PLAN: lambda _: ("people.show_person", {}, gettext("Look at the plan"), "plan"),
    Cause.OVER: lambda monday: (
        "seating.show_week",
        {"day": monday + timedelta(weeks=1)},
        gettext("Make up next week"),
        "swap",
    ),
}
_ROWS = {
    By.PART: lazy_gettext("part of the day"),
    By.CLINICIAN: lazy_gettext("clinician"),
    By.ROOM: lazy_gettext("room"),
    By.COMPONENT: lazy_gettext("kind"),
}
_SPANS = {Span.WEEK: lazy_gettext("Week"), Span.DAY: lazy_gettext("Day")}
FILTERS: dict[str, Callable[..., Any]] = {
    "cause_said": cause_said,
    "seats_said": seats_said,
    "by_name": lambda by: str(_ROWS[By(by)]),
    "span_name": lambda span: str(_SPANS[Span(span)]),
    "pair_of_word": lambda word: (word.value, names.name(word)),
    "pair_of_text": lambda text: (text, text),
}
