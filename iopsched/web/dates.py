"""Dates in addresses, and seven that stand for their weekdays."""

from __future__ import annotations

from datetime import date, time, timedelta

from iopsched.domain.errors import NotFound
from iopsched.web.clock import now

AS_FAR_AS = timedelta(weeks=5 * 52)
WEEKDAYS = tuple(date(2024, 1, 1) + timedelta(days=offset) for offset in range(7))
"""Monday first, as everywhere: what a weekday is called is asked of a date."""


def date_in(address: str | None) -> date | None:
    """'2026-12-07' as a date, None for an address without one. Raises NotFound for what is none, or too far away."""
    if address is None:
        return None
    try:
        day = date.fromisoformat(address)
    except ValueError as error:
        raise NotFound("date") from error
    if abs(day - now().date()) > AS_FAR_AS:
        raise NotFound("date")
    return day


def time_in(text: str | None) -> time | None:
    """The wall time that a form says; midnight where it says none, None for what is no time."""
    try:
        return time.fromisoformat(text or "00:00").replace(tzinfo=None)
    except ValueError:
        return None
