"""Feeds that hold more or less than a patient's bookings: kept seats, ways, busy times, sessions of staff."""

import gzip
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar

from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.event import LAPSED_GRACE
from iopsched.domain.feed import STAFF_TERM, Content, Kind, Owner
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.words import Modality, Role
from iopsched.store import accounts
from iopsched.store.db import transaction
from iopsched.usecases.availability import change_session
from iopsched.usecases.feeds import keep_links, publish_feed
from iopsched.usecases.people import admit_patient
from iopsched.usecases.seats import book_session, cancel_booking, hold_plan
from tests.builders import MONDAY, a_plan
from tests.conftest import NOW
from tests.counting import statements
from tests.stored import (
    a_stored_clinician,
    a_stored_patient,
    a_stored_program,
    a_stored_session,
    a_stored_staff,
)

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
TENTATIVE = Content(shows_tentative=True)
LATER = NOW + 20 * MINUTE
"""When what was held at NOW is free again."""


@dataclass(frozen=True, slots=True)
class Place:
    """Ana, a coordinator, and an evening group on Monday and on Wednesday that A. Rivera leads in Room 2."""

    ana: Owner
    staff: Staff
    clinician: int
    monday: Session
    wednesday: Session

    @property
    def patient_id(self) -> int:
        return self.ana.patient_id or 0

    def book(self, session: Session, now: datetime = NOW) -> None:
        book_session.book(self.patient_id, session.id, now=now)

    def hold(self, *sessions: Session, now: datetime = NOW) -> None:
        hold_plan.hold(self.patient_id, [session.id for session in sessions], now=now)


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program()
    clinician = a_stored_clinician(program)
    both = [a_stored_session(program, day, clinician_id=clinician, place="Room 2") for day in (0, 2)]
    patient = a_stored_patient(program)
    return Place(Owner(program.id, patient_id=patient.id), a_stored_staff(program), clinician, *both)


def a_link(owner: Owner, content: Content) -> str:
    return keep_links.create(owner, "Phone", content, now=NOW)[1]


def staff_link(staff: Staff, content: Content) -> str:
    return keep_links.create_for_staff(staff, "Phone", content, now=NOW)[1]


def body(token: str, now: datetime = NOW) -> bytes:
    return gzip.decompress(publish_feed.read(token, reader="", now=now).packed)


def events(token: str, now: datetime = NOW) -> list[Any]:
    return list(Calendar.from_ical(body(token, now)).events)


def shown(token: str, now: datetime = NOW) -> list[tuple[str, str, int]]:
    """Title, status and SEQUENCE of each event, in order of time."""
    return [(str(e["SUMMARY"]), str(e["STATUS"]), int(e["SEQUENCE"])) for e in events(token, now)]


def test_a_kept_seat_is_tentative_for_who_wants_to_see_it(place: Place):
    plain, full = a_link(place.ana, Content()), a_link(place.ana, TENTATIVE)
    place.hold(place.monday)

    assert shown(plain) == []
    assert shown(full) == [("Appointment", "TENTATIVE", 0)]


def test_a_kept_seat_goes_when_its_time_is_over_though_nobody_writes(place: Place):
    token = a_link(place.ana, TENTATIVE)
    place.hold(place.monday)
    shown(token)

    assert shown(token, LATER) == [("Canceled: Appointment", "CANCELLED", 1)]
    assert shown(token, LATER + LAPSED_GRACE) == []


def test_a_kept_seat_that_is_booked_is_the_same_event(place: Place):
    token = a_link(place.ana, TENTATIVE)
    place.hold(place.monday)
    (before,) = events(token)
    place.book(place.monday, NOW + MINUTE)

    (after,) = events(token, NOW + MINUTE)

    assert after["UID"] == before["UID"]
    assert (after["STATUS"], after["SEQUENCE"]) == ("CONFIRMED", 1)


def test_nothing_new_about_kept_seats_gives_the_same_bytes_in_two_queries(place: Place):
    token = a_link(place.ana, TENTATIVE)
    place.hold(place.monday)
    first = body(token)

    with statements() as seen:
        assert body(token, NOW + MINUTE) == first
    assert len(seen) == 2


def test_the_way_is_blocked_before_and_after_what_is_in_person(place: Place):
    token = a_link(place.ana, Content(travel_minutes=30))
    place.book(place.monday)

    (there, session, back) = events(token)

    assert [str(e["SUMMARY"]) for e in (there, session, back)] == ["Travel", "Appointment", "Travel"]
    assert there["DTEND"].dt == session["DTSTART"].dt == there["DTSTART"].dt + 30 * MINUTE
    assert back["DTSTART"].dt == session["DTEND"].dt == back["DTEND"].dt - 30 * MINUTE


def test_who_gives_up_the_session_needs_no_way(place: Place):
    token = a_link(place.ana, Content(travel_minutes=30))
    place.book(place.monday)
    shown(token)
    cancel_booking.cancel(place.patient_id, place.monday.id, now=NOW + HOUR)

    off = shown(token, NOW + HOUR)

    assert [status for _, status, _ in off] == ["CANCELLED"] * 3
    assert [sequence for _, _, sequence in off] == [1, 1, 1]


def test_what_is_by_video_needs_no_way(app: Flask):
    program = a_stored_program()
    ana = Owner(program.id, patient_id=a_stored_patient(program).id)
    session = a_stored_session(program, modality=Modality.TELEHEALTH)
    token = a_link(ana, Content(travel_minutes=30))
    book_session.book(ana.patient_id or 0, session.id, now=NOW)

    assert [title for title, _, _ in shown(token)] == ["Appointment"]


