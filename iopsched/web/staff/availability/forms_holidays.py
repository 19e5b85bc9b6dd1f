"""Whose holidays are suggested, as a form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from iopsched.domain.holiday import HolidayCalendar
from iopsched.web.fields import KindForm, choices_of, needed, words


class CalendarForm(KindForm):
    """A country, and a state or region in it."""

    country = SelectField(_l("Country"), needed(_l("Choose a country from the list.")), default="US")
    region = words(_l("State or region, in short"), longest=10)

    def __init__(self, countries: Iterable[str], **given: Any) -> None:
        super().__init__(**given)
        named = sorted((country_said(code), code) for code in countries)
        self.country.choices = choices_of((code, name) for name, code in named)

    def calendar(self) -> HolidayCalendar:
        return HolidayCalendar(self.country.data, (self.region.data or "").strip().upper())


def country_said(code: str) -> str:
    """'United States'; a code that has no name stands as it is."""
    return str(get_locale().territories.get(code, code))
