"""When each kind of message goes out, as staff read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext

from iopsched.domain.manner import Wording
from iopsched.domain.message import Kind
from iopsched.web import wall
from iopsched.web.staff_words import KINDS

GOES_OUT: Mapping[Kind, Any] = {
    Kind.SIGN_IN_CODE: lazy_gettext("At once, whatever the hour."),
    Kind.EMAIL_CHECK: lazy_gettext("At once to an address that was given, with a link that confirms it."),
    Kind.REMINDER: lazy_gettext("On the evening before: all of the day in one text. None once it is confirmed."),
    Kind.MOVED: lazy_gettext("When you move or change a session, or exchange a seat."),
    Kind.CANCELLED: lazy_gettext("When you cancel a session or take somebody out of it."),
    Kind.BOOKED: lazy_gettext("When somebody else books for the patient."),
    Kind.OFFERED: lazy_gettext("When a seat is held for whoever waited for it."),
    Kind.LET_GO: lazy_gettext("When you cancel or move a session in which a seat is held for somebody."),
    Kind.PLANNED: lazy_gettext("When you plan a week for somebody."),
    Kind.USUAL: lazy_gettext("When weeks have opened and were booked as usual."),
    Kind.DIGEST: lazy_gettext("Once a week, on the day of the settings."),
    Kind.SHORTFALL: lazy_gettext("Once in a week that is short and has room left, on the day of the settings."),
    Kind.PLAN_ENDS: lazy_gettext("Some days before a plan ends that none follows."),
}
WORDINGS = {Wording.DISCREET: lazy_gettext("discreet"), Wording.DETAILED: lazy_gettext("detailed")}
WITHHELD: Mapping[str, Any] = {
    "no consent": lazy_gettext("Not sent: no agreement to messages."),
    "no number": lazy_gettext("Not sent: no number."),
    "bad number": lazy_gettext("Not sent: no text reaches the number."),
    "switched off": lazy_gettext("Not sent: this kind is switched off."),
    "not wanted": lazy_gettext("Not sent: the patient does not want this kind."),
    "no longer so": lazy_gettext("Not sent: there is nothing to say."),
}


def goes_out(kind: Kind) -> str:
    """'On the evening before: all of the day in one text.'"""
    return str(GOES_OUT[kind])


def wording_said(wording: Wording) -> str:
    """'discreet'."""
    return str(WORDINGS[wording])


def withheld_said(why: str) -> str:
    """Why nothing would go out."""
    return str(WITHHELD.get(why) or gettext("Not sent: it would come too late."))


def matter_said(kind: Kind, about: Mapping[str, str]) -> str:
    """'Reminder, Tuesday, December 8': the kind, and of which day or week it is where it says so."""
    day = about.get("day") or about.get("monday")
    if day is None:
        return str(KINDS[kind])
    return gettext("%(kind)s, %(day)s", kind=KINDS[kind], day=wall.day(date.fromisoformat(day)))


FILTERS: dict[str, Callable[..., Any]] = {
    "goes_out": goes_out,
    "wording_said": wording_said,
    "withheld_said": withheld_said,
    "matter_said": matter_said,
}
