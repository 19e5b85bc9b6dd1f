"""The week page: hours, days, what is held, what could be added and why the rest cannot."""

import re
from datetime import date, time, timedelta
from typing import NamedTuple

import pytest
from flask import Flask

from iopsched.domain.booking import Attendance, CancelledBy
from iopsched.domain.offering import Closure
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.words import Component, Modality
from iopsched.store import bookings, offerings, sessions, treatments
from iopsched.store.db import transaction
from iopsched.usecases.availability.reconcile_sessions import difference, reconcile
from iopsched.usecases.seats import book_session, cancel_booking
from iopsched.usecases.weeks import keep_commitments
from tests.builders import MONDAY, a_commitment, a_plan
from tests.conftest import NOW, StandingClock
from tests.counting import statements
from tests.doors import Visitor, a_stranger, visiting_patient, visiting_staff
from tests.reading import links, part, posts, said
from tests.stored import a_stored_offering, a_stored_patient, a_stored_program, a_stored_session, a_stored_staff

NEXT_WEEK = f"/week/{MONDAY}"
KINDS = {Component.GROUP: 6 * 60, Component.SKILLS: 2 * 60, Component.FAMILY: 60}


class Place(NamedTuple):
    """Riverside, and Ana at her phone."""

    program: Program
    ana: Patient
    phone: Visitor


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program(phone="+12125550142")
    ana = a_stored_patient(program, plan={"components": KINDS})
    return Place(program, ana, visiting_patient(app, ana))


def book(patient: Patient, *several: Session) -> None:
    for session in several:
        book_session.book(patient.id, session.id, now=NOW)


def mark(patient: Patient, session: Session, attendance: Attendance, minutes: int) -> None:
    with transaction():
        booking = bookings.find(patient.id, session.id)
        assert booking
        bookings.mark(booking.id, attendance, minutes)


def six_hours(place: Place) -> None:
    book(place.ana, *(a_stored_session(place.program, day) for day in (0, 2)))


def test_the_hours_are_said_and_what_is_to_go(place: Place):
    six_hours(place)

    page = said(place.phone.get(NEXT_WEEK))

    assert "Next week November 30 to December 6" in page
    assert "6 of 9 hours 6 booked 3 to go Still to go: 2 hours of skills and 1 hour of family." in page


def test_hours_of_each_kind_are_said(place: Place):
    six_hours(place)

    page = place.phone.get(NEXT_WEEK)

    assert "Group 6 of 6 h Skills 0 of 2 h Family 0 of 1 h" in part(page, "Hours by kind")
    assert 'aria-label="Skills: 0 of 2 hours"' in page.text


def test_what_was_attended_is_kept_apart(place: Place, clock: StandingClock):
    early, late = (a_stored_session(place.program, day) for day in (0, 2))
    book(place.ana, early, late)
    mark(place.ana, early, Attendance.LATE, 150)
    clock.now = late.starts - timedelta(hours=1)

    page = said(place.phone.get("/week"))

    assert "This week" in page
    assert "2½ attended 3 booked 3½ to go" in page
    assert "Monday, November 30 2 h 30 attended" in page
    assert "2 h 30 counted" in page


def test_the_days_are_spoken_whole(place: Place, clock: StandingClock):
    monday, wednesday = (a_stored_session(place.program, day) for day in (0, 2))
    book(place.ana, monday, wednesday)
    mark(place.ana, monday, Attendance.HERE, 180)
    with transaction():
        offerings.close(place.program.id, Closure(MONDAY + timedelta(days=6)))
    clock.now = monday.starts + timedelta(days=1)

    page = said(place.phone.get("/week"))

    assert "Monday, November 30: 3 hours attended" in page
    assert "Tuesday, December 1, today: nothing booked" in page
    assert "Wednesday, December 2: 3 hours booked" in page
    assert "Sunday, December 6: closed" in page


def test_a_day_leads_to_its_sessions(place: Place):
    six_hours(place)
    a_stored_session(place.program, 4)

    found = links(place.phone.get(NEXT_WEEK))

    assert f"#day-{MONDAY}" in found
    assert f"#add-{MONDAY + timedelta(days=4)}" in found
    assert "#add" in found


def test_one_tap_books_the_session_that_makes_the_week_full(app: Flask, place: Place):
    ben = a_stored_patient(place.program)
    book(ben, *(a_stored_session(place.program, day) for day in (0, 2)))
    best = a_stored_session(place.program, 5, 10)

    page = visiting_patient(app, ben).get(NEXT_WEEK)

    assert "Book Saturday, 10 am to 1 pm Group 3 h: a full week" in said(page)
    assert posts(page)[0] == f"/sessions/{best.id}/booking"


