"""Holidays of countries and states, by the ``holidays`` library, which is loaded when first asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from iopsched.domain.holiday import Holiday, HolidayCalendar

ENGLISH = "en_US"


def calendars() -> Mapping[str, tuple[str, ...]]:
    """Every country there is a calendar for, by code, with the codes of its states or regions."""
    from holidays import list_supported_countries

    return {code: tuple(regions) for code, regions in list_supported_countries(include_aliases=False).items()}


def between(calendar: HolidayCalendar, first: date, last: date) -> tuple[Holiday, ...]:
    """Those from ``first`` to ``last``, both included, in order of time; two of one day are named together."""
    from holidays import country_holidays

    years = range(first.year, last.year + 1)
    known = country_holidays(calendar.country, subdiv=calendar.region or None, years=years, language=ENGLISH)
    return tuple(Holiday(day, name) for day, name in sorted(known.items()) if first <= day <= last)
