"""Rooms, the most seats of a kind, clashes that are refused, and the way in by video."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from iopsched.domain.errors import Forbidden, Invalid, NotFound
from iopsched.domain.intent import frame
from iopsched.domain.offering import Offering
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.room import Room
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.words import Component, Modality, Role
from iopsched.store import offerings, sessions
from iopsched.store.db import reading
from iopsched.usecases.availability import (
    adjust_availability,
    change_session,
    draft_change,
    keep_offerings,
    keep_rooms,
    view_offerings,
)
from iopsched.usecases.hours import join_session
from iopsched.usecases.seats import book_session
from iopsched.usecases.weeks import view_board
from tests.builders import MONDAY, an_offering, at
from tests.conftest import NOW
from tests.stored import (
    a_stored_clinician,
    a_stored_offering,
    a_stored_patient,
    a_stored_program,
    a_stored_room,
    a_stored_staff,
)
from tests.usecases.test_draft_change import applied, drafted

LINK, OTHER = "https://video.example.org/room-1", "https://video.example.org/tonight"


def offered(program: Program, **given: object) -> Offering:
    """A stored offering with its sessions opened."""
    offering = a_stored_offering(program, **given)
    adjust_availability.open_sessions(now=NOW)
    return offering


def monday(program: Program) -> Session:
    with reading():
        return sessions.in_week(program, MONDAY)[0]


def test_a_smaller_room_lowers_the_seats_and_evicts_nobody(program: Program, staff: Staff):
    offered(program, place="Room 2", seats=8)
    for _ in range(3):
        book_session.book(a_stored_patient(program).id, monday(program).id, now=NOW)

    keep_rooms.put(staff, Room(0, "Room 2", "", 2), now=NOW)

    assert (monday(program).seats, monday(program).taken, monday(program).is_full) == (2, 3, True)
    (room,) = keep_rooms.view(staff).rooms
    keep_rooms.put(staff, replace(room, seats=5), now=NOW)
    assert monday(program).seats == 5
    keep_rooms.remove(staff, room.id, now=NOW)
    assert monday(program).seats == 8


def test_offerings_go_by_the_new_name_of_their_room_and_the_old_one_again(program: Program, staff: Staff):
    named, alike = (
        a_stored_offering(program, weekdays=frozenset({day}), place=place, seats=8)
        for day, place in (
            (0, "Room 2"),
            (1, "Blue room"),
        )
    )
    adjust_availability.open_sessions(now=NOW)
    first = monday(program)
    keep_rooms.put(staff, Room(0, "Room 2", "", 6), now=NOW)
    (room,) = keep_rooms.view(staff).rooms

    renaming = drafted(staff, frame.PutRoom(replace(room, name="Blue room")))
    applied(staff, renaming)
    change_session.move(staff, first.id, MONDAY, time(9), now=NOW)
    assert (monday(program).place, monday(program).seats) == ("Blue room", 6)
    applied(staff, draft_change.view(staff, draft_change.undo(staff, renaming.draft.id, now=NOW), now=NOW))

    assert (monday(program).place, monday(program).seats) == ("Room 2", 6)
    with reading():
        assert [offerings.get(program.id, one.id).place for one in (named, alike)] == ["Room 2", "Blue room"]


def test_a_single_date_in_a_room_goes_by_its_new_name(program: Program, staff: Staff):
    offered(program, place="Room 5")
    keep_rooms.put(staff, Room(0, "Room 2", "", 6), now=NOW)
    change_session.move(staff, monday(program).id, MONDAY, time(9), place="Room 2", now=NOW)
    (room,) = keep_rooms.view(staff).rooms

    keep_rooms.put(staff, replace(room, name="Blue room"), now=NOW)

    assert monday(program).place == "Blue room"
    with reading():
        assert {one.place for one in offerings.in_program(program.id)} == {"Room 5"}


def test_a_kind_may_have_a_most_of_seats(program: Program, staff: Staff):
    offered(program, seats=16)

    keep_rooms.cap(staff, {Component.GROUP: 12}, now=NOW)

    assert monday(program).seats == 12
    keep_rooms.cap(staff, {}, now=NOW)
    assert monday(program).seats == 16


def test_who_leads_one_session_leads_no_other_at_that_time(program: Program, staff: Staff):
    rivera = a_stored_clinician(program)
    offered(program, clinician_id=rivera)

    with pytest.raises(Invalid) as refused:
        keep_offerings.add(staff, an_offering(begins=time(20), clinician_id=rivera), now=NOW)

    assert refused.value.problems["clinician"] == (
        "A. Rivera would lead two sessions at once: Mon, Nov 23, 2026, 6 pm and 8 pm. "
        "Choose another time, or let somebody else lead one of them."
    )
    assert len(view_offerings.view(staff, now=NOW).offerings) == 1


def test_a_room_of_the_list_holds_one_session_at_a_time(program: Program, staff: Staff):
    a_stored_room(program)
    offered(program, place="Room 2")
    offered(program, begins=time(9), place="Room 2")

    with pytest.raises(Invalid) as refused:
        change_session.move(staff, monday(program).id, MONDAY, time(19), now=NOW)

    assert "Room 2 has two sessions at once" in refused.value.problems["place"]


def test_a_clash_that_is_there_already_stands_in_nobodys_way(program: Program, staff: Staff):
    rivera = a_stored_clinician(program)
    group = offered(program, clinician_id=rivera)
    offered(program, begins=time(20), clinician_id=rivera)

    keep_offerings.change(staff, replace(group, seats=3), now=NOW)

    assert monday(program).seats == 3


def test_a_thin_session_is_seen_on_the_board(program: Program, staff: Staff, ana: Patient):
    offered(program, least=2)
    book_session.book(ana.id, monday(program).id, now=NOW)

    (slot,) = view_board.view(staff, MONDAY, now=NOW).slots
    assert slot.session.is_thin
    book_session.book(a_stored_patient(program).id, slot.session.id, now=NOW)
    (slot,) = view_board.view(staff, MONDAY, now=NOW).slots
    assert not slot.session.is_thin


def test_the_way_in_by_video_opens_shortly_before_and_for_who_has_a_seat(program: Program, staff: Staff, ana: Patient):
    offered(program, modality=Modality.TELEHEALTH, link=LINK)
    session = monday(program)
    book_session.book(ana.id, session.id, now=NOW)
    opens = session.starts - timedelta(minutes=15)

    assert join_session.door(ana.id, session.id, now=NOW) == join_session.Door(opens)
    for now in (opens, session.starts, session.ends - timedelta(seconds=1)):
        assert join_session.door(ana.id, session.id, now=now) == join_session.Door(opens, LINK)
    assert join_session.door(ana.id, session.id, now=session.ends) is None
    assert join_session.door(a_stored_patient(program).id, session.id, now=opens) is None


def test_one_session_can_have_a_link_of_its_own(program: Program, staff: Staff, ana: Patient):
    offered(program, modality=Modality.TELEHEALTH, link=LINK)
    session = monday(program)
    book_session.book(ana.id, session.id, now=NOW)

    change_session.change_link(staff, session.id, OTHER, now=NOW)

    door = join_session.door(ana.id, session.id, now=session.starts)
    assert door is not None
    assert door.link == OTHER
    with pytest.raises(Invalid):
        change_session.change_link(staff, session.id, "video", now=NOW)


def test_what_is_in_person_has_no_way_in_by_video(program: Program, ana: Patient):
    offered(program, link=LINK)
    book_session.book(ana.id, monday(program).id, now=NOW)

    assert join_session.door(ana.id, monday(program).id, now=at(0, 18)) is None


def test_another_programs_room_is_not_there(program: Program, staff: Staff):
    theirs = a_stored_room(a_stored_program(name="Hillside"))

    with pytest.raises(NotFound):
        keep_rooms.put(staff, Room(theirs, "Room 2", "", 3), now=NOW)
    with pytest.raises(NotFound):
        keep_rooms.remove(staff, theirs, now=NOW)


def test_seats_that_cannot_be_are_refused(staff: Staff):
    with pytest.raises(Invalid) as room:
        keep_rooms.put(staff, Room(0, "", "", 0), now=NOW)
    with pytest.raises(Invalid) as kind:
        keep_rooms.cap(staff, {Component.GROUP: 0}, now=NOW)

    assert (list(room.value.problems), list(kind.value.problems)) == (["name", "seats"], ["group"])


def test_a_clinician_decides_on_no_room(program: Program):
    clinician = a_stored_staff(program, Role.CLINICIAN)

    for act in (
        lambda: keep_rooms.view(clinician),
        lambda: keep_rooms.put(clinician, Room(0, "A", "", 3), now=NOW),
        lambda: keep_rooms.remove(clinician, 1, now=NOW),
        lambda: keep_rooms.cap(clinician, {}, now=NOW),
        lambda: change_session.change_link(clinician, 1, LINK, now=NOW),
    ):
        with pytest.raises(Forbidden):
            act()
