"""Seats are the least of three, slots leave room between them, and nobody and no room is in two places at once."""

from datetime import time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopsched.domain.clash import Clash, clashes
from iopsched.domain.offering import Offering, problems
from iopsched.domain.room import NO_LIMITS, Room, SeatLimits
from iopsched.domain.room import problems as room_problems
from iopsched.domain.timetable import Sitting, sittings
from iopsched.domain.words import Component, Modality
from tests.builders import MONDAY, a_program, an_offering, at

ROOM = Room(1, "Room 2", "", 6)
LIMITS = SeatLimits((ROOM, Room(2, "Room 2", "North", 20)), {Component.GROUP: 12})


def monday(*offered: Offering, limits: SeatLimits = NO_LIMITS) -> list[Sitting]:
    found = sittings(a_program(), offered, (), (), MONDAY, MONDAY, limits=limits)
    return sorted(found, key=lambda sitting: (sitting.starts, sitting.key))


@pytest.mark.parametrize(
    ("given", "seats"),
    [
        ({"seats": 8, "place": "Room 2"}, 6),
        ({"seats": 3, "place": "Room 2"}, 3),
        ({"seats": 15, "place": "Room 2", "site": "North"}, 12),
        ({"seats": 15, "place": "Room 2", "site": "North", "component": Component.SKILLS}, 15),
        ({"seats": 15, "place": "Room 9", "component": Component.SKILLS}, 15),
    ],
)
def test_seats_are_the_least_of_offering_room_and_kind(given: dict[str, Any], seats: int):
    (sitting,) = monday(an_offering(**given), limits=LIMITS)

    assert sitting.seats == seats


def test_slots_leave_minutes_between_them():
    hours = an_offering(begins=time(15), minutes=170, slot_minutes=50, counted_minutes=50, buffer_minutes=10)

    slots = monday(hours)

    assert [slot.starts for slot in slots] == [at(0, 15), at(0, 16), at(0, 17)]
    assert {slot.ends - slot.starts for slot in slots} == {timedelta(minutes=50)}


@given(st.integers(1, 720), st.integers(1, 120), st.integers(0, 60))
def test_slots_fill_the_span_and_no_more(minutes: int, slot: int, buffer: int):
    hours = an_offering(begins=time(), minutes=minutes, slot_minutes=slot, counted_minutes=0, buffer_minutes=buffer)
    found = monday(hours)
    span = timedelta(minutes=minutes)

    assert len(found) == hours.slots
    if found:
        assert (
            found[-1].ends - found[0].starts
            <= span
            < found[-1].ends - found[0].starts + timedelta(minutes=slot + buffer)
        )
        assert all(later.starts - earlier.ends == timedelta(minutes=buffer) for earlier, later in pairwise(found))


def test_a_clinician_in_two_places_is_a_clash_and_back_to_back_is_none():
    group, later = an_offering(id=1, clinician_id=7), an_offering(id=2, clinician_id=7, begins=time(21))
    other = an_offering(id=3, clinician_id=7, begins=time(20))

    assert not [*clashes(monday(group, later), NO_LIMITS)]
    assert [*clashes(monday(group, other), NO_LIMITS)] == [Clash(at(0, 18), at(0, 20), 7)]


def test_a_room_of_the_list_holds_one_session_at_a_time():
    one, other = an_offering(id=1, place="Room 2"), an_offering(id=2, place="Room 2", begins=time(19))
    by_video = an_offering(id=3, place="Room 2", modality=Modality.TELEHEALTH)

    assert [*clashes(monday(one, other), LIMITS)] == [Clash(at(0, 18), at(0, 19), 0, "Room 2", "")]
    assert not [*clashes(monday(one, by_video), LIMITS)]
    assert not [*clashes(monday(one, other), NO_LIMITS)]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("buffer_minutes", {"buffer_minutes": -1}),
        ("least", {"least": 9}),
        ("link", {"link": "http://video.example.org"}),
        ("link", {"link": "https://video.example.org/a b"}),
        ("link_minutes", {"link_minutes": -1}),
    ],
)
def test_what_is_wrong_is_said_by_field(field: str, wrong: dict[str, Any]):
    assert field in dict(problems(an_offering(**wrong)))


@pytest.mark.parametrize(
    ("room", "field"),
    [(Room(0, "", "", 3), "name"), (Room(0, "Room 2", "", 3), "name"), (Room(0, "A", "", 0), "seats")],
)
def test_what_is_wrong_with_a_room_is_said_by_field(room: Room, field: str):
    assert list(dict(room_problems(room, [ROOM]))) == [field]
