"""Who waits as staff see it: by session, in the order in which a seat would be offered, and what is offered now."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask

from iopsched.domain.errors import Forbidden, NotFound
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.refusal import Why
from iopsched.domain.reply import Reply, Say
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.waiting import Wanted
from iopsched.domain.words import Component, Role
from iopsched.store import offers, waitings
from iopsched.store.db import reading
from iopsched.usecases.availability import change_session
from iopsched.usecases.seats import (
    book_session,
    cancel_booking,
    hold_plan,
    keep_waitlist,
    view_waiting,
    view_waitlist,
    wait_for_seat,
)
from iopsched.usecases.seats.view_waitlist import Line, Waitlist
from iopsched.usecases.texts import list_choices
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.counting import statements
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Place:
    """A coordinator, and a group of one seat, which Gil has."""

    program: Program
    staff: Staff
    gil: Patient
    group: Session

    def waiting(self, name: str, minutes: int = 0, **plan: int) -> Patient:
        """Somebody who waits for the group since so many minutes after NOW."""
        patient = a_stored_patient(self.program, given_name=name, plan=plan)
        wait_for_seat.wait(patient.id, self.group.id, now=NOW + minutes * MINUTE)
        return patient

    def view(self, minutes: int = 0) -> Waitlist:
        return view_waitlist.view(self.staff, now=NOW + minutes * MINUTE)

    def line(self, minutes: int = 0) -> Line:
        return view_waitlist.of_session(self.staff, self.group.id, now=NOW + minutes * MINUTE)


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program()
    gil, group = a_stored_patient(program, given_name="Gil"), a_stored_session(program, seats=1)
    book_session.book(gil.id, group.id, now=NOW)
    return Place(program, a_stored_staff(program), gil, group)


def names(line: Line) -> list[str]:
    return [each.patient.given_name for each in line.places]


def a_full_week(patient: Patient, program: Program) -> None:
    book_session.book(patient.id, a_stored_session(program, day=3, hour=9, hours=9).id, now=NOW)


def test_a_line_is_in_the_order_in_which_the_seat_would_be_offered(place: Place):
    met = place.waiting("Met")
    a_full_week(met, place.program)
    place.waiting("Second", 2)
    place.waiting("First", 1)
    preferred = place.waiting("Preferred", 3)
    with reading():
        (one,) = waitings.of_patient(preferred.id)
    keep_waitlist.put_first(place.staff, preferred.id, one.id, reason="Court order", now=NOW)

    (line,) = place.view(5).lines

    assert names(line) == ["Preferred", "First", "Second", "Met"]
    assert names(place.line(5)) == names(line)
    cancel_booking.cancel(place.gil.id, place.group.id, now=NOW + 6 * MINUTE)
    with reading():
        assert [offer.session.id for offer in offers.of_patient(preferred.id, NOW + 6 * MINUTE)] == [place.group.id]


def test_who_would_be_passed_over_keeps_the_place_and_it_is_said_why(place: Place):
    ana = place.waiting("Ana")
    place.waiting("Ben", 1)
    book_session.book(ana.id, a_stored_session(place.program, hour=19).id, now=NOW)

    first, second = place.line(2).places

    assert [reason.why for reason in first.turn.reasons] == [Why.OVERLAPS]
    assert (first.turn.is_passed_over, second.turn.is_passed_over) == (True, False)


def test_who_waits_for_its_kind_stands_in_the_line_too_and_in_one_of_their_own(place: Place):
    place.waiting("Ana", 1)
    for name, component in (("Ben", Component.GROUP), ("Cem", Component.SKILLS)):
        patient = a_stored_patient(place.program, given_name=name)
        wait_for_seat.wait_for_any(patient.id, Wanted(monday=MONDAY, component=component), now=NOW)

    waitlist = place.view(2)

    assert names(waitlist.lines[0]) == ["Ben", "Ana"]
    ((monday, places),) = waitlist.kinds
    assert (monday, [each.patient.given_name for each in places]) == (MONDAY, ["Ben", "Cem"])
    assert waitlist.waiting == 3


def test_who_is_asked_stands_with_the_offer_and_no_more_in_the_line(place: Place):
    ana = place.waiting("Ana")
    place.waiting("Ben", 1)
    cancel_booking.cancel(place.gil.id, place.group.id, now=NOW + 2 * MINUTE)

    waitlist = place.view(3)

    (asked,) = waitlist.asked
    assert (asked.patient.id, asked.offer.session.id) == (ana.id, place.group.id)
    assert names(waitlist.lines[0]) == ["Ben"]
    assert [patient.id for patient, _ in waitlist.lines[0].kept_for] == [ana.id]
    assert waitlist.lines[0].session.held == 1
    assert waitlist.to_call == ()


def test_who_cannot_be_reached_by_text_is_to_be_called(place: Place):
    silent = a_stored_patient(place.program, phone="")
    wait_for_seat.wait(silent.id, place.group.id, now=NOW)
    cancel_booking.cancel(place.gil.id, place.group.id, now=NOW)

    assert [asked.patient.id for asked in place.view().to_call] == [silent.id]


def test_an_offer_that_nobody_answered_is_over_by_time_alone(place: Place):
    place.waiting("Ana")
    cancel_booking.cancel(place.gil.id, place.group.id, now=NOW)

    waitlist = place.view(121)

    assert waitlist.asked == ()
    (first,) = waitlist.lines[0].places
    assert first.turn.offered_at == NOW


def test_a_seat_kept_while_somebody_decides_is_no_offer(place: Place):
    other = a_stored_session(place.program, day=1)
    ana = a_stored_patient(place.program)
    hold_plan.hold(ana.id, [other.id], now=NOW)

    line = view_waitlist.of_session(place.staff, other.id, now=NOW)

    assert [patient.id for patient, _ in line.kept_for] == [ana.id]
    assert place.view().asked == ()


def test_what_is_off_or_has_begun_has_no_line(place: Place):
    place.waiting("Ana")

    assert len(place.view().lines) == 1
    assert view_waitlist.view(place.staff, now=place.group.starts).lines == ()
    change_session.cancel(place.staff, place.group.id, now=NOW)
    assert place.view().lines == ()


def test_a_wait_for_what_is_off_is_no_wait_on_any_page_before_the_worker_comes_by(place: Place):
    ana = place.waiting("Ana")
    change_session.cancel(place.staff, place.group.id, now=NOW)

    waitlist = place.view()

    assert (waitlist.lines, waitlist.waiting) == ((), 0)
    assert place.line().places == ()
    assert view_waitlist.of_patient(place.staff, ana.id, now=NOW) == ()
    assert view_waiting.view(ana.id, now=NOW).awaited == ()
    assert list_choices.waited_for(ana.id) == list_choices.Answered((Reply(Say.NO_WAITS),))


def test_one_patient_sees_sessions_and_kinds_with_what_is_offered(place: Place):
    ana = place.waiting("Ana")
    wait_for_seat.wait_for_any(ana.id, Wanted(monday=MONDAY, component=Component.SKILLS), now=NOW)
    cancel_booking.cancel(place.gil.id, place.group.id, now=NOW)

    named, kind = view_waitlist.of_patient(place.staff, ana.id, now=NOW)

    assert named.session
    assert named.offer
    assert (named.session.id, named.offer.session.id) == (place.group.id, place.group.id)
    assert (kind.session, kind.offer) == (None, None)
    assert view_waitlist.of_patient(place.staff, place.gil.id, now=NOW) == ()


def test_it_is_for_schedulers_of_the_same_program(place: Place):
    ana = place.waiting("Ana")
    clinician = a_stored_staff(place.program, Role.CLINICIAN)
    stranger = a_stored_staff(a_stored_program(name="Hillside"))

    with pytest.raises(Forbidden):
        view_waitlist.view(clinician, now=NOW)
    assert view_waitlist.view(stranger, now=NOW).lines == ()
    for staff, no in ((clinician, Forbidden), (stranger, NotFound)):
        with pytest.raises(no):
            view_waitlist.of_session(staff, place.group.id, now=NOW)
        with pytest.raises(no):
            view_waitlist.of_patient(staff, ana.id, now=NOW)


def test_it_takes_as_many_queries_however_many_wait_for_however_much(place: Place):
    def asked() -> int:
        with statements() as seen:
            place.view(10)
        return len(seen)

    place.waiting("Ana")
    before = asked()
    for week in range(3):
        session = a_stored_session(place.program, day=1 + 7 * week, seats=1)
        book_session.book(place.gil.id, session.id, now=NOW)
        for _ in range(3):
            wait_for_seat.wait(a_stored_patient(place.program).id, session.id, now=NOW)
    cancel_booking.cancel(place.gil.id, place.group.id, now=NOW)

    assert before <= asked() <= 10
