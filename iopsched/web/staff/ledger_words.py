"""How a week stands and what is due, in plain words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext, lazy_gettext

from iopsched.domain.due import Due, PayerDue, What
from iopsched.domain.ledger import Course
from iopsched.domain.miss import Flag, Misses
from iopsched.domain.program import Program
from iopsched.usecases.hours.view_ledger import Line
from iopsched.web import amounts, sentences
from iopsched.web.staff import authorisation_words

TONES = {Course.MET: "done", Course.ON_COURSE: "done", Course.OPEN: "short"}
TITLES = {
    Course.MET: lazy_gettext("Full"),
    Course.ON_COURSE: lazy_gettext("On course"),
    Course.OPEN: lazy_gettext("Short"),
    Course.OUT_OF_REACH: lazy_gettext("Out of reach"),
    Course.SHORT: lazy_gettext("Was short"),
    Course.FREE: lazy_gettext("No plan"),
}
DUES = {
    What.CERTIFICATION: lazy_gettext("Certify again"),
    What.PLAN_ENDS: lazy_gettext("Plan ends"),
    What.PLAN_BEGINS: lazy_gettext("Plan begins"),
    What.RUNS_OUT: lazy_gettext("Authorisation runs out"),
    What.AUTHORISATION_ENDS: lazy_gettext("Authorisation ends"),
}


def stands_tone(line: Line) -> str:
    """The tone of a tag."""
    course = line.prospect.course
    return TONES.get(course, "" if course is Course.FREE else "lost")


def stands_title(line: Line) -> str:
    """'On course', 'Out of reach'."""
    return str(TITLES[line.prospect.course])


def stands(line: Line) -> str:
    """'3 h to go. 4 h 30 can still be booked.'; empty for a week that lacks nothing."""
    course, left = line.prospect.course, amounts.hours(line.prospect.possible)
    if not line.prospect.is_short:
        return ""
    lacking = amounts.listed(sentences.to_go_parts(line.week)) or amounts.hours(line.week.to_go)
    if course is Course.SHORT:
        return gettext("%(lacking)s short.", lacking=lacking)
    if course is Course.OPEN:
        return gettext("%(lacking)s to go. Up to %(left)s can still be booked.", lacking=lacking, left=left)
    if not line.prospect.possible:
        return gettext(
            "%(lacking)s to go, nothing for it is free: not without an extra session or a seat in a full one.",
            lacking=lacking,
        )
    return gettext(
        "%(lacking)s to go, %(left)s can still be booked: not without an extra session or a seat in a full one.",
        lacking=lacking,
        left=left,
    )


def flags_said(misses: Misses, program: Program) -> str:
    """'3 missed in 4 weeks, 2 in a row, not back for 9 days'."""
    said = {
        Flag.MANY: gettext("%(num)s missed in %(weeks)s weeks", num=misses.missed, weeks=program.miss_weeks),
        Flag.ROW: gettext("%(num)s missed in a row", num=misses.row),
        Flag.GONE: gettext("not back for %(num)s days", num=misses.days),
    }
    return ", ".join(said[flag] for flag in misses.flags)


def due_title(due: Due | PayerDue) -> str:
    """'Certify again', 'Plan begins'."""
    return str(DUES[due.what])


def due_said(due: Due | PayerDue) -> str:
    """'6 h a week, after 9 h', 'Nothing follows it', '4 of 12 days used, 3 booked ahead, 5 left to book'."""
    if isinstance(due, PayerDue):
        return authorisation_words.use_said(due.use)
    asks = gettext("%(hours)s a week", hours=amounts.hours(due.plan.week_least))
    if due.what is What.PLAN_ENDS:
        return gettext("%(asks)s. Nothing follows it.", asks=asks)
    if due.what is What.PLAN_BEGINS and due.before:
        return gettext("%(asks)s, after %(before)s", asks=asks, before=amounts.hours(due.before.week_least))
    return asks


FILTERS: dict[str, Callable[..., Any]] = {
    each.__name__: each for each in (stands_tone, stands_title, stands, flags_said, due_title, due_said)
}
