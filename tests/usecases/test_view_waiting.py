"""A patient looks at what they wait for, and at the weeks in which they could wait for more."""

from datetime import timedelta
from typing import NamedTuple

import pytest
from flask import Flask

from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.waiting import Wanted
from iopsched.domain.words import Component
from iopsched.store import sessions
from iopsched.store.db import transaction
from iopsched.usecases.seats import book_session, cancel_booking, view_waiting, wait_for_seat
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.counting import statements
from tests.stored import a_stored_patient, a_stored_program, a_stored_session

SKILLS = Wanted(monday=MONDAY, component=Component.SKILLS)


class Place(NamedTuple):
    """A group of one seat, which Gil has, and Ana, who waits for it and for skills."""

    program: Program
    gil: Patient
    ana: Patient
    group: Session


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program()
    gil, ana = (a_stored_patient(program) for _ in range(2))
    group = a_stored_session(program, seats=1)
    book_session.book(gil.id, group.id, now=NOW)
    wait_for_seat.wait(ana.id, group.id, now=NOW)
    wait_for_seat.wait_for_any(ana.id, SKILLS, now=NOW)
    return Place(program, gil, ana, group)


def test_it_shows_what_is_waited_for_the_first_first(place: Place):
    view = view_waiting.view(place.ana.id, now=NOW)

    assert [one.waiting.wanted for one in view.awaited] == [Wanted(session_id=place.group.id), SKILLS]
    assert [one.session and one.session.id for one in view.awaited] == [place.group.id, None]
    assert view_waiting.wanted(place.ana.id) == {Wanted(session_id=place.group.id), SKILLS}


def test_a_seat_that_is_held_meanwhile_stands_with_it(place: Place):
    cancel_booking.cancel(place.gil.id, place.group.id, now=NOW)

    (first, second) = view_waiting.view(place.ana.id, now=NOW).awaited

    assert first.offer
    assert first.offer.session.id == place.group.id
    assert second.offer is None


def test_nobody_sees_what_another_waits_for(place: Place):
    assert view_waiting.view(place.gil.id, now=NOW).awaited == ()
    assert view_waiting.wanted(place.gil.id) == frozenset()


@pytest.mark.parametrize(("days", "left"), [(7, 2), (8, 1), (15, 0)])
def test_what_can_bring_nothing_more_is_left_out_before_the_worker_comes_by(place: Place, days: int, left: int):
    assert len(view_waiting.view(place.ana.id, now=NOW + timedelta(days=days)).awaited) == left


def test_what_staff_have_cancelled_is_left_out(place: Place):
    with transaction():
        sessions.cancel([place.group.id])

    assert [one.waiting.wanted for one in view_waiting.view(place.ana.id, now=NOW).awaited] == [SKILLS]


def test_the_weeks_are_those_of_a_plan_as_far_ahead_as_can_be_booked(place: Place):
    ben = a_stored_patient(place.program, plan={"last_day": MONDAY + timedelta(days=8)})

    assert view_waiting.view(ben.id, now=NOW).mondays == tuple(MONDAY + timedelta(weeks=week) for week in (-1, 0, 1))
    assert len(view_waiting.view(place.ana.id, now=NOW).mondays) == 10


def test_it_takes_six_queries_however_much_is_waited_for(place: Place):
    with statements() as few:
        view_waiting.view(place.ana.id, now=NOW)
    for day in range(1, 5):
        wait_for_seat.wait(place.ana.id, a_stored_session(place.program, day, seats=0).id, now=NOW)

    with statements() as many:
        view_waiting.view(place.ana.id, now=NOW)

    assert len(many) == len(few) == 6
