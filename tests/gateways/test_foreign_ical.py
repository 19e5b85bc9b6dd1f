"""Other people's calendars: when they are busy, whoever wrote the file; and nothing that keeps us busy for long."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from iopsched.domain.busy_time import BusyTimes
from iopsched.domain.errors import Busy, Unreadable
from iopsched.domain.own_calendar import MOST_EVENTS, UNHURRIED, Patience, Trouble
from iopsched.gateways import foreign_ical
from iopsched.gateways.foreign_ical import Asked
from iopsched.gateways.foreign_ical.__main__ import answer
from iopsched.gateways.foreign_ical.cut import cut
from iopsched.gateways.foreign_ical.events import busy_times
from tests.builders import at
from tests.calendars import SECRETS, a_calendar, an_event, weekly

FIRST, LAST = datetime(2026, 11, 23, 5, tzinfo=UTC), datetime(2027, 2, 15, 5, tzinfo=UTC)
ASKED = Asked(FIRST, LAST, "America/New_York")
TUESDAY = {"starts": "20261124T140000Z", "ends": "20261124T150000Z"}
HOUR = timedelta(hours=1)
ANA, BEN, CAT = ("mailto:ana@example.org", "MAILTO:Ben@example.org", "mailto:cat@example.org")


def found(*events: str, head: tuple[str, ...] = (), asked: Asked = ASKED) -> BusyTimes:
    return busy_times(a_calendar(*events, head=head), asked)


def starts_of(busy: BusyTimes) -> list[str]:
    return [f"{starts:%m-%d %H:%M}" for starts, _ in busy.timed]


def a_guest(who: str, answer: str = "ACCEPTED") -> str:
    return f'ATTENDEE;CN="Somebody";PARTSTAT={answer};RSVP=TRUE:{who}'


def trouble_with(content: bytes, patience: Patience = UNHURRIED) -> Trouble:
    with pytest.raises(Unreadable) as caught:
        foreign_ical.busy_times(content, ASKED, patience)
    return caught.value.trouble


def test_an_event_is_from_when_to_when_it_is():
    busy = found(an_event(*TUESDAY.values()))

    assert busy == BusyTimes(timed=((at(-6, 9), at(-6, 10)),))


def test_what_repeats_is_worked_out_and_keeps_its_wall_time():
    weekly = an_event(
        ";TZID=America/New_York:20260106T090000", ";TZID=America/New_York:20260106T100000", "RRULE:FREQ=WEEKLY"
    )
    spring = Asked(datetime(2027, 3, 8, 5, tzinfo=UTC), datetime(2027, 3, 22, 4, tzinfo=UTC), "America/New_York")

    assert len(found(weekly).timed) == 12
    assert starts_of(found(weekly, asked=spring)) == ["03-09 14:00", "03-16 13:00"]


def test_a_date_that_is_left_out_moved_or_called_off_is_no_longer_there():
    series = an_event(*TUESDAY.values(), "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE:20261201T140000Z")
    moved = an_event("20261209T180000Z", "20261209T190000Z", "RECURRENCE-ID:20261208T140000Z")
    off = an_event("20261215T140000Z", "20261215T150000Z", "RECURRENCE-ID:20261215T140000Z", "STATUS:CANCELLED")

    assert starts_of(found(series, moved, off)) == ["11-24 14:00", "12-09 18:00"]


@pytest.mark.parametrize(
    "line",
    ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:FREE", "transp:transparent"],
)
def test_what_is_free_or_off_is_in_nobodys_way(line: str):
    assert found(an_event(*TUESDAY.values(), line)) == BusyTimes()


@pytest.mark.parametrize("line", ["TRANSP:OPAQUE", "STATUS:TENTATIVE", "X-MICROSOFT-CDO-BUSYSTATUS:OOF"])
def test_what_may_be_is(line: str):
    assert len(found(an_event(*TUESDAY.values(), line)).timed) == 1


@pytest.mark.parametrize(
    ("head", "guests"),
    [
        (["X-WR-CALNAME:ana@example.org"], [a_guest(ANA, "DECLINED"), a_guest(BEN)]),
        (['X-OWNER;CN="Ana":mailto:Ana@Example.org'], [a_guest(ANA, "DECLINED"), a_guest(BEN)]),
        ([], [f"ORGANIZER:{BEN}", a_guest(BEN), a_guest(ANA, "DECLINED")]),
        ([], [f"ORGANIZER:{BEN}", a_guest(ANA, "DECLINED"), a_guest(CAT, "DECLINED")]),
        ([], [a_guest(ANA, "DECLINED")]),
    ],
    ids=["named after her", "hers", "asked by another", "everybody said no", "nobody else is asked"],
)
def test_what_its_owner_declined_is_in_nobodys_way(head: list[str], guests: list[str]):
    assert found(an_event(*TUESDAY.values(), *guests), head=tuple(head)) == BusyTimes()


def test_whose_calendar_it_is_shows_in_who_is_in_all_of_it():
    declined = an_event(*TUESDAY.values(), a_guest(BEN), a_guest(CAT), a_guest(ANA, "DECLINED"), uid="1")
    another = an_event("20261125T140000Z", "20261125T150000Z", a_guest(ANA), a_guest(CAT), uid="2")
    third = an_event("20261126T140000Z", "20261126T150000Z", a_guest(ANA), a_guest(BEN), uid="3")

    assert starts_of(found(declined, another, third)) == ["11-25 14:00", "11-26 14:00"]


@pytest.mark.parametrize(
    ("head", "guests"),
    [
        (["X-WR-CALNAME:ana@example.org"], [a_guest(ANA), a_guest(BEN, "DECLINED")]),
        (["X-WR-CALNAME:Home"], [a_guest(ANA, "DECLINED"), a_guest(BEN), a_guest(CAT)]),
        ([], [f"ORGANIZER:{ANA}", a_guest(BEN, "DECLINED"), a_guest(CAT)]),
    ],
    ids=["another said no", "nobody can tell", "one of her guests said no"],
)
def test_what_others_declined_still_is(head: list[str], guests: list[str]):
    assert len(found(an_event(*TUESDAY.values(), *guests), head=tuple(head)).timed) == 1


def test_our_own_sessions_are_not_held_against_anybody():
    ours, theirs = an_event(*TUESDAY.values(), uid="0123abcd"), an_event("20261125T140000Z", "20261125T150000Z")
    passed_on = an_event("20261126T140000Z", "20261126T150000Z", uid="0123abcd@google.com")
    asked = Asked(FIRST, LAST, "America/New_York", frozenset({"0123abcd"}))

    assert starts_of(found(ours, theirs, passed_on, asked=asked)) == ["11-25 14:00"]


@pytest.mark.parametrize(
    ("starts", "ends", "days"),
    [
        (";VALUE=DATE:20261126", "", 1),
        (";VALUE=DATE:20261126", ";VALUE=DATE:20261127", 1),
        (";VALUE=DATE:20261126", ";VALUE=DATE:20261129", 3),
    ],
)
def test_whole_days_are_told_apart_and_are_the_patients(starts: str, ends: str, days: int):
    busy = found(an_event(starts, ends))

    assert busy == BusyTimes(all_day=((at(-4, 0), at(-4 + days, 0)),))


def test_outlook_writes_whole_days_as_times():
    allday = an_event("20261126T050000Z", "20261127T050000Z", "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE")

    assert found(allday) == BusyTimes(all_day=((at(-4, 0), at(-3, 0)),))


@pytest.mark.parametrize(
    ("starts", "head", "hour"),
    [
        (":20261124T090000", (), "11-24 14:00"),
        (":20261124T090000", ("X-WR-TIMEZONE:America/Chicago",), "11-24 15:00"),
        (":20261124T090000", ("X-WR-TIMEZONE:Mars/Olympus",), "11-24 14:00"),
        (";TZID=America/Los_Angeles:20261124T090000", (), "11-24 17:00"),
        (";TZID=Pacific Standard Time:20261124T090000", (), "11-24 17:00"),
        (";TZID=Nobody knows:20261124T090000", (), "11-24 14:00"),
        (";TZID=Ours:20261124T090000", ("BEGIN:VTIMEZONE", "TZID:Ours", "BEGIN:STANDARD", "DTSTART:19700101T000000",
         "TZOFFSETFROM:-0300", "TZOFFSETTO:-0300", "END:STANDARD", "END:VTIMEZONE"), "11-24 12:00"),
    ],
    ids=["floating", "of the calendar", "of no such calendar", "named", "of Windows", "unknown", "its own"],
)  # fmt: skip
def test_times_are_in_the_zone_that_is_meant(starts: str, head: tuple[str, ...], hour: str):
    assert starts_of(found(an_event(starts, "", "DURATION:PT1H"), head=head)) == [hour]


def test_a_calendar_that_publishes_busy_times_only_is_the_best_of_all():
    spans = "20261124T140000Z/PT1H,20261125T140000Z/20261125T150000Z"
    free = ["FREEBUSY;FBTYPE=FREE:20261126T140000Z/PT1H"]
    lines = ["BEGIN:VFREEBUSY", "UID:1", f"FREEBUSY:{spans}", *free, "END:VFREEBUSY"]

    assert starts_of(busy_times(a_calendar("\r\n".join(lines)), ASKED)) == ["11-24 14:00", "11-25 14:00"]


def test_times_that_overlap_are_one_and_end_where_the_weeks_ahead_do():
    long = an_event("20261101T000000Z", "20261124T143000Z", uid="1")
    last = an_event("20270214T000000Z", "20270301T000000Z", uid="2")

    busy = found(long, an_event(*TUESDAY.values()), last)

    assert busy.timed == ((FIRST, at(-6, 10)), (datetime(2027, 2, 14, tzinfo=UTC), LAST))


def test_several_calendars_in_one_file_are_all_read():
    two = a_calendar(an_event(*TUESDAY.values())) + a_calendar(an_event("20261125T140000Z", "20261125T150000Z"))

    assert starts_of(busy_times(two, ASKED)) == ["11-24 14:00", "11-25 14:00"]


@pytest.mark.parametrize(
    "odd",
    [
        an_event("garbage", "20261125T150000Z"),
        an_event("20261125T140000Z", "20261125T140000Z"),
        an_event("20261125T140000Z", "", "RRULE:FREQ=NEVER"),
        an_event("00010101T000000Z", "00010101T010000Z"),
        "BEGIN:VEVENT\r\nSUMMARY:no time\r\nEND:VEVENT",
        "BEGIN:VEVENT\r\nDTEND:20261125T150000Z\r\nEND:VEVENT",
        "BEGIN:VTODO\r\nUID:1\r\nDTSTART:20261125T140000Z\r\nDUE:20261125T150000Z\r\nEND:VTODO",
        "BEGIN:X-OWN\r\nBEGIN:VEVENT\r\nDTSTART:20261125T140000Z\r\nEND:VEVENT\r\nEND:X-OWN",
        "no property at all",
        "=?",
    ],
)
def test_an_odd_entry_spoils_no_other(odd: str):
    assert starts_of(found(odd, an_event(*TUESDAY.values(), uid="2"))) == ["11-24 14:00"]


def test_events_without_a_name_are_not_taken_for_one():
    nameless = [an_event(f"202611{day}T140000Z", f"202611{day}T150000Z").replace("UID:", "X-NO:") for day in (24, 25)]

    assert starts_of(found(*nameless)) == ["11-24 14:00", "11-25 14:00"]


def test_alarms_and_folded_lines_are_nothing_to_us():
    alarm = "BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nACTION:DISPLAY\r\nDESCRIPTION:x\r\nEND:VALARM"
    event = an_event(*TUESDAY.values(), "SUMMARY:a long\r\n  title\r\n\tEND:VEVENT", alarm)

    assert starts_of(found(event)) == ["11-24 14:00"]
    assert starts_of(busy_times(a_calendar(event).replace(b"\r\n", b"\n"), ASKED)) == ["11-24 14:00"]
    assert starts_of(busy_times(b"\xef\xbb\xbf" + a_calendar(event), ASKED)) == ["11-24 14:00"]


def test_titles_places_and_people_are_cut_away_before_anything_is_parsed():
    shared = an_event(*TUESDAY.values(), "ATTENDEE:mailto:ana@example.org", "X-ALT-DESC:bring wine")

    left = cut(a_calendar(shared), FIRST.date(), LAST.date(), frozenset())

    assert "20261124T140000Z" in left
    assert [secret for secret in SECRETS if secret in left] == ["dinner-for-two"]


def test_nothing_of_it_but_times_comes_out_of_the_process():
    said = json.dumps(answer(weekly(2), ASKED))

    assert not any(secret in said for secret in SECRETS)
    assert json.loads(said) == {
        "trouble": None,
        "timed": [[at(day, 9).timestamp(), at(day, 10).timestamp()] for day in (-6, 1)],
        "all_day": [],
    }


def test_what_is_over_is_not_even_parsed():
    past = an_event("20250101T100000Z", "20250101T110000Z")
    for gone in (
        past,
        an_event("20280101T100000Z", "20280101T110000Z"),
        an_event("20240101T100000Z", "", "DURATION:PT1H"),
    ):
        assert "DTSTART" not in cut(a_calendar(gone), FIRST.date(), LAST.date(), frozenset())


def test_the_process_knows_what_was_asked_of_us():
    asked = Asked(FIRST, LAST, "America/New_York", frozenset({"b", "a"}))

    assert Asked.from_json(asked.as_json()) == asked


def test_it_is_worked_out_by_a_process_that_knows_nothing_of_ours(monkeypatch: pytest.MonkeyPatch):
    seen: dict[str, Any] = {}
    run = foreign_ical.subprocess.run  # type: ignore[attr-defined]

    def look(command: list[str], **given: Any) -> Any:
        seen.update(given)
        return run(command, **given)

    monkeypatch.setenv("SECRET_KEY", "ours")
    monkeypatch.setattr(foreign_ical.subprocess, "run", look)  # type: ignore[attr-defined]

    assert len(foreign_ical.busy_times(weekly(3), ASKED).timed) == 3
    assert set(seen["env"]) == {"PATH", "PYTHONPATH"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><body>Sign in</body></html>",
        b"PK\x03\x04 a packed folder",
        bytes(range(256)) * 50,
        b"BEGIN:VCARD\r\nEND:VCARD\r\n",
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 50_000,
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 50_000,
        a_calendar(head=["CALSCALE:HEBREW"]),
    ],
    ids=["nothing", "a page", "a zip", "noise", "a card", "nested without end", "nested otherwise", "another scale"],
)
def test_what_is_no_calendar_is_told(content: bytes):
    assert trouble_with(content) is Trouble.NO_CALENDAR


@pytest.mark.parametrize("every", ["SECONDLY", "MINUTELY"])
def test_what_repeats_every_second_is_too_much(every: str):
    assert trouble_with(a_calendar(an_event(*TUESDAY.values(), f"RRULE:FREQ={every}"))) is Trouble.CROWDED


def test_so_many_occurrences_are_too_many():
    hourly = [an_event(*TUESDAY.values(), "RRULE:FREQ=HOURLY", uid=str(number)) for number in range(3)]

    assert trouble_with(a_calendar(*hourly)) is Trouble.CROWDED


def test_so_many_events_are_too_many():
    events = (an_event(*TUESDAY.values(), uid=str(number)) for number in range(MOST_EVENTS + 1))

    assert trouble_with(a_calendar(*events)) is Trouble.CROWDED


def test_what_takes_too_long_is_ended():
    endless = an_event("19700101T000000Z", "", "RRULE:FREQ=HOURLY;BYMINUTE=0,1,2,3,4,5;BYSECOND=0,1,2,3,4,5")
    began = time.monotonic()

    assert trouble_with(a_calendar(endless), Patience(0, 1, 2)) is Trouble.TANGLED
    assert time.monotonic() - began < 6


def test_what_dies_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(foreign_ical, "__name__", "iopsched.no_such_module")

    assert trouble_with(weekly(1)) is Trouble.TANGLED


def test_what_takes_too_much_memory_is_told(monkeypatch: pytest.MonkeyPatch):
    def take_all(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("iopsched.gateways.foreign_ical.events.busy_times", take_all)

    assert answer(weekly(1), ASKED)["trouble"] == "tangled"


def test_no_more_than_two_are_worked_out_at_a_time():
    turns = foreign_ical._turns
    with turns, turns, pytest.raises(Busy):
        foreign_ical.busy_times(weekly(1), ASKED, Patience(0, 0.01, 4))

    assert len(foreign_ical.busy_times(weekly(1), ASKED).timed) == 1
