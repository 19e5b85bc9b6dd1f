"""Who came, and for how long it counts: marked once a session has begun, by whoever may see it."""

from datetime import timedelta

import pytest

from iopsched.domain.booking import Attendance, Booking
from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.usecases.hours import mark_attendance
from iopsched.usecases.hours.mark_attendance import Kept, Mark
from iopsched.usecases.seats import book_session, cancel_booking
from tests.conftest import NOW
from tests.counting import statements
from tests.stored import (
    a_stored_clinician,
    a_stored_patient,
    a_stored_program,
    a_stored_session,
    a_stored_staff,
    the_booking,
)
from tests.trail import trail

HERE, LATE, AWAY = Attendance.HERE, Attendance.LATE, Attendance.AWAY


@pytest.fixture
def session(program: Program) -> Session:
    """Three hours of which 150 minutes count."""
    return a_stored_session(program, counted_minutes=150)


def booked(patient: Patient, session: Session) -> Booking:
    book_session.book(patient.id, session.id, now=NOW)
    return the_booking(patient, session)


def test_here_counts_in_full_late_as_said_and_away_not_at_all(program: Program, staff: Staff, session: Session):
    ana, ben, cleo = (a_stored_patient(program, given_name=name) for name in ("Ana", "Ben", "Cleo"))
    marks = {booked(ana, session).id: Mark(HERE), booked(ben, session).id: Mark(LATE, 90)}
    marks[booked(cleo, session).id] = Mark(AWAY, 150)

    mark_attendance.mark(staff, session.id, marks, now=session.starts)

    told = [(b.attendance, b.attended_minutes) for b in (the_booking(who, session) for who in (ana, ben, cleo))]
    assert told == [(HERE, 150), (LATE, 90), (AWAY, 0)]


def test_who_gave_up_the_seat_when_notice_was_over_stands_on_the_roster(
    program: Program, staff: Staff, session: Session
):
    ana, ben, cleo = (a_stored_patient(program, given_name=name) for name in ("Ana", "Ben", "Cleo"))
    for patient in (ana, ben, cleo):
        booked(patient, session)
    cancel_booking.cancel(ana.id, session.id, now=session.starts - timedelta(hours=25))
    cancel_booking.cancel(ben.id, session.id, now=session.starts - timedelta(hours=23))

    roster = mark_attendance.roster(staff, session.id, now=session.starts)

    assert [patient.given_name for patient in roster.late] == ["Ben"]
    assert [guest.patient.given_name for guest in roster.guests] == ["Cleo"]


def test_a_mark_can_be_taken_away(program: Program, staff: Staff, session: Session):
    ana = a_stored_patient(program)
    booking = booked(ana, session)
    mark_attendance.mark(staff, session.id, {booking.id: Mark(HERE)}, now=session.starts)

    mark_attendance.mark(staff, session.id, {booking.id: Mark(None)}, now=session.ends)

    assert the_booking(ana, session) == booking


def test_what_somebody_else_marked_since_it_was_seen_stands(program: Program, staff: Staff, session: Session):
    ana, ben = a_stored_patient(program), a_stored_patient(program)
    first, second = booked(ana, session).id, booked(ben, session).id
    mark_attendance.mark(staff, session.id, {first: Mark(LATE, 90)}, now=session.starts)
    marks = {first: Mark(HERE, seen=Kept()), second: Mark(HERE, seen=Kept())}

    left = mark_attendance.mark(staff, session.id, marks, now=session.ends)
    again = mark_attendance.mark(staff, session.id, {first: Mark(HERE, seen=Kept(LATE, 90))}, now=session.ends)

    assert (left, again) == ((ana.id,), ())
    assert the_booking(ana, session).attendance is the_booking(ben, session).attendance is HERE
    assert [entry.detail["attendance"] for entry in trail(ana) if entry.action == "marked"] == ["late", "here"]


def test_nobody_is_marked_before_anybody_can_arrive(program: Program, staff: Staff, session: Session):
    booking = booked(a_stored_patient(program), session)

    with pytest.raises(Invalid) as refused:
        mark_attendance.mark(staff, session.id, {booking.id: Mark(HERE)}, now=session.starts - timedelta(minutes=31))

    assert list(refused.value.problems) == ["attendance"]


@pytest.mark.parametrize("minutes", [-1, 151])
def test_wrong_minutes_are_named_by_booking_and_nothing_is_kept(
    program: Program, staff: Staff, session: Session, minutes: int
):
    ana, ben = a_stored_patient(program), a_stored_patient(program)
    right, wrong = booked(ana, session), booked(ben, session)
    marks = {right.id: Mark(HERE), wrong.id: Mark(LATE, minutes)}

    with pytest.raises(Invalid) as refused:
        mark_attendance.mark(staff, session.id, marks, now=session.starts)

    assert refused.value.problems == {f"minutes_{wrong.id}": "Give minutes from 0 to 150."}
    assert the_booking(ana, session).attendance is None


