"""Two records of one person become one, or it is said what stands in the way."""

from datetime import timedelta

import pytest

from iopsched.domain.booking import Attendance, CancelledBy
from iopsched.domain.consent import Source
from iopsched.domain.errors import Forbidden, Invalid, NotFound
from iopsched.domain.feed import Content, Owner
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.store import bookings, devices, people, treatments, waitings
from iopsched.store.db import reading, transaction
from iopsched.usecases.feeds import keep_links, publish_feed
from iopsched.usecases.hours import mark_attendance
from iopsched.usecases.hours.mark_attendance import Mark
from iopsched.usecases.people import archive_patient, change_profile, merge_patients, view_patient
from iopsched.usecases.seats import book_session, cancel_booking, wait_for_seat
from iopsched.usecases.weeks import view_week
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff, seats_taken
from tests.trail import trail

LATER = {"first_day": MONDAY + timedelta(weeks=20), "last_day": MONDAY + timedelta(weeks=30)}


@pytest.fixture
def again(program: Program) -> Patient:
    """Ana once more, with a plan that follows."""
    return a_stored_patient(program, plan=LATER)


def merged(staff: Staff, stays: Patient, goes: Patient) -> Patient:
    merge_patients.merge(staff, stays.id, goes.id, now=NOW)
    with reading():
        return people.patient(stays.id)


def test_seats_plans_and_attendance_are_the_others(program: Program, staff: Staff, again: Patient, ana: Patient):
    mine, past, ahead = (a_stored_session(program, day) for day in (141, -7, 2))
    book_session.book(again.id, mine.id, now=NOW)
    book_session.book(ana.id, past.id, now=NOW)
    book_session.book(ana.id, ahead.id, now=NOW)
    with reading():
        came = bookings.every(ana.id)[0].id
    mark_attendance.mark(staff, past.id, {came: Mark(Attendance.HERE)}, now=NOW + timedelta(hours=7))

    merged(staff, again, ana)

    with reading():
        held = bookings.every(again.id)
        assert [booking.session.id for booking in held] == [past.id, ahead.id, mine.id]
        assert held[0].attendance is Attendance.HERE
        assert len(treatments.of_patient(again.id)) == 2
        assert bookings.every(ana.id) == ()
    assert [seats_taken(session) for session in (mine, past, ahead)] == [1, 1, 1]
    assert view_week.view(again.id, MONDAY, now=NOW).week.minutes == 180


def test_two_seats_at_one_time_and_two_plans_on_one_day_are_named_and_refused(
    program: Program, staff: Staff, ana: Patient
):
    ben = a_stored_patient(program)
    one, other = a_stored_session(program, hour=17), a_stored_session(program, hour=18)
    book_session.book(ana.id, one.id, now=NOW)
    book_session.book(ben.id, other.id, now=NOW)

    looked = merge_patients.preview(staff, ana.id, ben.id, now=NOW)
    with pytest.raises(Invalid) as refused:
        merge_patients.merge(staff, ana.id, ben.id, now=NOW)

    assert [(mine.session.id, his.session.id) for mine, his in looked.conflicts.bookings] == [(one.id, other.id)]
    assert len(looked.conflicts.plans) == 1
    assert list(refused.value.problems) == ["ahead", "plans"]
    with reading():
        assert people.patient(ben.id).merged_into is None


def test_of_two_seats_of_the_past_and_two_courses_the_chosen_ones_stay(program: Program, staff: Staff, ana: Patient):
    twin, session = a_stored_patient(program, plan={"week_least": 360}), a_stored_session(program, seats=2)
    for each in (ana, twin):
        book_session.book(each.id, session.id, now=NOW)
    with reading():
        (his,) = bookings.every(twin.id)
    mark_attendance.mark(staff, session.id, {his.id: Mark(Attendance.HERE)}, now=session.ends)

    with pytest.raises(Invalid):
        merge_patients.merge(staff, ana.id, twin.id, kept=[his.id], now=session.ends)
    merge_patients.merge(staff, ana.id, twin.id, kept=[his.id], plans_of=ana.id, now=session.ends)

    with reading():
        (held,) = bookings.every(ana.id)
        (plan,) = treatments.of_patient(ana.id)
    assert (held.id, held.attended_minutes, plan.week_least) == (his.id, 180, 540)
    assert seats_taken(session) == 1
    assert [entry.action for entry in trail(ana)] == ["booked", "cancelled for", "plan removed", "merged"]


def test_seats_ahead_are_given_up_first_whatever_was_chosen(program: Program, staff: Staff, ana: Patient):
    twin, session = a_stored_patient(program), a_stored_session(program)
    for each in (ana, twin):
        book_session.book(each.id, session.id, now=NOW)
    with reading():
        (mine,) = bookings.every(ana.id)

    with pytest.raises(Invalid):
        merge_patients.merge(staff, ana.id, twin.id, kept=[mine.id], plans_of=ana.id, now=NOW)

    assert seats_taken(session) == 2


