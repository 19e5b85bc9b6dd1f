"""A patient looks at a seat: what could be taken instead, until when it is free to change, and who waits for it."""

from datetime import timedelta
from typing import NamedTuple

import pytest
from flask import Flask

from iopsched.domain.errors import NotFound
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.waiting import Wanted
from iopsched.domain.words import Component
from iopsched.usecases.seats import book_session, hold_plan, swap_booking, view_seat, wait_for_seat
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.counting import statements
from tests.stored import a_stored_patient, a_stored_program, a_stored_session


class Place(NamedTuple):
    """Riverside, and Ana, who has a seat in a group of two."""

    program: Program
    ana: Patient
    group: Session


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program()
    ana, group = a_stored_patient(program), a_stored_session(program, seats=2)
    book_session.book(ana.id, group.id, now=NOW)
    return Place(program, ana, group)


def look(place: Place) -> view_seat.SeatView:
    return view_seat.view(place.ana.id, place.group.id, now=NOW)


def test_every_replacement_can_be_swapped_for_and_leads_to_the_week_that_was_shown(place: Place):
    for day in (1, 2, 5):
        a_stored_session(place.program, day, component=Component.SKILLS)
    old = place.group.id

    for shown in look(place).instead:
        week = swap_booking.swap(place.ana.id, old, shown.session.id, now=NOW)
        assert {session.id for session in week.sessions} == {session.id for session in shown.week.sessions}
        old = shown.session.id


def test_a_seat_that_is_kept_for_somebody_else_is_no_replacement(place: Place):
    other = a_stored_session(place.program, 1, seats=1)
    hold_plan.hold(a_stored_patient(place.program).id, [other.id], now=NOW)

    assert look(place).instead == ()


def test_it_is_free_to_change_until_the_programs_notice(place: Place):
    free_until = place.group.starts - timedelta(hours=24)

    views = [
        view_seat.view(place.ana.id, place.group.id, now=now) for now in (free_until, free_until + timedelta(minutes=1))
    ]

    assert [view.free_until for view in views] == [free_until] * 2
    assert [view.is_late for view in views] == [False, True]
    assert [view.is_ahead for view in views] == [True, True]


def test_a_seat_that_somebody_waits_for_is_awaited(place: Place):
    ben, cem = (a_stored_patient(place.program) for _ in range(2))
    book_session.book(ben.id, place.group.id, now=NOW)
    assert not look(place).is_awaited

    wait_for_seat.wait(cem.id, place.group.id, now=NOW)

    assert look(place).is_awaited


def test_so_it_is_where_any_of_its_kind_is_waited_for(place: Place):
    book_session.book(a_stored_patient(place.program).id, place.group.id, now=NOW)
    waiting = a_stored_patient(place.program)
    wait_for_seat.wait_for_any(waiting.id, Wanted(monday=MONDAY, component=Component.GROUP), now=NOW)

    assert look(place).is_awaited


def test_while_there_is_another_seat_for_who_waits_it_can_be_taken_back(place: Place):
    waiting = a_stored_patient(place.program)
    wait_for_seat.wait_for_any(waiting.id, Wanted(monday=MONDAY, component=Component.GROUP), now=NOW)

    assert not look(place).is_awaited


def test_ones_own_waiting_is_nobody_elses(place: Place):
    book_session.book(a_stored_patient(place.program).id, place.group.id, now=NOW)
    wait_for_seat.wait_for_any(place.ana.id, Wanted(monday=MONDAY), now=NOW)

    assert not look(place).is_awaited


def test_a_seat_that_is_not_held_is_not_found(place: Place):
    ben = a_stored_patient(place.program)
    elsewhere = a_stored_patient(a_stored_program(name="Hillside"))

    for patient in (ben, elsewhere):
        with pytest.raises(NotFound):
            view_seat.view(patient.id, place.group.id, now=NOW)


def test_it_takes_seven_queries_whatever_is_offered(place: Place):
    with statements() as few:
        look(place)
    for day in range(1, 7):
        a_stored_session(place.program, day)

    with statements() as many:
        look(place)

    assert len(many) == len(few) == 7
