"""Time zones as a person picks them."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import available_timezones

from babel.dates import get_timezone, get_timezone_name
from flask_babel import get_locale

from iopsched.domain.patient import Patient
from iopsched.domain.program import Program

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


def zone_apart(patient: Patient, program: Program, day: date) -> str:
    """The program's zone by name, where the patient's clock shows another time on that day; else empty."""
    noon = datetime.combine(day, time(12), program.zone)
    if noon.utcoffset() == noon.astimezone(patient.zone_or(program.zone)).utcoffset():
        return ""
    return zone_name(program.timezone)


FILTERS = {"zone_name": zone_name}
