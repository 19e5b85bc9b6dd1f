"""What another way than the previewed change is called, and what it would do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from iopsched.domain.intent import Several, away, offered, single
from iopsched.domain.series import Reach
from iopsched.domain.session import Session
from iopsched.domain.way import Way
from iopsched.web import wall


def way_title(way: Way) -> str:
    """'J. Okafor stands in', 'Move to 7 to 10 pm', 'Add Thursday, 5 to 8 pm first'."""
    if isinstance(way.intent, Several):
        return _of_several(way.intent, way.session)
    if way.session is None:
        return _("Another way")
    match way.intent:
        case single.HandOver() | away.AddAbsence() | away.ChangeAbsence():
            return _("%(name)s stands in", name=way.session.clinician)
        case offered.ChangeOffering() if way.is_led:
            return _("%(name)s leads it", name=way.session.clinician)
    return _("Move to %(times)s", times=wall.times(way.session))


def way_detail(way: Way) -> str:
    match way.intent:
        case Several(parts):
            return _details_of_several(type(parts[0]), type(parts[-1]))
        case single.HandOver():
            return _("Leads nothing else then. Same seats.")
        case away.AddAbsence() | away.ChangeAbsence():
            return _("Leads what they are free for.")
        case offered.ChangeOffering() if way.is_led:
            return _("All dates that would go stay.")
        case offered.ChangeOffering() | single.MoveSession(reach=Reach.FOLLOWING | Reach.ALL):
            return _("All dates that would go; the room and whoever leads it are free.")
    return _("The same day; the room and whoever leads it are free.")


def way_result(way: Way) -> str:
    """'Nobody falls short', '2 short, a seat fits each', '2 short, nothing fits 1 of them'."""
    if way.unled:
        return ngettext("%(num)s session without a leader", "%(num)s sessions without a leader", way.unled)
    if not way.short:
        return _("Nobody falls short")
    if way.unsought:
        return _("%(num)s short", num=way.short)
    if not way.stuck:
        return ngettext("%(num)s short, a seat fits", "%(num)s short, a seat fits each", way.short)
    if way.stuck == way.short:
        return _("%(num)s short, nothing fits", num=way.short)
    return _("%(num)s short, nothing fits %(stuck)s of them", num=way.short, stuck=way.stuck)


def _of_several(intent: Several, session: Session | None) -> str:
    first, last = intent.parts[0], intent.parts[-1]
    if isinstance(last, single.HandOver):
        return ngettext("Somebody free for %(num)s of them", "Somebody free for each of %(num)s", len(intent.parts) - 1)
    if isinstance(first, single.AlterSession) or session is None:
        return ngettext("Hold %(num)s session by video", "Hold %(num)s sessions by video", len(intent.parts))
    facts = {"day": wall.weekday(session.day), "times": wall.times(session)}
    if isinstance(first, single.MoveSession):
        return _("Move the fullest to %(day)s, %(times)s", **facts)
    if isinstance(first, offered.AddOffering) and not first.offering.is_single:
        return _("Offer %(day)s, %(times)s first, every week", **facts)
    return _("Add %(day)s, %(times)s first", **facts)


def _details_of_several(first: type, last: type) -> str:
    if last is single.HandOver:
        return _("Each is led by whoever is free then.")
    words = {
        single.AlterSession: _("Instead of closing. Each needs a link: that of its offering, or one of its own."),
        single.MoveSession: _("Both at once: it moves, then the rest is closed."),
        offered.AddOffering: _("Both at once: one session like it, then this change."),
    }
    return words[first]


FILTERS: dict[str, Callable[..., Any]] = {
    "way_title": way_title,
    "way_detail": way_detail,
    "way_result": way_result,
}
