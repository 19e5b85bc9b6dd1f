"""One seat: booked, looked at, given up, taken back; 303 when it is done, 409 with every reason when it is not."""

from datetime import timedelta
from typing import NamedTuple

import pytest
from flask import Flask

from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.words import Component
from iopsched.store import sessions
from iopsched.store.db import transaction
from iopsched.usecases.seats import book_session
from iopsched.usecases.weeks import view_week
from tests.builders import MONDAY
from tests.conftest import NOW, StandingClock
from tests.doors import Visitor, a_stranger, visiting_patient, visiting_staff
from tests.reading import links, part, posts, said
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff, seats_taken

NEXT_WEEK = f"/week/{MONDAY}"


class Place(NamedTuple):
    """Riverside with a group of two seats, Ana at her phone, and Ben."""

    program: Program
    ana: Patient
    ben: Patient
    phone: Visitor
    group: Session

    @property
    def booking(self) -> str:
        return f"/sessions/{self.group.id}/booking"

    @property
    def cancellation(self) -> str:
        return f"/sessions/{self.group.id}/cancellation"

    @property
    def undo(self) -> str:
        return f"/sessions/{self.group.id}/cancellation/undo"


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program(phone="+12125550142")
    ana, ben = a_stored_patient(program), a_stored_patient(program)
    return Place(program, ana, ben, visiting_patient(app, ana), a_stored_session(program, seats=2))


def holds(patient: Patient, session: Session) -> bool:
    return view_week.view(patient.id, session.day, now=NOW).week.holds(session)


def fill(place: Place) -> None:
    for other in (place.ben, a_stored_patient(place.program)):
        book_session.book(other.id, place.group.id, now=NOW)


def test_a_seat_is_booked_and_the_week_shown(place: Place):
    answer = place.phone.post(place.booking)

    assert (answer.status_code, answer.location) == (303, NEXT_WEEK)
    assert holds(place.ana, place.group)


def test_what_was_booked_is_said_once_with_what_is_to_go(place: Place):
    place.phone.post(place.booking)

    first, again = (said(place.phone.get(NEXT_WEEK)) for _ in range(2))

    assert "Booked. Still to go: 6 hours. Undo" in first
    assert "Booked." not in again


def test_the_booking_that_fills_the_week_says_so(place: Place):
    for day in (1, 2):
        book_session.book(place.ana.id, a_stored_session(place.program, day).id, now=NOW)

    place.phone.post(place.booking)

    assert "Booked. Your week is full: 9 of 9 hours. Undo" in said(place.phone.get(NEXT_WEEK))


def test_a_booking_can_be_undone_from_its_note(place: Place):
    place.phone.post(place.booking)

    assert place.cancellation in posts(place.phone.get(NEXT_WEEK))
    assert place.phone.post(place.cancellation).status_code == 303
    assert not holds(place.ana, place.group)


def test_the_filters_of_the_page_are_kept(place: Place):
    answer = place.phone.post(f"{place.booking}?part=evening&way=telehealth&next=//evil.example")

    assert answer.location == f"{NEXT_WEEK}?part=evening&way=telehealth"


def test_the_last_seat_gone_is_a_409_with_a_way_on(place: Place):
    fill(place)
    a_stored_session(place.program, 1)

    answer = place.phone.post(place.booking)

    assert answer.status_code == 409
    assert "Not booked Group, Monday, November 30, 6 to 9 pm. The last seat went a moment ago." in said(answer)
    assert "See 1 session that fits" in said(answer)
    assert f"{NEXT_WEEK}#add" in links(answer)
    assert not holds(place.ana, place.group)


def test_every_reason_is_told(place: Place):
    book_session.book(place.ana.id, a_stored_session(place.program, hour=19, component=Component.SKILLS).id, now=NOW)
    fill(place)

    answer = said(place.phone.post(place.booking))

    assert "The last seat went a moment ago. Same time as your skills session on Monday." in answer


def test_booked_twice_says_that_the_seat_is_there(place: Place):
    place.phone.post(place.booking)

    answer = place.phone.post(place.booking)

    assert answer.status_code == 409
    assert "You have a seat in this." in said(answer)
    assert seats_taken(place.group) == 1


def test_what_has_begun_is_a_409(place: Place, clock: StandingClock):
    clock.now = place.group.starts

    assert place.phone.post(place.booking).status_code == 409


