"""Whatever is booked, parsers of three makes find the same events at the same instants in what the service made."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from playwright.sync_api import Page

from iopsched.domain.event import Event, Status
from iopsched.gateways import ical
from tests.clients import ical_js, libical
from tests.clients.seen import Seen
from tests.conftest import NOW

ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "America/Adak",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "Pacific/Guam",
    "Europe/Dublin",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
)
FIRST, LAST = datetime(2026, 11, 1), datetime(2027, 12, 31)  # noqa: DTZ001
TITLES = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), max_size=60).filter(str.strip)


@st.composite
def schedules(draw: st.DrawFn) -> list[Event]:
    """Some events of a year, often in the nights in which clocks change."""
    nights = [datetime(2026, 11, 1), datetime(2027, 3, 14), datetime(2027, 3, 28), datetime(2027, 4, 4)]  # noqa: DTZ001
    moments = st.datetimes(FIRST, LAST) | st.sampled_from(nights).flatmap(
        lambda night: st.integers(0, 48 * 4).map(lambda quarter: night + timedelta(minutes=15 * quarter))
    )
    return [
        Event(
            uid=f"{number}@week",
            sequence=draw(st.integers(0, 9)),
            revised_at=NOW,
            starts=(starts := draw(moments).replace(tzinfo=UTC, microsecond=0)),
            ends=starts + timedelta(minutes=draw(st.integers(1, 48)) * 15),
            title=draw(TITLES),
            status=draw(st.sampled_from(Status)),
            place=draw(st.just("") | TITLES),
            is_private=draw(st.booleans()),
        )
        for number in range(draw(st.integers(1, 6)))
    ]


def as_meant(events: Iterable[Event]) -> set[Seen]:
    return {Seen(event.starts, event.ends, event.title.strip(), ical.STATUSES[event.status]) for event in events}


def by_icalendar(body: bytes) -> set[Seen]:
    return {_seen(event) for event in Calendar.from_ical(body).events}


def _seen(event: Any) -> Seen:
    starts, ends = (event[name].dt.astimezone(UTC) for name in ("DTSTART", "DTEND"))
    return Seen(starts, ends, str(event["SUMMARY"]), str(event["STATUS"]))


@settings(max_examples=150)
@given(zone=st.sampled_from(ZONES), events=schedules())
def test_three_parsers_of_other_makes_read_what_is_meant(parser_page: Page, zone: str, events: list[Event]):
    body = ical.calendar(events, ZoneInfo(zone), "Week")

    wanted = as_meant(events)
    assert by_icalendar(body) == wanted
    assert libical.parsed(body) == wanted
    assert ical_js.parsed(parser_page, body) == wanted


@pytest.mark.parametrize("spoil", [b"TZOFFSETTO:-0400", b"RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3"])
def test_a_zone_with_a_wrong_rule_would_be_seen(parser_page: Page, spoil: bytes):
    """Two of the parsers take zones from the calendar itself: they are what proves the VTIMEZONE."""
    july = datetime(2027, 7, 1, 22, tzinfo=UTC)
    event = Event("a@week", 0, NOW, july, july + timedelta(hours=3), "Appointment")
    body = ical.calendar([event], ZoneInfo("America/New_York"), "Week")
    assert spoil in body
    wrong = body.replace(spoil, b"TZOFFSETTO:-0300" if spoil.startswith(b"TZ") else b"RRULE:FREQ=YEARLY;UNTIL=20240401")

    assert libical.parsed(wrong) != as_meant([event])
    assert ical_js.parsed(parser_page, wrong) != as_meant([event])
