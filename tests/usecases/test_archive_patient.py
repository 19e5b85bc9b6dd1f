"""Whoever is finished is archived: signed out, seats given to others, out of the lists, kept in the records."""

from datetime import timedelta

import pytest

from iopsched.domain.channel import Channel
from iopsched.domain.errors import Forbidden, Invalid, NotFound
from iopsched.domain.feed import Content, Owner
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.store import bookings, holds, messages, people, treatments, waitings
from iopsched.store.db import reading
from iopsched.usecases.feeds import keep_links, publish_feed
from iopsched.usecases.people import admit_patient, archive_patient, sign_in_patient, view_people
from iopsched.usecases.people.admit_patient import Admission
from iopsched.usecases.seats import book_session, hold_plan, seat_patient, wait_for_seat
from iopsched.usecases.weeks import view_board
from tests.bookshelf import SECRET
from tests.builders import MONDAY, a_plan
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff, seats_taken
from tests.trail import trail


def archived(staff: Staff, patient: Patient) -> Patient:
    """With all the seats that there are ahead."""
    going = archive_patient.view(staff, patient.id, now=NOW)
    archive_patient.archive(staff, patient.id, going.session_ids, now=NOW)
    with reading():
        return people.patient(patient.id)


def test_seats_ahead_end_and_go_to_who_waits(program: Program, staff: Staff, ana: Patient):
    session, ben = a_stored_session(program, seats=1), a_stored_patient(program, given_name="Ben")
    book_session.book(ana.id, session.id, now=NOW)
    wait_for_seat.wait(ben.id, session.id, now=NOW)

    archived(staff, ana)

    with reading():
        assert [hold.session_id for hold in holds.of_patient(ben.id, NOW)] == [session.id]
    assert seats_taken(session) == 0


def test_what_has_been_stays(program: Program, staff: Staff, ana: Patient):
    past = a_stored_session(program, day=-7, hour=18)
    book_session.book(ana.id, past.id, now=NOW)
    later = NOW + timedelta(days=1)

    archive_patient.archive(staff, ana.id, [], now=later)

    with reading():
        assert [booking.session.id for booking in bookings.every(ana.id)] == [past.id]


def test_nothing_is_kept_waited_for_or_sent_any_more(program: Program, staff: Staff, ana: Patient):
    booked, kept, full = (a_stored_session(program, day, seats=1) for day in range(3))
    book_session.book(a_stored_patient(program).id, full.id, now=NOW)
    book_session.book(ana.id, booked.id, now=NOW)
    hold_plan.hold(ana.id, [kept.id], now=NOW)
    wait_for_seat.wait(ana.id, full.id, now=NOW)

    gone = archived(staff, ana)

    with reading():
        assert holds.of_patient(ana.id, NOW) == ()
        assert waitings.of_patient(ana.id) == ()
        assert not any(message.state == "due" for message in messages.of_patient(ana.id))
    assert (gone.waits, gone.accepts_texts, gone.channels) == (0, False, ())


def test_every_kind_of_message_is_off(program: Program, staff: Staff):
    zoe = a_stored_patient(program, email="zoe@example.org", accepts_email=True)

    gone = archived(staff, zoe)

    with reading():
        answers = people.consents(zoe.id)
    assert (gone.accepts_texts, gone.accepts_email, gone.channels) == (False, False, ())
    assert {answer.channel: answer.is_given for answer in answers} == {Channel.SMS: False, Channel.EMAIL: False}


def test_the_plan_ends_today_and_those_ahead_never_begin(staff: Staff, ana: Patient):
    with reading():
        (plan,) = treatments.of_patient(ana.id)
    ahead = a_plan(
        patient_id=ana.id, first_day=plan.last_day + timedelta(days=1), last_day=plan.last_day + timedelta(9)
    )
    admit_patient.add_plan(staff, ahead, now=NOW)

    archived(staff, ana)

    with reading():
        assert [each.last_day for each in treatments.of_patient(ana.id)] == [NOW.date()]


def test_nobody_signs_in_any_more_and_links_are_not_there(program: Program, staff: Staff, ana: Patient):
    _feed, token = keep_links.create(Owner(program.id, ana.id), "Phone", Content(), now=NOW)
    sign_in_patient.ask_for_code(ana.phone, secret=SECRET, now=NOW)
    code = sign_in_patient.code_for_demo(ana.phone, secret=SECRET, now=NOW)

    archived(staff, ana)

    assert sign_in_patient.load(ana.id, ana.sign_in_version) is None
    with pytest.raises(Invalid):
        sign_in_patient.check_code(ana.phone, str(code), secret=SECRET, now=NOW)
    with pytest.raises(NotFound):
        publish_feed.read(token, reader="", now=NOW)


def test_lists_leave_them_out_and_records_do_not(program: Program, staff: Staff, ana: Patient):
    archived(staff, ana)

    assert view_people.view(staff, now=NOW).standings == ()
    assert view_board.view(staff, MONDAY, now=NOW).people == ()
    assert [patient.id for patient in archive_patient.list_archived(staff)] == [ana.id]


def test_a_seat_that_was_booked_meanwhile_is_asked_about(program: Program, staff: Staff, ana: Patient):
    seen = archive_patient.view(staff, ana.id, now=NOW).session_ids
    session = a_stored_session(program)
    book_session.book(ana.id, session.id, now=NOW)

    with pytest.raises(Invalid) as refused:
        archive_patient.archive(staff, ana.id, seen, now=NOW)

    assert list(refused.value.problems) == ["seen"]
    assert seats_taken(session) == 1


def test_nothing_is_booked_for_who_is_archived_until_the_record_is_reopened(
    program: Program, staff: Staff, ana: Patient
):
    session = a_stored_session(program)
    archived(staff, ana)

    with pytest.raises(Invalid):
        seat_patient.book(staff, ana.id, session.id, now=NOW)
    archive_patient.reopen(staff, ana.id, now=NOW)
    with reading():
        (ended,) = treatments.of_patient(ana.id)
    admit_patient.add_plan(staff, a_plan(patient_id=ana.id, first_day=ended.last_day + timedelta(days=1)), now=NOW)
    seat_patient.book(staff, ana.id, session.id, now=NOW)

    assert seats_taken(session) == 1


def test_the_number_of_who_is_archived_is_still_theirs(staff: Staff, ana: Patient):
    archived(staff, ana)

    with pytest.raises(Invalid) as refused:
        admit_patient.admit(staff, Admission("Lena", "Kim", ana.phone), a_plan(), now=NOW)

    assert list(refused.value.problems) == ["phone"]


def test_the_log_says_who_was_archived_and_what_ended(program: Program, staff: Staff, ana: Patient):
    book_session.book(ana.id, a_stored_session(program).id, now=NOW)

    archived(staff, ana)
    archive_patient.reopen(staff, ana.id, now=NOW)

    actions = [(entry.action, entry.detail) for entry in trail(ana)]
    assert actions[1:] == [("cancelled for", {}), ("texts off", {}), ("archived", {"seats": 1}), ("reopened", {})]


def test_strangers_and_clinicians_archive_nobody(program: Program, staff: Staff, ana: Patient):
    theirs = a_stored_patient(a_stored_program(name="Hillside"))

    for act in (archive_patient.view, archive_patient.reopen):
        with pytest.raises(NotFound):
            act(staff, theirs.id, now=NOW)
        with pytest.raises(Forbidden):
            act(a_stored_staff(program, Role.CLINICIAN), ana.id, now=NOW)
    with pytest.raises(NotFound):
        archive_patient.archive(staff, theirs.id, [], now=NOW)
