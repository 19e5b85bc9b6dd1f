"""A seat that frees is held for one who waits, then for the next; nobody is offered what the rule would refuse."""

from dataclasses import dataclass
from datetime import time, timedelta

import pytest
from flask import Flask

from iopsched.domain.channel import Letter
from iopsched.domain.errors import Refused
from iopsched.domain.message import Kind, State
from iopsched.domain.offer import Offer
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.refusal import Why
from iopsched.domain.session import Session
from iopsched.domain.telling import Telling
from iopsched.domain.waiting import Wanted
from iopsched.domain.words import Component, Part
from iopsched.store import holds, messages, offers, waitings
from iopsched.store.db import reading, transaction
from iopsched.usecases.availability import change_session
from iopsched.usecases.messages import choose_telling, compose_text, send_messages
from iopsched.usecases.seats import book_session, cancel_booking, hold_plan, tend_seats, wait_for_seat
from tests.builders import MONDAY
from tests.carrier import Carrier
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True)
class Place:
    """A group of one seat, which Gil has."""

    program: Program
    gil: Patient
    group: Session

    def free(self, minutes: int = 0) -> None:
        cancel_booking.cancel(self.gil.id, self.group.id, now=NOW + minutes * MINUTE)

    def somebody(self, **plan: int) -> Patient:
        return a_stored_patient(self.program, plan=plan)

    def waiting(self, minutes: int = 0, **plan: int) -> Patient:
        """Somebody who waits for the group since so many minutes after NOW."""
        patient = self.somebody(**plan)
        wait_for_seat.wait(patient.id, self.group.id, now=NOW + minutes * MINUTE)
        return patient


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program()
    gil, group = a_stored_patient(program, given_name="Gil"), a_stored_session(program, seats=1)
    book_session.book(gil.id, group.id, now=NOW)
    return Place(program, gil, group)


def offered_to(patient: Patient, minutes: int = 0) -> list[Offer]:
    with reading():
        return [*offers.of_patient(patient.id, NOW + minutes * MINUTE)]


def test_a_seat_that_frees_is_held_for_one_who_waits(place: Place):
    ana = place.waiting()

    place.free()

    (offer,) = offered_to(ana)
    assert offer.session.id == place.group.id
    assert offer.until == NOW + 120 * MINUTE
    with reading():
        assert [hold.patient_id for hold in holds.in_sessions([offer.session])] == [ana.id]


def test_meanwhile_nobody_else_can_book_it_and_they_can(place: Place):
    ana, ben = place.waiting(), place.somebody()
    place.free()

    with pytest.raises(Refused) as refused:
        book_session.book(ben.id, place.group.id, now=NOW)
    week = book_session.book(ana.id, place.group.id, now=NOW)

    assert [reason.why for reason in refused.value.reasons] == [Why.FULL]
    assert week.has_seat_in(place.group.id)
    assert offered_to(ana) == []
    with reading():
        assert waitings.of_patient(ana.id) == ()


def test_declined_it_goes_to_the_next(place: Place):
    ana, ben = place.waiting(), place.waiting(minutes=1)
    place.free(minutes=2)

    wait_for_seat.decline(ana.id, place.group.id, now=NOW + 3 * MINUTE)

    assert offered_to(ana, 3) == []
    assert [offer.session.id for offer in offered_to(ben, 3)] == [place.group.id]


def test_nobody_answering_it_goes_to_the_next_by_the_worker(place: Place):
    ana, ben = place.waiting(), place.waiting(minutes=1)
    place.free(minutes=2)

    assert tend_seats.pass_on(now=NOW + 121 * MINUTE) == 0
    assert tend_seats.pass_on(now=NOW + 122 * MINUTE) == 1

    assert offered_to(ana, 122) == []
    assert len(offered_to(ben, 122)) == 1


def test_without_a_worker_whoever_comes_by_does_not_overtake_the_next(place: Place):
    place.waiting()
    ben, cem = place.waiting(minutes=1), place.somebody()
    place.free(minutes=2)

    with pytest.raises(Refused):
        book_session.book(cem.id, place.group.id, now=NOW + 122 * MINUTE)

    tend_seats.pass_on(now=NOW + 122 * MINUTE)
    assert len(offered_to(ben, 122)) == 1


def test_when_nobody_is_next_the_seat_is_free_by_time_alone(place: Place):
    place.waiting()
    ben = place.somebody()
    place.free()

    week = book_session.book(ben.id, place.group.id, now=NOW + 121 * MINUTE)

    assert week.has_seat_in(place.group.id)


def test_whose_week_falls_short_goes_before_who_came_first(place: Place):
    full = place.waiting(week_least=60)
    book_session.book(full.id, a_stored_session(place.program, day=2).id, now=NOW)
    short = place.waiting(minutes=1)

    place.free(minutes=2)

    assert offered_to(full, 2) == []
    assert len(offered_to(short, 2)) == 1


def test_who_was_offered_a_seat_lately_goes_after_who_was_not(place: Place):
    ana = place.waiting()
    place.free(minutes=1)
    wait_for_seat.decline(ana.id, place.group.id, now=NOW + 2 * MINUTE)
    other = a_stored_session(place.program, day=1, seats=1)
    book_session.book(place.gil.id, other.id, now=NOW + 2 * MINUTE)
    ben = place.somebody()
    for minutes, patient in enumerate((ana, ben), 3):
        wait_for_seat.wait(patient.id, other.id, now=NOW + minutes * MINUTE)

    cancel_booking.cancel(place.gil.id, other.id, now=NOW + 5 * MINUTE)

    assert offered_to(ana, 5) == []
    assert len(offered_to(ben, 5)) == 1


