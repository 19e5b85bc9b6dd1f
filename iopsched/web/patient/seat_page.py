"""The page of one seat: what could be taken instead, each with what the week comes to then."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask_babel import gettext as _

from iopsched.domain.replacement import Replacement
from iopsched.domain.week import Week
from iopsched.usecases.hours.join_session import Door
from iopsched.usecases.seats.view_seat import SeatView
from iopsched.web import amounts, sentences

SHOWN = 3
"""So many replacements stand there; more are folded away."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One replacement: ``then`` is what the week comes to with it."""

    replacement: Replacement
    then: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Page:
    """``choices`` are the best replacements, ``more`` the rest; ``problem`` is what was wrong with the form."""

    view: SeatView
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]
    problem: str = ""

    @property
    def week_stays(self) -> bool:
        """Whether something of it leaves the week no shorter."""
        return any(one.keeps for one in self.view.instead)

    @property
    def lost(self) -> int:
        """Minutes of what the plan asks for that go with the seat."""
        week, left = self.view.week, self.view.without
        return min(week.minutes, week.required) - min(left.minutes, left.required)


def render(view: SeatView, wanted: int = 0, problem: str = "", *, door: Door | None = None, joins: bool = False) -> str:
    """``wanted`` is the session that the patient came to have; it stands first, where it can be had. ``door`` is the
    way in by video; ``joins``: to join is to be marked as there first.
    """
    ordered = sorted(view.instead, key=lambda one: one.session.id != wanted)
    choices = tuple(Choice(one, then(one, view.week), not at) for at, one in enumerate(ordered))
    page = Page(view, choices[:SHOWN], choices[SHOWN:], problem)
    return render_template("patient/seat.html", page=page, session=view.session, week=view.week, door=door, joins=joins)


def then(replacement: Replacement, week: Week) -> str:
    """'Stays at 6 of 9 h', 'Then 5 of 9 h', 'Then 6 of 9 h. Still to go: 2 hours of skills.'"""
    after = replacement.week
    said = amounts.hours_of(after.minutes, after.required) if after.required else amounts.hours(after.minutes)
    if replacement.keeps and after.minutes == week.minutes:
        return _("Stays at %(hours)s", hours=said)
    if replacement.keeps or after.minutes < week.minutes:
        return _("Then %(hours)s", hours=said)
    missing = amounts.listed(sentences.to_go_parts(after))
    return _("Then %(hours)s. Still to go: %(missing)s.", hours=said, missing=missing)
