"""The roster: who is booked, who came, saved at once; what will not do is said beside it and nothing is lost."""

from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from iopsched.domain.arrival import code_of
from iopsched.domain.booking import Attendance
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.words import Role
from iopsched.store import bookings, programs
from iopsched.store.db import transaction
from iopsched.usecases.seats import book_session
from tests.conftest import NOW, StandingClock
from tests.doors import Visitor, visiting_patient, visiting_staff
from tests.stored import (
    a_stored_clinician,
    a_stored_patient,
    a_stored_program,
    a_stored_session,
    a_stored_staff,
    marked,
    the_booking,
)

HERE, LATE, AWAY = Attendance.HERE, Attendance.LATE, Attendance.AWAY


@pytest.fixture
def session(program: Program) -> Session:
    return a_stored_session(program, counted_minutes=150)


@pytest.fixture
def ana(program: Program, session: Session) -> Patient:
    return booked(a_stored_patient(program), session)


@pytest.fixture
def ben(program: Program, session: Session) -> Patient:
    return booked(a_stored_patient(program, given_name="Ben"), session)


@pytest.fixture
def browser(app: Flask, program: Program, session: Session, clock: StandingClock) -> Visitor:
    """A coordinator, when the session has begun."""
    clock.now = session.starts
    return visiting_staff(app, a_stored_staff(program))


def booked(patient: Patient, session: Session) -> Patient:
    book_session.book(patient.id, session.id, now=NOW)
    return patient


def save(browser: Visitor, session: Session, marks: dict[int, tuple[str, str]], **more: str) -> TestResponse:
    """Booking id to choice and minutes, as the page posts them."""
    fields = {f"attendance_{key}": attendance for key, (attendance, _) in marks.items() if attendance}
    fields |= {f"minutes_{key}": minutes for key, (_, minutes) in marks.items()}
    return browser.post(f"/staff/sessions/{session.id}/attendance", fields | more)


def test_attendance_is_saved_and_shown(browser: Visitor, session: Session, ana: Patient, ben: Patient):
    first, second = the_booking(ana, session).id, the_booking(ben, session).id

    saved = save(browser, session, {first: ("here", ""), second: ("late", "90")})

    assert (saved.status_code, saved.location) == (303, f"/staff/sessions/{session.id}")
    assert (marked(ana, session), marked(ben, session)) == ((HERE, 150), (LATE, 90))
    page = browser.get(saved.location).text
    assert "2 of 2 marked." in page
    assert 'value="90"' in page


def test_the_rest_is_here_with_one_button(browser: Visitor, session: Session, ana: Patient, ben: Patient):
    booking = the_booking(ana, session).id

    save(browser, session, {booking: ("away", "")}, rest="here")

    assert (marked(ana, session), marked(ben, session)) == ((AWAY, 0), (HERE, 150))


def test_an_excused_miss_credits_nothing_and_is_counted_apart(browser: Visitor, session: Session, ana: Patient):
    save(browser, session, {the_booking(ana, session).id: ("excused", "150")})

    page = " ".join(browser.get(f"/staff/sessions/{session.id}").text.split())
    assert marked(ana, session) == (Attendance.EXCUSED, 0)
    assert "<dt>excused</dt><dd>1</dd>" in page
    assert "<dt>not here</dt><dd>0</dd>" in page


def test_who_is_not_marked_stays_so(browser: Visitor, session: Session, ana: Patient, ben: Patient):
    save(browser, session, {the_booking(ana, session).id: ("here", "")})

    assert marked(ben, session) == (None, 0)


@pytest.mark.parametrize(
    ("attendance", "minutes", "said"),
    [
        ("late", "ten", "Give a whole number of minutes."),
        ("here", "-5", "Give a whole number of minutes."),
        ("late", "151", "Give minutes from 0 to 150."),
        ("late", "99999", "Give a whole number of minutes."),
    ],
)
def test_what_will_not_do_is_said_beside_it_and_nothing_is_lost(
    browser: Visitor, session: Session, ana: Patient, ben: Patient, attendance: str, minutes: str, said: str
):
    first, second = the_booking(ana, session).id, the_booking(ben, session).id

    refused = save(browser, session, {first: ("away", ""), second: (attendance, minutes)})

    page = " ".join(refused.text.split())
    assert refused.status_code == 422
    assert f'id="wrong-{second}"' in page
    assert said in page
    assert f'name="minutes_{second}" value="{minutes}"' in page
    assert f'name="attendance_{first}" value="away" checked' in page
    assert (marked(ana, session), marked(ben, session)) == ((None, 0), (None, 0))


def test_who_comes_late_while_it_goes_on_gets_what_is_worked_out_and_afterwards_somebody_says_it(
    app: Flask, program: Program, session: Session, ana: Patient, ben: Patient, clock: StandingClock
):
    first, second = the_booking(ana, session).id, the_booking(ben, session).id

    clock.now = session.starts + timedelta(minutes=30)
    desk = visiting_staff(app, a_stored_staff(program))
    page = desk.get(f"/staff/sessions/{session.id}").text
    save(desk, session, {first: ("late", "")})
    clock.now = session.ends
    refused = save(visiting_staff(app, a_stored_staff(program)), session, {second: ("late", "")})

    assert 'data-late="120" data-left="30"' in page
    assert (marked(ana, session), marked(ben, session)) == ((LATE, 120), (None, 0))
    assert "Say how many minutes count." in refused.text