def test_a_busy_feed_says_busy_and_where_nothing(place: Place):
    token = a_link(place.ana, Content(kind=Kind.BUSY))
    place.book(place.monday)

    said = body(token)

    assert shown(token) == [("Busy", "CONFIRMED", 0)]
    assert b"CLASS:PRIVATE" in said
    assert b"X-WR-CALNAME:Busy" in said
    assert not [word for word in (b"LOCATION", b"Room", b"Appointment", b"Group") if word in said]


def test_a_busy_time_that_is_given_up_is_free(place: Place):
    token = a_link(place.ana, Content(kind=Kind.BUSY))
    place.book(place.monday)
    cancel_booking.cancel(place.patient_id, place.monday.id, now=NOW)

    assert shown(token) == [("Free", "CANCELLED", 1)]
    assert b"TRANSP:TRANSPARENT" in body(token)


@pytest.mark.parametrize(
    "content",
    [Content(Kind.PROGRAM), Content(Kind.ROOM, place="Room 2"), Content(Kind.CLINICIAN)],
    ids=["program", "room", "clinician"],
)
def test_staff_see_how_many_sit_in_a_session_and_never_who(place: Place, content: Content):
    if content.kind is Kind.CLINICIAN:
        content = Content(Kind.CLINICIAN, clinician_id=place.clinician)
    token = staff_link(place.staff, content)
    before = shown(token)
    place.book(place.monday)

    after, said = shown(token, NOW + MINUTE), body(token)

    assert before == [("Group, in person: 0 of 8", "CONFIRMED", 0)] * 2
    assert after[0] == ("Group, in person: 1 of 8", "CONFIRMED", 0)
    assert not [word for word in (b"Ana", b"Ruiz", b"Rivera", b"Riverside") if word in said]


def test_staff_see_a_session_that_moves_or_is_off_as_the_same_event(place: Place):
    token = staff_link(place.staff, Content(Kind.PROGRAM))
    before = [str(event["UID"]) for event in events(token)]
    change_session.cancel(place.staff, place.monday.id, now=NOW + MINUTE)

    after = events(token, NOW + MINUTE)

    assert [str(event["UID"]) for event in after] == before
    assert [(str(e["STATUS"]), int(e["SEQUENCE"])) for e in after] == [("CANCELLED", 1), ("CONFIRMED", 0)]


def test_an_unchanged_feed_of_staff_is_two_queries_and_the_same_bytes(place: Place):
    token = staff_link(place.staff, Content(Kind.PROGRAM))
    first = body(token)

    with statements() as seen:
        assert body(token, NOW + MINUTE) == first
    assert len(seen) == 2


@pytest.mark.parametrize(
    "content", [Content(Kind.PROGRAM), Content(Kind.ROOM, place="Room 2"), Content(), Content(Kind.BUSY)]
)
def test_a_clinician_may_subscribe_to_own_sessions_only(place: Place, content: Content):
    clinician = Staff(place.staff.id, place.staff.program_id, "", "", Role.CLINICIAN, place.clinician)

    with pytest.raises(Invalid):
        staff_link(clinician, content)
    assert staff_link(clinician, Content(Kind.CLINICIAN, clinician_id=place.clinician))
    with pytest.raises(Invalid):
        staff_link(clinician, Content(Kind.CLINICIAN, clinician_id=place.clinician + 1))


def test_a_patient_makes_no_feed_of_staff(place: Place):
    with pytest.raises(Invalid):
        a_link(place.ana, Content(Kind.PROGRAM))


def test_no_sessions_of_another_program_are_in_it(place: Place):
    there = a_stored_program()
    a_stored_session(there, place="Room 2")

    assert len(shown(staff_link(place.staff, Content(Kind.ROOM, place="Room 2")))) == 2
    assert len(shown(staff_link(a_stored_staff(there), Content(Kind.ROOM, place="Room 2")))) == 1


def test_a_closed_account_has_no_feeds(place: Place):
    token = staff_link(place.staff, Content(Kind.PROGRAM))
    with transaction():
        accounts.change(place.staff.id, is_active=False)

    with pytest.raises(NotFound):
        body(token)


def test_a_link_ends_and_is_renewed(place: Place):
    token = staff_link(place.staff, Content(Kind.PROGRAM))
    mine = Owner(place.staff.program_id, staff_id=place.staff.id)
    (feed,) = keep_links.links(mine)

    with pytest.raises(NotFound):
        body(token, NOW + STAFF_TERM)
    _, fresh = keep_links.renew(mine, feed.id, now=NOW + STAFF_TERM)

    assert body(fresh, NOW + STAFF_TERM)


def test_a_patients_link_outlives_treatment_by_some_weeks_and_a_new_plan_by_as_many(place: Place):
    token = a_link(place.ana, Content())
    (feed,) = keep_links.links(place.ana)
    assert feed.expires_at
    body(token, feed.expires_at - MINUTE)
    with pytest.raises(NotFound):
        body(token, feed.expires_at)
    more = a_plan(
        patient_id=place.patient_id, first_day=MONDAY + timedelta(weeks=9), last_day=MONDAY + timedelta(weeks=12)
    )

    admit_patient.add_plan(place.staff, more, now=NOW)

    assert body(token, feed.expires_at + timedelta(weeks=3))


def test_a_link_is_given_another_name(place: Place):
    a_link(place.ana, Content())
    (feed,) = keep_links.links(place.ana)

    keep_links.rename(place.ana, feed.id, "Tablet", now=NOW)

    assert [link.name for link in keep_links.links(place.ana)] == ["Tablet"]
    with pytest.raises(NotFound):
        keep_links.rename(Owner(place.ana.program_id, staff_id=place.staff.id), feed.id, "Mine", now=NOW)