def test_a_session_of_another_program_is_not_found(place: Place):
    elsewhere = a_stored_session(a_stored_program(name="Hillside"))

    answers = [
        place.phone.post(f"/sessions/{elsewhere.id}/booking"),
        place.phone.get(f"/sessions/{elsewhere.id}/booking"),
        place.phone.post(f"/sessions/{elsewhere.id}/cancellation"),
        place.phone.post(f"/sessions/{elsewhere.id}/cancellation/undo"),
        place.phone.post("/sessions/12345/booking"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert seats_taken(elsewhere) == 0


def test_giving_up_is_asked_with_what_it_means(place: Place):
    place.phone.post(place.booking)

    page = place.phone.get(place.booking)

    assert "Can’t come on Monday?" in said(page)
    assert "Group, Monday, November 30, 6 to 9 pm." in said(page)
    assert "Without it your week has 0 of 9 hours. Still to go then: 9 hours." in said(page)
    assert "Give up the seat" in said(page)
    assert place.cancellation in posts(page)
    assert f"{NEXT_WEEK}#day-{MONDAY}" in links(page)


def test_where_the_week_stays_full_that_is_said(place: Place):
    for day in (1, 2, 3):
        book_session.book(place.ana.id, a_stored_session(place.program, day).id, now=NOW)
    place.phone.post(place.booking)

    assert "Your week stays full: 9 of 9 hours." in said(place.phone.get(place.booking))


def test_looking_changes_nothing(place: Place):
    place.phone.post(place.booking)

    place.phone.get(place.booking)

    assert holds(place.ana, place.group)


def test_a_seat_that_is_not_held_is_not_found(place: Place):
    book_session.book(place.ben.id, place.group.id, now=NOW)

    assert place.phone.get(place.booking).status_code == 404


def test_once_it_has_begun_the_page_says_whom_to_call(place: Place, clock: StandingClock):
    place.phone.post(place.booking)
    clock.now = place.group.starts

    page = place.phone.get(place.booking)

    assert "It has begun, so it cannot be given up here." in said(page)
    assert "tel:+12125550142" in links(page)
    assert posts(page) == []


def test_a_seat_is_given_up_with_an_undo(place: Place):
    place.phone.post(place.booking)
    place.phone.get(NEXT_WEEK)

    answer = place.phone.post(place.cancellation)

    page = place.phone.get(NEXT_WEEK)
    assert (answer.status_code, answer.location) == (303, NEXT_WEEK)
    assert "Seat given up. Still to go: 9 hours. Undo" in said(page)
    assert place.undo in posts(page)
    assert seats_taken(place.group) == 0


def test_given_up_twice_does_no_harm(place: Place):
    place.phone.post(place.booking)

    answers = [place.phone.post(place.cancellation).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert seats_taken(place.group) == 0


def test_what_has_begun_is_not_given_up(place: Place, clock: StandingClock):
    place.phone.post(place.booking)
    clock.now = place.group.starts + timedelta(minutes=1)

    answer = place.phone.post(place.cancellation)

    assert answer.status_code == 409
    assert "It has begun." in said(answer)


def test_another_patients_seat_is_not_found_and_stays(place: Place):
    book_session.book(place.ben.id, place.group.id, now=NOW)

    assert place.phone.post(place.cancellation).status_code == 404
    assert place.phone.post(place.undo).status_code == 404
    assert holds(place.ben, place.group)


def test_undone_the_seat_is_there_again(place: Place):
    place.phone.post(place.booking)
    place.phone.post(place.cancellation)

    answer = place.phone.post(place.undo)

    assert (answer.status_code, answer.location) == (303, NEXT_WEEK)
    assert "The seat is yours again." in said(place.phone.get(NEXT_WEEK))
    assert holds(place.ana, place.group)


def test_the_undo_is_a_409_when_others_have_the_seats(place: Place):
    place.phone.post(place.booking)
    place.phone.post(place.cancellation)
    fill(place)

    answer = place.phone.post(place.undo)

    assert answer.status_code == 409
    assert "The seat was taken meanwhile." in said(answer)
    assert seats_taken(place.group) == 2


def test_a_session_that_staff_cancelled_meanwhile_is_a_409(place: Place):
    with transaction():
        sessions.cancel([place.group.id])

    answer = place.phone.post(place.booking)

    assert answer.status_code == 409
    assert "Cancelled." in part(answer, "Not booked")


def test_a_forged_post_changes_nothing(place: Place):
    assert place.phone.client.post(place.booking).status_code == 400
    assert not holds(place.ana, place.group)


def test_nothing_is_done_on_a_get(place: Place):
    assert place.phone.get(place.cancellation).status_code in {404, 405}
    assert place.phone.get(place.undo).status_code in {404, 405}


def test_strangers_sign_in_first(app: Flask, place: Place):
    answer = a_stranger(app).post(place.booking)

    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert seats_taken(place.group) == 0


def test_staff_find_nothing_here(app: Flask, place: Place):
    staff = visiting_staff(app, a_stored_staff(place.program))

    assert staff.post(place.booking).status_code == 404
    assert staff.get(place.booking).status_code == 404
    assert staff.post(place.cancellation).status_code == 404
