"""VTIMEZONE, read as RFC 5545 3.6.5 says, shows what the clocks of each zone show, instant by instant."""

from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar

from iopsched.gateways import ical, timezones

FIRST, LAST = datetime(2025, 1, 1, tzinfo=UTC), datetime(2037, 1, 1, tzinfo=UTC)
"""No feed holds what is older than some weeks, nor what is further ahead than sessions are opened."""
UNITED_STATES = (
    *sorted(zone for zone in available_timezones() if zone.startswith("US/") and zone != "US/Pacific-New"),
    *("America/New_York", "America/Detroit", "America/Kentucky/Louisville", "America/Kentucky/Monticello"),
    *("America/Indiana/Indianapolis", "America/Indiana/Knox", "America/Indiana/Tell_City", "America/Indiana/Vevay"),
    *("America/Indiana/Marengo", "America/Indiana/Petersburg", "America/Indiana/Vincennes", "America/Indiana/Winamac"),
    *("America/Chicago", "America/Menominee", "America/North_Dakota/Center", "America/North_Dakota/New_Salem"),
    *("America/North_Dakota/Beulah", "America/Denver", "America/Boise", "America/Phoenix", "America/Los_Angeles"),
    *("America/Anchorage", "America/Juneau", "America/Sitka", "America/Metlakatla", "America/Yakutat"),
    *("America/Nome", "America/Adak", "Pacific/Honolulu", "America/Puerto_Rico", "Pacific/Guam", "Pacific/Saipan"),
    *("Pacific/Pago_Pago", "America/St_Thomas"),
)
OTHERS = (
    *(
        "Europe/Dublin",
        "Europe/London",
        "Europe/Berlin",
        "Australia/Lord_Howe",
        "Australia/Sydney",
        "Africa/Casablanca",
    ),
    *("Africa/El_Aaiun", "Africa/Cairo", "America/Santiago", "America/Asuncion", "America/Sao_Paulo", "Asia/Tehran"),
    *("Asia/Gaza", "Asia/Hebron", "Asia/Jerusalem", "Asia/Beirut", "Asia/Almaty", "Asia/Kathmandu", "Pacific/Apia"),
    *("Pacific/Chatham", "America/St_Johns", "America/Havana", "America/Nuuk", "America/Tijuana", "Antarctica/Troll"),
    *("Pacific/Norfolk", "Europe/Chisinau", "UTC"),
)


@pytest.mark.parametrize("key", [*UNITED_STATES, *OTHERS])
def test_a_zone_shows_what_its_clocks_show_at_every_instant(key: str):
    zone = ZoneInfo(key)
    onsets = observances(key)
    starts = [start for start, _, _ in onsets]

    wrong = [
        moment
        for moment in moments(zone, starts)
        if onsets[bisect_right(starts, moment) - 1][1] != moment.astimezone(zone).utcoffset()
    ]

    assert wrong == []


@pytest.mark.parametrize("key", [*UNITED_STATES, *OTHERS])
def test_a_part_says_by_what_it_moves_the_clocks(key: str):
    within = [onset for onset in observances(key) if onset[0] < LAST]

    assert [moved_from for _, _, moved_from in within[1:]] == [before for _, before, _ in within[:-1]]


@pytest.mark.parametrize("key", UNITED_STATES)
def test_the_united_states_need_one_rule_for_each_time_and_no_list(key: str):
    said = timezones.vtimezone(key).to_ical().decode()

    assert said.count("BEGIN:STANDARD") == 1
    assert said.count("BEGIN:DAYLIGHT") == said.count("RRULE") // 2 <= 1
    assert "RDATE" not in said


@cache
def observances(key: str) -> tuple[tuple[datetime, timedelta, timedelta], ...]:
    """Each onset within the span with the offset that begins and the one before, in order of time."""
    body = ical.calendar([], ZoneInfo(key), "Week")
    (zone,) = Calendar.from_ical(body).walk("VTIMEZONE")
    return tuple(sorted(onset for part in zone.subcomponents for onset in _onsets(part)))


def _onsets(part: Any) -> list[tuple[datetime, timedelta, timedelta]]:
    """By hand and by dateutil's rule, not as any library reads a zone."""
    wall, before, after = part["DTSTART"].dt, part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td
    walls = [wall]
    if "RRULE" in part:
        rule = part["RRULE"].to_ical().decode()
        until = part["RRULE"].get("UNTIL")
        rule = ";".join(piece for piece in rule.split(";") if not piece.startswith("UNTIL"))
        walls = list(rrulestr(rule, dtstart=wall).between(wall, LAST.replace(tzinfo=None), inc=True))
        if until:
            walls = [each for each in walls if (each - before).replace(tzinfo=UTC) <= until[0]]
    return [((each - before).replace(tzinfo=UTC), after, before) for each in walls]


def moments(zone: ZoneInfo, starts: list[datetime]) -> list[datetime]:
    """Every 11 hours, and the seconds around every change, the zone's own and those that the feed says."""
    span = int((LAST - FIRST) / timedelta(hours=11))
    evenly = [FIRST + timedelta(hours=11 * n) for n in range(span)]
    exact = [_narrow(zone, a, b) for a, b in pairwise(evenly) if offset(zone, a) != offset(zone, b)]
    around = [at + timedelta(seconds=s) for at in (*exact, *starts) for s in (-1, 0, 1, -3600, 3600, 1800)]
    return [moment for moment in (*evenly, *around) if FIRST <= moment < LAST]


def offset(zone: ZoneInfo, moment: datetime) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()


def _narrow(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    old = offset(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        low, high = (middle, high) if offset(zone, middle) == old else (low, middle)
    return high
