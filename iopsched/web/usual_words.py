"""What there is to say of a usual week: when its sessions are, and why one cannot be booked in some week."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from iopsched.domain.recurrence import Gap, Lack, Recurrence, Turn
from iopsched.domain.refusal import Refusal, Why
from iopsched.usecases.weeks.keep_usual_week import Made
from iopsched.web import amounts, sentences, wall

LACKS: dict[Lack, Any] = {
    Lack.CLOSED: _l("Closed on that day."),
    Lack.OFF: _l("Called off in that week."),
    Lack.ENDED: _l("Not offered any more then."),
    Lack.NOT_YET: _l("Not open yet. We book it for you when it opens."),
    Lack.GIVEN_UP: _l("You had this seat and gave it up, or lost it. It stays so."),
    Lack.ENOUGH: _l("Your week is full without it."),
}
SINCE: dict[str, Any] = {
    Lack.CLOSED: _l("it was closed on that day"),
    Lack.OFF: _l("it was called off"),
    Lack.ENDED: _l("it is not offered any more"),
    Why.FULL: _l("it was full"),
    Why.OVERLAPS: _l("it is at the same time as another session of yours"),
    Why.COMMITTED: _l("you are busy then, as you told us"),
    Why.TRAVEL: _l("it is too close to another session of yours for the way between them"),
    Why.MODALITY: _l("your plan does not cover this way of taking part"),
    Why.DAY_MOST: _l("your plan allows no more hours on that day"),
    Why.DAYS_MOST: _l("your plan allows no more days in that week"),
    Why.WEEK_MOST: _l("your plan allows no more hours in that week"),
    Why.NO_PLAN: _l("your plan does not cover that day"),
    Why.TRACK: _l("it belongs to another series"),
}
ICONS = {Lack.GIVEN_UP: "swap", Lack.ENOUGH: "check", Lack.NOT_YET: "clock"}


def time_said(turn: Turn) -> str:
    """'Tuesday, December 8, 6 pm'."""
    return _("%(day)s, %(time)s", day=wall.day(turn.day), time=wall.clock_short(turn.begins))


def time_in_week(gap: Gap) -> str:
    """'Tuesday, 6 pm'."""
    return _("%(day)s, %(time)s", day=wall.weekday(gap.day), time=wall.clock_short(gap.begins))


def weekly(weekday: date, begins: time, ends: time, every: int = 1) -> str:
    """'Tuesday, 6 to 9 pm', 'Tuesday, 6 to 9 pm, every 2 weeks'."""
    said = {"day": wall.weekday(weekday), "times": wall.time_range(begins, ends), "num": every}
    return _("%(day)s, %(times)s", **said) if every == 1 else _("%(day)s, %(times)s, every %(num)s weeks", **said)


def why_said(turn: Turn) -> str:
    """Every reason, to the patient who looks ahead."""
    if turn.lack:
        return str(LACKS[turn.lack])
    return " ".join(sentences.why_not(refusal, turn.session) for refusal in turn.refusals)


def why_icon(turn: Turn) -> str:
    if turn.lack:
        return ICONS.get(turn.lack, "x")
    return sentences.refusal_icon(turn.refusals[0])


def why_since(gap: Gap) -> str:
    """'it was full': after that it could not be booked."""
    return str(SINCE.get(gap.why, _("it could not be had")))


def comes_to(recurrence: Recurrence) -> str:
    """'9 of 9 hours': what the week would be."""
    then = recurrence.then
    return amounts.hours_of_in_words(then.minutes, then.required) if then.plan else ""


def book_these(recurrences: Iterable[Recurrence]) -> str:
    """What the button says: it books nothing where there is nothing to book."""
    weeks = sum(bool(one.sessions) for one in recurrences)
    if not weeks:
        return _("Make it my usual week")
    return ngettext("Book this week", "Book these weeks", weeks)


def booked(made: Made) -> str:
    """'6 sessions of 2 weeks are booked.'"""
    if not made.sessions:
        return _("Weeks that open from now on are booked like it.")
    sessions = ngettext("%(num)s session", "%(num)s sessions", made.sessions)
    weeks = ngettext("%(num)s week", "%(num)s weeks", made.weeks)
    return _("%(sessions)s in %(weeks)s are yours.", sessions=sessions, weeks=weeks)


def lost(turns: Iterable[Turn]) -> str:
    """'Not booked, as it changed since you looked: Tuesday, December 8, 6 pm (full).'"""
    said = [_("%(when)s (%(why)s)", when=time_said(turn), why=_briefly(turn)) for turn in turns]
    return _("Not booked, as it changed since you looked: %(times)s.", times=amounts.listed(said))


def _briefly(turn: Turn) -> str:
    reasons: tuple[Refusal, ...] = turn.refusals
    if turn.lack is None and any(reason.why is Why.FULL for reason in reasons):
        return _("full")
    return why_said(turn).rstrip(".")


FILTERS: dict[str, Callable[..., Any]] = {
    "usual_time": time_said,
    "time_in_week": time_in_week,
    "why_not_as_usual": why_said,
    "why_not_icon": why_icon,
    "why_since": why_since,
    "comes_to": comes_to,
}
