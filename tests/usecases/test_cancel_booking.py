"""A patient gives up a seat, and takes that back while the seat is free."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from flask import Flask

from iopsched.domain.booking import Booking, CancelledBy
from iopsched.domain.errors import NotFound, Refused
from iopsched.domain.message import State
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.refusal import Why
from iopsched.domain.session import Session
from iopsched.store import bookings, messages, people
from iopsched.store.db import reading
from iopsched.usecases.seats import book_session, cancel_booking
from tests.conftest import NOW
from tests.counting import statements
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, seats_taken

LATER = NOW + timedelta(hours=1)


class Place(NamedTuple):
    """Ana has a seat in a group of two; Ben has none."""

    program: Program
    ana: Patient
    ben: Patient
    group: Session


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program()
    ana, ben = a_stored_patient(program), a_stored_patient(program)
    group = a_stored_session(program, seats=2)
    book_session.book(ana.id, group.id, now=NOW)
    return Place(program, ana, ben, group)


def booking_of(patient: Patient, session: Session) -> Booking:
    with reading():
        found = bookings.find(patient.id, session.id)
    assert found is not None
    return found


def version_of(patient: Patient) -> int:
    with reading():
        return people.patient(patient.id).schedule_version


def reminders(patient: Patient) -> list[State]:
    with reading():
        return [text.state for text in messages.of_patient(patient.id)]


def test_the_week_that_comes_back_is_without_it(place: Place):
    week = cancel_booking.cancel(place.ana.id, place.group.id, now=LATER)

    assert week.sessions == ()
    assert week.to_go == 9 * 60


def test_the_seat_is_free_for_another(place: Place):
    cancel_booking.cancel(place.ana.id, place.group.id, now=LATER)

    assert seats_taken(place.group) == 0


def test_it_is_kept_who_gave_it_up_and_when(place: Place):
    cancel_booking.cancel(place.ana.id, place.group.id, now=LATER)

    booking = booking_of(place.ana, place.group)
    assert (booking.cancelled_at, booking.cancelled_by) == (LATER, CancelledBy.PATIENT)


def test_the_calendar_is_told(place: Place):
    before, event = version_of(place.ana), booking_of(place.ana, place.group)

    cancel_booking.cancel(place.ana.id, place.group.id, now=LATER)

    assert version_of(place.ana) == before + 1
    assert booking_of(place.ana, place.group).sequence == event.sequence + 1
    assert booking_of(place.ana, place.group).revised_at == LATER


def test_the_reminder_goes_with_the_last_seat_of_the_day(place: Place):
    cancel_booking.cancel(place.ana.id, place.group.id, now=LATER)

    assert reminders(place.ana) == [State.WITHDRAWN]


def test_the_reminder_stays_while_there_is_another_seat_that_day(place: Place):
    book_session.book(place.ana.id, a_stored_session(place.program, hour=9).id, now=NOW)

    cancel_booking.cancel(place.ana.id, place.group.id, now=LATER)

    assert reminders(place.ana) == [State.DUE]


def test_given_up_twice_it_is_given_up_once(place: Place):
    cancel_booking.cancel(place.ana.id, place.group.id, now=LATER)
    before = booking_of(place.ana, place.group)

    cancel_booking.cancel(place.ana.id, place.group.id, now=LATER + timedelta(minutes=1))

    assert booking_of(place.ana, place.group) == before
    assert seats_taken(place.group) == 0


def test_what_has_begun_stays(place: Place):
    with pytest.raises(Refused) as caught:
        cancel_booking.cancel(place.ana.id, place.group.id, now=place.group.starts)

    assert [reason.why for reason in caught.value.reasons] == [Why.STARTED]
    assert seats_taken(place.group) == 1


def test_another_patients_seat_is_not_found(place: Place):
    with pytest.raises(NotFound):
        cancel_booking.cancel(place.ben.id, place.group.id, now=LATER)

    assert booking_of(place.ana, place.group).is_active


def test_a_session_that_does_not_exist_is_not_found(place: Place):
    with pytest.raises(NotFound):
        cancel_booking.cancel(place.ana.id, 12345, now=LATER)


def test_undone_everything_is_as_it_was(place: Place):
    before = booking_of(place.ana, place.group)
    cancel_booking.cancel(place.ana.id, place.group.id, now=LATER)

    week = cancel_booking.undo(place.ana.id, place.group.id, now=LATER)

    again = booking_of(place.ana, place.group)
    assert week.bookings == (again,)
    assert (again.uid, again.is_active, again.cancelled_by) == (before.uid, True, None)
    assert seats_taken(place.group) == 1
    assert reminders(place.ana) == [State.DUE]


def test_undone_the_event_in_the_calendar_rises_once_more(place: Place):
    before = booking_of(place.ana, place.group)
    cancel_booking.cancel(place.ana.id, place.group.id, now=LATER)

    cancel_booking.undo(place.ana.id, place.group.id, now=LATER)

    assert booking_of(place.ana, place.group).sequence == before.sequence + 2


def test_the_undo_comes_too_late_when_others_have_the_seats(place: Place):
    cancel_booking.cancel(place.ana.id, place.group.id, now=LATER)
    for other in (place.ben, a_stored_patient(place.program)):
        book_session.book(other.id, place.group.id, now=LATER)

    with pytest.raises(Refused) as caught:
        cancel_booking.undo(place.ana.id, place.group.id, now=LATER)

    assert [reason.why for reason in caught.value.reasons] == [Why.FULL]
    assert seats_taken(place.group) == 2


def test_the_undo_is_refused_when_something_else_was_booked_at_that_time(place: Place):
    cancel_booking.cancel(place.ana.id, place.group.id, now=LATER)
    book_session.book(place.ana.id, a_stored_session(place.program, hour=19).id, now=LATER)

    with pytest.raises(Refused) as caught:
        cancel_booking.undo(place.ana.id, place.group.id, now=LATER)

    assert [reason.why for reason in caught.value.reasons] == [Why.OVERLAPS]


def test_undone_twice_it_is_booked_once(place: Place):
    cancel_booking.cancel(place.ana.id, place.group.id, now=LATER)
    cancel_booking.undo(place.ana.id, place.group.id, now=LATER)

    week = cancel_booking.undo(place.ana.id, place.group.id, now=LATER)

    assert [session.id for session in week.sessions] == [place.group.id]
    assert seats_taken(place.group) == 1


def test_nobody_undoes_what_was_never_theirs(place: Place):
    cancel_booking.cancel(place.ana.id, place.group.id, now=LATER)

    with pytest.raises(NotFound):
        cancel_booking.undo(place.ben.id, place.group.id, now=LATER)

    assert seats_taken(place.group) == 0


def test_an_undo_after_the_evening_before_leaves_no_text_that_is_late(place: Place):
    that_evening = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)
    cancel_booking.cancel(place.ana.id, place.group.id, now=that_evening)

    cancel_booking.undo(place.ana.id, place.group.id, now=that_evening)

    assert reminders(place.ana) == [State.WITHDRAWN]


def test_giving_up_takes_as_many_statements_whatever_else_is_booked(place: Place):
    with statements() as alone:
        cancel_booking.cancel(place.ana.id, place.group.id, now=LATER)
    cancel_booking.undo(place.ana.id, place.group.id, now=LATER)
    for day in range(1, 5):
        book_session.book(place.ana.id, a_stored_session(place.program, day, hours=1).id, now=NOW)

    with statements() as crowded:
        cancel_booking.cancel(place.ana.id, place.group.id, now=LATER)

    assert len(crowded) == len(alone)