def test_one_tap_books_several_of_one_day_together(place: Place):
    six_hours(place)
    skills = a_stored_session(place.program, 5, 10, 2, component=Component.SKILLS)
    family = a_stored_session(place.program, 5, 12, 1, component=Component.FAMILY)

    page = place.phone.get(NEXT_WEEK)

    assert "Book Saturday, 10 am to 1 pm Skills 2 h, family 1 h: a full week" in said(page)
    assert "Saturday, December 5: nothing booked; 3 hours fit" in said(page)
    booked = place.phone.post(f"/plan/{MONDAY}/booking", {"session": [skills.id, family.id]})
    assert (booked.status_code, booked.location) == (303, NEXT_WEEK)


def test_what_takes_several_days_leads_to_the_plan(place: Place):
    six_hours(place)
    a_stored_session(place.program, 4, 18, 2, component=Component.SKILLS)
    a_stored_session(place.program, 5, 12, 1, component=Component.FAMILY)

    page = place.phone.get(NEXT_WEEK)

    assert "Plan the rest of this week 2 more sessions make it full" in said(page)
    assert f"/plan/{MONDAY}" in links(page)


def test_the_most_that_fits_is_what_the_plan_page_says_too(place: Place):
    """Two hours of skills are missing; two of family bring one hour that is asked for and one that is not."""
    six_hours(place)
    a_stored_session(place.program, 5, 12, 2, component=Component.FAMILY)

    assert "Plan the rest of this week The most that fits is 7 of 9 hours" in said(place.phone.get(NEXT_WEEK))
    assert "is 7 of 9 hours" in said(place.phone.get(f"/plan/{MONDAY}"))


def test_a_full_week_says_so_and_asks_nothing(app: Flask, place: Place):
    ben = a_stored_patient(place.program)
    book(ben, *(a_stored_session(place.program, day) for day in (0, 2, 4)))

    page = said(visiting_patient(app, ben).get(NEXT_WEEK))

    assert "Your week is full: 9 of 9 hours." in page
    assert "to go" not in page


def test_where_nothing_helps_the_page_says_so_kindly(place: Place):
    six_hours(place)

    assert "A short week can be agreed with your team." in said(place.phone.get(NEXT_WEEK))


def test_a_new_week_invites_to_plan_it(place: Place):
    a_stored_session(place.program, 0)
    with transaction():
        offerings.close(place.program.id, Closure(MONDAY + timedelta(days=3)))

    page = place.phone.get(NEXT_WEEK)

    assert "Nothing booked yet Your plan asks for 9 hours. Riverside is closed on Thursday." in said(page)
    assert f"/plan/{MONDAY}" in links(page)
    assert "1 session fits your week." in said(page)


def test_a_week_in_which_the_plan_changes_says_from_when_and_what_that_makes(app: Flask, place: Place):
    wednesday = MONDAY + timedelta(days=2)
    ben = a_stored_patient(place.program, plan={"last_day": wednesday - timedelta(days=1)})
    with transaction():
        treatments.add(a_plan(patient_id=ben.id, first_day=wednesday, week_least=360))
    phone = visiting_patient(app, ben)
    why = "Until Tuesday the plan asks for 9 hours a week, from Wednesday for 6 hours. For this week: 7 hours."

    assert why in said(phone.get(NEXT_WEEK))

    book(ben, a_stored_session(place.program, 0))

    assert why in said(phone.get(NEXT_WEEK))
    assert "Still to go: 4 hours" in said(phone.get(NEXT_WEEK))


def test_a_week_without_a_plan_says_so(place: Place):
    far = MONDAY + timedelta(weeks=20)
    a_stored_session(place.program, 0, monday=far)

    page = place.phone.get(f"/week/{far}")

    assert "No plan for these days" in said(page)
    assert "tel:+12125550142" in links(page)
    assert posts(page) == []


def test_a_week_that_is_over_only_looks_back(place: Place, clock: StandingClock):
    group = a_stored_session(place.program, 0)
    book(place.ana, group)
    mark(place.ana, group, Attendance.AWAY, 0)
    clock.advance(days=14)

    page = place.phone.get(NEXT_WEEK)

    assert "Last week" in said(page)
    assert "This week is over: 0 of 9 hours attended." in said(page)
    assert "not attended" in said(page)
    assert "What you could add" not in said(page)
    assert posts(page) == []


