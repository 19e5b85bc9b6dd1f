"""Whose turn it is to be offered a seat and why, said to staff."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from flask_babel import gettext

from iopsched.domain.waiting import Turn
from iopsched.web import amounts, wall
from iopsched.web.staff import staff_reasons


def turn_said(turn: Turn) -> list[str]:
    """Why somebody stands there, each as one sentence: what staff said, the hours of the week, since when, offers."""
    return [*_placed(turn), *_short(turn), *_since(turn)]


def passed_over(turn: Turn) -> list[str]:
    """Why a seat would go to the next at present; empty where it would not."""
    said = [staff_reasons.why_not_theirs(refusal) for refusal in turn.reasons]
    if turn.is_asked:
        said.append(gettext("Is being offered another seat at that time."))
    if turn.offered_at:
        said.append(gettext("Was offered this one %(when)s.", when=wall.moment(turn.offered_at)))
    return said


def _placed(turn: Turn) -> Iterator[str]:
    if turn.waiting.placed is not None:
        yield gettext("Put first: %(why)s", why=turn.waiting.placed_why)


def _short(turn: Turn) -> Iterator[str]:
    if turn.week.plan is None:
        yield gettext("No plan that week.")
    elif turn.week.is_met:
        yield gettext("Week is full.")
    elif turn.week.to_go:
        yield gettext("Week is %(hours)s short.", hours=amounts.hours(turn.week.to_go))
    else:
        yield gettext("Week falls short.")


def _since(turn: Turn) -> Iterator[str]:
    yield gettext("Waits since %(when)s.", when=wall.moment(turn.waiting.since))
    if turn.waiting.last_offered_at:
        yield gettext("Was last offered a seat %(when)s.", when=wall.moment(turn.waiting.last_offered_at))


FILTERS: dict[str, Callable[..., Any]] = {
    "turn_said": turn_said,
    "passed_over": passed_over,
}