def test_the_record_that_goes_leads_to_the_one_that_stays(program: Program, staff: Staff, again: Patient, ana: Patient):
    third = a_stored_patient(program, plan={key: day + timedelta(weeks=40) for key, day in LATER.items()})

    merged(staff, again, ana)
    merged(staff, third, again)

    with reading():
        gone = people.some([ana.id, again.id])
    assert [gone[key].merged_into for key in (ana.id, again.id)] == [third.id, third.id]
    assert [one.id for one in view_patient.view(staff, third.id, now=NOW).merged] == sorted([ana.id, again.id])
    assert archive_patient.list_archived(staff) == ()


def test_a_number_and_its_consent_go_along_where_there_was_none(program: Program, staff: Staff, ana: Patient):
    bare = a_stored_patient(program, plan=LATER, phone="", accepts_texts=False)

    after = merged(staff, bare, ana)

    assert (after.phone, after.accepts_texts) == (ana.phone, True)


def test_an_address_goes_along_too_and_devices_do_not(program: Program, staff: Staff, again: Patient):
    there = {"email": "ana@example.org", "accepts_email": True, "accepts_push": True}
    other = a_stored_patient(program, plan={key: day + timedelta(weeks=40) for key, day in LATER.items()}, **there)
    with transaction():
        devices.keep(other.id, "Phone", "mark", "sealed", now=NOW)

    after = merged(staff, again, other)

    with reading():
        gone = people.patient(other.id)
    assert (after.email, after.accepts_email, after.devices) == ("ana@example.org", True, 0)
    assert (gone.email, gone.channels) == ("", ())


def test_who_said_no_is_not_made_to_say_yes(program: Program, staff: Staff, again: Patient, ana: Patient):
    change_profile.set_consent(again.id, False, source=Source.APP, now=NOW)
    change_profile.set_consent(ana.id, False, source=Source.APP, now=NOW)
    change_profile.set_consent(ana.id, True, source=Source.APP, now=NOW)

    after = merged(staff, again, ana)

    with reading():
        answers = people.consents(again.id)
    assert (after.phone, after.accepts_texts) == (again.phone, False)
    assert [answer.is_given for answer in answers] == [False, True, False, False]


def test_links_of_both_show_one_week(program: Program, staff: Staff, again: Patient, ana: Patient):
    _feed, token = keep_links.create(Owner(program.id, ana.id), "Phone", Content(), now=NOW)
    before = publish_feed.read(token, reader="", now=NOW)
    book_session.book(again.id, a_stored_session(program, day=141).id, now=NOW)

    merged(staff, again, ana)

    assert publish_feed.read(token, reader="", now=NOW).etag != before.etag


def test_a_seat_of_the_one_that_the_other_gave_up_can_be_given_up(
    program: Program, staff: Staff, again: Patient, ana: Patient
):
    session = a_stored_session(program, day=2)
    book_session.book(ana.id, session.id, now=NOW)
    _gave_up_later(again, session)

    merged(staff, again, ana)

    assert not cancel_booking.cancel(again.id, session.id, now=NOW).has_seat_in(session.id)


def _gave_up_later(patient: Patient, session: Session) -> None:
    """A booking of the other record with a higher id; so early that its plan does not ask, past the rule."""
    with transaction():
        booking_id = bookings.add(patient.id, session, uid="later", now=NOW)
        bookings.cancel([booking_id], CancelledBy.PATIENT, now=NOW)


def test_what_the_one_waited_for_is_waited_for_no_more(program: Program, staff: Staff, again: Patient, ana: Patient):
    full = a_stored_session(program, seats=1)
    book_session.book(a_stored_patient(program).id, full.id, now=NOW)
    wait_for_seat.wait(ana.id, full.id, now=NOW)

    after = merged(staff, again, ana)

    with reading():
        assert waitings.of_patient(again.id) == ()
    assert after.waits == 0


def test_the_same_record_and_one_that_is_merged_are_refused(staff: Staff, again: Patient, ana: Patient):
    merged(staff, again, ana)

    for stays, goes in ((again, again), (again, ana), (ana, again)):
        with pytest.raises(Invalid):
            merge_patients.merge(staff, stays.id, goes.id, now=NOW)


def test_the_log_keeps_both_and_says_which_went(program: Program, staff: Staff, again: Patient, ana: Patient):
    book_session.book(ana.id, a_stored_session(program).id, now=NOW)

    merge_patients.merge(staff, again.id, ana.id, now=NOW, key="form")
    merge_patients.merge(staff, again.id, ana.id, now=NOW, key="form")

    assert [(entry.action, entry.detail) for entry in trail(again)] == [("merged", {"merged_id": ana.id})]
    assert [entry.action for entry in trail(ana)] == ["booked"]


def test_people_of_the_same_name_come_first(program: Program, staff: Staff, ana: Patient):
    zoe = a_stored_patient(program, given_name="Al")
    twin = a_stored_patient(program)

    assert [one.id for one in merge_patients.candidates(staff, ana.id)[1]] == [twin.id, zoe.id]


def test_strangers_and_clinicians_merge_nobody(program: Program, staff: Staff, again: Patient, ana: Patient):
    theirs = a_stored_patient(a_stored_program(name="Hillside"), plan=LATER)

    for stays, goes in ((ana, theirs), (theirs, ana)):
        with pytest.raises(NotFound):
            merge_patients.merge(staff, stays.id, goes.id, now=NOW)
    with pytest.raises(Forbidden):
        merge_patients.preview(a_stored_staff(program, Role.CLINICIAN), again.id, ana.id, now=NOW)
