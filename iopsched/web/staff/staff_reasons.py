"""Why a patient cannot take a seat, said to staff: the same reasons as in ``sentences``, about somebody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext, ngettext

from iopsched.domain.refusal import Refusal, Why
from iopsched.domain.session import Session
from iopsched.domain.words import Modality
from iopsched.web import amounts, names, wall


def why_not_theirs(refusal: Refusal, session: Session | None = None) -> str:
    """One sentence for one reason; ``session`` is the one that cannot be taken."""
    return str(_SENTENCES[refusal.why](refusal, session))


def _full(_: Refusal, session: Session | None) -> str:
    if session is None:
        return gettext("Full.")
    if session.is_kept:
        return gettext("Full: a seat is kept for somebody else.")
    return str(
        ngettext(
            "Full: %(taken)s in %(num)s seat.", "Full: %(taken)s in %(num)s seats.", session.seats, taken=session.taken
        )
    )


def _overlaps(refusal: Refusal, _: Session | None) -> str:
    if refusal.other is None:
        return gettext("Same time as another of their sessions.")
    kind = names.name_in_sentence(refusal.other.component)
    return gettext("Same time as their %(kind)s session on %(day)s.", kind=kind, day=wall.weekday(refusal.other.day))


def _travel(refusal: Refusal, _: Session | None) -> str:
    if refusal.other is None:
        return gettext("Too little time for the way from another of their sessions.")
    kind, day = names.name_in_sentence(refusal.other.component), wall.weekday(refusal.other.day)
    return gettext(
        "Too close to their %(kind)s session on %(day)s: the way between them takes %(minutes)s minutes.",
        kind=kind,
        day=day,
        minutes=refusal.minutes,
    )


def _track(refusal: Refusal, _: Session | None) -> str:
    if refusal.other is None:
        return gettext("Belongs to another series than theirs.")
    kind, day = names.name_in_sentence(refusal.other.component), wall.weekday(refusal.other.day)
    return gettext("Belongs to another series than their %(kind)s session on %(day)s.", kind=kind, day=day)


def _modality(_: Refusal, session: Session | None) -> str:
    if session is not None and session.modality is Modality.TELEHEALTH:
        return gettext("Telehealth. Their plan is for sessions in person.")
    return gettext("In person. Their plan is for telehealth.")


def _day_most(refusal: Refusal, _: Session | None) -> str:
    hours, limit = amounts.hours_in_words(refusal.minutes), amounts.figure(refusal.limit)
    return gettext("%(hours)s that day. Their plan allows %(limit)s in one day.", hours=hours, limit=limit)


def _week_most(refusal: Refusal, _: Session | None) -> str:
    hours, limit = amounts.hours_in_words(refusal.minutes), amounts.figure(refusal.limit)
    return gettext("%(hours)s that week. Their plan allows %(limit)s in one week.", hours=hours, limit=limit)


def _days_most(refusal: Refusal, _: Session | None) -> str:
    return gettext("One day more. Their plan allows %(limit)s days in one week.", limit=refusal.limit)


_SENTENCES: dict[Why, Callable[[Refusal, Session | None], Any]] = {
    Why.BOOKED: lambda *_: gettext("They have a seat in this."),
    Why.CANCELLED: lambda *_: gettext("Cancelled."),
    Why.STARTED: lambda *_: gettext("It has begun."),
    Why.FULL: _full,
    Why.OVERLAPS: _overlaps,
    Why.COMMITTED: lambda *_: gettext("They are busy then, as they told us."),
    Why.TRAVEL: _travel,
    Why.NO_PLAN: lambda *_: gettext("Their plan does not cover that day."),
    Why.MODALITY: _modality,
    Why.DAY_MOST: _day_most,
    Why.DAYS_MOST: _days_most,
    Why.WEEK_MOST: _week_most,
    Why.TRACK: _track,
}
FILTERS: dict[str, Callable[..., Any]] = {"why_not_theirs": why_not_theirs}
