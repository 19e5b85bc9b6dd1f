"""A dry run says in the very words what one person would be told and why not what they would not; it sends nothing."""

import pytest

from iopsched.domain.errors import Forbidden, NotFound
from iopsched.domain.message import Kind
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.store import messages
from iopsched.store.db import reading
from iopsched.usecases.messages import draft_messages
from iopsched.usecases.messages.draft_messages import Draft
from iopsched.usecases.seats import book_session, seat_patient
from tests.builders import at
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff
from tests.trail import told

REMINDER = "Riverside: tomorrow, Tue Dec 1: 6 to 9 pm. Can't come? Open your week."


def drafts(staff: Staff, patient: Patient, kind: Kind) -> list[Draft]:
    found = draft_messages.view(staff, patient.id, now=NOW).drafts
    return [draft for draft in found if draft.message.kind is kind]


def test_the_next_reminder_is_shown_as_it_will_go_out(program: Program, staff: Staff, ana: Patient):
    book_session.book(ana.id, a_stored_session(program, 1).id, now=NOW)

    (reminder,) = drafts(staff, ana, Kind.REMINDER)

    assert (reminder.words, reminder.at, reminder.is_waiting) == (REMINDER, at(0, 18), True)
    assert reminder.length == len(REMINDER)


def test_without_consent_it_says_so(program: Program, staff: Staff):
    silent = a_stored_patient(program, accepts_texts=False)
    book_session.book(silent.id, a_stored_session(program, 1).id, now=NOW)

    (reminder,) = drafts(staff, silent, Kind.REMINDER)

    assert (reminder.words, reminder.why_not, reminder.is_waiting) == ("", "no consent", False)


def test_what_waits_for_a_decent_hour_is_shown_as_of_then(program: Program, staff: Staff, ana: Patient):
    seat_patient.book(staff, ana.id, a_stored_session(program, 1).id, now=NOW)

    (news,) = drafts(staff, ana, Kind.BOOKED)

    assert news.words.startswith("Riverside: you have a new time: Tue Dec 1, 6 to 9 pm.")


def test_how_the_week_stands_is_said_and_a_week_without_room_is_not(staff: Staff, ana: Patient):
    (digest,), (shortfall,) = drafts(staff, ana, Kind.DIGEST), drafts(staff, ana, Kind.SHORTFALL)

    assert digest.words == "Riverside: your week of Nov 23: 0 of 9 h. Open your week to add times."
    assert shortfall.why_not == "no longer so"


def test_looking_writes_nothing_but_that_somebody_looked(program: Program, staff: Staff, ana: Patient):
    draft_messages.view(staff, ana.id, now=NOW)

    with reading():
        assert messages.of_patient(ana.id) == ()
    assert told(ana) == [(f"staff:{staff.id}", "looked")]


def test_only_who_may_schedule_in_the_same_program_looks(program: Program, staff: Staff, ana: Patient):
    stranger = a_stored_patient(a_stored_program())

    with pytest.raises(NotFound):
        draft_messages.view(staff, stranger.id, now=NOW)
    with pytest.raises(Forbidden):
        draft_messages.view(a_stored_staff(program, Role.CLINICIAN), ana.id, now=NOW)
