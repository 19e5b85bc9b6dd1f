"""The reminder of a day follows its bookings; what staff change is told once, from the time that the patient knows."""

from dataclasses import replace
from datetime import datetime, timedelta

from iopsched.domain.booking import Booking
from iopsched.domain.message import Kind, Message, State
from iopsched.domain.news import Turn
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.store import bookings, messages, people
from iopsched.store.db import reading, transaction
from iopsched.usecases.messages import remind_patient, tell_patient, tell_people
from iopsched.usecases.seats import book_session, cancel_booking
from tests.builders import at
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_session

EVE, LATE = at(0, 18), at(0, 21)


def log(patient: Patient) -> list[Message]:
    with reading():
        return sorted(messages.of_patient(patient.id), key=lambda message: (message.due_at, message.id))


def waiting(patient: Patient) -> list[Message]:
    return [message for message in log(patient) if message.state is State.DUE]


def a_booked(program: Program, patient: Patient, day: int = 1, hour: float = 18, **given: float) -> Booking:
    session = a_stored_session(program, day, hour, **given)
    book_session.book(patient.id, session.id, now=NOW)
    with reading():
        booking = bookings.find(patient.id, session.id)
    assert booking
    return booking


def test_a_booking_has_a_reminder_on_the_evening_before(program: Program, ana: Patient):
    booking = a_booked(program, ana)

    (reminder,) = waiting(ana)
    assert (reminder.kind, reminder.due_at) == (Kind.REMINDER, EVE)
    assert (reminder.useless_at, reminder.about) == (booking.session.starts, {"day": "2026-12-01"})


def test_a_day_has_one_reminder_however_much_is_booked(program: Program, ana: Patient):
    a_booked(program, ana, hour=18, hours=1)
    first = a_booked(program, ana, hour=9, hours=1)

    (reminder,) = waiting(ana)
    assert reminder.useless_at == first.session.starts


def test_the_evening_is_the_patients_own(program: Program):
    ben = a_stored_patient(program, timezone="America/Phoenix")
    a_booked(program, ben)

    assert [reminder.due_at for reminder in waiting(ben)] == [EVE + timedelta(hours=2)]


def test_the_day_before_is_counted_on_the_patients_calendar(program: Program):
    ben = a_stored_patient(program, timezone="Asia/Tokyo")
    a_booked(program, ben, hour=18)

    (reminder,) = waiting(ben)
    assert reminder.due_at == datetime.fromisoformat("2026-12-01T18:00+09:00")


def test_a_reminder_goes_with_the_last_booking_of_its_day(program: Program, ana: Patient):
    one, other = a_booked(program, ana, hours=1), a_booked(program, ana, hour=19, hours=1)

    cancel_booking.cancel(ana.id, one.session.id, now=NOW)
    assert len(waiting(ana)) == 1
    cancel_booking.cancel(ana.id, other.session.id, now=NOW)
    assert waiting(ana) == []


def test_a_booking_taken_back_has_its_reminder_again(program: Program, ana: Patient):
    booking = a_booked(program, ana)
    cancel_booking.cancel(ana.id, booking.session.id, now=NOW)
    cancel_booking.undo(ana.id, booking.session.id, now=NOW)

    assert [reminder.state for reminder in log(ana)] == [State.DUE]


def test_a_booking_made_after_the_evening_needs_no_reminder(program: Program, ana: Patient):
    session = a_stored_session(program, 1)

    book_session.book(ana.id, session.id, now=LATE)

    assert log(ana) == []


def test_nobody_is_reminded_who_did_not_agree(program: Program):
    ben = a_stored_patient(program, accepts_texts=False)
    a_booked(program, ben)

    assert log(ben) == []


def test_consent_taken_back_withdraws_all_and_given_again_restores(program: Program, ana: Patient):
    booking = a_booked(program, ana)
    a_booked(program, ana, day=3)
    with transaction():
        tell_patient.booked(ana, program, booking, now=NOW)
        remind_patient.follow_all(replace(ana, accepts_texts=False), program, now=NOW)
    assert waiting(ana) == []

    with transaction():
        remind_patient.follow_all(ana, program, now=NOW)
    assert [message.kind for message in waiting(ana)] == [Kind.REMINDER, Kind.REMINDER]


