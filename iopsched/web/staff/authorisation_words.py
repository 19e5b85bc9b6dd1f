"""Authorisations in plain words: amounts in their unit, and when one runs out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

from iopsched.domain.authorisation import Authorisation, Unit, Use
from iopsched.web import amounts, wall

UNITS = {
    Unit.HOURS: lazy_gettext("Hours"),
    Unit.SESSIONS: lazy_gettext("Sessions"),
    Unit.DAYS: lazy_gettext("Billable days"),
}


def unit_said(one: Authorisation) -> str:
    """'Hours', 'Billable days'."""
    return str(UNITS[one.unit])


def amount_said(amount: int, unit: Unit) -> str:
    """'12 days', '7 h 30'."""
    if unit is Unit.HOURS:
        return amounts.hours(amount)
    if unit is Unit.DAYS:
        return str(ngettext("%(num)s day", "%(num)s days", amount))
    return str(ngettext("%(num)s session", "%(num)s sessions", amount))


def plain_amount(amount: int, unit: Unit) -> float | int:
    """A number that spreadsheets can add up."""
    return round(amount / 60, 2) if unit is Unit.HOURS else amount


def use_said(use: Use) -> str:
    """'4 of 12 days used, 3 booked ahead, 5 left to book'."""
    one = use.authorisation
    said = (plain_amount(amount, one.unit) for amount in (use.used, use.ahead, use.left_over))
    used, ahead, left = (f"{number:g}" for number in said)
    return gettext(
        "%(used)s of %(all)s used, %(ahead)s booked ahead, %(left)s left to book",
        used=used,
        all=amount_said(one.amount, one.unit),
        ahead=ahead,
        left=left,
    )


def runs_out_said(use: Use, today: date) -> str:
    """'Runs out on Wed, Dec 9, 2026, by what is booked'; empty where it lasts."""
    if use.is_over or (not use.left and use.authorisation.last_day >= today):
        return gettext("Used up.")
    if use.runs_out:
        return gettext("Runs out on %(day)s, by what is booked.", day=wall.day_dated(use.runs_out))
    if day := use.expected_end(today):
        return gettext("Runs out about %(day)s, at the pace so far.", day=wall.day_dated(day))
    return ""


def use_tone(use: Use, today: date) -> str:
    """The tone of a tag."""
    if use.is_over or use.runs_out:
        return "lost"
    return "short" if runs_out_said(use, today) else "done"


FILTERS: dict[str, Callable[..., Any]] = {
    each.__name__: each for each in (unit_said, amount_said, use_said, runs_out_said, use_tone)
}
