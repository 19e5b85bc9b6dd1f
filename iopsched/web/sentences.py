"""Whole sentences: why a session cannot be taken, and what is still to go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext
from markupsafe import Markup

from iopsched.domain.need import lacks_as_much_with
from iopsched.domain.refusal import Refusal, Why, is_only_full
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.words import Modality
from iopsched.web import amounts, names, wall

WHY_ICONS = {
    Why.FULL: "clock",
    Why.STARTED: "clock",
    Why.OVERLAPS: "swap",
    Why.COMMITTED: "cal",
    Why.TRAVEL: "go",
    Why.CANCELLED: "x",
}


def why_not(refusal: Refusal, session: Session | None = None) -> str:
    """One sentence for one reason, to the patient; ``session`` is the one that cannot be taken."""
    return str(_SENTENCES[refusal.why](refusal, session))


def refusal_icon(refusal: Refusal) -> str:
    return WHY_ICONS.get(refusal.why, "alert")


def named(session: Session) -> str:
    """'group, Wednesday, December 9, 6 pm': hidden words behind a button that is there many times."""
    return gettext(
        "%(kind)s, %(day)s, %(time)s",
        kind=names.name_in_sentence(session.component),
        day=wall.day(session.day),
        time=wall.clock_short(session.starts),
    )


def to_go(week: Week) -> Markup:
    """'<b>2 hours of group</b> and <b>1 hour of family</b>'; empty when the week is met."""
    bold = [Markup("<b>{}</b>").format(part) for part in to_go_parts(week)]
    return Markup(amounts.listed(bold))  # noqa: S704 (each part is escaped above)


def to_go_parts(week: Week) -> list[str]:
    """What is missing, each as words: hours of a kind, other hours, days, hours of days that are too short."""
    missing = week.missing_components
    parts = [
        gettext("%(hours)s of %(kind)s", hours=amounts.hours_in_words(gap), kind=names.name_in_sentence(kind))
        for kind, gap in missing.items()
    ]
    if rest := week.to_go - sum(missing.values()):
        said = amounts.hours_in_words(rest)
        parts.append(gettext("%(hours)s of any kind", hours=said) if parts else said)
    return parts or _days_to_go(week)


def outcome(week: Week) -> str:
    """What a week comes to now, as one sentence: that it is full, or what is still to go. Empty without a plan."""
    if week.is_met:
        return gettext("Your week is full: %(hours)s.", hours=amounts.hours_of_in_words(week.minutes, week.required))
    parts = to_go_parts(week)
    return gettext("Still to go: %(hours)s.", hours=amounts.listed(parts)) if parts else ""


def _days_to_go(week: Week) -> list[str]:
    if week.missing_days:
        return [gettext("one more day") if week.missing_days == 1 else gettext("%(n)s more days", n=week.missing_days)]
    return [
        gettext("%(hours)s on %(day)s", hours=amounts.hours_in_words(gap), day=wall.weekday(day))
        for day, gap in week.short_days.items()
    ]


def _full(_: Refusal, session: Session | None) -> str:
    if session is not None and session.is_kept:
        return gettext("Full just now: a seat is being kept for somebody. It may come free.")
    return gettext("Full.")


def _overlaps(refusal: Refusal, _: Session | None) -> str:
    if refusal.other is None:
        return gettext("Same time as another of your sessions.")
    kind = names.name_in_sentence(refusal.other.component)
    return gettext("Same time as your %(kind)s session on %(day)s.", kind=kind, day=wall.weekday(refusal.other.day))


def _travel(refusal: Refusal, _: Session | None) -> str:
    if refusal.other is None:
        return gettext("Too little time for the way from another of your sessions.")
    kind = names.name_in_sentence(refusal.other.component)
    return gettext(
        "Too close to your %(kind)s session on %(day)s: the way between them takes %(minutes)s minutes.",
        kind=kind,
        day=wall.weekday(refusal.other.day),
        minutes=refusal.minutes,
    )


def _track(refusal: Refusal, _: Session | None) -> str:
    if refusal.other is None:
        return gettext("Belongs to another series than yours.")
    kind = names.name_in_sentence(refusal.other.component)
    day = wall.weekday(refusal.other.day)
    return gettext("Belongs to another series than your %(kind)s session on %(day)s.", kind=kind, day=day)


def _modality(_: Refusal, session: Session | None) -> str:
    if session is not None and session.modality is Modality.TELEHEALTH:
        return gettext("Telehealth. Your plan is for sessions in person.")
    return gettext("In person. Your plan is for telehealth.")


def _beyond(sentence: Callable[[str, str], str]) -> Callable[[Refusal, Session | None], str]:
    return lambda refusal, _: sentence(amounts.hours_in_words(refusal.minutes), amounts.figure(refusal.limit))


def _day_most(hours: str, limit: str) -> str:
    return gettext("%(hours)s that day. Your plan allows %(limit)s in one day.", hours=hours, limit=limit)


def _week_most(hours: str, limit: str) -> str:
    return gettext("%(hours)s that week. Your plan allows %(limit)s in one week.", hours=hours, limit=limit)


def _days_most(refusal: Refusal, _: Session | None) -> str:
    return gettext("One day more. Your plan allows %(limit)s days in one week.", limit=refusal.limit)


_SENTENCES: dict[Why, Callable[[Refusal, Session | None], Any]] = {
    Why.BOOKED: lambda *_: gettext("You have a seat in this."),
    Why.CANCELLED: lambda *_: gettext("Cancelled."),
    Why.STARTED: lambda *_: gettext("It has begun."),
    Why.FULL: _full,
    Why.OVERLAPS: _overlaps,
    Why.COMMITTED: lambda *_: gettext("You are busy then, as you told us."),
    Why.TRAVEL: _travel,
    Why.NO_PLAN: lambda *_: gettext("Your plan does not cover that day."),
    Why.MODALITY: _modality,
    Why.DAY_MOST: _beyond(_day_most),
    Why.DAYS_MOST: _days_most,
    Why.WEEK_MOST: _beyond(_week_most),
    Why.TRACK: _track,
}
FILTERS: dict[str, Callable[..., Any]] = {
    "why_not": why_not,
    "refusal_icon": refusal_icon,
    "is_only_full": is_only_full,
    "lacks_as_much_with": lacks_as_much_with,
    "named": named,
    "to_go": to_go,
    "to_go_parts": to_go_parts,
}