def test_the_week_before_and_the_week_after_are_one_tap_away(place: Place):
    found = links(place.phone.get(NEXT_WEEK))

    assert {f"/week/{MONDAY - timedelta(weeks=1)}", f"/week/{MONDAY + timedelta(weeks=1)}"} <= {*found}


@pytest.mark.parametrize("day", ["2026-12-02", "2026-12-06"])
def test_any_day_shows_its_week(place: Place, day: str):
    assert "November 30 to December 6" in said(place.phone.get(f"/week/{day}"))


@pytest.mark.parametrize("day", ["soon", "2026-13-01", "9999-12-31", "0001-01-01"])
def test_what_is_no_date_is_not_found(place: Place, day: str):
    assert place.phone.get(f"/week/{day}").status_code == 404


def test_around_a_change_of_clocks_times_stay_as_on_the_wall(app: Flask):
    program = a_stored_program()
    ben = a_stored_patient(program, plan={"last_day": date(2028, 1, 1)})
    for day in (0, 6, 7):
        a_stored_session(program, day, 18, monday=date(2027, 3, 8))
    visitor = visiting_patient(app, ben)

    before, after = (visitor.get(f"/week/{day}") for day in ("2027-03-08", "2027-03-15"))

    assert said(before).count("6:00 9:00 pm") == 2
    assert said(after).count("6:00 9:00 pm") == 1
    assert 'datetime="2027-03-08T18:00-05:00"' in before.text
    assert 'datetime="2027-03-14T18:00-04:00"' in before.text


@pytest.mark.parametrize(("zone", "is_said"), [("", False), ("America/Detroit", False), ("America/Los_Angeles", True)])
def test_who_lives_by_another_clock_is_told_whose_times_these_are(app: Flask, place: Place, zone: str, is_said: bool):
    ben = a_stored_patient(place.program, timezone=zone)

    page = said(visiting_patient(app, ben).get(NEXT_WEEK))

    assert ("Times are those of Riverside: Eastern Time, New York." in page) == is_said


def test_every_session_that_fits_can_be_booked_with_seats_left(place: Place):
    group = a_stored_session(place.program, 0, seats=8)
    book(a_stored_patient(place.program), group)

    page = place.phone.get(NEXT_WEEK)

    assert "6:00 9:00 pm Group In person 3 h, 7 seats left Book group, Monday, November 30, 6 pm" in said(page)
    assert f"/sessions/{group.id}/booking" in posts(page)


def test_what_does_not_fit_stays_with_every_reason(place: Place):
    group = a_stored_session(place.program, 0, seats=1)
    book(a_stored_patient(place.program), group)
    keep_commitments.add(place.ana.id, a_commitment(weekday=0, begins=time(17), ends=time(19)), now=NOW)

    page = place.phone.get(NEXT_WEEK)

    refused = part(page, "1 that does not fit, and why")
    assert "Mon, Nov 30 Full. You are busy then, as you told us." in refused
    assert posts(page) == []


def test_an_overlap_names_the_session_in_the_way(place: Place):
    book(place.ana, a_stored_session(place.program, 2, 18, component=Component.SKILLS))
    a_stored_session(place.program, 2, 19)

    assert "Same time as your skills session on Wednesday." in said(place.phone.get(NEXT_WEEK))


def test_slots_of_one_clinician_share_a_row(place: Place):
    tuesdays = frozenset({1})
    a_stored_offering(place.program, weekdays=tuesdays, slot_minutes=60, component=Component.INDIVIDUAL, seats=1)
    with transaction():
        reconcile(place.program, difference(place.program, NOW), actor="test", now=NOW)

    page = place.phone.get(NEXT_WEEK)

    assert "6 pm book individual, Tuesday, December 1, 6 pm 7 pm book individual" in said(page)
    assert len([path for path in posts(page) if path.endswith("/booking")]) == 3


def test_what_has_begun_is_kept_apart(place: Place, clock: StandingClock):
    a_stored_session(place.program, 0)
    a_stored_session(place.program, 4)
    clock.now = NOW + timedelta(days=9)

    page = said(place.phone.get("/week"))

    assert "1 session fits your week." in page
    assert "1 that has begun" in page


