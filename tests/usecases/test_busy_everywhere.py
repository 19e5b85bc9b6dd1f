"""What a patient's own calendar holds counts wherever what they said themselves does: the same rule, the same week."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from flask import Flask

from iopsched.domain.busy_time import BusyTimes
from iopsched.domain.errors import Refused
from iopsched.domain.patient import Patient
from iopsched.domain.plan import Lifted
from iopsched.domain.program import Program
from iopsched.domain.refusal import Why
from iopsched.domain.session import Session
from iopsched.domain.waiting import Wanted
from iopsched.domain.wishes import Wishes
from iopsched.domain.words import Component, Part
from iopsched.store import offers
from iopsched.store.db import reading
from iopsched.usecases.seats import book_session, cancel_booking, view_choices, wait_for_seat
from iopsched.usecases.weeks import keep_calendars, plan_program, plan_week, view_week
from tests.builders import MONDAY, at
from tests.conftest import NOW
from tests.counting import statements
from tests.stored import a_stored_calendar, a_stored_patient, a_stored_program, a_stored_session, a_stored_staff

WEDNESDAY = (at(2, 18), at(2, 19))


class Place(NamedTuple):
    """Three evenings of three hours; Ana, who is to attend nine, has something in her calendar on the second."""

    program: Program
    ana: Patient
    evenings: tuple[Session, ...]
    calendar_id: int

    def pause(self) -> None:
        keep_calendars.pause(self.ana.id, self.calendar_id)


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program()
    ana, evenings = a_stored_patient(program), tuple(a_stored_session(program, day) for day in (0, 2, 4))
    return Place(program, ana, evenings, a_stored_calendar(ana, BusyTimes((WEDNESDAY,))))


def test_a_booking_is_refused(place: Place):
    with pytest.raises(Refused) as caught:
        book_session.book(place.ana.id, place.evenings[1].id, now=NOW)

    assert [reason.why for reason in caught.value.reasons] == [Why.COMMITTED]
    place.pause()
    book_session.book(place.ana.id, place.evenings[1].id, now=NOW)


def test_the_planner_keeps_clear_of_it_and_names_it_as_what_would_have_to_give_way(place: Place):
    outlook = plan_week.propose(place.ana.id, MONDAY, Wishes(), now=NOW)

    assert outlook.closest is not None
    assert {session.id for session in outlook.closest.sessions} == {place.evenings[0].id, place.evenings[2].id}
    assert [(one.what, one.span) for one in outlook.remedies if one.what is Lifted.BUSY] == [(Lifted.BUSY, WEDNESDAY)]
    place.pause()
    assert plan_week.propose(place.ana.id, MONDAY, Wishes(), now=NOW).proposals[0].is_complete


def test_a_seat_that_frees_is_offered_to_somebody_else(place: Place):
    gil, ben, group = a_stored_patient(place.program), a_stored_patient(place.program), _full(place)
    book_session.book(gil.id, group.id, now=NOW)
    evening = Wanted(monday=MONDAY, component=Component.GROUP, part=Part.EVENING)
    wait_for_seat.wait_for_any(place.ana.id, evening, now=NOW)
    wait_for_seat.wait(ben.id, group.id, now=NOW)

    cancel_booking.cancel(gil.id, group.id, now=NOW)

    with reading():
        assert [len(offers.of_patient(who.id, NOW)) for who in (place.ana, ben)] == [0, 1]


def test_staff_see_it_when_they_seat_somebody_and_may_overrule_it(place: Place):
    choices = view_choices.week(a_stored_staff(place.program), place.ana.id, MONDAY, now=NOW)

    (busy,) = [choice for choice in choices.choices if choice.reasons]
    assert (busy.session.id, {*busy.reasons}) == (place.evenings[1].id, {Why.COMMITTED})
    assert busy.may_be_overruled


def test_a_plan_for_the_whole_program_keeps_clear_of_it(place: Place):
    staff = a_stored_staff(place.program)

    (ana,) = plan_program.propose(staff, MONDAY, seed=1, now=NOW).weeks
    place.pause()
    (free,) = plan_program.propose(staff, MONDAY, seed=1, now=NOW).weeks

    assert place.evenings[1].id not in ana.session_ids
    assert {*free.session_ids} == {session.id for session in place.evenings}


@pytest.mark.parametrize(
    "look",
    [
        lambda place: view_week.view(place.ana.id, MONDAY, now=NOW),
        lambda place: plan_week.propose(place.ana.id, MONDAY, Wishes(), now=NOW),
        lambda place: view_choices.week(a_stored_staff(place.program), place.ana.id, MONDAY, now=NOW),
    ],
)
def test_many_calendars_take_no_query_more(place: Place, look: Callable[[Place], object]):
    def asked() -> int:
        with statements() as seen:
            look(place)
        return len(seen)

    before = asked()
    for hour in range(8, 12):
        a_stored_calendar(place.ana, BusyTimes(tuple((at(day, hour), at(day, hour + 1)) for day in range(7))))

    assert asked() == before


def _full(place: Place) -> Session:
    """A group of one seat, at the time that Ana is busy at."""
    return a_stored_session(place.program, 2, hour=18, hours=1, seats=1)
