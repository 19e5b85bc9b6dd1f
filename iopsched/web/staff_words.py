"""What staff's pages say of offerings, messages and consent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from babel.dates import format_skeleton
from flask_babel import get_locale, gettext, lazy_gettext

from iopsched.domain.absence import Absence
from iopsched.domain.consent import Source
from iopsched.domain.likeness import Sign
from iopsched.domain.message import Kind, State
from iopsched.domain.offering import NO_END, NO_START, Offering
from iopsched.domain.season import Season
from iopsched.domain.session import Session
from iopsched.domain.span import MIDNIGHT, Span
from iopsched.domain.zone import week_of
from iopsched.web import names, wall

SOME_MONDAY = date(2026, 11, 30)
KINDS = {
    Kind.SIGN_IN_CODE: lazy_gettext("Sign-in code"),
    Kind.REMINDER: lazy_gettext("Reminder"),
    Kind.MOVED: lazy_gettext("A session moved or changed"),
    Kind.CANCELLED: lazy_gettext("A seat was lost"),
    Kind.BOOKED: lazy_gettext("A seat was booked"),
    Kind.OFFERED: lazy_gettext("A seat is held"),
    Kind.LET_GO: lazy_gettext("A seat is held no more"),
    Kind.PLANNED: lazy_gettext("A week was planned"),
    Kind.USUAL: lazy_gettext("A week was booked as usual"),
    Kind.DIGEST: lazy_gettext("How a week stands"),
    Kind.SHORTFALL: lazy_gettext("A week is short"),
    Kind.PLAN_ENDS: lazy_gettext("A plan ends"),
    Kind.ANSWER: lazy_gettext("Answer to a text"),
    Kind.EMAIL_CHECK: lazy_gettext("Question about an address"),
}
STATES = {
    State.DUE: lazy_gettext("Waits"),
    State.SENDING: lazy_gettext("On its way"),
    State.UNCLEAR: lazy_gettext("Being checked"),
    State.SENT: lazy_gettext("Sent"),
    State.MISSED: lazy_gettext("Too late"),
    State.WITHDRAWN: lazy_gettext("Withdrawn"),
    State.FAILED: lazy_gettext("Not sent"),
}
TONES = {State.SENT: "done", State.FAILED: "lost", State.MISSED: "lost", State.UNCLEAR: "short"}
ICONS = {State.SENT: "check", State.FAILED: "alert", State.MISSED: "alert", State.WITHDRAWN: "x"}
SOURCES = {
    Source.APP: lazy_gettext("in the app"),
    Source.STAFF: lazy_gettext("told to staff"),
    Source.REPLY: lazy_gettext("by a text"),
    Source.CARRIER: lazy_gettext("from the carrier"),
    Source.LINK: lazy_gettext("by a link in an e-mail"),
}


def weekdays_said(offering: Offering) -> str:
    """'Monday to Friday', 'Mon, Wed, Sat'."""
    numbers = sorted(offering.weekdays)
    named = [SOME_MONDAY + timedelta(days=number) for number in numbers]
    if len(numbers) > 2 and all(later - earlier == 1 for earlier, later in pairwise(numbers)):
        return gettext("%(first)s to %(last)s", first=wall.weekday(named[0]), last=wall.weekday(named[-1]))
    return ", ".join(map(wall.weekday_short if len(named) > 1 else wall.weekday, named))


def pattern_said(offering: Offering) -> str:
    """'Mon, Wed, Sat', 'Tuesday, every other week from the week of Nov 30, 2026'."""
    if offering.every == 1:
        return weekdays_said(offering)
    said = {
        "days": weekdays_said(offering),
        "num": offering.every,
        "week": format_skeleton("yMMMd", week_of(offering.first_day), locale=get_locale()),
    }
    if offering.every == 2:
        return gettext("%(days)s, every other week from the week of %(week)s", **said)
    return gettext("%(days)s, every %(num)s weeks from the week of %(week)s", **said)


def offering_said(offering: Offering) -> str:
    """'group, Mon, Wed, 6 pm', 'group, Wed, Dec 9, 6 pm' for an extra session: what tells it from others."""
    when = wall.day_short(offering.first_day) if offering.is_single else pattern_said(offering)
    facts = {"kind": names.name_in_sentence(offering.component), "time": wall.clock_short(offering.begins)}
    return gettext("%(kind)s, %(when)s, %(time)s", when=when, **facts)


def span_said(span: Span) -> str:
    """'Friday, December 25, 2026, 9 am to noon', 'Thu, Dec 24, 2026, 5 pm to Sat, Jan 2, 2027'; whole days bare."""
    if span.until == span.day:
        return ", ".join(filter(None, (wall.day_full(span.day), _hours_said(span))))
    first, last = wall.day_dated(span.day), wall.day_dated(span.until)
    starts = "" if span.begins == MIDNIGHT else wall.clock_short(span.begins)
    ends = "" if span.ends == MIDNIGHT else wall.clock_short(span.ends)
    said = (", ".join(filter(None, pair)) for pair in ((first, starts), (last, ends)))
    return gettext("%(first)s to %(last)s", first=next(said), last=next(said))


def absence_said(absence: Absence, clinicians: Mapping[int, str]) -> str:
    """'Monday, November 30, 2026. N. Diaz stands in where free.'"""
    stand_in = clinicians.get(absence.stand_in_id or 0)
    then = gettext("%(name)s stands in where free.", name=stand_in) if stand_in else gettext("Nobody stands in yet.")
    return f"{span_said(absence.span)}. {then}"


def _hours_said(span: Span) -> str:
    if span.is_whole:
        return ""
    if span.ends == MIDNIGHT:
        return gettext("from %(time)s on", time=wall.clock_short(span.begins))
    if span.begins == MIDNIGHT:
        return gettext("until %(time)s", time=wall.clock_short(span.ends))
    return wall.time_range(span.begins, span.ends)


def span_bare(session: Session) -> str:
    """'6–9', '3:30–5': where the part of the day is plain to see."""
    starts, ends = (wall.clock_bare(moment).removesuffix(":00") for moment in (session.starts, session.ends))
    return f"{starts}–{ends}"


def ends_at(offering: Offering) -> time:
    """The wall time at which it ends on a day without a change of clocks."""
    return (datetime.combine(SOME_MONDAY, offering.begins) + timedelta(minutes=offering.minutes)).time()


def season(offering: Offering) -> str:
    """'Nov 30, 2026 to Feb 22, 2027', 'from Nov 30, 2026', 'until Feb 22, 2027', 'for good', 'Dec 9, 2026'."""
    first, last = (
        format_skeleton("yMMMd", day, locale=get_locale()) for day in (offering.first_day, offering.last_day)
    )
    if offering.first_day == offering.last_day:
        return str(first)
    if offering.first_day <= NO_START:
        return gettext("for good") if offering.last_day >= NO_END else gettext("until %(last)s", last=last)
    if offering.last_day >= NO_END:
        return gettext("from %(first)s", first=first)
    return gettext("%(first)s to %(last)s", first=first, last=last)


def days_of_season(season: Season) -> str:
    """'Mon, Jun 21, 2027 to Mon, Sep 6, 2027', 'each year from June 15 to August 31'."""
    if season.yearly:
        return gettext(
            "each year from %(first)s to %(last)s",
            first=wall.day_plain(season.first_day),
            last=wall.day_plain(season.last_day),
        )
    return gettext(
        "%(first)s to %(last)s", first=wall.day_dated(season.first_day), last=wall.day_dated(season.last_day)
    )


SIGNS = {
    Sign.NAME: lazy_gettext("Same name"),
    Sign.NEAR: lazy_gettext("Almost the same name"),
    Sign.EMAIL: lazy_gettext("Same e-mail"),
}
FILTERS: dict[str, Callable[..., Any]] = {
    "sign_said": lambda sign: str(SIGNS[sign]),
    "weekdays_said": weekdays_said,
    "pattern_said": pattern_said,
    "offering_said": offering_said,
    "span_said": span_said,
    "absence_said": absence_said,
    "ends_at": ends_at,
    "span_bare": span_bare,
    "season": season,
    "days_of_season": days_of_season,
    "kind_said": lambda kind: str(KINDS[kind]),
    "state_said": lambda state: str(STATES[state]),
    "state_tone": lambda state: TONES.get(state, ""),
    "state_icon": lambda state: ICONS.get(state, "clock"),
    "source_said": lambda source: str(SOURCES[source]),
}