def test_a_new_zone_moves_every_reminder(program: Program, ana: Patient):
    a_booked(program, ana)
    with transaction():
        people.change(ana.id, timezone="America/Phoenix")
        remind_patient.follow_all(people.patient(ana.id), program, now=NOW)

    assert [reminder.due_at for reminder in waiting(ana)] == [EVE + timedelta(hours=2)]


def moved(booking: Booking, hours: float, revision: int) -> Booking:
    was = booking.session
    later = timedelta(hours=hours)
    return replace(booking, session=replace(was, starts=was.starts + later, ends=was.ends + later, revision=revision))


def tell(how: str, patient: Patient, program: Program, booking: Booking, *was: Booking, now: datetime = NOW) -> None:
    with transaction():
        if how == "moved":
            tell_people.tell({patient.id: patient}, program, Turn([(was[0], booking)]), now=now)
        else:
            getattr(tell_patient, how)(patient, program, booking, now=now)


def news(patient: Patient) -> list[tuple[Kind, str]]:
    return [(m.kind, m.about["was"]) for m in waiting(patient) if m.kind is not Kind.REMINDER]


def test_a_move_is_told_at_once_by_day_and_in_the_morning_at_night(program: Program, ana: Patient):
    by_day, at_night = a_booked(program, ana), a_booked(program, ana, day=3)
    tell("moved", ana, program, moved(by_day, 1, 1), by_day)
    tell("moved", ana, program, moved(at_night, 1, 1), at_night, now=LATE)

    due = [m.due_at for m in waiting(ana) if m.kind is Kind.MOVED]
    assert due == [NOW, at(1, 9)]


def test_two_moves_are_told_once_from_the_time_that_is_known(program: Program, ana: Patient):
    booking = a_booked(program, ana)
    first, second = moved(booking, 1, 1), moved(booking, 2, 2)
    tell("moved", ana, program, first, booking)
    tell("moved", ana, program, second, first)

    assert news(ana) == [(Kind.MOVED, booking.session.starts.isoformat())]


def test_a_move_and_back_is_no_news(program: Program, ana: Patient):
    booking = a_booked(program, ana)
    there = moved(booking, 1, 1)
    tell("moved", ana, program, there, booking)
    tell("moved", ana, program, moved(there, -1, 2), there)

    assert news(ana) == []


def test_another_place_at_the_same_time_is_news(program: Program, ana: Patient):
    booking = a_booked(program, ana)
    there = replace(booking, session=replace(booking.session, place="Room 5", revision=1))
    tell("moved", ana, program, there, booking)

    assert news(ana) == [(Kind.MOVED, booking.session.starts.isoformat())]
    tell("moved", ana, program, replace(booking, session=replace(booking.session, revision=2)), there)
    assert news(ana) == []


def test_what_is_off_is_named_by_the_time_that_is_known(program: Program, ana: Patient):
    booking = a_booked(program, ana)
    there = moved(booking, 1, 1)
    tell("moved", ana, program, there, booking)
    tell("cancelled", ana, program, there)

    assert news(ana) == [(Kind.CANCELLED, booking.session.starts.isoformat())]


def test_given_and_taken_before_the_text_went_is_no_news(program: Program, ana: Patient):
    booking = a_booked(program, ana)
    tell("booked", ana, program, booking)
    tell("cancelled", ana, program, booking)

    assert news(ana) == []


def test_taken_and_given_back_before_the_text_went_is_no_news(program: Program, ana: Patient):
    booking = a_booked(program, ana)
    tell("cancelled", ana, program, booking)
    tell("booked", ana, program, booking)

    assert news(ana) == []


def test_a_seat_that_they_took_again_themselves_is_taken_away_once(program: Program, ana: Patient):
    booking = a_booked(program, ana)
    tell("cancelled", ana, program, booking)
    tell("cancelled", ana, program, replace(booking, sequence=booking.sequence + 2))

    assert news(ana) == [(Kind.CANCELLED, booking.session.starts.isoformat())]
