"""Where a week fell short it says by what, and offers what mends it; the same for programs, as JSON."""

from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from flask import Flask

from iopsched.domain.booking import Attendance
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.wishes import Wishes
from iopsched.domain.words import Part
from iopsched.store import bookings, programs, sessions
from iopsched.store.db import reading, transaction
from iopsched.usecases.availability import adjust_availability, change_session
from iopsched.usecases.hours import mark_attendance
from iopsched.usecases.hours.mark_attendance import Mark
from iopsched.usecases.seats import book_session, cancel_booking
from iopsched.usecases.weeks import plan_week
from tests.builders import MONDAY
from tests.conftest import NOW, StandingClock
from tests.doors import Visitor, a_stranger, visiting_patient, visiting_staff
from tests.reading import links, posts, said
from tests.stored import (
    a_stored_offering,
    a_stored_patient,
    a_stored_program,
    a_stored_session,
    a_stored_staff,
    seats_taken,
)

WEEK = timedelta(weeks=1)
THIS, NEXT = f"/week/{MONDAY}", f"/week/{MONDAY + WEEK}"
API = f"/api/weeks/{MONDAY}/make-up"


class Place(NamedTuple):
    """Ana has Monday, Wednesday and Friday evening; Tuesday morning and Thursday evening are free."""

    program: Program
    staff: Staff
    ana: Patient
    phone: Visitor
    mine: list[Session]
    tuesday: Session
    thursday: Session


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program()
    ana, staff = a_stored_patient(program), a_stored_staff(program)
    mine = [a_stored_session(program, day) for day in (0, 2, 4)]
    tuesday, thursday = a_stored_session(program, 1, 9), a_stored_session(program, 3, 18, 3.5)
    plan_week.accept(ana.id, [session.id for session in mine], now=NOW)
    return Place(program, staff, ana, visiting_patient(app, ana), mine, tuesday, thursday)


@pytest.fixture
def short(place: Place) -> Place:
    """Wednesday is called off."""
    change_session.cancel(place.staff, place.mine[1].id, now=NOW)
    return place


def allow_next_week(place: Place) -> None:
    with transaction():
        programs.change(place.program.id, make_up_weeks=1)


def miss_monday(place: Place, clock: StandingClock) -> None:
    """On Tuesday it is marked that Ana was not there."""
    clock.advance(days=8)
    with reading():
        (seat,) = bookings.in_sessions([place.mine[0].id])
    mark_attendance.mark(place.staff, place.mine[0].id, {seat.id: Mark(Attendance.AWAY)}, now=clock())


def test_a_full_week_has_nothing_to_make_up(place: Place):
    assert "Get your hours back" not in said(place.phone.get(THIS))


def test_a_week_that_was_never_full_is_planned_and_not_mended(app: Flask, place: Place):
    ben = a_stored_patient(place.program)
    book_session.book(ben.id, place.mine[0].id, now=NOW)

    assert "Get your hours back" not in said(visiting_patient(app, ben).get(THIS))


def test_a_cancelled_session_is_named_with_what_brings_the_hours_back(short: Place):
    page = short.phone.get(THIS)

    assert "Wednesday, 6 pm was cancelled. To get back to 9 hours, any one of these does it:" in said(page)
    shown = said(page)
    assert shown.index("9:00 12:00 pm Group In person 3 h, Tue, Dec 1 Book") < shown.index(
        "6:00 9:30 pm Group In person 3 h 30, Thu, Dec 3 Book"
    )
    assert "next week" not in shown


def test_one_tap_mends_the_week_and_the_same_form_twice_once(short: Place):
    path = f"/sessions/{short.tuesday.id}/booking"
    assert path in posts(short.phone.get(THIS))

    answers = [short.phone.post(path, {"key": "form"}, follow_redirects=True) for _ in range(2)]

    assert all("Your week is full: 9 of 9 hours." in said(page) for page in answers)
    assert seats_taken(short.tuesday) == 1


def test_two_sessions_are_booked_with_one_button(app: Flask):
    program = a_stored_program()
    ana, long = a_stored_patient(program, plan={"week_least": 240}), a_stored_session(program, 0, 9, 4)
    halves = [a_stored_session(program, 1, hour, 2) for hour in (9, 13)]
    book_session.book(ana.id, long.id, now=NOW)
    cancel_booking.cancel(ana.id, long.id, now=NOW)
    for _ in range(long.seats):
        book_session.book(a_stored_patient(program).id, long.id, now=NOW)
    phone = visiting_patient(app, ana)

    page = phone.get(THIS)

    assert "You gave up Monday, 9 am. To get back to 4 hours, this does it:" in said(page)
    assert "1:00 3:00 pm Group In person 2 h, Tue, Dec 1 Book both: Tuesday, 9 to 11 am and Tuesday, 1 to 3 pm" in said(
        page
    )
    phone.post(f"/plan/{MONDAY}/booking", {"session": [each.id for each in halves]})
    assert [seats_taken(each) for each in halves] == [1, 1]


def test_what_suits_goes_first_and_anything_where_nothing_does(short: Place):
    plan_week.keep_wishes(short.ana.id, Wishes(parts=frozenset({Part.EVENING})))
    shown = part_of(short)
    assert "Thu, Dec 3" in shown
    assert "Tue, Dec 1" not in shown

    plan_week.keep_wishes(short.ana.id, Wishes(parts=frozenset({Part.WEEKEND})))
    assert "Tue, Dec 1" in part_of(short)


