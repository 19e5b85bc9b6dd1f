"""What there is to say of hours that were lost, and of what makes up for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext as _

from iopsched.domain.make_up import Loss, Lost
from iopsched.domain.mending import Mending
from iopsched.web import amounts, wall
from iopsched.web.patient.plan_words import book_all


def lost_said(lost: Lost) -> str:
    """'Wednesday, 6 pm was cancelled.'"""
    when = _("%(day)s, %(time)s", day=wall.weekday(lost.session.day), time=wall.clock_short(lost.session.starts))
    return str(_LOST[lost.loss](when, amounts.hours_in_words(lost.session.counted_minutes - lost.minutes)))


def all_lost(lost: Iterable[Lost]) -> str:
    return " ".join(map(lost_said, lost))


def named(mending: Mending) -> str:
    """'Thursday, 6 to 8 pm and Friday, 9 to 11 am': what a button books."""
    return amounts.listed(
        _("%(day)s, %(times)s", day=wall.weekday(session.day), times=wall.times(session))
        for session in mending.sessions
    )


_LOST: dict[Loss, Callable[[str, str], Any]] = {
    Loss.CANCELLED: lambda when, _left: _("%(when)s was cancelled.", when=when),
    Loss.GIVEN_UP: lambda when, _left: _("You gave up %(when)s.", when=when),
    Loss.AWAY: lambda when, _left: _("%(when)s was not attended.", when=when),
    Loss.PARTLY: lambda when, left: _("%(when)s counted %(hours)s.", when=when, hours=left),
}
FILTERS: dict[str, Callable[..., Any]] = {"all_lost": all_lost, "mending_named": named, "book_all": book_all}
