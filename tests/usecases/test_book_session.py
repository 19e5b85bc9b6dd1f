"""A patient takes a seat: what is written with it, and every reason why not."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from iopsched.domain.booking import Booking, CancelledBy
from iopsched.domain.errors import NotFound, Refused
from iopsched.domain.message import Kind, State
from iopsched.domain.patient import Patient
from iopsched.domain.refusal import Why
from iopsched.domain.session import Session
from iopsched.domain.words import Component, Modality
from iopsched.store import bookings, messages, people, sessions
from iopsched.store.db import db, reading, transaction
from iopsched.store.tables import AuditRow
from iopsched.usecases.availability import change_session
from iopsched.usecases.seats import book_session, cancel_booking
from iopsched.usecases.weeks import keep_commitments
from tests.builders import MONDAY, a_commitment
from tests.conftest import NOW
from tests.counting import statements
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff, seats_taken
from tests.usecases.conftest import Place


def book(patient: Patient, session: Session, now: datetime = NOW):
    return book_session.book(patient.id, session.id, now=now)


def why_not(patient: Patient, session: Session, now: datetime = NOW) -> list[Why]:
    with pytest.raises(Refused) as caught:
        book(patient, session, now)
    return [reason.why for reason in caught.value.reasons]


def booking_of(patient: Patient, session: Session) -> Booking:
    with reading():
        found = bookings.find(patient.id, session.id)
    assert found is not None
    return found


def reread(patient: Patient) -> Patient:
    with reading():
        return people.patient(patient.id)


def texts(patient: Patient) -> list[tuple[Kind, State, datetime]]:
    with reading():
        return [(text.kind, text.state, text.due_at) for text in reversed(messages.of_patient(patient.id))]


def test_the_week_that_comes_back_holds_the_session(place: Place):
    group = a_stored_session(place.program)

    week = book(place.ana, group)

    assert [session.id for session in week.sessions] == [group.id]
    assert week.minutes == 180


def test_the_week_that_comes_back_is_the_one_that_is_kept(place: Place):
    monday, wednesday = (a_stored_session(place.program, day) for day in (0, 2))
    book(place.ana, wednesday)

    week = book(place.ana, monday)

    assert week.bookings == tuple(booking_of(place.ana, session) for session in (monday, wednesday))


def test_a_booking_takes_one_seat(place: Place):
    group = a_stored_session(place.program, seats=2)

    book(place.ana, group)

    assert seats_taken(group) == 1


def test_the_last_seat_can_be_had_once(place: Place):
    group = a_stored_session(place.program, seats=1)
    ben = a_stored_patient(place.program)

    book(place.ana, group)

    assert why_not(ben, group) == [Why.FULL]


def test_every_reason_is_told_at_once(place: Place):
    group = a_stored_session(place.program, hour=17, seats=1)
    book(a_stored_patient(place.program), group)
    book(place.ana, a_stored_session(place.program, hour=18))
    keep_commitments.add(place.ana.id, a_commitment(weekday=0, begins=time(17), ends=time(18)), now=NOW)

    assert why_not(place.ana, group) == [Why.FULL, Why.OVERLAPS, Why.COMMITTED]


def test_a_refusal_names_the_session_in_the_way(place: Place):
    skills = a_stored_session(place.program, hour=19, component=Component.SKILLS)
    book(place.ana, skills)

    with pytest.raises(Refused) as caught:
        book(place.ana, a_stored_session(place.program, hour=18))

    (reason,) = caught.value.reasons
    assert reason.other == replace(skills, taken=1)


def test_a_refusal_leaves_nothing_behind(place: Place):
    group = a_stored_session(place.program, seats=1)
    book(a_stored_patient(place.program), group)
    before = reread(place.ana)

    assert why_not(place.ana, group)

    assert reread(place.ana) == before
    assert texts(place.ana) == []
    assert seats_taken(group) == 1


def test_back_to_back_is_fine(place: Place):
    book(place.ana, a_stored_session(place.program, hour=17, hours=1))

    assert book(place.ana, a_stored_session(place.program, hour=18)).minutes == 240


def test_what_has_begun_is_refused(place: Place):
    group = a_stored_session(place.program)

    assert why_not(place.ana, group, now=group.starts) == [Why.STARTED]


def test_until_it_begins_a_session_can_be_booked(place: Place):
    group = a_stored_session(place.program)

    assert book(place.ana, group, now=group.starts - timedelta(seconds=1))


def test_a_session_that_is_off_is_refused(place: Place):
    group = a_stored_session(place.program)
    with transaction():
        sessions.cancel([group.id])

    assert why_not(place.ana, group) == [Why.CANCELLED]


def test_what_is_booked_is_not_booked_again(place: Place):
    group = a_stored_session(place.program)
    book(place.ana, group)

    assert why_not(place.ana, group) == [Why.BOOKED]
    assert seats_taken(group) == 1


def test_a_plan_for_sessions_in_person_keeps_telehealth_out(place: Place):
    ben = a_stored_patient(place.program, plan={"modalities": frozenset({Modality.IN_PERSON})})

    assert why_not(ben, a_stored_session(place.program, modality=Modality.TELEHEALTH)) == [Why.MODALITY]


def test_more_hours_than_a_day_may_have_are_refused(place: Place):
    ben = a_stored_patient(place.program, plan={"day_most": 4 * 60})
    book(ben, a_stored_session(place.program, hour=9, hours=3))

    assert why_not(ben, a_stored_session(place.program, hour=18, hours=2)) == [Why.DAY_MOST]


def test_more_days_than_a_week_may_have_are_refused(place: Place):
    ben = a_stored_patient(place.program, plan={"days_most": 1})
    book(ben, a_stored_session(place.program, 0))

    assert why_not(ben, a_stored_session(place.program, 1)) == [Why.DAYS_MOST]


def test_more_hours_than_a_week_may_have_are_refused(place: Place):
    ben = a_stored_patient(place.program, plan={"week_most": 9 * 60})
    for day in (0, 1, 2):
        book(ben, a_stored_session(place.program, day))

    assert why_not(ben, a_stored_session(place.program, 3, hours=1)) == [Why.WEEK_MOST]


def test_a_day_that_no_plan_covers_is_refused(place: Place):
    ben = a_stored_patient(place.program, plan={"last_day": MONDAY})

    assert why_not(ben, a_stored_session(place.program, 1)) == [Why.NO_PLAN]


def test_a_session_of_another_program_is_not_found(place: Place):
    elsewhere = a_stored_session(a_stored_program(name="Hillside"))

    with pytest.raises(NotFound):
        book(place.ana, elsewhere)

    assert seats_taken(elsewhere) == 0


def test_a_session_that_does_not_exist_is_not_found(place: Place):
    with pytest.raises(NotFound):
        book_session.book(place.ana.id, 12345, now=NOW)


def test_a_patient_who_does_not_exist_is_not_found(place: Place):
    group = a_stored_session(place.program)

    with pytest.raises(NotFound):
        book_session.book(12345, group.id, now=NOW)


def test_the_calendar_is_told_that_the_schedule_changed(place: Place):
    book(place.ana, a_stored_session(place.program, 0))
    book(place.ana, a_stored_session(place.program, 1))

    assert reread(place.ana).schedule_version == place.ana.schedule_version + 2


def test_booked_again_it_is_the_same_event_with_a_higher_sequence(place: Place):
    group = a_stored_session(place.program)
    book(place.ana, group)
    first = booking_of(place.ana, group)
    cancel_booking.cancel(place.ana.id, group.id, now=NOW)

    book(place.ana, group, now=NOW + timedelta(hours=1))

    again = booking_of(place.ana, group)
    assert (again.id, again.uid) == (first.id, first.uid)
    assert again.sequence > first.sequence
    assert again.is_active


def test_booked_again_after_it_moved_to_another_week_it_is_the_same_event(place: Place):
    group = a_stored_session(place.program)
    book(place.ana, group)
    first = booking_of(place.ana, group)
    cancel_booking.cancel(place.ana.id, group.id, now=NOW)
    change_session.move(a_stored_staff(place.program), group.id, MONDAY + timedelta(weeks=1), time(9), now=NOW)

    week = book(place.ana, group)

    assert [(seat.id, seat.uid) for seat in week.bookings] == [(first.id, first.uid)]
    assert booking_of(place.ana, group).is_active


def test_a_seat_that_staff_took_away_can_be_taken_again(place: Place):
    group = a_stored_session(place.program)
    book(place.ana, group)
    seat = booking_of(place.ana, group)
    with transaction():
        bookings.cancel([seat.id], CancelledBy.STAFF, now=NOW)
        sessions.change_seats_taken([group.id], by=-1)

    book(place.ana, group)

    assert booking_of(place.ana, group).cancelled_by is None
    assert seats_taken(group) == 1


def test_the_evening_before_has_one_text_for_all_of_tomorrow(place: Place):
    book(place.ana, a_stored_session(place.program, hour=17, hours=1))
    book(place.ana, a_stored_session(place.program, hour=18))

    the_evening_before = datetime(2026, 11, 29, 23, 0, tzinfo=UTC)
    assert texts(place.ana) == [(Kind.REMINDER, State.DUE, the_evening_before)]


def test_no_text_is_written_without_consent(place: Place):
    ben = a_stored_patient(place.program, accepts_texts=False)

    book(ben, a_stored_session(place.program))

    assert texts(ben) == []


def test_the_log_says_who_booked_what_by_ids(place: Place):
    group = a_stored_session(place.program)

    book(place.ana, group)

    with reading():
        row = db.session.execute(select(AuditRow.actor, AuditRow.action, AuditRow.session_id, AuditRow.detail)).one()
    assert tuple(row) == (f"patient:{place.ana.id}", "booked", group.id, {})


@pytest.mark.parametrize("monday", [date(2027, 3, 8), date(2027, 11, 1)], ids=["spring", "autumn"])
def test_a_night_on_which_clocks_change_counts_its_true_hours(app: Flask, monday: date):
    program = a_stored_program()
    ben = a_stored_patient(program, plan={"last_day": date(2028, 1, 1)})
    night = a_stored_session(program, 6, 0.5, hours=3, monday=monday)

    week = book(ben, night)

    assert week.monday == monday
    assert week.minutes == 180


@pytest.mark.parametrize(
    ("monday", "day", "due"),
    [
        (date(2027, 3, 8), 6, datetime(2027, 3, 13, 23, 0, tzinfo=UTC)),
        (date(2027, 3, 15), 0, datetime(2027, 3, 14, 22, 0, tzinfo=UTC)),
        (date(2027, 11, 1), 6, datetime(2027, 11, 6, 22, 0, tzinfo=UTC)),
        (date(2027, 11, 8), 0, datetime(2027, 11, 7, 23, 0, tzinfo=UTC)),
    ],
    ids=["before spring", "after spring", "before autumn", "after autumn"],
)
def test_around_a_change_of_clocks_the_text_keeps_its_wall_time(app: Flask, monday: date, day: int, due: datetime):
    program = a_stored_program()
    ben = a_stored_patient(program, plan={"last_day": date(2028, 1, 1)})

    book(ben, a_stored_session(program, day, 18, monday=monday))

    assert texts(ben) == [(Kind.REMINDER, State.DUE, due)]


def test_in_phoenix_the_text_knows_no_summer_time(app: Flask):
    program = a_stored_program(timezone="America/Phoenix")
    ben = a_stored_patient(program, plan={"last_day": date(2028, 1, 1)})

    book(ben, a_stored_session(program, 0, 18, monday=date(2027, 3, 15)))

    assert texts(ben) == [(Kind.REMINDER, State.DUE, datetime(2027, 3, 15, 1, 0, tzinfo=UTC))]


def test_the_late_sunday_of_a_change_of_clocks_is_still_of_its_week(app: Flask):
    program = a_stored_program()
    ben = a_stored_patient(program, plan={"last_day": date(2028, 1, 1), "week_most": 9 * 60})
    for day in (0, 1, 6):
        book(ben, a_stored_session(program, day, 21, monday=date(2027, 3, 8)))

    week = book(ben, a_stored_session(program, 0, 9, monday=date(2027, 3, 15)))

    assert week.minutes == 180


def test_who_is_refused_at_a_glance_waits_for_nobody(place: Place):
    full = a_stored_session(place.program, seats=1)
    book(a_stored_patient(place.program), full)

    with statements() as sent, pytest.raises(Refused):
        book_session.book(place.ana.id, full.id, now=NOW, key="a form")

    assert {statement.split()[0] for statement in sent} == {"SELECT"}
    assert not any("FOR NO KEY UPDATE" in statement for statement in sent)


def test_what_the_caller_has_just_read_is_not_read_again_and_not_trusted_either(place: Place):
    group, other = a_stored_session(place.program, hour=18), a_stored_session(place.program, hour=19)
    book(place.ana, other)

    with pytest.raises(Refused) as refused:
        book_session.book(place.ana.id, group.id, now=NOW, known=(place.ana, place.program))

    assert [reason.why for reason in refused.value.reasons] == [Why.OVERLAPS]


def test_a_booking_takes_as_many_statements_whatever_else_is_offered_and_booked(place: Place):
    lonely, busy = (a_stored_session(place.program, 0, hour) for hour in (9, 14))
    with statements() as alone:
        book(place.ana, lonely)
    for day in range(1, 5):
        a_stored_session(place.program, day, 9)
        book(place.ana, a_stored_session(place.program, day, hours=1))

    with statements() as crowded:
        book(place.ana, busy)

    assert len(crowded) == len(alone) <= 12


def test_several_seats_take_as_many_statements_as_one(place: Place):
    ben = a_stored_patient(place.program)
    one = [a_stored_session(place.program, 0, 9)]
    four = [a_stored_session(place.program, day) for day in range(4)]

    with statements() as for_one, transaction():
        book_session.take_seats(
            book_session.bring_together(place.ana.id, [s.id for s in one], now=NOW), actor="test", now=NOW
        )
    with statements() as for_four, transaction():
        book_session.take_seats(
            book_session.bring_together(ben.id, [s.id for s in four], now=NOW), actor="test", now=NOW
        )

    reminders = len(four) - len(one)
    assert len(for_four) <= len(for_one) + reminders


def test_a_plan_that_begins_next_week_is_no_plan_for_this_one(place: Place):
    ben = a_stored_patient(place.program, plan={"first_day": MONDAY + timedelta(weeks=1)})

    assert why_not(ben, a_stored_session(place.program)) == [Why.NO_PLAN]


def test_the_way_home_is_left_between_the_clinic_and_a_screen(app: Flask):
    program = a_stored_program(travel_minutes=30)
    ana, ben = a_stored_patient(program), a_stored_patient(program, travel_minutes=0)
    here = a_stored_session(program, hour=17, hours=1)
    video = a_stored_session(program, hour=18, hours=1, modality=Modality.TELEHEALTH)

    for patient in (ana, ben):
        book_session.book(patient.id, here.id, now=NOW)
    with pytest.raises(Refused) as refused:
        book_session.book(ana.id, video.id, now=NOW)

    assert [reason.why for reason in refused.value.reasons] == [Why.TRAVEL]
    assert book_session.book(ben.id, video.id, now=NOW).has_seat_in(video.id)