def test_who_could_not_take_it_is_passed_over_and_goes_on_waiting(place: Place):
    ana, ben = place.waiting(), place.waiting(minutes=1)
    book_session.book(ana.id, a_stored_session(place.program, hour=19).id, now=NOW)

    place.free(minutes=2)

    assert offered_to(ana, 2) == []
    assert len(offered_to(ben, 2)) == 1
    with reading():
        assert len(waitings.of_patient(ana.id)) == 1


def test_any_of_a_kind_is_offered_what_fits_and_nothing_else(place: Place):
    ana, ben = place.somebody(), place.somebody()
    evening_group = Wanted(monday=MONDAY, component=Component.GROUP, part=Part.EVENING, weekdays=frozenset({0}))
    skills = Wanted(monday=MONDAY, component=Component.SKILLS)
    wait_for_seat.wait_for_any(ben.id, skills, now=NOW)
    wait_for_seat.wait_for_any(ana.id, evening_group, now=NOW)

    place.free()

    assert len(offered_to(ana)) == 1
    assert offered_to(ben) == []


def test_a_seat_that_staff_add_is_offered(place: Place):
    ana, staff = place.waiting(), a_stored_staff(place.program)

    change_session.change_seats(staff, place.group.id, 2, now=NOW)

    assert len(offered_to(ana)) == 1


def test_a_session_that_staff_cancel_takes_its_offer_back(place: Place):
    ana, staff = place.waiting(), a_stored_staff(place.program)
    place.free()

    change_session.cancel(staff, place.group.id, now=NOW)

    assert offered_to(ana) == []
    with reading():
        (text,) = [each for each in messages.of_patient(ana.id) if each.kind is Kind.OFFERED]
    assert text.state is State.WITHDRAWN
    assert let_go(ana) == []


def let_go(patient: Patient) -> list[str]:
    """What the patient would be told of seats that are no longer kept."""
    with transaction():
        told = [each for each in messages.of_patient(patient.id) if each.kind is Kind.LET_GO]
        words = [compose_text.compose(each, now=each.due_at, secret="test") for each in told]
    return [one.body for one in words if isinstance(one, Letter)]


def test_who_was_asked_or_decides_hears_that_a_seat_is_no_longer_kept(place: Place):
    ana, ben, staff = place.waiting(), place.somebody(), a_stored_staff(place.program)
    place.free()
    send_messages.send_due(Carrier(), now=NOW, secret="test")
    change_session.change_seats(staff, place.group.id, 2, now=NOW)
    hold_plan.hold(ben.id, [place.group.id], now=NOW)

    change_session.cancel(staff, place.group.id, now=NOW)

    told = "Riverside: we can no longer keep Mon Nov 30, 6 pm for you. Please open your week for other times."
    assert (let_go(ana), let_go(ben), let_go(place.gil)) == ([told], [told], [])


def test_who_waits_and_is_asked_again_at_the_new_time_hears_that_alone(place: Place):
    ana, ben, staff = place.waiting(), place.somebody(), a_stored_staff(place.program)
    place.free()
    send_messages.send_due(Carrier(), now=NOW, secret="test")
    change_session.change_seats(staff, place.group.id, 2, now=NOW)
    hold_plan.hold(ben.id, [place.group.id], now=NOW)

    change_session.move(staff, place.group.id, MONDAY, time(9), now=NOW)

    assert len(offered_to(ana)) == 1
    assert (let_go(ana), len(let_go(ben))) == ([], 1)


def test_at_night_the_time_to_answer_begins_in_the_morning(place: Place):
    ana = place.waiting()
    late = NOW + 10 * HOUR

    cancel_booking.cancel(place.gil.id, place.group.id, now=late)

    with reading():
        (offer,) = offers.of_patient(ana.id, late)
        (text,) = [each for each in messages.of_patient(ana.id) if each.kind is Kind.OFFERED]
    assert text.due_at == NOW + 21 * HOUR
    assert offer.until == NOW + 23 * HOUR


def test_the_time_to_answer_begins_in_the_hours_that_the_patient_chose(place: Place):
    ana = place.waiting()
    choose_telling.choose(ana.id, Kind.OFFERED, Telling(since=time(15)), now=NOW)

    place.free()

    (offer,) = offered_to(ana)
    assert offer.until == NOW + 5 * HOUR


def test_an_offer_that_became_impossible_is_taken_back_and_passed_on(place: Place):
    ana, ben = place.waiting(), place.waiting(minutes=1)
    place.free(minutes=2)
    book_session.book(ana.id, a_stored_session(place.program, hour=19).id, now=NOW + 3 * MINUTE)

    tend_seats.look_around(now=NOW + 4 * MINUTE)

    assert offered_to(ana, 4) == []
    assert len(offered_to(ben, 4)) == 1


def test_one_who_waits_in_two_ways_gets_one_offer(place: Place):
    ana, ben = place.waiting(), place.waiting(minutes=1)
    wait_for_seat.wait_for_any(ana.id, Wanted(monday=MONDAY), now=NOW)
    staff = a_stored_staff(place.program)

    change_session.change_seats(staff, place.group.id, 3, now=NOW + 2 * MINUTE)

    assert len(offered_to(ana, 2)) == len(offered_to(ben, 2)) == 1
