"""Staff subscribe to sessions: own ones, a room's, all of the program's."""

import re

import pytest
from flask import Flask

from iopsched.domain.feed import Content, Kind, Owner
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.usecases.feeds import keep_links
from tests.conftest import NOW
from tests.doors import visiting_staff
from tests.stored import a_stored_clinician, a_stored_program, a_stored_session, a_stored_staff

ADDRESS = re.compile(r'value="http://localhost(/calendar/[^"]+\.ics)"')


@pytest.fixture
def riverside(app: Flask) -> Program:
    program = a_stored_program()
    a_stored_session(program, clinician_id=a_stored_clinician(program, "B. Other"), place="Room 2")
    return program


@pytest.fixture
def coordinator(riverside: Program) -> Staff:
    return a_stored_staff(riverside)


def links(staff: Staff) -> list[tuple[str, Content]]:
    return [(link.name, link.content) for link in keep_links.links(Owner(staff.program_id, staff_id=staff.id))]


def test_a_link_to_a_room_is_made_and_answers(app: Flask, coordinator: Staff):
    visitor = visiting_staff(app, coordinator)

    made = visitor.post("/staff/calendars/links", {"name": "Door", "shows": "room:Room 2"})

    shown = visitor.get("/staff/calendars").text
    (path,) = ADDRESS.findall(shown)
    calendar = visitor.get(path)
    assert made.status_code == 303
    assert links(coordinator) == [("Door", Content(Kind.ROOM, place="Room 2"))]
    assert b"SUMMARY:Group\\, in person: 0 of 8" in calendar.data
    assert "<small>Room 2</small>" in shown


@pytest.mark.parametrize("shows", ["", "room:Nowhere", "clinician:9999", "own", "busy", "program:1"])
def test_what_is_not_offered_is_not_made(app: Flask, coordinator: Staff, shows: str):
    refused = visiting_staff(app, coordinator).post("/staff/calendars/links", {"name": "Desk", "shows": shows})

    assert refused.status_code == 422
    assert links(coordinator) == []


def test_a_clinician_is_offered_own_sessions_only(app: Flask, riverside: Program):
    clinician = a_stored_staff(riverside, Role.CLINICIAN, clinician_id=a_stored_clinician(riverside))

    page = visiting_staff(app, clinician).get("/staff/calendars").text

    assert re.findall(r'<option[^>]*value="([^"]+)"', page) == [f"clinician:{clinician.clinician_id}"]


def test_who_leads_nothing_and_plans_nothing_is_told_so(app: Flask, riverside: Program):
    page = visiting_staff(app, a_stored_staff(riverside, Role.CLINICIAN)).get("/staff/calendars").text

    assert "You lead no sessions here" in page


@pytest.mark.parametrize("act", ["renewal", "name", "removal"])
def test_a_colleague_cannot_touch_a_link(app: Flask, riverside: Program, coordinator: Staff, act: str):
    feed, _ = keep_links.create_for_staff(coordinator, "Desk", Content(Kind.PROGRAM), now=NOW)
    colleague = visiting_staff(app, a_stored_staff(riverside))

    assert colleague.post(f"/staff/calendars/links/{feed.id}/{act}", {"name": "Mine"}).status_code == 404
    assert links(coordinator) == [("Desk", Content(Kind.PROGRAM))]
