"""A number is put right by staff: it signs in from then on, the old devices are out, and texts follow."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from iopsched.domain.channel import Channel
from iopsched.domain.consent import Source
from iopsched.domain.conversation import Act, Conversation, Step, silence
from iopsched.domain.errors import Forbidden, Invalid, NotFound
from iopsched.domain.incoming import answer_key
from iopsched.domain.message import Kind, State
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.telling import Telling
from iopsched.domain.words import Language, Role
from iopsched.store import conversations, inbox, messages, people, tellings
from iopsched.store.db import reading, transaction
from iopsched.usecases.messages import note_answer
from iopsched.usecases.people import change_contact, change_profile
from iopsched.usecases.people.change_contact import Contact
from iopsched.usecases.seats import book_session
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff
from tests.trail import trail


@pytest.fixture
def ana(program: Program) -> Patient:
    return a_stored_patient(program, phone_is_bad=True)


def change(staff: Staff, patient: Patient, **given: Any) -> Patient:
    names, language = (patient.given_name, patient.family_name), Language(patient.language)
    known = Contact(*names, patient.phone, language=language)
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


def test_another_number_has_its_own_answer_about_texts(program: Program, staff: Staff):
    ana, ben = a_stored_patient(program), a_stored_patient(program, accepts_texts=False)
    for patient in (ana, ben):
        book_session.book(patient.id, a_stored_session(program).id, now=NOW)

    change(staff, ana, phone="(415) 555-0188")
    change(staff, ben, phone="(415) 555-0189", accepts_texts=True)

    with reading():
        (hers,), (his,) = people.consents(ana.id), people.consents(ben.id)
        states = [{message.state for message in messages.of_patient(each.id)} for each in (ana, ben)]
    assert [(each.is_given, each.source) for each in (hers, his)] == [(False, Source.STAFF), (True, Source.STAFF)]
    assert states == [{State.WITHDRAWN}, {State.DUE}]


def test_a_name_that_is_saved_after_a_stop_brings_no_texts_back(staff: Staff, ana: Patient):
    change_profile.set_consent(ana.id, False, source=Source.REPLY, now=NOW)

    after = change_contact.change(staff, ana.id, Contact("Anna", "Ruiz", ana.phone), now=NOW)

    assert (after.given_name, after.accepts_texts) == ("Anna", False)
    with pytest.raises(Invalid) as refused:
        change_contact.change(staff, ana.id, Contact("Anna", "Ruiz", ana.phone, accepts_texts=True), now=NOW)
    assert [*refused.value.problems] == ["accepts_texts"]


def test_another_number_reads_no_list_of_the_old_one_and_no_more_than_everybody(program: Program, staff: Staff):
    ana = a_stored_patient(program)
    in_detail = Telling(is_detailed=True)
    with transaction():
        text_id = inbox.is_new("SM-1", ana, now=NOW) or 0
        conversations.keep(ana.id, Conversation.offering([Step(Act.OPEN)], NOW), text_id)
        messages.put(program.id, ana.id, Kind.ANSWER, answer_key(text_id, 1), NOW, NOW + timedelta(hours=1), {})
        tellings.keep(ana.id, Kind.REMINDER, in_detail)
        tellings.keep(ana.id, Kind.MOVED, replace(in_detail, first=Channel.EMAIL))

    change(staff, ana, phone="(415) 555-0188", accepts_texts=True)

    with reading():
        assert conversations.of_patient(ana.id, NOW) == silence(NOW)
        assert {message.state for message in messages.of_patient(ana.id)} == {State.WITHDRAWN}
        assert {kind: telling.is_detailed for kind, telling in tellings.of_patient(ana.id).items()} == {
            Kind.MOVED: True
        }


def test_what_they_say_to_staff_about_texts_is_kept_and_followed(program: Program, staff: Staff):
    ana = a_stored_patient(program)
    book_session.book(ana.id, a_stored_session(program).id, now=NOW)

    note_answer.note(staff, ana.id, False, seen=0, now=NOW)
    with reading():
        assert {message.state for message in messages.of_patient(ana.id)} == {State.WITHDRAWN}
    note_answer.note(staff, ana.id, True, seen=1, now=NOW)

    with reading():
        assert {message.state for message in messages.of_patient(ana.id)} == {State.DUE}
        assert [(each.is_given, each.source) for each in people.consents(ana.id)] == [
            (True, Source.STAFF),
            (False, Source.STAFF),
        ]
    assert [entry.action for entry in trail(ana)][-2:] == ["texts off", "texts on"]


def test_a_stop_that_came_meanwhile_stays(staff: Staff, ana: Patient):
    change_profile.set_consent(ana.id, False, source=Source.REPLY, now=NOW)

    with pytest.raises(Invalid):
        note_answer.note(staff, ana.id, True, seen=0, now=NOW)

    with reading():
        assert not people.patient(ana.id).accepts_texts


def test_a_number_that_works_again_is_trusted(staff: Staff, ana: Patient):
    note_answer.trust_number(staff, ana.id, now=NOW)
    note_answer.trust_number(staff, ana.id, now=NOW)

    with reading():
        assert not people.patient(ana.id).phone_is_bad
    assert [entry.action for entry in trail(ana)] == ["number trusted"]


def test_every_problem_is_named_at_once(staff: Staff, ana: Patient):
    with pytest.raises(Invalid) as refused:
        change(staff, ana, given_name=" ", phone="12")

    assert {*refused.value.problems} == {"given_name", "phone"}


def test_texts_need_a_number(staff: Staff, ana: Patient):
    with pytest.raises(Invalid) as refused:
        change(staff, ana, phone="", accepts_texts=True)

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
    with pytest.raises(NotFound):
        note_answer.note(staff, theirs.id, False, seen=0, now=NOW)
    with pytest.raises(NotFound):
        note_answer.trust_number(staff, theirs.id, now=NOW)


def test_a_clinician_changes_nobody(program: Program, ana: Patient):
    with pytest.raises(Forbidden):
        change(a_stored_staff(program, Role.CLINICIAN), ana, given_name="Bo")
    with pytest.raises(Forbidden):
        note_answer.note(a_stored_staff(program, Role.CLINICIAN), ana.id, False, seen=0, now=NOW)


def test_the_log_says_what_changed_and_never_from_what_to_what(staff: Staff, ana: Patient):
    actor = f"staff:{staff.id}"
    after = change(staff, ana, given_name="Anna", phone="415 555 0188")
    after = change(staff, after)
    change(staff, after, phone="415 555 0189", accepts_texts=True)

    assert [(entry.actor, entry.action, entry.detail) for entry in trail(ana)] == [
        (actor, "texts off", {}),
        (actor, "contact changed", {"named": True, "numbered": True}),
        (actor, "texts on", {}),
        (actor, "contact changed", {"numbered": True}),
    ]