def test_a_seat_that_was_given_up_is_not_offered_again(place: Place):
    cancel_booking.cancel(place.ana.id, place.mine[1].id, now=NOW)

    assert "Tue, Dec 1" in part_of(place)
    assert "Wed, Dec 2" not in part_of(place)


def test_the_step_on_top_is_the_best_that_mends_the_week(app: Flask):
    program = a_stored_program()
    ana, _known = a_stored_patient(program), a_stored_offering(program, weekdays=frozenset({2, 3}))
    adjust_availability.open_sessions(now=NOW)
    with reading():
        wednesday, _thursday = sessions.in_week(program, MONDAY)
    mine = [a_stored_session(program, 0), wednesday, a_stored_session(program, 4)]
    a_stored_session(program, 1, 9)
    plan_week.accept(ana.id, [session.id for session in mine], now=NOW)
    change_session.cancel(a_stored_staff(program), wednesday.id, now=NOW)

    page = said(visiting_patient(app, ana).get(THIS))

    assert "Book Thursday, 6 to 9 pm Group 3 h: a full week" in page
    offered = page.split("Get your hours back")[1]
    assert offered.index("Thu, Dec 3") < offered.index("Tue, Dec 1")


def test_what_is_liked_goes_first_where_others_will_do(short: Place):
    plan_week.keep_wishes(short.ana.id, Wishes(parts=frozenset({Part.EVENING}), is_rather=True))

    assert "Thu, Dec 3" in part_of(short)
    assert "Tue, Dec 1" not in part_of(short)


def part_of(place: Place) -> str:
    return said(place.phone.get(THIS)).split("Get your hours back")[1].split("Mon 30")[0]


def test_what_was_missed_can_be_made_up_next_week_where_the_program_allows(place: Place, clock: StandingClock):
    miss_monday(place, clock)
    assert "next week" not in said(place.phone.get(THIS))
    allow_next_week(place)

    page = place.phone.get(THIS)

    assert "Monday, 6 pm was not attended." in said(page)
    assert NEXT in links(page)
    assert "Or make up for it next week" in said(page)


def test_next_week_shows_what_is_on_top_and_never_asks_for_it(place: Place, clock: StandingClock):
    allow_next_week(place)
    miss_monday(place, clock)
    later = [a_stored_session(place.program, day) for day in (7, 8, 9)]
    more = a_stored_session(place.program, 10)
    assert "+ 3 hours to make up from last week, if you like." not in said(place.phone.get(THIS))
    book_session.book(place.ana.id, later[0].id, now=clock())
    assert "+ 3 hours to make up from last week, if you like." in said(place.phone.get(NEXT))

    plan_week.accept(place.ana.id, [each.id for each in later], now=clock())
    page = said(place.phone.get(NEXT))

    assert "Your week is full: 9 of 9 hours. + 3 hours to make up from last week, if you like." in page
    assert "9 hours, and 3 hours to make up from last week if you like. Nobody asks you to." in page
    assert "6:00 9:00 pm Group In person 3 h, Thu, Dec 10 Book" in page
    book_session.book(place.ana.id, more.id, now=clock())
    assert "to make up" not in said(place.phone.get(NEXT))


def test_what_is_mended_this_week_is_not_owed_next_week(place: Place, clock: StandingClock):
    allow_next_week(place)
    miss_monday(place, clock)
    book_session.book(place.ana.id, place.thursday.id, now=clock())

    assert "to make up" not in said(place.phone.get(NEXT))


def test_programs_get_the_same_as_json(short: Place):
    allow_next_week(short)

    answer = short.phone.get(API)

    found: dict[str, Any] = answer.get_json()
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert {key: found[key] for key in found if key not in {"lost", "sets"}} == {
        "first_day": "2026-11-30",
        "last_day": "2026-12-06",
        "required_minutes": 540,
        "minutes": 360,
        "to_go_minutes": 180,
        "is_met": False,
        "owed_minutes": 0,
        "next": f"/api/weeks/{MONDAY + WEEK}/make-up",
    }
    (lost,) = found["lost"]
    assert (lost["id"], lost["why"], lost["lost_minutes"]) == (short.mine[1].id, "cancelled", 180)
    first, second = found["sets"]
    assert first == {
        "sessions": [
            {
                "id": short.tuesday.id,
                "starts": "2026-12-01T09:00:00-05:00",
                "ends": "2026-12-01T12:00:00-05:00",
                "component": "group",
                "modality": "in_person",
                "minutes": 180,
            }
        ],
        "minutes": 180,
        "week_minutes": 540,
    }
    assert second["week_minutes"] == 570


def test_programs_are_told_no_by_problem_details(app: Flask, place: Place):
    desk, nobody = visiting_staff(app, place.staff), a_stranger(app)

    answers = [nobody.get(API), desk.get(API), place.phone.get("/api/weeks/soon/make-up"), place.phone.get("/api/all")]

    assert [answer.status_code for answer in answers] == [401, 404, 404, 404]
    assert {answer.content_type for answer in answers} == {"application/problem+json"}
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}
    assert answers[0].headers["WWW-Authenticate"] == "Cookie"
    assert answers[0].json == {
        "type": "about:blank",
        "title": "Sign in first",
        "status": 401,
        "detail": "This is for people who are signed in.",
    }


def test_programs_can_change_nothing(place: Place):
    answer = place.phone.post(API)

    assert (answer.status_code, answer.content_type) == (405, "application/problem+json")


def test_programs_see_only_the_week_of_who_is_signed_in(app: Flask, short: Place):
    ben = visiting_patient(app, a_stored_patient(short.program))

    found = ben.get(API).get_json()

    assert (found["minutes"], found["lost"], found["sets"]) == (0, [], [])