def test_a_booking_of_another_session_or_given_up_is_not_there(program: Program, staff: Staff, session: Session):
    ana, other = a_stored_patient(program), a_stored_session(program, day=1)
    elsewhere, gone = booked(ana, other), booked(ana, session)
    cancel_booking.cancel(ana.id, session.id, now=NOW)

    for booking in (elsewhere, gone):
        with pytest.raises(NotFound):
            mark_attendance.mark(staff, session.id, {booking.id: Mark(HERE)}, now=other.ends)


def test_a_clinician_marks_own_sessions_only(program: Program):
    rivera = a_stored_clinician(program)
    clinician = a_stored_staff(program, Role.CLINICIAN, clinician_id=rivera)
    own, theirs = a_stored_session(program, clinician_id=rivera), a_stored_session(program, day=1)
    booking = booked(a_stored_patient(program), own)

    mark_attendance.mark(clinician, own.id, {booking.id: Mark(HERE)}, now=own.starts)

    assert mark_attendance.roster(clinician, own.id, now=NOW).session.id == own.id
    with pytest.raises(NotFound):
        mark_attendance.roster(clinician, theirs.id, now=NOW)
    with pytest.raises(NotFound):
        mark_attendance.mark(clinician, theirs.id, {}, now=theirs.starts)


def test_another_programs_session_is_not_there(staff: Staff):
    theirs = a_stored_session(a_stored_program(name="Hillside"))

    with pytest.raises(NotFound):
        mark_attendance.roster(staff, theirs.id, now=NOW)
    with pytest.raises(NotFound):
        mark_attendance.mark(staff, theirs.id, {}, now=theirs.starts)


def test_a_roster_names_everybody_with_the_week_of_each(program: Program, staff: Staff, session: Session):
    cleo, ana = (a_stored_patient(program, given_name=name) for name in ("Cleo", "Ana"))
    booked(cleo, session)
    booked(ana, session)
    booked(ana, a_stored_session(program, day=1))

    roster = mark_attendance.roster(staff, session.id, now=NOW)

    assert [(guest.patient.given_name, guest.week.minutes) for guest in roster.guests] == [("Ana", 330), ("Cleo", 150)]
    assert not roster.has_begun


def test_a_roster_counts_its_marks_and_knows_whom_to_call(program: Program, staff: Staff, session: Session):
    ana, ben = a_stored_patient(program), a_stored_patient(program, given_name="Ben", phone="")
    booking = booked(ana, session)
    booked(ben, session)
    mark_attendance.mark(staff, session.id, {booking.id: Mark(LATE, 60)}, now=session.starts)

    roster = mark_attendance.roster(staff, session.id, now=session.starts)

    assert [roster.marked(kind) for kind in (HERE, LATE, AWAY, None)] == [0, 1, 0, 1]
    assert [patient.given_name for patient in roster.to_call] == ["Ben"]


def test_a_roster_takes_six_queries_however_many_are_in_it(program: Program, staff: Staff, session: Session):
    for _ in range(5):
        booked(a_stored_patient(program), session)

    with statements() as at_first:
        mark_attendance.roster(staff, session.id, now=NOW)
    with statements() as again:
        mark_attendance.roster(staff, session.id, now=NOW)

    assert (len(at_first), len(again)) == (6 + 3, 6 + 1)


def test_who_looked_at_a_roster_is_noted(program: Program, staff: Staff, session: Session):
    booked(a_stored_patient(program), session)
    before = len(trail(program))

    mark_attendance.roster(staff, session.id, now=NOW)

    (look,) = trail(program)[before:]
    assert (look.actor, look.action, look.session_id) == (f"staff:{staff.id}", "looked", session.id)
    assert dict(look.detail) == {"people": 1}


def test_each_mark_is_noted_of_whom_it_is_about_and_the_same_again_is_no_news(
    program: Program, staff: Staff, session: Session
):
    ana, ben = a_stored_patient(program), a_stored_patient(program, given_name="Ben")
    first, second = booked(ana, session).id, booked(ben, session).id

    for marks in (
        {first: Mark(HERE), second: Mark(None)},
        {first: Mark(HERE), second: Mark(AWAY)},
        {first: Mark(None)},
    ):
        mark_attendance.mark(staff, session.id, marks, now=session.ends)

    assert [entry.detail for entry in trail(ana) if entry.action == "marked"] == [
        {"attendance": "here", "minutes": 150},
        {"attendance": None, "minutes": 0},
    ]
    assert [(entry.actor, entry.session_id, entry.detail) for entry in trail(ben)[1:]] == [
        (f"staff:{staff.id}", session.id, {"attendance": "away", "minutes": 0})
    ]
