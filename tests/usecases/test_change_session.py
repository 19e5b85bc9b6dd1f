"""Staff move, widen, narrow, cancel and reopen one session: who is inside follows, or loses the seat and is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from iopsched.domain.booking import CancelledBy
from iopsched.domain.errors import Forbidden, Invalid, NotFound, Refused
from iopsched.domain.intent import single
from iopsched.domain.message import Kind, Message, State
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.words import Component, Modality, Role
from iopsched.store import messages, offerings, people, rooms
from iopsched.store.db import reading, transaction
from iopsched.usecases.availability import change_session, draft_change, keep_closures, keep_offerings
from iopsched.usecases.availability.reconcile_sessions import Effect
from iopsched.usecases.messages import view_messages
from iopsched.usecases.seats import book_session, cancel_booking
from tests.builders import MONDAY, a_commitment, at
from tests.conftest import NOW
from tests.stored import (
    a_stored_patient,
    a_stored_program,
    a_stored_room,
    a_stored_session,
    a_stored_staff,
    the_booking,
    the_session,
)

TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
SPRING_SUNDAY = date(2027, 3, 14)


def the_patient(patient: Patient) -> Patient:
    with reading():
        return people.patient(patient.id)


def the_messages(patient: Patient) -> tuple[Message, ...]:
    with reading():
        return messages.of_patient(patient.id)


def told(patient: Patient) -> list[Kind]:
    """What is on its way to the patient but for reminders."""
    return [m.kind for m in the_messages(patient) if m.kind is not Kind.REMINDER and m.state is State.DUE]


def reminded_of(patient: Patient) -> list[str]:
    """The days of which a reminder is to go out."""
    due = [m for m in the_messages(patient) if m.kind is Kind.REMINDER and m.state is State.DUE]
    return sorted(message.about["day"] for message in due)


def book(session: Session, *patients: Patient) -> None:
    for patient in patients:
        book_session.book(patient.id, session.id, now=NOW)


def move(staff: Staff, session: Session, day: date = WEDNESDAY, hour: int = 18, **given: Any) -> Effect:
    return change_session.move(staff, session.id, day, time(hour), **{"now": NOW} | given)


def every_change(staff: Staff, session_id: int, now: datetime = NOW) -> list[Callable[[], Effect]]:
    return [
        lambda: change_session.move(staff, session_id, WEDNESDAY, time(18), now=now),
        lambda: change_session.change_seats(staff, session_id, 5, now=now),
        lambda: change_session.cancel(staff, session_id, now=now),
        lambda: change_session.reopen(staff, session_id, now=now),
    ]


def test_a_booking_follows_its_session(program: Program, staff: Staff, ana: Patient):
    session = a_stored_session(program)
    book(session, ana)
    before = the_booking(ana, session)

    effect = move(staff, session, WEDNESDAY, 9)

    after = the_booking(ana, session)
    assert effect == Effect(altered=1, kept=1, told=1)
    assert (after.is_active, after.session.starts, after.session.ends) == (True, at(2, 9), at(2, 12))
    assert (after.uid, after.sequence, after.revised_at) == (before.uid, before.sequence + 1, NOW)
    assert the_session(session).taken == 1


def test_the_calendar_the_text_and_the_reminder_follow_too(program: Program, staff: Staff, ana: Patient):
    session = a_stored_session(program)
    book(session, ana)
    version = the_patient(ana).schedule_version
    assert reminded_of(ana) == [MONDAY.isoformat()]

    move(staff, session)

    assert the_patient(ana).schedule_version == version + 1
    assert told(ana) == [Kind.MOVED]
    assert reminded_of(ana) == [WEDNESDAY.isoformat()]


def test_the_text_speaks_of_the_time_that_the_patient_knows(program: Program, staff: Staff, ana: Patient):
    session = a_stored_session(program)
    book(session, ana)

    move(staff, session, TUESDAY)
    move(staff, session, WEDNESDAY)

    (moved,) = [m for m in the_messages(ana) if m.kind is Kind.MOVED and m.state is State.DUE]
    assert moved.about["was"] == at(0, 18).isoformat()
    assert moved.useless_at == at(2, 18)


def test_another_place_alone_is_news(program: Program, staff: Staff, ana: Patient):
    session = a_stored_session(program, place="Room 2")
    book(session, ana)

    move(staff, session, MONDAY, place="Room 5")

    assert the_session(session).place == "Room 5"
    assert the_booking(ana, session).sequence == 1
    assert told(ana) == [Kind.MOVED]


def test_the_place_stays_unless_another_is_given(program: Program, staff: Staff):
    session = a_stored_session(program, place="Room 2")

    move(staff, session)

    assert the_session(session).place == "Room 2"


def test_the_same_time_again_is_no_news(program: Program, staff: Staff, ana: Patient):
    session = a_stored_session(program)
    book(session, ana)

    assert move(staff, session, MONDAY, 18) == Effect()
    assert told(ana) == []
    assert the_booking(ana, session).sequence == 0


def test_everybody_in_a_full_session_follows(program: Program, staff: Staff):
    session = a_stored_session(program, seats=3)
    three = [a_stored_patient(program) for _ in range(3)]
    book(session, *three)

    effect = move(staff, session)

    assert (effect.kept, effect.ended, the_session(session).taken) == (3, 0, 3)


def test_moved_onto_another_booking_of_the_same_patient_the_seat_is_lost(program: Program, staff: Staff, ana: Patient):
    monday, wednesday = a_stored_session(program), a_stored_session(program, day=2, hour=17)
    ben = a_stored_patient(program)
    book(monday, ana, ben)
    book(wednesday, ana)

    effect = move(staff, monday, WEDNESDAY, 18)

    lost, kept = the_booking(ana, monday), the_booking(ana, wednesday)
    assert (effect.kept, effect.ended, effect.told) == (1, 1, 2)
    assert (lost.cancelled_at, lost.cancelled_by, lost.sequence) == (NOW, CancelledBy.STAFF, 1)
    assert kept.is_active
    assert told(ana) == [Kind.CANCELLED]
    assert told(ben) == [Kind.MOVED]
    assert the_session(monday).taken == 1
    assert reminded_of(ana) == [WEDNESDAY.isoformat()]


def test_back_to_back_is_no_clash(program: Program, staff: Staff, ana: Patient):
    monday, wednesday = a_stored_session(program), a_stored_session(program, day=2, hour=9)
    book(monday, ana)
    book(wednesday, ana)

    assert move(staff, monday, WEDNESDAY, 12).kept == 1


def test_moved_beyond_the_plan_the_seat_is_lost(program: Program, staff: Staff):
    session = a_stored_session(program)
    leaving = a_stored_patient(program, plan={"last_day": TUESDAY})
    book(session, leaving)

    assert move(staff, session, WEDNESDAY).ended == 1
    assert told(leaving) == [Kind.CANCELLED]


def test_moved_beyond_the_plans_most_the_seat_follows(program: Program, staff: Staff, ana: Patient):
    session, long_day = a_stored_session(program), a_stored_session(program, day=2, hour=9, hours=4)
    eager = a_stored_patient(program, plan={"day_most": 300})
    book(session, ana, eager)
    book(long_day, eager)

    assert move(staff, session, WEDNESDAY, 18).kept == 2


def test_moved_onto_a_time_at_which_they_are_busy_the_seat_is_lost(program: Program, staff: Staff, ana: Patient):
    session, busy = a_stored_session(program), a_stored_patient(program)
    with transaction():
        people.add_commitment(busy.id, a_commitment(weekday=2, begins=time(17), ends=time(23)))
    book(session, ana, busy)

    effect = move(staff, session, WEDNESDAY, 18)

    assert (effect.kept, effect.ended) == (1, 1)
    assert told(busy) == [Kind.CANCELLED]


@pytest.mark.parametrize(
    ("hour", "in_time"), [(7.5, False), (8.99, False), (9, True)], ids=["early", "just before", "as sending begins"]
)
def test_who_hears_only_once_it_is_too_late_is_to_be_called(
    program: Program, staff: Staff, ana: Patient, hour: float, in_time: bool
):
    """The first decent hour is nine, when the session would have begun; or there is half an hour left."""
    session, now = a_stored_session(program, day=1, hour=9.5 if in_time else 9), at(1, hour)
    book(session, ana)
    seen = draft_change.view(staff, draft_change.draft(staff, single.CancelSession(session.id), now=now), now=now)

    effect = change_session.cancel(staff, session.id, now=now)

    assert (effect.told, effect.to_call) == ((1, 0) if in_time else (0, 1))
    assert len(seen.change.to_call) == effect.to_call
    assert len(view_messages.view(staff, now=now).to_call) == effect.to_call


def test_who_hears_of_a_move_only_after_the_time_that_was_is_to_be_called(program: Program, staff: Staff, ana: Patient):
    session = a_stored_session(program, day=1, hour=9)
    book(session, ana)

    effect = change_session.move(staff, session.id, session.day, time(18), now=at(1, 7))

    assert (effect.told, effect.to_call) == (0, 1)
    assert [call.patient.id for call in view_messages.view(staff, now=at(1, 7)).to_call] == [ana.id]


def test_who_no_text_reaches_is_to_be_called(program: Program, staff: Staff, ana: Patient):
    session = a_stored_session(program)
    silent, bad = a_stored_patient(program, accepts_texts=False), a_stored_patient(program, phone_is_bad=True)
    nobody = a_stored_patient(program, phone="")
    book(session, ana, silent, bad, nobody)

    effect = move(staff, session)

    assert (effect.told, effect.to_call) == (1, 3)


def test_a_cancelled_session_is_empty_and_everybody_is_told(program: Program, staff: Staff, ana: Patient):
    session = a_stored_session(program)
    ben = a_stored_patient(program)
    book(session, ana, ben)
    version = the_patient(ana).schedule_version

    effect = change_session.cancel(staff, session.id, now=NOW)

    assert effect == Effect(cancelled=1, ended=2, told=2)
    assert (the_session(session).is_cancelled, the_session(session).taken) == (True, 0)
    for patient in (ana, ben):
        assert the_booking(patient, session).cancelled_by is CancelledBy.STAFF
        assert told(patient) == [Kind.CANCELLED]
        assert reminded_of(patient) == []
    assert the_patient(ana).schedule_version == version + 1


def test_who_gave_up_before_hears_nothing(program: Program, staff: Staff, ana: Patient):
    session = a_stored_session(program)
    book(session, ana)
    cancel_booking.cancel(ana.id, session.id, now=NOW)
    version = the_patient(ana).schedule_version

    change_session.cancel(staff, session.id, now=NOW)

    assert told(ana) == []
    assert the_booking(ana, session).cancelled_by is CancelledBy.PATIENT
    assert the_patient(ana).schedule_version == version


def test_a_reopened_session_comes_back_empty_and_can_be_booked(program: Program, staff: Staff, ana: Patient):
    session = a_stored_session(program)
    book(session, ana)
    change_session.cancel(staff, session.id, now=NOW)

    effect = change_session.reopen(staff, session.id, now=NOW)

    assert effect == Effect(altered=1)
    assert not the_booking(ana, session).is_active
    book(session, ana)
    assert (the_booking(ana, session).is_active, the_session(session).taken) == (True, 1)


def test_moving_a_cancelled_session_reopens_it(program: Program, staff: Staff):
    session = a_stored_session(program)
    change_session.cancel(staff, session.id, now=NOW)

    move(staff, session)

    assert (the_session(session).is_cancelled, the_session(session).starts) == (False, at(2, 18))


def test_a_moved_session_that_is_cancelled_and_reopened_stays_where_it_was_moved(program: Program, staff: Staff):
    session = a_stored_session(program)
    move(staff, session, place="Room 5")
    change_session.cancel(staff, session.id, now=NOW)

    change_session.reopen(staff, session.id, now=NOW)

    assert (the_session(session).starts, the_session(session).place) == (at(2, 18), "Room 5")


def test_fewer_seats_than_are_taken_evict_nobody_and_close_the_session(program: Program, staff: Staff):
    session = a_stored_session(program, seats=4)
    four, another = [a_stored_patient(program) for _ in range(4)], a_stored_patient(program)
    book(session, *four)

    effect = change_session.change_seats(staff, session.id, 2, now=NOW)

    assert effect == Effect(altered=1, silent=4)
    assert (the_session(session).seats, the_session(session).taken) == (2, 4)
    assert all(the_booking(patient, session).sequence == 0 for patient in four)
    assert told(four[0]) == []
    with pytest.raises(Refused):
        book(session, another)


def test_seats_given_back_in_an_overbooked_session_do_not_open_it_too_soon(program: Program, staff: Staff):
    session = a_stored_session(program, seats=4)
    four, another = [a_stored_patient(program) for _ in range(4)], a_stored_patient(program)
    book(session, *four)
    change_session.change_seats(staff, session.id, 2, now=NOW)

    for patient in four[:2]:
        cancel_booking.cancel(patient.id, session.id, now=NOW)
        with pytest.raises(Refused):
            book(session, another)
    cancel_booking.cancel(four[2].id, session.id, now=NOW)

    book(session, another)
    assert the_session(session).taken == 2
    with pytest.raises(Refused):
        book(session, four[0])


def test_more_seats_let_more_in(program: Program, staff: Staff, ana: Patient):
    session = a_stored_session(program, seats=1)
    book(session, a_stored_patient(program))

    change_session.change_seats(staff, session.id, 2, now=NOW)

    book(session, ana)
    assert the_session(session).taken == 2


def test_an_overbooked_session_that_moves_takes_all_along(program: Program, staff: Staff):
    session = a_stored_session(program, seats=3)
    three = [a_stored_patient(program) for _ in range(3)]
    book(session, *three)
    change_session.change_seats(staff, session.id, 1, now=NOW)

    assert move(staff, session).kept == 3
    assert (the_session(session).seats, the_session(session).taken) == (1, 3)


@pytest.mark.parametrize("seats", [0, -1, 101])
def test_seats_have_limits(program: Program, staff: Staff, seats: int):
    session = a_stored_session(program)

    with pytest.raises(Invalid) as refused:
        change_session.change_seats(staff, session.id, seats, now=NOW)

    assert list(refused.value.problems) == ["seats"]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"place": "Room 2"}, "Choose at most 9: Room 2 has 9 seats. That can be changed under Rooms."),
        ({"place": "Hall"}, "Choose at most 10: group sessions have at most 10. That can be changed under Rooms."),
    ],
)
def test_there_are_no_more_seats_than_the_room_and_the_kind_may_have(
    program: Program, staff: Staff, given: dict[str, Any], why: str
):
    session = a_stored_session(program, **given)
    a_stored_room(program, "Room 2", seats=9)
    with transaction():
        rooms.set_caps(program.id, {Component.GROUP: 10})

    with pytest.raises(Invalid) as refused:
        change_session.change_seats(staff, session.id, 20, now=NOW)

    assert refused.value.problems == {"seats": why}
    change_session.change_seats(staff, session.id, 9, now=NOW)


def test_what_has_begun_cannot_be_changed(program: Program, staff: Staff):
    session = a_stored_session(program)

    for change in every_change(staff, session.id, now=session.starts):
        with pytest.raises(Invalid) as refused:
            change()
        assert list(refused.value.problems) == ["session"]
    assert the_session(session) == session


def test_a_session_moves_to_a_time_ahead_only(program: Program, staff: Staff):
    session = a_stored_session(program)

    with pytest.raises(Invalid) as passed:
        move(staff, session, NOW.date(), 11)
    with pytest.raises(Invalid) as yesterday:
        move(staff, session, NOW.date() - timedelta(days=1), 18)

    assert [*passed.value.problems, *yesterday.value.problems] == ["begins", "day"]


def test_a_session_moves_to_no_closed_day(program: Program, staff: Staff, ana: Patient):
    from iopsched.domain.offering import Closure

    session = a_stored_session(program)
    book(session, ana)
    keep_closures.close(staff, Closure(WEDNESDAY), now=NOW)

    with pytest.raises(Invalid) as refused:
        move(staff, session, WEDNESDAY)

    assert list(refused.value.problems) == ["day"]
    assert the_booking(ana, session).is_active


def test_a_session_moves_to_no_time_that_clocks_skip(program: Program, staff: Staff):
    saturday = SPRING_SUNDAY - timedelta(days=1)
    session = a_stored_session(program, monday=saturday, day=0, hour=2.5, hours=1)
    now = datetime(2027, 3, 10, 17, tzinfo=UTC)

    with pytest.raises(Invalid) as refused:
        change_session.move(staff, session.id, SPRING_SUNDAY, time(2, 30), now=now)

    assert list(refused.value.problems) == ["begins"]
    assert "skip 2:30 am" in refused.value.problems["begins"]


def test_a_time_that_comes_twice_is_the_first_of_the_two(program: Program, staff: Staff):
    autumn = date(2027, 11, 7)
    session = a_stored_session(program, monday=autumn - timedelta(days=1), day=0, hour=1.5, hours=1)
    now = datetime(2027, 11, 3, 17, tzinfo=UTC)

    change_session.move(staff, session.id, autumn, time(1, 30), now=now)

    assert the_session(session).starts == datetime(2027, 11, 7, 5, 30, tzinfo=UTC)


def test_a_session_moves_within_two_months_of_where_it_belongs(program: Program, staff: Staff):
    session = a_stored_session(program)

    with pytest.raises(Invalid) as refused:
        move(staff, session, MONDAY + timedelta(days=61))

    assert list(refused.value.problems) == ["day"]
    assert move(staff, session, MONDAY + timedelta(days=60)).altered == 1


def test_a_session_that_was_moved_far_can_still_be_changed_when_its_day_comes(program: Program, staff: Staff):
    session = a_stored_session(program)
    move(staff, session, MONDAY + timedelta(days=60))

    effect = change_session.cancel(staff, session.id, now=NOW + timedelta(days=66))

    assert effect.cancelled == 1


def test_another_programs_session_is_not_there(program: Program, staff: Staff):
    theirs = a_stored_session(a_stored_program(name="Hillside"))

    for change in [*every_change(staff, theirs.id), *every_change(staff, 999_999)]:
        with pytest.raises(NotFound):
            change()
    assert the_session(theirs) == theirs


def test_a_clinician_changes_nothing(program: Program):
    session = a_stored_session(program)
    clinician = a_stored_staff(program, Role.CLINICIAN)

    for change in every_change(clinician, session.id):
        with pytest.raises(Forbidden):
            change()
    assert the_session(session) == session


def test_a_change_from_person_to_telehealth_ends_the_seat_of_who_may_not(program: Program, staff: Staff, ana: Patient):
    session = a_stored_session(program)
    in_person = a_stored_patient(program, plan={"modalities": frozenset({Modality.IN_PERSON})})
    book(session, ana, in_person)
    with reading():
        (offering,) = offerings.in_program(program.id)

    effect = keep_offerings.change(staff, replace(offering, modality=Modality.TELEHEALTH), now=NOW)

    assert (effect.kept, effect.ended) == (1, 1)
    assert (told(ana), told(in_person)) == ([Kind.MOVED], [Kind.CANCELLED])
