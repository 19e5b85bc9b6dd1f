"""The pages of a usual week: what differs is named before anything is booked, and after it what could not be."""

from datetime import timedelta
from typing import NamedTuple

import pytest
from flask import Flask

from iopsched.domain.offering import Closure
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.store import bookings, sessions
from iopsched.store.db import reading
from iopsched.usecases.availability import adjust_availability, keep_closures
from iopsched.usecases.seats import book_session, cancel_booking
from iopsched.usecases.weeks import keep_usual_week, plan_week
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.doors import Visitor, a_stranger, visiting_patient, visiting_staff
from tests.reading import links, posts, said
from tests.stored import a_stored_offering, a_stored_patient, a_stored_program, a_stored_staff, seats_taken

WEEK = timedelta(weeks=1)
USUAL = f"/usual/{MONDAY}"


class Place(NamedTuple):
    """Three evenings a week for three weeks; Ana has the first week, and next Wednesday is full."""

    program: Program
    staff: Staff
    ana: Patient
    phone: Visitor
    full: Session


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


def evenings(program: Program, weeks: int) -> list[Session]:
    with reading():
        return [*sessions.in_week(program, MONDAY + weeks * WEEK)]


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program(weeks_ahead=4)
    ana, staff = a_stored_patient(program), a_stored_staff(program)
    a_stored_offering(program, weekdays=frozenset({0, 2, 4}), seats=1)
    adjust_availability.open_sessions(now=NOW)
    plan_week.accept(ana.id, [each.id for each in evenings(program, 0)], now=NOW)
    full = evenings(program, 1)[1]
    book_session.book(a_stored_patient(program).id, full.id, now=NOW)
    keep_closures.close(staff, Closure(MONDAY + 2 * WEEK), now=NOW)
    return Place(program, staff, ana, visiting_patient(app, ana), full)


def shown(place: Place) -> dict[str, list[int]]:
    return {"session": keep_usual_week.preview(place.ana.id, MONDAY, now=NOW).session_ids}


def test_a_booked_week_leads_to_its_preview(place: Place):
    assert USUAL in links(place.phone.get(f"/week/{MONDAY}"))
    assert f"/usual/{MONDAY + WEEK}" not in links(place.phone.get(f"/week/{MONDAY + WEEK}"))


def test_the_preview_names_what_differs_and_why_and_where_to_go(place: Place):
    page = place.phone.get(USUAL)

    assert "Monday, 6 to 9 pm Group In person" in said(page)
    assert "December 7 to 13 6 of 9 hours Wednesday, December 9, 6 pm. Full." in said(page)
    assert "You can wait for a seat in your week." in said(page)
    assert "December 14 to 20 6 of 9 hours Monday, December 14, 6 pm. Closed on that day." in said(page)
    assert f"/plan/{MONDAY + WEEK}" in links(page)
    assert [seats_taken(each) for each in evenings(place.program, 2)] == [0, 0]


def test_the_preview_names_hours_beyond_what_the_plan_asks_by_then(app: Flask, place: Place):
    ben = a_stored_patient(place.program, {"week_least": 60})
    plan_week.accept(ben.id, [each.id for each in evenings(place.program, 1) if each.id != place.full.id], now=NOW)

    page = visiting_patient(app, ben).get(f"/usual/{MONDAY + WEEK}")

    assert "Your plan asks for 1 hour in this week: this is 2 hours more." in said(page)
    assert "hours more." not in said(place.phone.get(USUAL))


def test_a_week_without_a_booking_cannot_be_repeated(place: Place):
    page = place.phone.get(f"/usual/{MONDAY + WEEK}")

    assert "there is nothing to repeat" in said(page)
    assert posts(page) == []
    after = place.phone.post(f"/usual/{MONDAY + WEEK}", follow_redirects=True)
    assert "Not done. Nothing is booked in this week" in said(after)


def test_one_tap_books_the_weeks(place: Place):
    page = place.phone.post(USUAL, shown(place), follow_redirects=True)

    assert "Your usual week. 4 sessions in 2 weeks are yours." in said(page)
    assert [seats_taken(each) for each in evenings(place.program, 2)] == [1, 1]


def test_what_changed_since_the_look_is_told(place: Place):
    looked = shown(place)
    monday = evenings(place.program, 1)[0]
    book_session.book(a_stored_patient(place.program).id, monday.id, now=NOW)

    page = place.phone.post(USUAL, looked, follow_redirects=True)

    assert "Not booked, as it changed since you looked: Monday, December 7, 6 pm (full)." in said(page)


def test_the_week_says_what_could_not_be_booked_until_it_is_put_away(place: Place):
    place.phone.post(USUAL, shown(place))
    week = f"/week/{MONDAY + WEEK}"

    page = place.phone.get(week)

    assert "From your usual week Wednesday, 6 pm Could not be booked: it was full. Tell me" in said(page)
    assert f"/sessions/{place.full.id}/waiting?day={MONDAY + WEEK}" in posts(page)
    assert place.phone.post(f"/usual/{MONDAY + WEEK}/gaps").status_code == 303
    assert "From your usual week" not in said(place.phone.get(week))


def test_a_seat_that_is_free_again_can_be_taken_there(place: Place):
    place.phone.post(USUAL, shown(place))
    (other,) = _in(place.full)
    cancel_booking.cancel(other, place.full.id, now=NOW)

    page = place.phone.get(f"/week/{MONDAY + WEEK}")

    assert "Could not be booked: it was full. Book" in said(page)
    book_session.book(place.ana.id, place.full.id, now=NOW)
    assert "From your usual week" not in said(place.phone.get(f"/week/{MONDAY + WEEK}"))


def test_it_can_be_ended_and_replaced(place: Place):
    place.phone.post(USUAL, shown(place))
    later = f"/usual/{MONDAY + 2 * WEEK}"

    assert later in links(place.phone.get(f"/week/{MONDAY + 2 * WEEK}"))
    assert "takes the place of the usual week" in said(place.phone.get(later))
    ended = place.phone.post("/usual/end", follow_redirects=True)
    assert "Stopped. What is booked stays booked." in said(ended)
    assert "No usual week" in said(ended)


def test_staff_see_it_on_the_persons_page(app: Flask, place: Place):
    desk, person = visiting_staff(app, place.staff), f"/staff/people/{place.ana.id}"
    assert "Usual week" not in said(desk.get(person))

    place.phone.post(USUAL, shown(place))

    assert "Usual week As in the week of November 30 to December 6." in said(desk.get(person))


@pytest.mark.parametrize("path", ["/usual", USUAL])
def test_strangers_sign_in_first_and_staff_find_nothing(app: Flask, place: Place, path: str):
    assert a_stranger(app).get(path).status_code == 303
    assert visiting_staff(app, place.staff).get(path).status_code == 404


@pytest.mark.parametrize("path", ["/usual/soon", "/usual/2001-01-01"])
def test_what_is_no_day_is_not_found(place: Place, path: str):
    assert place.phone.get(path).status_code == 404
    assert place.phone.post(path).status_code == 404


def test_another_patient_sees_nothing_of_it(app: Flask, place: Place):
    place.phone.post(USUAL, shown(place))
    ben = visiting_patient(app, a_stored_patient(place.program))

    assert "No usual week" in said(ben.get("/usual"))
    ben.post(f"/usual/{MONDAY + WEEK}/gaps")
    ben.post("/usual/end")
    assert "From your usual week" in said(place.phone.get(f"/week/{MONDAY + WEEK}"))


def _in(session: Session) -> list[int]:
    with reading():
        return [booking.patient_id for booking in bookings.in_sessions([session.id])]
