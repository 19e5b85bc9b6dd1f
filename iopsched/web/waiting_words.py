"""What is waited for, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext as _

from iopsched.domain.patient import Patient
from iopsched.domain.waiting import Wanted
from iopsched.web import amounts, names, wall
from iopsched.web.dates import WEEKDAYS
from iopsched.web.forms_waiting import fields_of


def kind_wanted(wanted: Wanted) -> str:
    """'Any skills session', 'Any session'."""
    if wanted.component is None:
        return _("Any session")
    return _("Any %(kind)s session", kind=names.name_in_sentence(wanted.component))


def when_wanted(wanted: Wanted) -> str:
    """'Evening, telehealth, Tuesday or Thursday'; 'Any time, in person or telehealth' where nothing was said."""
    said = [names.name_in_sentence(wanted.part)] if wanted.part else []
    said += [names.name_in_sentence(wanted.modality)] if wanted.modality else []
    said += [_days(wanted.weekdays)] if wanted.weekdays else []
    line = ", ".join(said)
    return line[:1].upper() + line[1:] if line else _("Any time, in person or telehealth")


def seat_wanted(wanted: Wanted) -> str:
    """'if a seat opens in skills, evening, December 7 to 13': hidden words behind a button."""
    kind = names.name_in_sentence(wanted.component) if wanted.component else _("any session")
    said = [kind, *(names.name_in_sentence(word) for word in (wanted.part, wanted.modality) if word)]
    said += [_days(wanted.weekdays)] if wanted.weekdays else []
    said += [wall.week_range(wanted.monday)] if wanted.monday else []
    return _("if a seat opens in %(what)s", what=", ".join(said))


def how_told(patient: Patient) -> str:
    """What happens when a seat opens."""
    if patient.is_reached:
        return _("If a seat opens, we hold it for you and tell you.")
    return _("If a seat opens, we hold it for you here. You get no messages from us, so look in now and then.")


def _days(weekdays: frozenset[int]) -> str:
    """'Tuesday or Thursday'; 'not Saturday' where that is shorter."""
    others = frozenset(range(7)) - weekdays
    if others and len(others) < len(weekdays):
        return _("not %(days)s", days=amounts.either(_names(others)))
    return amounts.either(_names(weekdays))


def _names(weekdays: Iterable[int]) -> list[str]:
    return [wall.weekday(WEEKDAYS[day]) for day in sorted(weekdays)]


FILTERS: dict[str, Callable[..., Any]] = {
    "kind_wanted": kind_wanted,
    "when_wanted": when_wanted,
    "seat_wanted": seat_wanted,
    "fields_of": fields_of,
}
