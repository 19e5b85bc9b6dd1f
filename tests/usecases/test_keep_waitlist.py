"""Staff keep the list of those who wait: they add somebody who asks, change whose turn it is, end it, and say why."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask

from iopsched.domain.errors import Forbidden, Invalid, NotFound, Refused
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.refusal import Why
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.waiting import Waiting, Wanted
from iopsched.domain.words import Component, Role
from iopsched.store import offers, people, waitings
from iopsched.store.db import reading
from iopsched.usecases.seats import book_session, cancel_booking, keep_waitlist, wait_for_seat
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.logbook import Entry, entries
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Place:
    """A coordinator; a group of one seat, which Gil has; Ana and then Ben wait for it."""

    program: Program
    staff: Staff
    gil: Patient
    ana: Patient
    ben: Patient
    group: Session

    def free(self) -> None:
        cancel_booking.cancel(self.gil.id, self.group.id, now=NOW + 5 * MINUTE)

    @property
    def actor(self) -> str:
        return f"staff:{self.staff.id}"


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program()
    gil, ana, ben = (a_stored_patient(program, given_name=name) for name in ("Gil", "Ana", "Ben"))
    group = a_stored_session(program, seats=1)
    book_session.book(gil.id, group.id, now=NOW)
    for minute, patient in enumerate((ana, ben)):
        wait_for_seat.wait(patient.id, group.id, now=NOW + minute * MINUTE)
    return Place(program, a_stored_staff(program), gil, ana, ben, group)


def waiting_of(patient: Patient) -> Waiting:
    with reading():
        (one,) = waitings.of_patient(patient.id)
    return one


def is_offered(patient: Patient, session: Session) -> bool:
    with reading():
        return session.id in {offer.session.id for offer in offers.of_patient(patient.id, NOW + 6 * MINUTE)}


def test_who_is_put_first_is_offered_the_next_seat(place: Place):
    keep_waitlist.put_first(place.staff, place.ben.id, waiting_of(place.ben).id, reason="Court order", now=NOW)

    place.free()

    assert is_offered(place.ben, place.group)
    assert not is_offered(place.ana, place.group)


def test_the_reason_stands_with_the_waiting_and_in_the_log(place: Place):
    one = waiting_of(place.ben)

    keep_waitlist.put_first(place.staff, place.ben.id, one.id, reason=" Court order ", now=NOW)

    assert waiting_of(place.ben).placed_why == "Court order"
    detail = {"reason": "Court order", "waiting": one.id, "first": True}
    assert entries(place.actor) == [Entry(place.actor, "placed", place.ben.id, place.group.id, detail)]


def test_who_is_put_first_last_is_before_who_was_before(place: Place):
    for patient in (place.ana, place.ben):
        keep_waitlist.put_first(place.staff, patient.id, waiting_of(patient).id, reason="Court order", now=NOW)

    place.free()

    assert is_offered(place.ben, place.group)


def test_put_back_they_wait_in_the_usual_order(place: Place):
    one = waiting_of(place.ben)
    keep_waitlist.put_first(place.staff, place.ben.id, one.id, reason="Court order", now=NOW)

    keep_waitlist.put_back(place.staff, place.ben.id, one.id, reason="Was a mistake", now=NOW)
    place.free()

    assert is_offered(place.ana, place.group)
    assert (waiting_of(place.ben).placed, waiting_of(place.ben).placed_why) == (None, "")
    assert entries(place.actor)[-1].detail == {"reason": "Was a mistake", "waiting": one.id, "first": False}


def test_taken_off_they_wait_no_longer(place: Place):
    one = waiting_of(place.ana)

    keep_waitlist.take_off(place.staff, place.ana.id, one.id, reason="Found another time", now=NOW)
    place.free()

    assert is_offered(place.ben, place.group)
    with reading():
        assert people.patient(place.ana.id).waits == 0
    detail = {"reason": "Found another time", "waiting": one.id}
    assert entries(place.actor) == [Entry(place.actor, "stopped waiting", place.ana.id, place.group.id, detail)]


def test_taken_off_what_was_offered_goes_to_the_next(place: Place):
    place.free()
    one = waiting_of(place.ana)

    keep_waitlist.take_off(place.staff, place.ana.id, one.id, reason="Says no", now=NOW + 6 * MINUTE)

    assert not is_offered(place.ana, place.group)
    assert is_offered(place.ben, place.group)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
@pytest.mark.parametrize("act", [keep_waitlist.put_first, keep_waitlist.put_back, keep_waitlist.take_off])
def test_each_wants_a_reason_that_is_not_a_novel(place: Place, act: partial[Patient], reason: str):
    before = waiting_of(place.ben)

    with pytest.raises(Invalid) as invalid:
        act(place.staff, place.ben.id, before.id, reason=reason, now=NOW)

    assert list(invalid.value.problems) == ["reason"]
    assert waiting_of(place.ben) == before
    assert entries(place.actor) == []


def test_somebody_who_asks_on_the_phone_waits_like_any_other(place: Place):
    cem = a_stored_patient(place.program)

    keep_waitlist.let_wait(place.staff, cem.id, place.group.id, now=NOW)

    assert waiting_of(cem).wanted == Wanted(session_id=place.group.id)
    assert entries(place.actor) == [Entry(place.actor, "waits", cem.id, place.group.id, {})]


def test_or_for_any_seat_of_a_kind(place: Place):
    cem, skills = a_stored_patient(place.program), Wanted(monday=MONDAY, component=Component.SKILLS)

    keep_waitlist.let_wait_for_any(place.staff, cem.id, skills, now=NOW)

    assert waiting_of(cem).wanted == skills
    assert entries(place.actor) == [Entry(place.actor, "waits", cem.id, None, {})]


def test_nobody_waits_for_what_they_would_be_refused(place: Place):
    cem = a_stored_patient(place.program)
    book_session.book(cem.id, a_stored_session(place.program, hour=19).id, now=NOW)

    with pytest.raises(Refused) as refused:
        keep_waitlist.let_wait(place.staff, cem.id, place.group.id, now=NOW)

    assert [reason.why for reason in refused.value.reasons] == [Why.OVERLAPS]


def test_a_form_that_comes_twice_is_carried_out_once(place: Place):
    one = waiting_of(place.ana)

    for _ in range(2):
        keep_waitlist.take_off(place.staff, place.ana.id, one.id, reason="Says no", now=NOW, key="page-1")

    assert [entry.action for entry in entries(place.actor)] == ["stopped waiting"]


def test_what_is_over_is_not_found(place: Place):
    one = waiting_of(place.ana)
    wait_for_seat.leave(place.ana.id, one.id, now=NOW)

    with pytest.raises(NotFound):
        keep_waitlist.put_first(place.staff, place.ana.id, one.id, reason="Court order", now=NOW)


def test_a_waiting_of_somebody_else_is_not_found(place: Place):
    with pytest.raises(NotFound):
        keep_waitlist.take_off(place.staff, place.ana.id, waiting_of(place.ben).id, reason="Says no", now=NOW)

    assert waiting_of(place.ben).patient_id == place.ben.id


def test_it_is_for_schedulers_of_the_same_program(place: Place):
    clinician = a_stored_staff(place.program, Role.CLINICIAN)
    stranger = a_stored_staff(a_stored_program(name="Hillside"))
    one, kind = waiting_of(place.ben), Wanted(monday=MONDAY)

    for staff, no in ((clinician, Forbidden), (stranger, NotFound)):
        for act in (
            partial(keep_waitlist.put_first, staff, place.ben.id, one.id, reason="x", now=NOW),
            partial(keep_waitlist.put_back, staff, place.ben.id, one.id, reason="x", now=NOW),
            partial(keep_waitlist.take_off, staff, place.ben.id, one.id, reason="x", now=NOW),
            partial(keep_waitlist.let_wait, staff, place.ben.id, place.group.id, now=NOW),
            partial(keep_waitlist.let_wait_for_any, staff, place.ben.id, kind, now=NOW),
        ):
            with pytest.raises(no):
                act()

    assert waiting_of(place.ben) == one
