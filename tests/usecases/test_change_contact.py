"""A number is put right by staff: it signs in from then on, the old devices are out, and texts follow."""

from dataclasses import replace
from typing import Any

import pytest

from iopsched.domain.consent import Source
from iopsched.domain.errors import Forbidden, Invalid, NotFound
from iopsched.domain.message import State
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Language, Role
from iopsched.store import messages, people
from iopsched.store.db import reading
from iopsched.usecases import book_session, change_contact
from iopsched.usecases.change_contact import Contact
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff
from tests.trail import trail


@pytest.fixture
def ana(program: Program) -> Patient:
    return a_stored_patient(program, phone_is_bad=True)


def change(staff: Staff, patient: Patient, **given: Any) -> Patient:
    names, language = (patient.given_name, patient.family_name), Language(patient.language)
    known = Contact(*names, patient.phone, patient.accepts_texts, language)
    return change_contact.change(staff, patient.id, replace(known, **given), now=NOW)


def test_another_number_is_a_good_one_and_signs_every_device_out(staff: Staff, ana: Patient):
    after = change(staff, ana, phone="(415) 555-0188")

    assert (after.phone, after.phone_is_bad) == ("+14155550188", False)
    assert after.sign_in_version == ana.sign_in_version + 1


def test_another_name_signs_nobody_out(staff: Staff, ana: Patient):
    after = change(staff, ana, given_name=" Anna ")

    assert after == replace(ana, given_name="Anna")


def test_texts_come_in_the_language_that_staff_noted_and_the_log_says_so(staff: Staff, ana: Patient):
    after = change(staff, ana, language=Language.SPANISH)

    assert after == replace(ana, language="es")
    assert [(entry.action, entry.detail) for entry in trail(ana)] == [("contact changed", {"spoken_to": True})]


def test_texts_that_are_switched_off_are_withdrawn_and_the_answer_is_kept(program: Program, staff: Staff, ana: Patient):
    book_session.book(ana.id, a_stored_session(program).id, now=NOW)

    change(staff, ana, accepts_texts=False)

    with reading():
        assert {message.state for message in messages.of_patient(ana.id)} == {State.WITHDRAWN}
        (consent,) = people.consents(ana.id)
    assert (consent.is_given, consent.source) == (False, Source.STAFF)


def test_texts_that_are_switched_on_remind_of_what_is_booked(program: Program, staff: Staff):
    ben = a_stored_patient(program, accepts_texts=False)
    book_session.book(ben.id, a_stored_session(program).id, now=NOW)

    change(staff, ben, accepts_texts=True)

    with reading():
        assert {message.state for message in messages.of_patient(ben.id)} == {State.DUE}


def test_every_problem_is_named_at_once(staff: Staff, ana: Patient):
    with pytest.raises(Invalid) as refused:
        change(staff, ana, given_name=" ", phone="12")

    assert {*refused.value.problems} == {"given_name", "phone"}


def test_texts_need_a_number(staff: Staff, ana: Patient):
    with pytest.raises(Invalid) as refused:
        change(staff, ana, phone="")

    assert [*refused.value.problems] == ["phone"]


def test_anothers_number_is_refused(program: Program, staff: Staff, ana: Patient):
    a_stored_patient(program, phone="+14155550188")

    with pytest.raises(Invalid) as refused:
        change(staff, ana, phone="415 555 0188", given_name="Bo")

    assert [*refused.value.problems] == ["phone"]
    with reading():
        assert people.patient(ana.id) == ana


def test_another_programs_patient_is_not_there(staff: Staff):
    theirs = a_stored_patient(a_stored_program(name="Hillside"))

    with pytest.raises(NotFound):
        change(staff, theirs, given_name="Bo")


def test_a_clinician_changes_nobody(program: Program, ana: Patient):
    with pytest.raises(Forbidden):
        change(a_stored_staff(program, Role.CLINICIAN), ana, given_name="Bo")


def test_the_log_says_what_changed_and_never_from_what_to_what(staff: Staff, ana: Patient):
    actor = f"staff:{staff.id}"
    after = change(staff, ana, given_name="Anna", phone="415 555 0188", accepts_texts=False)
    after = change(staff, after)
    change(staff, after, accepts_texts=True)

    assert [(entry.actor, entry.action, entry.detail) for entry in trail(ana)] == [
        (actor, "contact changed", {"named": True, "numbered": True}),
        (actor, "texts off", {}),
        (actor, "texts on", {}),
    ]
