"""The board: the week's sessions with seats, the short ones first, each session a way to its roster."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from iopsched.domain.booking import Attendance
from iopsched.domain.offering import Closure
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Component, Modality, Role
from iopsched.usecases.availability import change_session, keep_closures
from iopsched.usecases.hours import mark_attendance
from iopsched.usecases.hours.mark_attendance import Mark
from iopsched.usecases.seats import book_session
from tests.builders import MONDAY
from tests.conftest import NOW, StandingClock
from tests.doors import Visitor, visiting_patient, visiting_staff
from tests.stored import a_stored_clinician, a_stored_patient, a_stored_session, a_stored_staff

TITLE = "<h1>November 30 to December 6</h1>"


def test_a_session_shows_its_seats_and_leads_to_its_roster(program: Program, browser: Visitor):
    session = a_stored_session(program, modality=Modality.TELEHEALTH)
    book_session.book(a_stored_patient(program).id, session.id, now=NOW)

    page = browser.get(f"/staff/board/{MONDAY}").text

    assert TITLE in page
    assert f'href="/staff/sessions/{session.id}"' in page
    assert "1 of 8" in page
    assert '<span class="vh">6 to 9 pm</span>' in page
    assert ", telehealth" in page


def test_the_short_stand_first_by_short_name_with_what_fits(program: Program, browser: Visitor):
    session = a_stored_session(program)
    a_stored_session(program, day=1)
    book_session.book(a_stored_patient(program, family_name="Ruiz").id, session.id, now=NOW)
    a_stored_patient(program, given_name="Lena", phone="")

    page = " ".join(browser.get(f"/staff/board/{MONDAY}").text.split())

    assert page.index(">Lena R.<") < page.index(">Ana R.<")
    assert "6 h to go" in page
    assert "3 of 9 h." in page
    assert "1 session fits: not enough." in page
    assert "<b>No phone.</b>" in page
    assert "Ruiz" not in page


def test_any_day_shows_its_week_and_no_day_shows_this_one(browser: Visitor):
    assert TITLE in browser.get(f"/staff/board/{MONDAY + timedelta(days=6)}").text
    assert "<h1>November 23 to 29</h1>" in browser.get("/staff/board").text
    assert "Today is Monday, November 23" in browser.get("/staff/board").text


@pytest.mark.parametrize("day", ["tomorrow", "2026-13-01", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_not_there(browser: Visitor, day: str):
    assert browser.get(f"/staff/board/{day}").status_code == 404


def test_what_has_been_says_who_came_or_who_is_to_mark(
    app: Flask, program: Program, staff: Staff, clock: StandingClock
):
    first, second = a_stored_session(program), a_stored_session(program, day=1)
    week = book_session.book(a_stored_patient(program).id, first.id, now=NOW)
    book_session.book(a_stored_patient(program).id, second.id, now=NOW)
    clock.advance(days=10)
    mark_attendance.mark(staff, first.id, {week.bookings[0].id: Mark(Attendance.HERE)}, now=clock())

    page = visiting_staff(app, staff).get(f"/staff/board/{MONDAY}").text

    assert "1 of 1 came" in page
    assert "1 to mark" in page


def test_a_cancelled_session_stays_struck_and_a_closed_day_says_why(program: Program, staff: Staff, browser: Visitor):
    session = a_stored_session(program)
    change_session.cancel(staff, session.id, now=NOW)
    keep_closures.close(staff, Closure(MONDAY + timedelta(days=2), "Snow"), now=NOW)

    page = browser.get(f"/staff/board/{MONDAY}").text

    assert "<s>Group</s>" in page
    assert "Closed: Wednesday, December 2, 2026." in page
    assert "Snow" in page


def test_names_are_shown_when_asked_for(program: Program, browser: Visitor):
    session = a_stored_session(program)
    book_session.book(a_stored_patient(program).id, session.id, now=NOW)

    assert 'class="names"' not in browser.get(f"/staff/board/{MONDAY}").text
    assert '<small class="names">Ana R.</small>' in browser.get(f"/staff/board/{MONDAY}?names=yes").text


def test_a_clinician_sees_own_sessions_and_no_way_to_open_more(app: Flask, program: Program):
    rivera = a_stored_clinician(program)
    own, other = a_stored_session(program, clinician_id=rivera), a_stored_session(program, day=1)
    clinician = visiting_staff(app, a_stored_staff(program, Role.CLINICIAN, clinician_id=rivera))

    page = clinician.get(f"/staff/board/{MONDAY}").text

    assert f"/staff/sessions/{own.id}" in page
    assert f"/staff/sessions/{other.id}" not in page
    assert "/staff/offerings" not in page


def test_a_patient_finds_no_board(app: Flask, program: Program):
    assert visiting_patient(app, a_stored_patient(program)).get("/staff/board").status_code == 404


def test_an_empty_week_says_so(browser: Visitor):
    assert "No sessions this week." in browser.get("/staff/board").text


def test_why_somebody_is_short_comes_with_the_step_that_helps(program: Program, browser: Visitor):
    ana = a_stored_patient(program)
    session = a_stored_session(program, seats=1)
    fits = " ".join(browser.get(f"/staff/board/{MONDAY}").text.split())
    book_session.book(a_stored_patient(program, given_name="Ben").id, session.id, now=NOW)
    full = " ".join(browser.get(f"/staff/board/{MONDAY}").text.split())
    over = " ".join(browser.get(f"/staff/board/{MONDAY + timedelta(weeks=1)}").text.split())

    assert f'href="/staff/people/{ana.id}/sessions/{MONDAY}"' in fits
    assert "Nothing fits: what would is full." in full
    assert f'href="/staff/people/{ana.id}/waiting?back={MONDAY}"' in full
    assert "No session is left this week." in over
    assert f'href="/staff/people/{ana.id}/sessions/{MONDAY + timedelta(weeks=2)}"' in over


def test_hours_of_a_kind_that_nothing_offers_ask_for_an_extra_session_on_board_and_hours(
    program: Program, browser: Visitor
):
    ana = a_stored_patient(program, plan={"week_least": 180, "components": {Component.INDIVIDUAL: 60}})
    book_session.book(ana.id, a_stored_session(program).id, now=NOW)
    a_stored_session(program, day=1)

    board = " ".join(browser.get(f"/staff/board/{MONDAY}").text.split())
    hours = " ".join(browser.get(f"/staff/hours/{MONDAY}").text.split())

    assert "Still to go: 1 hour of individual. Nothing fits: none of what is still to come is what is lacking." in board
    assert f'href="/staff/offerings/extra?day={MONDAY}"' in board
    assert "1 hour of individual to go, nothing for it is free: not without an extra session" in hours


def test_everybody_who_is_short_can_be_seen_with_the_reason_and_the_step(program: Program, browser: Visitor):
    a_stored_session(program)
    for _ in range(10):
        a_stored_patient(program)

    some, everybody = (
        " ".join(browser.get(f"/staff/board/{MONDAY}{asked}").text.split()) for asked in ("", "?short=all")
    )

    assert f'href="/staff/board/{MONDAY}?short=all#short">2 more are short' in some
    assert [page.count("1 session fits: not enough.") for page in (some, everybody)] == [8, 10]
    assert f'href="/staff/board/{MONDAY}#short">Only those who lack most' in everybody


@pytest.mark.parametrize(
    ("asked", "here", "not_here"),
    [
        ("modality=telehealth", {2}, {1, 3}),
        ("component=skills", {3}, {1, 2}),
        ("clinician=A.+Rivera", {1}, {2, 3}),
        ("free=yes", {2, 3}, {1}),
        ("span=day", {1}, {2, 3}),
        ("component=nonsense&span=year&by=hue", {1, 2, 3}, set()),
    ],
)
def test_filters_stand_in_the_address_and_leave_out(
    program: Program, browser: Visitor, asked: str, here: set[int], not_here: set[int]
):
    first = a_stored_session(program, seats=1, clinician_id=a_stored_clinician(program))
    book_session.book(a_stored_patient(program).id, first.id, now=NOW)
    made = {
        1: first.id,
        2: a_stored_session(program, day=1, modality=Modality.TELEHEALTH).id,
        3: a_stored_session(program, day=2, component=Component.SKILLS).id,
    }

    page = browser.get(f"/staff/board/{MONDAY}?{asked}").text

    assert {each for each, session in made.items() if f'href="/staff/sessions/{session}"' in page} == here
    assert f'href="/staff/board/{MONDAY - timedelta(days=1 if "span=day" in asked else 7)}' in page


@pytest.mark.parametrize(
    ("by", "rows"),
    [
        ("part", ["Before 5 pm", "From 5 pm"]),
        ("clinician", ["A. Rivera", "Nobody named"]),
        ("room", ["Room 2", "No room"]),
        ("component", ["Group", "Skills"]),
    ],
)
def test_rows_are_what_the_board_is_looked_at_by(program: Program, browser: Visitor, by: str, rows: list[str]):
    a_stored_session(program, clinician_id=a_stored_clinician(program), place="Room 2")
    a_stored_session(program, day=1, component=Component.SKILLS)

    page = browser.get(f"/staff/board/{MONDAY}?by={by}").text

    assert re.findall(r'scope="rowgroup"><span>([^<]*)<', page) == rows


def test_what_filters_leave_nothing_of_says_so_with_the_way_back(program: Program, browser: Visitor):
    a_stored_session(program)

    page = browser.get(f"/staff/board/{MONDAY}?modality=telehealth&by=room").text

    assert "Nothing of this kind." in page
    assert f"/staff/board/{MONDAY}?span=week&amp;by=room" in page


def test_a_board_that_stands_open_is_told_again_only_what_changed(program: Program, browser: Visitor):
    session = a_stored_session(program)
    seats = f"/staff/board/{MONDAY}/seats"
    first = browser.get(seats)
    same = browser.get(seats, headers={"If-None-Match": first.headers["ETag"]})
    book_session.book(a_stored_patient(program).id, session.id, now=NOW)
    after = browser.get(seats, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, same.status_code, after.status_code) == (200, 304, 200)
    assert [f"<span data-shown>{said} of 8</span>" in page.text for said, page in ((0, first), (1, after))] == [
        True
    ] * 2
    assert "Ana" not in after.text
    assert "Ana" in browser.get(f"{seats}?names=yes").text


def test_a_session_that_has_begun_or_is_off_is_told_as_the_board_draws_it(
    app: Flask, program: Program, staff: Staff, clock: StandingClock
):
    begun, off = a_stored_session(program, day=-7, hour=14), a_stored_session(program, day=-7, hour=20)
    book_session.book(a_stored_patient(program).id, begun.id, now=NOW)
    change_session.cancel(staff, off.id, now=NOW)
    clock.now = begun.starts + timedelta(minutes=5)
    browser = visiting_staff(app, staff)

    told = browser.get(f"/staff/board/{NOW.date()}/seats").text
    page = browser.get(f"/staff/board/{NOW.date()}").text

    assert f'data-known="{begun.id} {off.id}"' in page
    assert {slot in told for slot in re.findall(r'<a class="slot.*?</a>', page, re.S)} == {True}
    assert "1 to mark" in told
    assert "Cancelled" in told


def test_a_page_that_asks_by_itself_keeps_nobody_signed_in(
    app: Flask, program: Program, staff: Staff, clock: StandingClock
):
    left_open = visiting_staff(app, staff)
    seats = f"/staff/board/{MONDAY}/seats"

    answers = []
    for _ in range(3):
        clock.advance(minutes=14)
        answers.append(left_open.get(seats).status_code)

    assert answers == [200, 200, 303]
    assert left_open.get("/staff/board").location == "/staff/sign-in"