def test_staff_can_mark_as_early_as_the_tablet_and_tell_the_code_of_today(
    app: Flask, program: Program, session: Session, ana: Patient, clock: StandingClock
):
    with transaction():
        programs.change(program.id, takes_codes=True)
    path, shown = f"/staff/sessions/{session.id}", code_of("test", ana.id, session.day)
    browser = visiting_staff(app, a_stored_staff(program))
    days_before = browser.get(path).text

    clock.now = session.starts - timedelta(minutes=40)
    before = visiting_staff(app, a_stored_staff(program)).get(path).text
    clock.now = session.starts - timedelta(minutes=25)
    desk = visiting_staff(app, a_stored_staff(program))
    there = desk.get(path).text
    save(desk, session, {the_booking(ana, session).id: ("here", "")})

    spoken = f"Code {shown[:3]} {shown[3:]}"
    assert [spoken in page for page in (days_before, before, there)] == [False, True, True]
    assert ["Save attendance" in page for page in (days_before, before, there)] == [False, False, True]
    assert marked(ana, session) == (HERE, 150)
    assert spoken not in desk.get(path).text


def test_minutes_of_the_last_mark_do_not_count_for_another(browser: Visitor, session: Session, ana: Patient):
    booking = the_booking(ana, session).id
    save(browser, session, {booking: ("away", "0")})

    save(browser, session, {booking: ("here", "0")})

    assert marked(ana, session) == (HERE, 150)


def test_a_mark_that_came_since_the_page_was_made_stands_and_is_said(
    browser: Visitor, session: Session, ana: Patient, ben: Patient
):
    first, second = the_booking(ana, session).id, the_booking(ben, session).id
    nobody = {f"seen_{first}": " 0", f"seen_{second}": " 0"}
    save(browser, session, {first: ("late", "90")}, **nobody)

    saved = save(browser, session, {}, **nobody, rest="here")

    assert (marked(ana, session), marked(ben, session)) == ((LATE, 90), (HERE, 150))
    page = browser.get(saved.location).text
    assert "Marked by somebody else meanwhile, or by arriving, and left so: Ana R." in page
    assert f'name="seen_{first}" value="late 90"' in page


def test_lines_that_nobody_touched_take_no_mark_away(browser: Visitor, session: Session, ana: Patient, ben: Patient):
    first, second = the_booking(ana, session).id, the_booking(ben, session).id
    nobody = {f"seen_{first}": " 0", f"seen_{second}": " 0"}
    save(browser, session, {first: ("late", "90")}, **nobody)

    save(browser, session, {second: ("here", "")}, **nobody)

    assert (marked(ana, session), marked(ben, session)) == ((LATE, 90), (HERE, 150))


def test_zero_minutes_can_be_said_of_who_is_late(browser: Visitor, session: Session, ana: Patient):
    booking = the_booking(ana, session).id

    save(browser, session, {booking: ("late", "0")})

    assert marked(ana, session) == (LATE, 0)


def test_before_it_begins_there_is_nothing_to_mark(
    app: Flask, program: Program, session: Session, ana: Patient, clock: StandingClock
):
    browser = visiting_staff(app, a_stored_staff(program))

    page = browser.get(f"/staff/sessions/{session.id}").text
    refused = save(browser, session, {the_booking(ana, session).id: ("here", "")})

    assert "Who is booked" in page
    assert "Save attendance" not in page
    assert f"/staff/sessions/{session.id}/cancellation" in page
    assert refused.status_code == 422
    assert marked(ana, session) == (None, 0)


def test_who_said_to_come_is_marked(browser: Visitor, session: Session, ana: Patient, clock: StandingClock):
    path = f"/staff/sessions/{session.id}"
    clock.now = NOW
    assert "Said to come" not in browser.get(path).text

    booking = the_booking(ana, session)
    with transaction():
        bookings.confirm([booking.id], now=NOW)

    assert "Said to come" in browser.get(path).text


def test_once_it_has_begun_it_cannot_be_changed(browser: Visitor, session: Session, ana: Patient):
    page = browser.get(f"/staff/sessions/{session.id}").text

    assert "/cancellation" not in page
    assert "42 CFR part 2 prohibits" in page


def test_a_clinician_marks_own_sessions_and_finds_no_others(app: Flask, program: Program, clock: StandingClock):
    rivera = a_stored_clinician(program)
    own, other = a_stored_session(program, clinician_id=rivera), a_stored_session(program, day=1)
    ana = booked(a_stored_patient(program), own)
    clock.now = other.ends
    browser = visiting_staff(app, a_stored_staff(program, Role.CLINICIAN, clinician_id=rivera))

    saved = save(browser, own, {the_booking(ana, own).id: ("here", "")})

    assert saved.status_code == 303
    assert marked(ana, own) == (HERE, 150 + 30)
    assert browser.get(f"/staff/sessions/{other.id}").status_code == 404
    assert save(browser, other, {}).status_code == 404


def test_another_programs_roster_is_not_there(browser: Visitor):
    theirs = a_stored_session(a_stored_program(name="Hillside"))

    assert browser.get(f"/staff/sessions/{theirs.id}").status_code == 404
    assert browser.get("/staff/sessions/999999").status_code == 404


def test_a_patient_finds_no_roster(app: Flask, session: Session, ana: Patient):
    assert visiting_patient(app, ana).get(f"/staff/sessions/{session.id}").status_code == 404
