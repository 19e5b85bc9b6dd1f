"""Any seat of a kind: which kind, when, how, and in which week."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField
from wtforms.validators import AnyOf

from iopsched.domain.waiting import Wanted
from iopsched.domain.words import Component, Modality, Part
from iopsched.web import wall
from iopsched.web.fields import Day, KindForm, needed

ANY = "any"
"""What fits all."""
WEEKDAYS: Any = [str(day) for day in range(7)]
LISTED: Any = {"invalid_choice_message": _l("Choose from the list.")}


def one_of(words: Iterable[str]) -> list[Any]:
    """Validators of a field that holds one of these, or any."""
    return [AnyOf((*words, ANY), _l("Choose one."))]


class WaitingForm(KindForm):
    """Nothing chosen of a sort means that all of it will do."""

    component = StringField(_l("What kind?"), one_of(Component), default=ANY)
    part = StringField(_l("When?"), one_of(Part), default=ANY)
    modality = StringField(_l("How?"), one_of(Modality), default=ANY)
    weekday = SelectMultipleField(_l("Which days?"), coerce=int, choices=WEEKDAYS, **LISTED)
    monday = Day(_l("Which week?"), needed(_l("Choose a week.")))

    @property
    def wanted(self) -> Wanted:
        """Of a sound form."""
        return Wanted(
            monday=self.monday.day,
            component=_word(Component, self.component.data),
            part=_word(Part, self.part.data),
            modality=_word(Modality, self.modality.data),
            weekdays=frozenset(self.weekday.data or ()),
        )


def fields_of(wanted: Wanted) -> dict[str, str | list[str]]:
    """What a button posts so that this is waited for."""
    said = {"component": wanted.component, "part": wanted.part, "modality": wanted.modality}
    words: dict[str, str | list[str]] = {name: word.value for name, word in said.items() if word}
    days = {"weekday": [str(day) for day in sorted(wanted.weekdays)]} if wanted.weekdays else {}
    return words | days | {"monday": str(wanted.monday or "")}


def weeks_said(mondays: Collection[date], this_monday: date) -> list[tuple[date, str]]:
    """Each week by its first day, and as 'This week', 'Next week', 'December 14 to 20'."""
    return [(monday, _week_said(monday, this_monday)) for monday in mondays]


def _week_said(monday: date, this_monday: date) -> str:
    is_near = (monday - this_monday).days in {0, 7}
    return wall.week_title(monday, this_monday) if is_near else wall.week_range(monday)


def _word(words: Any, said: str | None) -> Any:
    return words(said) if said and said != ANY else None
