"""A look into a patient's own calendar: shown first, kept on a yes, and never more than from when to when."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import MetaData, select

from iopsched.domain.busy_time import BusyTimes
from iopsched.domain.errors import Invalid, NotFound, Refused, Unreadable
from iopsched.domain.own_calendar import (
    HOUR,
    LARGEST_FILE,
    MOST_CALENDARS,
    WAITED_FOR,
    Answer,
    Trouble,
    Validators,
    whose_link,
)
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.refusal import Why
from iopsched.domain.session import Session
from iopsched.gateways import calendar_link
from iopsched.gateways.seal import opened
from iopsched.store import bookings
from iopsched.store.db import db, reading
from iopsched.store.tables import BusyTimeRow, OwnCalendarRow
from iopsched.usecases import clear_leftovers
from iopsched.usecases.seats import book_session
from iopsched.usecases.weeks import import_calendar, keep_calendars, view_commitments
from tests.bookshelf import LINK, SECRET, VALIDATORS, Bookshelf
from tests.builders import at
from tests.calendars import SECRETS, a_calendar, an_event, weekly
from tests.conftest import NOW
from tests.stand_in_host import running_host, serves
from tests.stored import a_stored_patient, a_stored_program, a_stored_session
from tests.trail import trail

EVENING = an_event(";TZID=America/New_York:20261130T190000", ";TZID=America/New_York:20261130T200000", uid="evening")
HOLIDAY = an_event(";VALUE=DATE:20261201", uid="holiday")
BOTH = a_calendar(EVENING, HOLIDAY)
MINUTE = timedelta(minutes=1)


class Place(NamedTuple):
    """Riverside, Ana and Ben; group is on Monday and on Tuesday evening."""

    program: Program
    ana: Patient
    ben: Patient
    monday: Session
    tuesday: Session


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program()
    sessions = (a_stored_session(program, 0, 18), a_stored_session(program, 1, 18))
    return Place(program, a_stored_patient(program), a_stored_patient(program), *sessions)


def look_into(patient: Patient, content: bytes = BOTH, now: datetime = NOW) -> int:
    return import_calendar.from_file(patient.id, content, now=now)


def found(patient: Patient, calendar_id: int) -> BusyTimes:
    return view_commitments.look(patient.id, calendar_id, now=NOW).busy


def keep(patient: Patient, calendar_id: int, *, all_day: bool = False) -> None:
    import_calendar.keep(patient.id, calendar_id, all_day=all_day, now=NOW)


def why_not(patient: Patient, session: Session) -> set[Why]:
    try:
        book_session.book(patient.id, session.id, now=NOW)
    except Refused as no:
        return {reason.why for reason in no.reasons}
    return set()


def everything() -> str:
    """All that the database holds, as text."""
    tables = MetaData()
    tables.reflect(db.engine)
    with reading():
        return "\n".join(str(row) for table in tables.sorted_tables for row in db.session.execute(select(table)))


def test_what_is_found_is_shown_and_in_nobodys_way(place: Place):
    calendar_id = look_into(place.ana)

    assert found(place.ana, calendar_id) == BusyTimes(((at(0, 19), at(0, 20)),), ((at(1, 0), at(2, 0)),))
    assert why_not(place.ana, place.monday) == set()
    assert view_commitments.view(place.ana.id, now=NOW).calendars == ()


def test_a_yes_keeps_the_times_but_not_the_whole_days(place: Place):
    calendar_id = look_into(place.ana)

    keep(place.ana, calendar_id)

    assert why_not(place.ana, place.monday) == {Why.COMMITTED}
    assert why_not(place.ana, place.tuesday) == set()
    assert found(place.ana, calendar_id).all_day == ()


def test_whole_days_are_kept_where_they_count(place: Place):
    keep(place.ana, look_into(place.ana), all_day=True)

    assert why_not(place.ana, place.tuesday) == {Why.COMMITTED}
    assert why_not(place.ben, place.tuesday) == set()


def test_a_yes_said_twice_is_one(place: Place):
    calendar_id = look_into(place.ana)

    keep(place.ana, calendar_id)
    keep(place.ana, calendar_id, all_day=True)

    assert found(place.ana, calendar_id).all_day == ()
    assert [entry.action for entry in trail(place.ana)] == ["own calendar added"]


def test_of_a_calendar_nothing_but_times_is_anywhere(place: Place):
    content = a_calendar(an_event("20261130T190000Z", "20261130T200000Z", "ATTENDEE:mailto:zoe@example.org"))

    keep(place.ana, look_into(place.ana, content))
    keep(place.ana, import_calendar.from_link(place.ana.id, LINK, Bookshelf(content), secret=SECRET, now=NOW))

    kept = everything()
    assert not any(secret in kept for secret in SECRETS)
    assert {column.key for column in BusyTimeRow.__table__.columns} == {
        *("id", "program_id", "patient_id", "calendar_id", "starts", "ends", "is_all_day", "counts")
    }


def test_the_link_is_kept_in_one_place_only_and_sealed(place: Place):
    keep(place.ana, import_calendar.from_link(place.ana.id, LINK, Bookshelf(BOTH), secret=SECRET, now=NOW))

    with reading():
        (seal,) = db.session.scalars(select(OwnCalendarRow.link))
    assert opened(SECRET, whose_link(place.ana.id), seal) == LINK
    assert "1a2b3c" not in everything()
    assert everything().count(seal) == 1
    assert "1a2b3c" not in repr(view_commitments.view(place.ana.id, now=NOW))
    assert "1a2b3c" not in repr(trail(place.ana))


def test_it_is_read_up_to_the_last_week_that_is_open(app: Flask):
    ana = a_stored_patient(a_stored_program(weeks_ahead=2))
    last, first_after = date(2026, 12, 6), date(2026, 12, 7)
    events = (an_event(f"{day:%Y%m%d}T150000Z", f"{day:%Y%m%d}T160000Z", uid=str(day)) for day in (last, first_after))

    calendar_id = look_into(ana, a_calendar(*events))

    assert found(ana, calendar_id).timed == ((at(6, 10), at(6, 11)),)
    assert view_commitments.look(ana.id, calendar_id, now=NOW).calendar.until == last


def test_from_this_morning_on_where_the_patient_is(app: Flask):
    ana = a_stored_patient(a_stored_program(), timezone="America/Los_Angeles")
    early = an_event("20261123T060000Z", "20261123T090000Z")

    assert found(ana, look_into(ana, a_calendar(early))).timed == ((at(-7, 3), at(-7, 4)),)


def test_ones_own_sessions_are_not_in_ones_way(place: Place):
    book_session.book(place.ana.id, place.monday.id, now=NOW)
    with reading():
        (uid,) = bookings.uids(place.ana.id)
    ours = an_event("20261130T230000Z", "20261201T020000Z", uid=uid)

    assert found(place.ana, look_into(place.ana, a_calendar(ours))) == BusyTimes()
    assert len(found(place.ben, look_into(place.ben, a_calendar(ours))).timed) == 1


def test_what_is_booked_stays_and_is_told(place: Place):
    for session in (place.monday, place.tuesday):
        book_session.book(place.ana.id, session.id, now=NOW)
    calendar_id = look_into(place.ana)

    look = view_commitments.look(place.ana.id, calendar_id, now=NOW)
    assert [booking.session.id for booking in look.clashes] == [place.monday.id]
    assert [booking.session.id for booking in look.clashes_all_day] == [place.tuesday.id]

    keep(place.ana, calendar_id)

    view = view_commitments.view(place.ana.id, now=NOW)
    assert [booking.session.id for booking in view.clashes] == [place.monday.id]


def test_a_second_look_replaces_the_first(place: Place):
    first = look_into(place.ana)
    second = look_into(place.ana, weekly(2))

    with pytest.raises(NotFound):
        keep(place.ana, first)
    assert len(found(place.ana, second).timed) == 2


def test_a_look_without_a_yes_is_gone_within_the_hour(place: Place):
    kept, looked_at = look_into(place.ben), look_into(place.ana)
    keep(place.ben, kept)

    clear_leftovers.clear(now=NOW + HOUR)
    assert found(place.ana, looked_at) != BusyTimes()
    clear_leftovers.clear(now=NOW + HOUR + MINUTE)

    with pytest.raises(NotFound):
        found(place.ana, looked_at)
    assert found(place.ben, kept).timed


def test_times_that_are_over_are_dropped(place: Place):
    keep(place.ana, look_into(place.ana, weekly(2)))

    clear_leftovers.clear(now=at(0, 0))

    with reading():
        assert [*db.session.scalars(select(BusyTimeRow.starts))] == [at(1, 9)]


def test_a_file_that_is_too_large_is_not_even_looked_into(place: Place):
    with pytest.raises(Unreadable) as caught:
        look_into(place.ana, b"x" * (LARGEST_FILE + 1))

    assert caught.value.trouble is Trouble.LARGE


def test_what_is_no_calendar_leaves_nothing(place: Place):
    with pytest.raises(Unreadable):
        look_into(place.ana, b"<html>")

    with reading():
        assert db.session.scalars(select(OwnCalendarRow.id)).all() == []


def test_a_link_is_read_over_the_internet_as_it_was_typed(place: Place):
    with running_host(is_secure=True) as host:
        host.answer(serves(BOTH, ETag=VALIDATORS.etag))

        def read(link: str, validators: Validators, seconds: float) -> Answer:
            return calendar_link.read(host.link(urlsplit(link).path), validators, reach=host.reach(seconds=seconds))

        calendar_id = import_calendar.from_link(
            place.ana.id, "webcal://calendar.example/private/a.ics", read, secret=SECRET, now=NOW
        )

    assert [path for path, _ in host.asked] == ["/private/a.ics"]
    assert found(place.ana, calendar_id).timed == ((at(0, 19), at(0, 20)),)


def test_the_reader_of_life_refuses_this_machine(place: Place):
    with pytest.raises(Unreadable) as caught:
        import_calendar.from_link(place.ana.id, "https://127.0.0.1/a.ics", import_calendar.ask, secret=SECRET, now=NOW)

    assert caught.value.trouble is Trouble.FORBIDDEN


def test_a_link_that_cannot_be_read_leaves_nothing(place: Place):
    with pytest.raises(Unreadable):
        import_calendar.from_link(place.ana.id, LINK, Bookshelf(trouble=Trouble.MISSING), secret=SECRET, now=NOW)

    assert "1a2b3c" not in everything()


def test_a_server_that_says_unchanged_to_who_never_asked_has_no_calendar(place: Place):
    with pytest.raises(Unreadable) as caught:
        import_calendar.from_link(place.ana.id, LINK, lambda *_: Answer(None), secret=SECRET, now=NOW)

    assert caught.value.trouble is Trouble.NO_CALENDAR


def test_a_link_looked_at_within_the_hour_is_shown_again_and_not_read(place: Place):
    shelf = Bookshelf(BOTH)
    typed = partial(import_calendar.from_link, place.ana.id, LINK, shelf, secret=SECRET)

    first = typed(now=NOW)
    assert typed(now=NOW + HOUR - MINUTE) == first
    assert len(shelf.asked) == 1
    typed(now=NOW + HOUR)
    assert len(shelf.asked) == 2


def test_a_link_is_asked_once_an_hour_whatever_came_of_it(place: Place):
    shelf = Bookshelf(trouble=Trouble.OVERLOADED)
    typed = partial(import_calendar.from_link, place.ana.id, LINK, shelf, secret=SECRET)
    with pytest.raises(Unreadable):
        typed(now=NOW)

    with pytest.raises(Invalid) as caught:
        typed(now=NOW + HOUR - MINUTE)
    assert "once an hour" in caught.value.problems["link"]
    with pytest.raises(Unreadable):
        typed(now=NOW + HOUR)
    assert len(shelf.asked) == 2


def test_nobody_waits_long_for_a_page(place: Place):
    shelf = Bookshelf(BOTH)

    import_calendar.from_link(place.ana.id, LINK, shelf, secret=SECRET, now=NOW)

    assert shelf.patience == [WAITED_FOR.reading]
    assert WAITED_FOR.reading + WAITED_FOR.turn + WAITED_FOR.working < 10


def test_a_link_that_is_there_already_is_not_added_again(place: Place):
    shelf = Bookshelf(BOTH)
    keep(place.ana, import_calendar.from_link(place.ana.id, LINK, shelf, secret=SECRET, now=NOW))

    with pytest.raises(Invalid) as caught:
        import_calendar.from_link(place.ana.id, LINK.replace("https", "webcal"), shelf, secret=SECRET, now=NOW)

    assert [*caught.value.problems] == ["link"]
    assert import_calendar.from_link(place.ben.id, LINK, shelf, secret=SECRET, now=NOW)


def test_a_patient_has_only_so_many_calendars(place: Place):
    for number in range(MOST_CALENDARS):
        keep(place.ana, look_into(place.ana, weekly(number + 1)))

    with pytest.raises(Invalid) as caught:
        look_into(place.ana)
    assert [*caught.value.problems] == ["file"]


def test_and_only_so_many_tries_an_hour(place: Place):
    shelf = Bookshelf(trouble=Trouble.MISSING)
    for number in range(import_calendar.TRIES):
        with pytest.raises(Unreadable):
            import_calendar.from_link(place.ana.id, f"{LINK}?{number}", shelf, secret=SECRET, now=NOW)

    with pytest.raises(Invalid) as caught:
        import_calendar.from_link(place.ana.id, LINK, shelf, secret=SECRET, now=NOW)
    assert [*caught.value.problems] == ["link"]
    assert len(shelf.asked) == import_calendar.TRIES
    assert look_into(place.ben)
    assert look_into(place.ana, now=NOW + HOUR)


def test_what_makes_no_link_asks_nobody_and_counts_for_nothing(place: Place):
    shelf = Bookshelf(BOTH)

    for _ in range(import_calendar.TRIES + 1):
        with pytest.raises(Invalid):
            import_calendar.from_link(place.ana.id, "http://calendar.example/", shelf, secret=SECRET, now=NOW)

    assert shelf.asked == []
    assert look_into(place.ana)


def test_another_patients_is_not_found(place: Place):
    calendar_id = look_into(place.ana)

    with pytest.raises(NotFound):
        view_commitments.look(place.ben.id, calendar_id, now=NOW)
    with pytest.raises(NotFound):
        keep(place.ben, calendar_id)
    with pytest.raises(NotFound):
        keep_calendars.remove(place.ben.id, calendar_id, now=NOW)
    assert found(place.ana, calendar_id) != BusyTimes()


def test_what_was_found_is_kept_free_to_the_minute(place: Place):
    keep(place.ana, look_into(place.ana))

    assert why_not(place.ana, a_stored_session(place.program, 0, 20)) == set()
    assert why_not(place.ana, a_stored_session(place.program, 0, 19.5, hours=0.25)) == {Why.COMMITTED}
