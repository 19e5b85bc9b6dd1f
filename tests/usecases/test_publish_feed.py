"""Links to a patient's calendar: made, read, renewed and taken away; made anew only when something changed."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import Mock

import pytest
import recurring_ical_events
from flask import Flask
from icalendar import Calendar

from iopsched.domain.edition import SHELF_LIFE
from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.feed import GRACE, MOST_LINKS, WARNING, Content, Detail, Owner
from iopsched.domain.session import Session
from iopsched.domain.timetable import Sitting
from iopsched.gateways import ical
from iopsched.store import bookings, people, sessions
from iopsched.store.db import db, reading, transaction
from iopsched.store.tables import FeedRow
from iopsched.usecases.feeds import keep_links, publish_feed
from iopsched.usecases.feeds.publish_feed import Answer
from iopsched.usecases.seats import book_session, cancel_booking
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.counting import statements
from tests.stored import a_stored_patient, a_stored_program, a_stored_session

DISCREET, DETAILED = Detail.DISCREET, Detail.DETAILED
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Place:
    """Ana and Ben, and an evening group on Monday and on Wednesday."""

    ana: int
    ben: int
    monday: Session
    wednesday: Session

    @property
    def hers(self) -> Owner:
        return owner(self.ana)


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program()
    ana, ben = (a_stored_patient(program).id for _ in range(2))
    return Place(ana, ben, *(a_stored_session(program, day, place="12 Clinic Road") for day in (0, 2)))


def owner(patient_id: int) -> Owner:
    with reading():
        return Owner(people.patient(patient_id).program_id, patient_id=patient_id)


def book(patient_id: int, session: Session, now: datetime = NOW) -> None:
    book_session.book(patient_id, session.id, now=now)


def give_up(patient_id: int, session: Session, now: datetime) -> None:
    cancel_booking.cancel(patient_id, session.id, now=now)


def touch(patient_id: int) -> None:
    """Say that the schedule changed, though it did not."""
    with transaction():
        people.schedule_changed([patient_id])


def a_link(patient_id: int, detail: Detail = DISCREET, title: str = "", warning: str = "") -> str:
    content = Content(detail=detail, title=title)
    _, token = keep_links.create(owner(patient_id), "Phone", content, now=NOW, warning=warning)
    return token


def read(token: str, reader: str = "Apple Calendar", now: datetime = NOW) -> Answer:
    return publish_feed.read(token, reader=reader, now=now)


def body_of(answer: Answer) -> bytes:
    return gzip.decompress(answer.packed)


def parsed(answer: Answer) -> list[Any]:
    return list(Calendar.from_ical(body_of(answer)).events)


def titles(answer: Answer) -> list[str]:
    return [str(event["SUMMARY"]) for event in parsed(answer)]


def test_a_link_shows_what_is_booked(place: Place):
    book(place.ana, place.monday)

    calendar = Calendar.from_ical(body_of(read(a_link(place.ana))))

    (shown,) = recurring_ical_events.of(calendar).at(MONDAY)
    assert shown["DTSTART"].dt == place.monday.starts
    assert shown["DTEND"].dt == place.monday.ends
    assert titles(read(a_link(place.ana))) == ["Appointment"]


def test_a_discreet_link_names_nothing_and_nobody(place: Place):
    book(place.ana, place.monday)
    token = a_link(place.ana)

    said = body_of(read(token)).lower()

    assert not [word for word in (b"riverside", b"clinic", b"group", b"ana", token.lower().encode()) if word in said]


def test_a_detailed_link_names_kind_and_place(place: Place):
    book(place.ana, place.monday)

    answer = read(a_link(place.ana, DETAILED, warning=WARNING))

    assert titles(answer) == ["Group, in person"]
    assert b"LOCATION:12 Clinic Road\r\n" in body_of(answer)


@pytest.mark.parametrize("warning", ["", "an older wording"])
def test_detail_needs_the_warning_of_today(place: Place, warning: str):
    with pytest.raises(Invalid) as refused:
        a_link(place.ana, DETAILED, warning=warning)

    assert list(refused.value.problems) == ["detail"]


def test_the_warning_and_its_time_are_kept(place: Place):
    a_link(place.ana, DETAILED, warning=WARNING)
    a_link(place.ana, warning=WARNING)

    with reading():
        kept = [tuple(row) for row in db.session.execute(db.select(FeedRow.warning, FeedRow.warned_at))]
    assert kept == [(WARNING, NOW), ("", None)]


def test_the_token_is_kept_nowhere(place: Place):
    book(place.ana, place.monday)
    token = a_link(place.ana)
    read(token)

    with reading():
        (row,) = db.session.execute(db.select(*FeedRow.__table__.columns))
    assert token not in repr(tuple(row))
    assert len(token) * 6 >= 128


def test_a_poll_of_what_has_not_changed_is_one_query(place: Place):
    book(place.ana, place.monday)
    token = a_link(place.ana)
    first = read(token)

    with statements() as seen:
        second = read(token, now=NOW + timedelta(minutes=4))

    assert (second.packed, second.etag, second.last_modified) == (first.packed, first.etag, first.last_modified)
    assert len(seen) == 1


def test_polling_writes_at_most_once_in_five_minutes(place: Place):
    token = a_link(place.ana)
    read(token)

    with statements() as seen:
        for minute in range(20):
            read(token, now=NOW + timedelta(minutes=minute))

    assert len([statement for statement in seen if statement.startswith("UPDATE")]) == 3


def test_a_change_of_the_schedule_gives_other_bytes_and_another_tag(place: Place):
    token = a_link(place.ana)
    before = read(token)
    book(place.ana, place.monday)

    after = read(token, now=NOW + HOUR)

    assert after.etag != before.etag
    assert (before.last_modified, after.last_modified) == (NOW, NOW + HOUR)
    assert len(titles(after)) == 1


def test_anothers_change_gives_the_same_bytes(place: Place):
    token = a_link(place.ana)
    before = read(token)
    book(place.ben, place.monday)

    assert read(token, now=NOW + HOUR) == before


def test_a_calendar_made_anew_of_the_same_data_is_the_same(place: Place):
    book(place.ana, place.monday)
    token = a_link(place.ana)
    before = read(token)
    touch(place.ana)

    assert read(token, now=NOW + HOUR) == before


def test_time_alone_lets_a_stored_calendar_grow_old(place: Place, monkeypatch: pytest.MonkeyPatch):
    made = Mock(side_effect=ical.calendar)
    monkeypatch.setattr(ical, "calendar", made)
    token = a_link(place.ana)

    for hours in (0, 1, 23, 24, 25, 47, 48):
        read(token, now=NOW + timedelta(hours=hours))

    assert SHELF_LIFE == DAY
    assert made.call_count == 3


def test_what_was_given_up_stays_cancelled_and_then_goes(place: Place):
    book(place.ana, place.monday)
    book(place.ana, place.wednesday)
    token = a_link(place.ana)
    give_up(place.ana, place.monday, now=NOW + HOUR)

    during = parsed(read(token, now=NOW + DAY))
    after = read(token, now=NOW + HOUR + GRACE)

    assert [(str(e["SUMMARY"]), e["STATUS"], e["SEQUENCE"]) for e in during] == [
        ("Canceled: Appointment", "CANCELLED", 1),
        ("Appointment", "CONFIRMED", 0),
    ]
    assert during[0]["DTSTAMP"].dt == NOW + HOUR
    assert titles(after) == ["Appointment"]


def test_a_seat_taken_again_is_the_same_event_with_a_higher_sequence(place: Place):
    book(place.ana, place.monday)
    token = a_link(place.ana)
    (before,) = parsed(read(token))
    give_up(place.ana, place.monday, now=NOW + HOUR)
    cancel_booking.undo(place.ana, place.monday.id, now=NOW + 2 * HOUR)

    (after,) = parsed(read(token, now=NOW + 2 * HOUR))

    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 2)
    assert after["STATUS"] == "CONFIRMED"


def test_the_patient_sees_who_read_it_last_and_when(place: Place):
    token = a_link(place.ana)
    read(token, "Apple Calendar", NOW)
    read(token, "Google Calendar", NOW + timedelta(minutes=1))

    (link,) = keep_links.links(place.hers)

    assert (link.last_reader, link.last_read_at) == ("Google Calendar", NOW + timedelta(minutes=1))


def test_an_unknown_a_revoked_and_a_renewed_link_answer_alike(place: Place):
    revoked, renewed = a_link(place.ana), a_link(place.ana)
    first, second = keep_links.links(place.hers)
    keep_links.revoke(place.hers, first.id, now=NOW)
    _, fresh = keep_links.renew(place.hers, second.id, now=NOW)

    for dead in (revoked, renewed, "never-was", ""):
        with pytest.raises(NotFound):
            read(dead)
    assert read(fresh).etag
    assert [link.id for link in keep_links.links(place.hers)] == [second.id]


def test_a_renewed_link_has_not_been_read(place: Place):
    read(a_link(place.ana))
    (link,) = keep_links.links(place.hers)

    renewed, _ = keep_links.renew(place.hers, link.id, now=NOW)

    assert (renewed.last_read_at, renewed.last_reader) == (None, "")


def test_a_revoked_link_keeps_nothing_of_the_calendar(place: Place):
    book(place.ana, place.monday)
    read(a_link(place.ana))
    (link,) = keep_links.links(place.hers)

    keep_links.revoke(place.hers, link.id, now=NOW)

    with reading():
        assert db.session.scalars(db.select(FeedRow.packed)).one() == b""


@pytest.mark.parametrize("act", [keep_links.renew, keep_links.revoke])
def test_another_patient_cannot_touch_a_link(place: Place, act: Any):
    token = a_link(place.ana)
    (link,) = keep_links.links(place.hers)

    with pytest.raises(NotFound):
        act(owner(place.ben), link.id, now=NOW)

    assert read(token).etag
    assert keep_links.links(owner(place.ben)) == ()


def test_a_patient_has_a_dozen_links_at_most(place: Place):
    for _ in range(MOST_LINKS):
        a_link(place.ana)

    with pytest.raises(Invalid):
        a_link(place.ana)
    assert a_link(place.ben)


@pytest.mark.parametrize(("name", "title"), [("", "Class"), ("Phone\n", "a\nb"), ("x" * 61, ""), ("Phone", "x" * 61)])
def test_words_that_no_calendar_can_show_are_refused(place: Place, name: str, title: str):
    with pytest.raises(Invalid):
        keep_links.create(place.hers, name, Content(title=title), now=NOW)


def test_a_move_by_staff_reaches_the_feed_as_the_same_event(place: Place):
    book(place.ana, place.monday)
    token = a_link(place.ana)
    (before,) = parsed(read(token))
    later = replace(place.monday, starts=place.monday.starts + HOUR, ends=place.monday.ends + HOUR)
    with transaction():
        sessions.alter(place.monday.id, sitting_of(later))
        bookings.follow([booking.id for booking in bookings.in_sessions([later.id])], later, now=NOW + HOUR)
        people.schedule_changed([place.ana])

    (after,) = parsed(read(token, now=NOW + HOUR))

    assert (after["UID"], after["SEQUENCE"]) == (before["UID"], 1)
    assert (after["DTSTART"].dt, after["DTSTAMP"].dt) == (later.starts, NOW + HOUR)


def test_many_apps_that_read_a_new_calendar_at_once_all_get_the_same(place: Place, app: Flask):
    book(place.ana, place.monday)
    token = a_link(place.ana)

    def poll(_: int) -> str:
        with app.app_context():
            return read(token).etag

    with ThreadPoolExecutor(8) as readers:
        tags = set(readers.map(poll, range(16)))

    assert len(tags) == 1


def sitting_of(session: Session) -> Sitting:
    (found,) = [one for one in sessions.existing(session.program_id, session.day) if one.session_id == session.id]
    return replace(found.sitting, starts=session.starts, ends=session.ends)
