"""What the page of a program's plan says to staff."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from iopsched.domain.plan.hurdle import Hurdle, Obstacle
from iopsched.domain.program import Program
from iopsched.domain.program_plan.extra import Extra
from iopsched.domain.program_plan.planned_week import Outcome
from iopsched.domain.session import Session
from iopsched.web import names, wall

IN_THE_WAY = {
    Obstacle.FULL: _l("full"),
    Obstacle.STARTED: _l("begun"),
    Obstacle.CANCELLED: _l("cancelled"),
    Obstacle.OVERLAPS: _l("at the time of another of theirs"),
    Obstacle.COMMITTED: _l("when they are busy"),
    Obstacle.TRAVEL: _l("too close to another of theirs"),
    Obstacle.MODALITY: _l("not the way that their plan allows"),
    Obstacle.DAY_MOST: _l("more in a day than their plan allows"),
    Obstacle.DAYS_MOST: _l("more days than their plan allows"),
    Obstacle.WEEK_MOST: _l("more in the week than their plan allows"),
    Obstacle.TRACK: _l("of another series"),
    Obstacle.NO_PLAN: _l("on a day without a plan"),
    Obstacle.NO_ROOM: _l("without room beside the rest"),
    Obstacle.WISHES: _l("not as they wish"),
}
CAME_TO = {
    Outcome.GIVEN: ("done", _l("Booked")),
    Outcome.TAKEN: ("done", _l("Booked by them")),
    Outcome.OFFERED: ("short", _l("Asked")),
    Outcome.DECLINED: ("lost", _l("Said no")),
    Outcome.GONE: ("lost", _l("A seat went meanwhile")),
    Outcome.CHANGED: ("lost", _l("Changed their week meanwhile")),
    Outcome.MET: ("done", _l("Full by their own choice")),
    Outcome.TOO_LATE: ("lost", _l("Begins too soon to ask")),
}


def tone(outcome: Outcome) -> str:
    return CAME_TO[outcome][0]


def came_to(outcome: Outcome) -> str:
    """What became of one week, in a word or two."""
    return str(CAME_TO[outcome][1])


def sitting(session: Session) -> str:
    """'Mon 6 pm group'."""
    kind, day = names.name_in_sentence(session.component), wall.weekday_short(session.day)
    return _("%(day)s %(time)s %(kind)s", day=day, time=wall.clock_short(session.starts), kind=kind)


def hurdle(said: Hurdle) -> str:
    """'12 sessions full', '1 individual session when they are busy'."""
    if said.obstacle is Obstacle.NONE_OFFERED:
        kind = names.name_in_sentence(said.component) if said.component else _("more")
        return _("no %(kind)s is offered", kind=kind)
    if not said.count:
        return _("their plan does not cover this week")
    what = ngettext("%(num)s session", "%(num)s sessions", said.count)
    if said.component:
        kind = names.name_in_sentence(said.component)
        what = ngettext("%(num)s %(kind)s session", "%(num)s %(kind)s sessions", said.count, kind=kind)
    return f"{what} {IN_THE_WAY[said.obstacle]}"


def extra_title(extra: Extra) -> str:
    """'Tuesday, December 1, 6 pm: group, 6 seats'."""
    session = extra.session
    return _(
        "%(day)s, %(times)s: %(kind)s, %(way)s, %(seats)s",
        day=wall.day(session.day),
        times=wall.times(session),
        kind=names.name_in_sentence(session.component),
        way=names.name_in_sentence(session.modality),
        seats=ngettext("%(num)s seat", "%(num)s seats", session.seats),
    )


def extra_url(session: Session, program: Program, *, gaps: date | None = None) -> str:
    """The form of an extra session, filled in; once it is applied, it leads back to the ``gaps`` of that week."""
    starts = session.starts.astimezone(program.zone)
    facts: dict[str, Any] = {
        "day": session.day.isoformat(),
        "begins": f"{starts:%H:%M}",
        "minutes": session.clock_minutes,
        "counted_minutes": session.counted_minutes,
        "seats": session.seats,
        "component": session.component.value,
        "modality": session.modality.value,
        "clinician": session.clinician,
        "place": session.place,
        "site": session.site,
        "track": session.track,
        "gaps": gaps,
    }
    return url_for("offerings.ask_extra", **facts)


FILTERS: dict[str, Callable[..., Any]] = {"sitting": sitting, "staff_hurdle": hurdle}
