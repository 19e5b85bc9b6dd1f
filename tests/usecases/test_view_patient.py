"""One patient as staff may see one: plans, weeks around now, consent and texts; nothing beyond what is needed."""

from datetime import timedelta

import pytest

from iopsched.domain.consent import Source
from iopsched.domain.errors import NotFound
from iopsched.domain.message import LEASE, Kind, State
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.store import outbox
from iopsched.store.db import transaction
from iopsched.usecases.availability import change_session
from iopsched.usecases.messages import view_messages
from iopsched.usecases.people import change_profile, view_patient
from iopsched.usecases.seats import book_session, cancel_booking
from tests.builders import MONDAY, at
from tests.conftest import NOW
from tests.counting import statements
from tests.stored import (
    a_stored_clinician,
    a_stored_patient,
    a_stored_program,
    a_stored_session,
    a_stored_staff,
)
from tests.trail import told

THIS_MONDAY = MONDAY - timedelta(days=7)


def test_weeks_around_now_with_what_is_booked_and_given_up(program: Program, staff: Staff, ana: Patient):
    kept, given_up = a_stored_session(program), a_stored_session(program, day=1)
    book_session.book(ana.id, kept.id, now=NOW)
    book_session.book(ana.id, given_up.id, now=NOW)
    cancel_booking.cancel(ana.id, given_up.id, now=NOW)

    sheet = view_patient.view(staff, ana.id, now=NOW)

    assert [week.monday for week in sheet.weeks] == [THIS_MONDAY + timedelta(weeks=n) for n in (-2, -1, 0, 1, 2, 3)]
    next_week = sheet.weeks[3]
    assert [session.id for session in next_week.sessions] == [kept.id]
    assert [booking.session.id for booking in sheet.given_up_in(next_week)] == [given_up.id]
    assert sheet.given_up_in(sheet.weeks[2]) == ()
    assert (next_week.required, next_week.minutes) == (540, 180)


def test_plans_consents_and_texts_are_there(program: Program, staff: Staff, ana: Patient):
    session = a_stored_session(program)
    book_session.book(ana.id, session.id, now=NOW)
    change_profile.set_consent(ana.id, False, source=Source.APP, now=NOW)

    sheet = view_patient.view(staff, ana.id, now=NOW)

    assert [plan.week_least for plan in sheet.plans] == [540]
    assert [consent.is_given for consent in sheet.consents] == [False]
    assert [message.kind for message in sheet.messages] == [Kind.REMINDER]


def test_a_clinician_sees_who_was_in_own_sessions_for_some_weeks(program: Program, ana: Patient):
    rivera = a_stored_clinician(program)
    clinician = a_stored_staff(program, Role.CLINICIAN, clinician_id=rivera)
    own = a_stored_session(program, clinician_id=rivera)
    with pytest.raises(NotFound):
        view_patient.view(clinician, ana.id, now=NOW)
    book_session.book(ana.id, own.id, now=NOW)

    sheet = view_patient.view(clinician, ana.id, now=at(21, 12))

    assert sheet.plans
    assert (sheet.messages, sheet.consents) == ((), ())
    with pytest.raises(NotFound):
        view_patient.view(clinician, ana.id, now=at(35, 12))


def test_a_clinician_who_leads_nothing_sees_nobody(program: Program, ana: Patient):
    with pytest.raises(NotFound):
        view_patient.view(a_stored_staff(program, Role.CLINICIAN), ana.id, now=NOW)


def test_another_programs_patient_is_not_there(staff: Staff):
    theirs = a_stored_patient(a_stored_program(name="Hillside"))

    for patient_id in (theirs.id, 999_999):
        with pytest.raises(NotFound):
            view_patient.view(staff, patient_id, now=NOW)


def test_a_page_of_a_patient_takes_eight_queries_and_those_that_note_it(program: Program, staff: Staff, ana: Patient):
    for day in range(4):
        book_session.book(ana.id, a_stored_session(program, day=day).id, now=NOW)

    with statements() as at_first:
        view_patient.view(staff, ana.id, now=NOW)
    with statements() as again:
        view_patient.view(staff, ana.id, now=NOW)

    assert (len(at_first), len(again)) == (8 + 3, 8 + 1)


def test_who_looked_at_a_patient_is_noted_and_who_could_not_is_not(program: Program, staff: Staff, ana: Patient):
    with pytest.raises(NotFound):
        view_patient.view(a_stored_staff(program, Role.CLINICIAN), ana.id, now=NOW)

    view_patient.view(staff, ana.id, now=NOW)

    assert told(ana) == [(f"staff:{staff.id}", "looked")]


def test_news_that_no_text_brings_is_for_a_call(program: Program, staff: Staff, ana: Patient):
    session = a_stored_session(program)
    silent = a_stored_patient(program, given_name="Lena", phone="")
    for patient in (ana, silent):
        book_session.book(patient.id, session.id, now=NOW)
    change_session.cancel(staff, session.id, now=NOW)

    log = view_messages.view(staff, now=NOW)

    (call,) = log.to_call
    assert (call.patient.id, [news.kind for news in call.news]) == (silent.id, [Kind.CANCELLED])
    assert {line.message.kind for line in log.in_state(None)} >= {Kind.CANCELLED}
    assert view_messages.view(staff, now=session.starts).to_call == ()


def test_news_over_the_caps_is_for_a_call(program: Program, staff: Staff, ana: Patient):
    session = a_stored_session(program)
    book_session.book(ana.id, session.id, now=NOW)
    change_session.cancel(staff, session.id, now=NOW)
    with transaction():
        (message,) = (one for one in outbox.claim(now=NOW, lease=LEASE, limit=9) if one.kind is Kind.CANCELLED)
        outbox.settle(message, State.WITHDRAWN, now=NOW, failure="enough for this week")

    assert [call.patient.id for call in view_messages.view(staff, now=NOW).to_call] == [ana.id]
