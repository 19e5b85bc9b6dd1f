"""Rooms and links on the screen."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.words import Modality
from iopsched.store import sessions
from iopsched.store.db import reading
from iopsched.usecases.availability import adjust_availability
from iopsched.usecases.seats import book_session
from tests.builders import MONDAY
from tests.conftest import NOW, StandingClock
from tests.doors import Visitor, applied, visiting_patient
from tests.stored import a_stored_offering, a_stored_patient

PATH = "/staff/rooms"
LINK = "https://video.example.org/room-1"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


def said(browser: Visitor, path: str) -> str:
    return " ".join(browser.get(path).text.split())


def test_a_room_is_added_changed_and_removed(browser: Visitor, program: Program):
    added = browser.post(PATH, {"name": "Room 2", "site": "North", "seats": "9"})
    changed = browser.post(f"{PATH}/1", {"name": "Room 2", "site": "North", "seats": "7"})
    capped = browser.post(f"{PATH}/caps", {"group": "12", "skills": ""})

    assert {added.status_code, changed.status_code, capped.status_code} == {303}
    page = said(browser, PATH)
    assert "<b>Room 2</b></a> <small>North, 7 seats" in page
    assert 'value="12"' in page
    assert 'value="7"' in said(browser, f"{PATH}/1")
    browser.post(f"{PATH}/1/removal")
    assert "No room is listed yet." in said(browser, PATH)
    assert browser.get(f"{PATH}/1").status_code == 404


def test_the_list_of_offerings_says_how_many_seats_there_are_by_the_limit(browser: Visitor, program: Program):
    browser.post(f"{PATH}/caps", {"group": "10"})
    a_stored_offering(program, seats=12)

    assert '<td class="num">10<small>12 set</small></td>' in said(browser, "/staff/offerings")


def test_fewer_seats_lead_to_a_preview_and_back_to_the_form(browser: Visitor, program: Program):
    browser.post(PATH, {"name": "Room 2", "seats": "9"})
    a_stored_offering(program, place="Room 2", seats=9)
    adjust_availability.open_sessions(now=NOW)

    drafted = browser.post(f"{PATH}/1", {"name": "Room 2", "seats": "4"})
    preview = said(browser, drafted.location or "")
    back = re.search(r'href="(/staff/rooms/1\?draft=\d+)"', preview)
    assert back
    form, unchanged = said(browser, back[1]), said(browser, PATH)
    applied(browser, drafted)

    assert "Change a room: Room 2" in preview
    assert 'value="4"' in form
    assert "9 seats" in unchanged
    assert "4 seats" in said(browser, PATH)


def test_the_most_seats_of_a_kind_lead_to_a_preview(browser: Visitor, program: Program, ana: Patient):
    a_stored_offering(program, seats=9)
    adjust_availability.open_sessions(now=NOW)
    with reading():
        (session,) = sessions.in_week(program, MONDAY)
    for patient in (ana, a_stored_patient(program)):
        book_session.book(patient.id, session.id, now=NOW)

    drafted = browser.post(f"{PATH}/caps", {"group": "1"})

    preview = said(browser, drafted.location or "")
    assert "Change the most seats of a kind" in preview
    assert "1 session has fewer seats than people then." in preview
    assert 'value="1"' in said(browser, f"{PATH}?draft=1")
    assert applied(browser, drafted).location == PATH


def test_what_will_not_do_comes_back(browser: Visitor):
    room = browser.post(PATH, {"name": "", "seats": "0"})
    caps = browser.post(f"{PATH}/caps", {"group": "500"})

    assert (room.status_code, caps.status_code) == (422, 422)
    assert "Say what the room is called." in room.text
    assert "Seats must be between 1 and 100." in caps.text


def test_the_way_in_by_video_is_on_the_page_of_the_seat_and_nowhere_else(
    app: Flask, browser: Visitor, clock: StandingClock, program: Program, ana: Patient
):
    a_stored_offering(program, modality=Modality.TELEHEALTH, link=LINK)
    adjust_availability.open_sessions(now=NOW)
    with reading():
        (session,) = sessions.in_week(program, MONDAY)
    book_session.book(ana.id, session.id, now=NOW)
    phone = visiting_patient(app, ana)

    before = said(phone, f"/sessions/{session.id}/booking")
    clock.now = session.starts - timedelta(minutes=5)
    shown = said(phone, f"/sessions/{session.id}/booking")

    assert LINK not in before
    assert "The way in by video is here from" in before
    assert f'href="{LINK}" rel="noreferrer noopener"' in shown
    assert all(LINK not in phone.get(path).text for path in ("/week/2026-11-30", "/api/week", "/plan"))


def test_one_session_is_given_a_link_of_its_own(browser: Visitor, program: Program):
    a_stored_offering(program, modality=Modality.TELEHEALTH)
    adjust_availability.open_sessions(now=NOW)
    with reading():
        (session,) = sessions.in_week(program, MONDAY)
    path = f"/staff/sessions/{session.id}/link"

    assert "Only for this date." in said(browser, path)
    assert browser.post(path, {"link": LINK}).status_code == 303
    assert browser.post(path, {"link": "room 1"}).status_code == 422


def test_forms_offer_the_rooms_of_the_list_and_a_preview_names_what_is_not_on_it(browser: Visitor, program: Program):
    browser.post(PATH, {"name": "Room 2", "site": "", "seats": "9"})
    group = a_stored_offering(program, place="Room 2")
    adjust_availability.open_sessions(now=NOW)
    with reading():
        session = sessions.in_week(program, MONDAY)[0]
    fields = {"day": str(MONDAY), "begins": "18:00"}

    forms = [
        said(browser, f"/staff/{path}")
        for path in (
            f"offerings/{group.id}",
            "offerings/new",
            "offerings/extra",
            f"sessions/{session.id}/time",
            f"sessions/{session.id}/details",
        )
    ]
    typo, known = (
        said(browser, browser.post(f"/staff/sessions/{session.id}/time", fields | {"place": place}).location or "")
        for place in ("Rom 2", "Room 2")
    )

    assert all('<option value="Room 2">9 seats</option>' in form and 'list="rooms"' in form for form in forms)
    assert "Rom 2: not on the list of rooms. Is Room 2 meant?" in typo
    assert "not on the list" not in known
