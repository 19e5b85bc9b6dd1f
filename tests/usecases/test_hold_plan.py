"""The seats of a plan are kept while somebody decides: all or none, for some minutes, and longer if asked."""

from datetime import timedelta
from typing import NamedTuple

import pytest
from flask import Flask

from iopsched.domain.errors import Invalid, Refused, Taken
from iopsched.domain.hold import MOST_EXTENSIONS
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.refusal import Why
from iopsched.domain.session import Session
from iopsched.usecases.seats import book_session, hold_plan, tend_seats, wait_for_seat
from iopsched.usecases.weeks import plan_week
from tests.conftest import NOW
from tests.counting import statements
from tests.stored import a_stored_patient, a_stored_program, a_stored_session

MINUTE = timedelta(minutes=1)


class Place(NamedTuple):
    """Ana, and three evenings of one seat each."""

    program: Program
    ana: Patient
    evenings: list[Session]

    @property
    def ids(self) -> list[int]:
        return [session.id for session in self.evenings]


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program()
    return Place(program, a_stored_patient(program), [a_stored_session(program, day, seats=1) for day in range(3)])


def test_what_is_kept_for_one_is_full_for_others_and_free_for_them(place: Place):
    ben = a_stored_patient(place.program)
    hold_plan.hold(place.ana.id, place.ids, now=NOW)

    with pytest.raises(Refused) as refused:
        book_session.book(ben.id, place.ids[0], now=NOW + 9 * MINUTE)
    week = plan_week.accept(place.ana.id, place.ids, now=NOW + 9 * MINUTE)

    assert [reason.why for reason in refused.value.reasons] == [Why.FULL]
    assert week.is_met
    assert hold_plan.view(place.ana.id, now=NOW + 9 * MINUTE) is None


def test_after_its_time_anybody_may_have_it_and_no_worker_is_asked(place: Place):
    ben = a_stored_patient(place.program)
    hold_plan.hold(place.ana.id, place.ids, now=NOW)

    week = book_session.book(ben.id, place.ids[0], now=NOW + 10 * MINUTE)

    assert week.has_seat_in(place.ids[0])


def test_all_are_kept_or_none(place: Place):
    ben, cem = a_stored_patient(place.program), a_stored_patient(place.program)
    book_session.book(ben.id, place.ids[2], now=NOW)

    with pytest.raises(Taken) as taken:
        hold_plan.hold(place.ana.id, place.ids, now=NOW)

    assert [*taken.value.reasons] == [place.ids[2]]
    assert book_session.book(cem.id, place.ids[0], now=NOW).has_seat_in(place.ids[0])


def test_asked_again_they_are_kept_longer_ten_times_over(place: Place):
    hold_plan.hold(place.ana.id, place.ids, now=NOW)

    for times in range(1, MOST_EXTENSIONS + 1):
        hold_plan.hold(place.ana.id, place.ids, now=NOW + 8 * times * MINUTE)

    last = NOW + 8 * MOST_EXTENSIONS * MINUTE
    kept = hold_plan.view(place.ana.id, now=last)
    assert kept is not None
    assert (kept.until, kept.may_be_longer) == (last + 10 * MINUTE, False)
    with pytest.raises(Invalid, match="any longer"):
        hold_plan.hold(place.ana.id, place.ids, now=last + MINUTE)


def test_another_plan_lets_the_first_go(place: Place):
    ben = a_stored_patient(place.program)
    hold_plan.hold(place.ana.id, place.ids[:2], now=NOW)

    hold_plan.hold(place.ana.id, place.ids[2:], now=NOW + MINUTE)

    assert book_session.book(ben.id, place.ids[0], now=NOW + MINUTE).has_seat_in(place.ids[0])


def test_let_go_they_are_free_at_once(place: Place):
    ben = a_stored_patient(place.program)
    hold_plan.hold(place.ana.id, place.ids, now=NOW)

    hold_plan.let_go(place.ana.id, now=NOW + MINUTE)

    assert book_session.book(ben.id, place.ids[0], now=NOW + MINUTE).has_seat_in(place.ids[0])


def test_what_is_booked_already_is_not_held_as_well(place: Place):
    book_session.book(place.ana.id, place.ids[0], now=NOW)

    hold_plan.hold(place.ana.id, place.ids[:1], now=NOW)

    assert hold_plan.view(place.ana.id, now=NOW) is None


