"""Time zones as a person picks them."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import available_timezones

from babel.dates import get_timezone, get_timezone_name
from flask_babel import get_locale

HOME = (
    "America/New_York",
    "America/Detroit",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
)
REGIONS = ("America", "Africa", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def zone_name(zone: str) -> str:
    """'Eastern Time, New York'."""
    return _named(zone, str(get_locale()))


def elsewhere() -> dict[str, dict[str, str]]:
    """Region to its other zones: id to place."""
    return {region: {zone: _place(zone) for zone in _zones_of(region) if zone not in HOME} for region in REGIONS}


@lru_cache(maxsize=64)
def _named(zone: str, locale: str) -> str:
    return f"{get_timezone_name(get_timezone(zone), locale=locale)}, {_place(zone)}"


@lru_cache
def _zones_of(region: str) -> tuple[str, ...]:
    return tuple(sorted(zone for zone in available_timezones() if zone.startswith(f"{region}/")))


def _place(zone: str) -> str:
    """'Buenos Aires, Argentina' for America/Argentina/Buenos_Aires."""
    return ", ".join(reversed(zone.replace("_", " ").split("/")[1:]))
