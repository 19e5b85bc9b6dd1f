"""A calendar's bytes: what RFC 5545 asks for, read back by parsers that know nothing of each other."""

import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from iopsched.domain.event import Event, Status
from iopsched.gateways import ical, timezones
from iopsched.gateways.timezones import vtimezone
from tests.builders import NEW_YORK, at
from tests.conftest import NOW

NEVER_CHANGE = ("America/Phoenix", "Pacific/Honolulu", "America/Puerto_Rico")
CHANGE = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Boise",
    "America/Los_Angeles",
    "America/Anchorage",
    "America/Adak",
    "Europe/London",
    "Europe/Dublin",
    "Asia/Jerusalem",
    "America/Santiago",
    "Australia/Sydney",
    "Australia/Lord_Howe",
)
SUNDAY_OF_FALL, SUNDAY_OF_SPRING = date(2026, 11, 1), date(2027, 3, 14)


def an_event(**given: Any) -> Event:
    facts: dict[str, Any] = {
        "uid": "a",
        "sequence": 0,
        "revised_at": NOW,
        "starts": at(0, 18),
        "ends": at(0, 21),
        "title": "Appointment",
    }
    return Event(**facts | given)


def a_calendar(events: list[Event], zone: ZoneInfo = NEW_YORK) -> bytes:
    return ical.calendar(events, zone, "Week")


def the_lines(body: bytes) -> list[str]:
    """Unfolded by hand, as a parser of another make would."""
    return body.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def the_event(body: bytes) -> dict[str, str]:
    lines = the_lines(body)
    inside = lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]
    return dict(line.split(":", 1) for line in inside)


def test_an_event_says_when_and_nothing_else():
    body = a_calendar([an_event(sequence=3)])

    assert the_event(body) == {
        "UID": "a",
        "SEQUENCE": "3",
        "DTSTAMP": "20261123T170000Z",
        "LAST-MODIFIED": "20261123T170000Z",
        "DTSTART;TZID=America/New_York": "20261130T180000",
        "DTEND;TZID=America/New_York": "20261130T210000",
        "SUMMARY": "Appointment",
        "STATUS": "CONFIRMED",
        "TRANSP": "OPAQUE",
    }


def test_what_was_given_up_is_cancelled_and_no_longer_busy():
    event = the_event(a_calendar([an_event(status=Status.CANCELLED)]))

    assert (event["STATUS"], event["TRANSP"]) == ("CANCELLED", "TRANSPARENT")


def test_the_calendar_names_itself_neutrally_and_asks_to_be_read_hourly():
    lines = the_lines(a_calendar([]))

    assert lines[:10] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Week//Week//EN",
        "CALSCALE:GREGORIAN",
        "NAME:Week",
        "X-WR-CALNAME:Week",
        "COLOR:teal",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-APPLE-CALENDAR-COLOR:#0E7C86",
        "X-PUBLISHED-TTL:PT1H",
    ]


def test_there_is_nobody_to_answer_and_nothing_that_rings():
    body = a_calendar([an_event()])

    assert not [word for word in (b"METHOD", b"ORGANIZER", b"ATTENDEE", b"VALARM", b"URL") if word in body]


def test_a_calendar_without_events_still_has_a_part():
    assert "BEGIN:VTIMEZONE" in the_lines(a_calendar([]))


def test_lines_are_cut_at_75_octets_between_characters():
    body = a_calendar([an_event(title="Übung, 日本語; " * 12)])

    assert body.endswith(b"\r\n")
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    assert all(line.decode() for line in body.split(b"\r\n")[:-1])


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=120))
def test_any_title_comes_back_from_two_parsers(title: str):
    body = a_calendar([an_event(title=title)])

    expected = title.translate(ical.CONTROLS).strip()
    by_hand = re.sub(r"\\(.)", r"\1", the_event(body)["SUMMARY"])
    assert Calendar.from_ical(body).events[0]["SUMMARY"] == expected
    assert by_hand == expected


