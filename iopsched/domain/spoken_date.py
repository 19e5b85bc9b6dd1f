"""A date and a wall time as the house's own sentences say them: what is wrong, and what would be right."""

from __future__ import annotations

from datetime import date, datetime, time


def spoken(day: date) -> str:
    """``Thu, Dec 10, 2026``."""
    return f"{day:%a, %b} {day.day}, {day.year}"


def spoken_time(wall: time) -> str:
    """``6 pm``, ``2:30 am``."""
    minutes = f":{wall:%M}" if wall.minute else ""
    return f"{wall.hour % 12 or 12}{minutes} {'am' if wall.hour < 12 else 'pm'}"


def spoken_moments(first: datetime, second: datetime) -> str:
    """``Thu, Dec 10, 2026, 6 pm and 8 pm``: two of one day, on the wall."""
    return f"{spoken(first.date())}, {spoken_time(first.time())} and {spoken_time(second.time())}"