def test_a_seat_that_was_offered_is_kept_for_the_plan_as_well_and_each_ends_by_itself(place: Place):
    evening, ben = place.evenings[0], a_stored_patient(place.program)
    wait_for_seat.wait(place.ana.id, evening.id, now=NOW)

    hold_plan.hold(place.ana.id, place.ids, now=NOW + 115 * MINUTE)

    kept = hold_plan.view(place.ana.id, now=NOW + 116 * MINUTE)
    assert kept is not None
    assert {session.id for session in kept.sessions} == {*place.ids}
    tend_seats.pass_on(now=NOW + 120 * MINUTE)
    with pytest.raises(Refused):
        book_session.book(ben.id, evening.id, now=NOW + 124 * MINUTE)
    assert book_session.book(ben.id, evening.id, now=NOW + 125 * MINUTE).has_seat_in(evening.id)


def test_a_seat_that_was_offered_is_not_kept_for_ever_by_asking_for_a_plan(place: Place):
    wait_for_seat.wait(place.ana.id, place.ids[0], now=NOW)

    for times in range(MOST_EXTENSIONS + 1):
        hold_plan.hold(place.ana.id, place.ids[:1], now=NOW + 8 * times * MINUTE)

    with pytest.raises(Invalid, match="any longer"):
        hold_plan.hold(place.ana.id, place.ids[:1], now=NOW + 8 * (MOST_EXTENSIONS + 1) * MINUTE)


def test_letting_the_plan_go_leaves_what_was_offered(place: Place):
    ben = a_stored_patient(place.program)
    wait_for_seat.wait(place.ana.id, place.ids[0], now=NOW)
    hold_plan.hold(place.ana.id, place.ids, now=NOW + MINUTE)

    hold_plan.let_go(place.ana.id, now=NOW + 2 * MINUTE)

    with pytest.raises(Refused):
        book_session.book(ben.id, place.ids[0], now=NOW + 3 * MINUTE)
    assert book_session.book(ben.id, place.ids[1], now=NOW + 3 * MINUTE).has_seat_in(place.ids[1])


def test_saying_no_to_what_was_offered_leaves_the_plan(place: Place):
    ben = a_stored_patient(place.program)
    wait_for_seat.wait(place.ana.id, place.ids[0], now=NOW)
    hold_plan.hold(place.ana.id, place.ids, now=NOW + MINUTE)

    wait_for_seat.decline(place.ana.id, place.ids[0], now=NOW + 2 * MINUTE)

    with pytest.raises(Refused):
        book_session.book(ben.id, place.ids[0], now=NOW + 3 * MINUTE)
    assert plan_week.accept(place.ana.id, place.ids, now=NOW + 3 * MINUTE).is_met


def test_nothing_and_two_weeks_at_once_are_not_kept(place: Place):
    next_week = a_stored_session(place.program, 8)

    for wanted in ([], [place.ids[0], next_week.id]):
        with pytest.raises(Invalid, match="one week"):
            hold_plan.hold(place.ana.id, wanted, now=NOW)

    assert hold_plan.view(place.ana.id, now=NOW) is None


def test_no_seat_is_kept_past_its_start(place: Place):
    first = place.evenings[0]

    hold_plan.hold(place.ana.id, place.ids[:1], now=first.starts - 5 * MINUTE)

    kept = hold_plan.view(place.ana.id, now=first.starts - 4 * MINUTE)
    assert kept is not None
    assert kept.until == first.starts


def test_two_plans_that_share_a_seat_which_there_is_once_are_kept_for_one(place: Place):
    ben = a_stored_patient(place.program)
    hold_plan.hold(place.ana.id, place.ids[:2], now=NOW)

    with pytest.raises(Taken) as taken:
        hold_plan.hold(ben.id, place.ids[1:], now=NOW)

    assert [*taken.value.reasons] == [place.ids[1]]


def test_keeping_takes_as_many_statements_however_many_seats(place: Place):
    ben, cem = a_stored_patient(place.program), a_stored_patient(place.program)
    with statements() as one:
        hold_plan.hold(ben.id, place.ids[:1], now=NOW)

    with statements() as two:
        hold_plan.hold(cem.id, place.ids[1:], now=NOW)

    assert len(two) == len(one)