@pytest.fixture
def full_timetable(place: Place) -> Place:
    """An evening in person, a weekend by telehealth, a morning of skills in person."""
    a_stored_session(place.program, 0, 18)
    a_stored_session(place.program, 5, 18, modality=Modality.TELEHEALTH)
    a_stored_session(place.program, 3, 9, component=Component.SKILLS)
    return place


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ("", ["Monday", "Thursday", "Saturday"]),
        ("part=evening", ["Monday"]),
        ("part=weekend", ["Saturday"]),
        ("part=daytime", ["Thursday"]),
        ("part=evening&part=weekend", ["Monday", "Saturday"]),
        ("way=telehealth", ["Saturday"]),
        ("way=in_person", ["Monday", "Thursday"]),
        ("kind=skills", ["Thursday"]),
        ("part=evening&way=telehealth", []),
        ("part=night&colour=red", ["Monday", "Thursday", "Saturday"]),
    ],
)
def test_filters_narrow_what_is_shown(full_timetable: Place, asked: str, days: list[str]):
    page = full_timetable.phone.get(f"{NEXT_WEEK}?{asked}")

    assert re.findall(r"(\w+day), \w+ \d+ \d+:00", part(page, "What you could add")) == days


def test_filters_stay_chosen_and_are_kept_by_the_buttons(full_timetable: Place):
    page = full_timetable.phone.get(f"{NEXT_WEEK}?part=evening")

    assert 'value="evening" checked' in page.text
    assert any(path.endswith("/booking?part=evening") for path in posts(page))


def test_nothing_of_a_kind_is_said_as_such(full_timetable: Place):
    assert "Nothing of this kind" in said(full_timetable.phone.get(f"{NEXT_WEEK}?part=evening&kind=skills"))


def test_a_seat_given_up_can_be_taken_back_while_it_is_free(place: Place):
    group = a_stored_session(place.program, 0)
    book(place.ana, group)
    cancel_booking.cancel(place.ana.id, group.id, now=NOW)

    page = place.phone.get(NEXT_WEEK)

    assert "You gave this seat up. It is still free." in said(page)
    assert f"/sessions/{group.id}/cancellation/undo" in posts(page)


def test_a_seat_given_up_and_taken_by_another_says_so(place: Place):
    group = a_stored_session(place.program, 0, seats=1)
    book(place.ana, group)
    cancel_booking.cancel(place.ana.id, group.id, now=NOW)
    book(a_stored_patient(place.program), group)

    page = place.phone.get(NEXT_WEEK)

    assert "You gave this seat up. It was taken meanwhile." in said(page)
    assert f"/sessions/{group.id}/cancellation/undo" not in posts(page)


def test_a_session_that_staff_cancelled_leaves_a_gap_that_is_named(place: Place):
    group = a_stored_session(place.program, 0)
    book(place.ana, group)
    with transaction():
        seat = bookings.find(place.ana.id, group.id)
        assert seat
        bookings.cancel([seat.id], CancelledBy.STAFF, now=NOW)
        sessions.cancel([group.id])

    page = place.phone.get(NEXT_WEEK)

    assert "Riverside cancelled this session." in said(page)
    assert "0 of 9 hours" in said(page)


def test_what_is_held_can_be_changed_until_it_begins(place: Place, clock: StandingClock):
    group = a_stored_session(place.program, 0)
    book(place.ana, group)

    before = links(place.phone.get(NEXT_WEEK))
    clock.now = group.starts
    after = links(place.phone.get(NEXT_WEEK))

    assert f"/sessions/{group.id}/booking" in before
    assert f"/sessions/{group.id}/booking" not in after


def test_nobody_sees_the_week_of_another(place: Place):
    ben = a_stored_patient(place.program)
    book(ben, a_stored_session(place.program, 0))

    assert "Your sessions" not in said(place.phone.get(NEXT_WEEK))


def test_it_takes_as_many_queries_whatever_is_offered_and_booked(place: Place):
    place.phone.get(NEXT_WEEK)
    with statements() as empty:
        place.phone.get(NEXT_WEEK)
    for day in range(5):
        a_stored_session(place.program, day, 9)
        book(place.ana, a_stored_session(place.program, day, 18, 1))

    with statements() as crowded:
        place.phone.get(NEXT_WEEK)

    assert len(crowded) == len(empty) == 10


def test_home_is_the_week(place: Place):
    answer = place.phone.get("/")

    assert (answer.status_code, answer.location) == (303, "/week")


def test_strangers_sign_in_first_and_then_come_here(app: Flask, place: Place):
    answer = a_stranger(app).get(NEXT_WEEK)

    assert (answer.status_code, answer.location) == (303, "/sign-in")


def test_staff_find_nothing_here(app: Flask, place: Place):
    assert visiting_staff(app, a_stored_staff(place.program)).get("/week").status_code == 404