def test_the_same_events_give_the_same_bytes_in_every_process():
    program = (
        "import sys; from tests.gateways.test_ical import a_calendar, an_event;"
        "sys.stdout.buffer.write(a_calendar([an_event(), an_event(uid='b', place='Main St 1')]))"
    )

    made = {
        subprocess.run(
            [sys.executable, "-c", program], env=os.environ | {"PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout
        for seed in ("1", "2")
    }

    assert made == {a_calendar([an_event(), an_event(uid="b", place="Main St 1")])}


@pytest.mark.parametrize("sunday", [SUNDAY_OF_FALL, SUNDAY_OF_SPRING])
def test_a_weekly_series_keeps_its_wall_time_over_a_change_of_clocks(sunday: date):
    weeks = [at(-3, 18, monday=sunday), at(4, 18, monday=sunday)]
    events = [an_event(uid=str(n), starts=start, ends=start + timedelta(hours=3)) for n, start in enumerate(weeks)]

    body = a_calendar(events)

    read = recurring_ical_events.of(Calendar.from_ical(body)).between(sunday - timedelta(7), sunday + timedelta(7))
    assert [event["DTSTART"].dt.hour for event in read] == [18, 18]
    assert [event["DTSTART"].dt.astimezone(UTC) for event in read] == weeks
    assert body.count(b"T180000\r\n") == 2


@pytest.mark.parametrize("hour", [5, 6])
def test_a_half_past_one_that_an_autumn_night_has_twice_is_told_in_utc(hour: int):
    starts = datetime(2026, 11, 1, hour, 30, tzinfo=UTC)

    event = the_event(a_calendar([an_event(starts=starts, ends=starts + timedelta(hours=2))]))

    assert event["DTSTART"] == f"20261101T0{hour}3000Z"
    assert event["DTEND;TZID=America/New_York"] == f"20261101T0{hour - 3}3000"


@pytest.mark.parametrize("key", CHANGE)
def test_a_zone_has_one_rule_for_each_of_its_two_times(key: str):
    made = vtimezone(key).to_ical().decode()

    assert made.count("BEGIN:STANDARD") == made.count("BEGIN:DAYLIGHT") == 1
    assert made.count("RRULE:FREQ=YEARLY;BYDAY=") == 2
    assert "RDATE" not in made


@pytest.mark.parametrize("key", NEVER_CHANGE)
def test_a_zone_that_never_changes_has_only_a_standard_time(key: str):
    made = vtimezone(key).to_ical().decode()

    assert made.count("BEGIN:STANDARD") == 1
    assert "DAYLIGHT" not in made
    assert "RRULE" not in made


@pytest.mark.parametrize("key", [*CHANGE, *NEVER_CHANGE, "Africa/Casablanca", "Africa/Cairo", "Asia/Almaty"])
def test_a_zone_as_read_from_the_feed_shows_what_its_clocks_show(key: str):
    zone, read = ZoneInfo(key), as_read(key)

    wrong = [
        moment
        for moment in moments(zone)
        if (wall := moment.astimezone(zone)).utcoffset() != wall.replace(tzinfo=read).utcoffset()
    ]

    assert wrong == []


@pytest.mark.parametrize("day", ["2026-11-01", "2027-03-14", "2027-11-07", "2028-03-12"])
def test_the_changes_of_the_united_states_come_on_their_dates(day: str):
    sunday = datetime.fromisoformat(day)
    read = as_read("America/New_York")

    before, after = (moment.replace(tzinfo=read).utcoffset() for moment in (sunday, sunday + timedelta(hours=12)))

    assert {before, after} == {timedelta(hours=-5), timedelta(hours=-4)}


def test_a_change_without_a_rule_stands_alone():
    made = vtimezone("Asia/Almaty").to_ical().decode()

    assert "DTSTART:20240301T000000" in made
    assert "RRULE" not in made


def as_read(key: str) -> Any:
    """The zone of a feed in the eyes of dateutil, which has never seen ours."""
    return tzical(StringIO(a_calendar([], ZoneInfo(key)).decode())).get(key)


def moments(zone: ZoneInfo) -> list[datetime]:
    """Every 31 hours of five years, and all around each change, but for the hour that clocks show twice."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    evenly = [start + timedelta(hours=31 * n) for n in range(1414)]
    turns = [turn.instant for turn in timezones._turns(zone) if 2026 <= turn.wall.year <= 2030]
    around = [turn + timedelta(minutes=minutes) for turn in turns for minutes in (-121, -91, -61, 61, 91, 121)]
    return [moment for moment in evenly + around if is_told_once(moment.astimezone(zone))]


def is_told_once(wall: datetime) -> bool:
    return wall.replace(fold=0).utcoffset() == wall.replace(fold=1).utcoffset()
