"""What there is to say where a week cannot be filled: what is in the way, and which one change helps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from iopsched.domain.plan import Change, Hurdle, Loosened, Obstacle
from iopsched.domain.words import Component, Part
from iopsched.web import names, wall
from iopsched.web.dates import WEEKDAYS


def change_title(said: Change) -> str:
    """'Allow Saturday', 'Start at 4 pm'."""
    return str(_CHANGES[said.what](said))


def change_line(said: Change) -> str:
    """'Group, Saturday, 9 to 11 am, in person': what the change brings."""
    new = said.sessions or said.proposal.sessions
    if not new:
        return ""
    first = _(
        "%(kind)s, %(day)s, %(times)s, %(way)s",
        kind=names.name(new[0].component),
        day=wall.weekday(new[0].day),
        times=wall.times(new[0]),
        way=names.name_in_sentence(new[0].modality),
    )
    if len(new) == 1:
        return first
    return ngettext("%(first)s, and one more", "%(first)s, and %(num)s more", len(new) - 1, first=first)


def hurdle(said: Hurdle) -> str:
    """Why sessions that would help are not in the closest week."""
    if said.obstacle is Obstacle.NONE_OFFERED:
        if said.component is None:
            return _("Nothing more is offered this week.")
        return _("No more %(kind)s is offered this week.", kind=names.name_in_sentence(said.component))
    if not said.count:
        return _("Your plan does not cover this week.")
    return str(_HURDLES.get(said.obstacle, _beyond)(said.count, _sessions(said.count, said.component)))


def _sessions(count: int, component: Component | None) -> str:
    """'3 group sessions', '1 session'."""
    if component is None:
        return ngettext("%(num)s session", "%(num)s sessions", count)
    kind = names.name_in_sentence(component)
    return ngettext("%(num)s %(kind)s session", "%(num)s %(kind)s sessions", count, kind=kind)


def _beyond(count: int, what: str) -> str:
    return ngettext(
        "%(what)s is beyond what your plan allows.", "%(what)s are beyond what your plan allows.", count, what=what
    )


_HURDLES: dict[Obstacle, Callable[[int, str], Any]] = {
    Obstacle.FULL: lambda n, what: ngettext("%(what)s is full.", "%(what)s are full.", n, what=what),
    Obstacle.STARTED: lambda n, what: ngettext("%(what)s has begun.", "%(what)s have begun.", n, what=what),
    Obstacle.CANCELLED: lambda n, what: ngettext("%(what)s is cancelled.", "%(what)s are cancelled.", n, what=what),
    Obstacle.OVERLAPS: lambda n, what: ngettext(
        "%(what)s is when you have another.", "%(what)s are when you have others.", n, what=what
    ),
    Obstacle.COMMITTED: lambda n, what: ngettext(
        "%(what)s is when you are busy.", "%(what)s are when you are busy.", n, what=what
    ),
    Obstacle.TRAVEL: lambda n, what: ngettext(
        "%(what)s is too close to another of yours.", "%(what)s are too close to others of yours.", n, what=what
    ),
    Obstacle.WISHES: lambda n, what: ngettext(
        "%(what)s is not as you wish.", "%(what)s are not as you wish.", n, what=what
    ),
    Obstacle.NO_ROOM: lambda n, what: ngettext(
        "%(what)s does not fit beside the rest.", "%(what)s do not fit beside the rest.", n, what=what
    ),
}


def _day(said: Change) -> str:
    return _("Allow %(day)s", day=wall.weekday(WEEKDAYS[said.weekday or 0]))


def _part(said: Change) -> str:
    words = {
        Part.DAYTIME: _("Allow daytime"),
        Part.EVENING: _("Allow evenings"),
        Part.WEEKEND: _("Allow the weekend"),
    }
    return words[said.part or Part.DAYTIME]


def _earlier(said: Change) -> str:
    earliest = said.wishes.earliest
    return _("Start at %(time)s", time=wall.clock_short(earliest)) if earliest else _("Start at any hour")


def _later(said: Change) -> str:
    latest = said.wishes.latest
    return _("Stay until %(time)s", time=wall.clock_short(latest)) if latest else _("Stay until any hour")


def _days(said: Change) -> str:
    return ngettext("Come on one day", "Come on up to %(num)s days", said.wishes.days_most or 7)


_CHANGES: dict[Loosened, Callable[[Change], Any]] = {
    Loosened.DAY: _day,
    Loosened.PART: _part,
    Loosened.MODALITY: lambda said: _("Allow both in person and telehealth"),
    Loosened.EARLIER: _earlier,
    Loosened.LATER: _later,
    Loosened.DAYS: _days,
}
