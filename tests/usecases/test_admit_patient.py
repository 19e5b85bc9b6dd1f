"""Somebody new is taken in with a plan; further plans follow and never overlap."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from iopsched.domain.consent import Source
from iopsched.domain.errors import Busy, Forbidden, Invalid, NotFound
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Component, Role
from iopsched.store import people, treatments
from iopsched.store.db import reading
from iopsched.usecases.people import admit_patient
from iopsched.usecases.people.admit_patient import Admission
from tests.builders import MONDAY, a_plan
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_program, a_stored_staff
from tests.trail import trail


def an_admission(**given: Any) -> Admission:
    return Admission(**{"given_name": "Lena", "family_name": "Kim", "phone": "(415) 555-0199"} | given)


def admitted(staff: Staff, **given: Any) -> Patient:
    patient_id = admit_patient.admit(staff, an_admission(**given), a_plan(), now=NOW)
    with reading():
        return people.patient(patient_id)


def problems(staff: Staff, plan: dict[str, Any] | None = None, **given: Any) -> list[str]:
    with pytest.raises(Invalid) as refused:
        admit_patient.admit(staff, an_admission(**given), a_plan(**(plan or {})), now=NOW)
    return sorted(refused.value.problems)


def test_somebody_new_has_a_name_a_number_and_a_plan(staff: Staff):
    patient = admitted(staff, given_name=" Lena ")

    with reading():
        (plan,) = treatments.of_patient(patient.id)
    assert (patient.short_name, patient.phone, patient.program_id) == ("Lena K.", "+14155550199", staff.program_id)
    assert (plan.patient_id, plan.week_least) == (patient.id, 540)


def test_somebody_may_have_no_phone(staff: Staff):
    assert admitted(staff, phone=" ").phone == ""
    assert admitted(staff, phone="").phone == ""


def test_consent_is_kept_with_who_took_it(staff: Staff):
    yes, no = admitted(staff, accepts_texts=True), admitted(staff, phone="")

    with reading():
        (consent,) = people.consents(yes.id)
        assert people.consents(no.id) == ()
    assert (yes.accepts_texts, consent.source, consent.at) == (True, Source.STAFF, NOW)


def test_every_problem_is_named_at_once(staff: Staff):
    wrong = {"week_least": 0, "last_day": MONDAY - timedelta(days=90)}

    found = problems(staff, wrong, given_name=" ", phone="12", timezone="Mars/Olympus")

    assert found == ["given_name", "last_day", "phone", "timezone", "week_least"]


def test_texts_need_a_number(staff: Staff):
    assert problems(staff, phone="", accepts_texts=True) == ["phone"]


def test_a_number_signs_in_one_person(program: Program, staff: Staff):
    a_stored_patient(program, phone="+14155550199")

    assert problems(staff) == ["phone"]


def test_another_programs_number_gets_the_same_answer(program: Program, staff: Staff):
    a_stored_patient(program, phone="+14155550198")
    a_stored_patient(a_stored_program(name="Hillside"), phone="+14155550199")

    answers = set()
    for phone in ("+14155550198", "+14155550199"):
        with pytest.raises(Invalid) as refused:
            admit_patient.admit(staff, an_admission(phone=phone), a_plan(), now=NOW)
        answers.add(refused.value.problems["phone"])
    assert len(answers) == 1


def test_a_taper_is_plans_that_follow_each_other(staff: Staff):
    patient = admitted(staff)
    first = a_plan()
    then = replace(first, patient_id=patient.id, first_day=first.last_day + timedelta(days=1))

    admit_patient.add_plan(staff, replace(then, last_day=then.first_day + timedelta(days=13), week_least=360), now=NOW)

    with reading():
        assert [plan.week_least for plan in treatments.of_patient(patient.id)] == [540, 360]


def test_plans_of_one_patient_never_overlap(staff: Staff):
    patient = admitted(staff)
    last = a_plan().last_day
    plan = a_plan(id=0, patient_id=patient.id, first_day=last, last_day=last + timedelta(days=7))

    with pytest.raises(Invalid) as refused:
        admit_patient.add_plan(staff, plan, now=NOW)

    assert list(refused.value.problems) == ["first_day"]


def test_components_beyond_the_week_are_refused(staff: Staff):
    assert problems(staff, {"components": {Component.GROUP: 20 * 60}}) == ["components"]


def test_another_programs_patient_is_not_there(staff: Staff):
    theirs = a_stored_patient(a_stored_program(name="Hillside"))

    for patient_id in (theirs.id, 999_999):
        with pytest.raises(NotFound):
            admit_patient.add_plan(staff, a_plan(patient_id=patient_id), now=NOW)


def test_a_clinician_admits_nobody(program: Program):
    clinician, patient = a_stored_staff(program, Role.CLINICIAN), a_stored_patient(program)

    with pytest.raises(Forbidden):
        admit_patient.admit(clinician, an_admission(), a_plan(), now=NOW)
    with pytest.raises(Forbidden):
        admit_patient.add_plan(clinician, a_plan(patient_id=patient.id), now=NOW)


def test_two_who_admit_the_same_number_at_once_are_told_to_try_again(
    program: Program, staff: Staff, monkeypatch: pytest.MonkeyPatch
):
    a_stored_patient(program, phone="+14155550199")
    monkeypatch.setattr(people, "with_phone", lambda phone: None)

    with pytest.raises(Busy):
        admitted(staff)


def test_the_log_says_who_was_taken_in_with_which_plans_and_consent(staff: Staff):
    lena = admitted(staff, accepts_texts=True)
    later = a_plan(patient_id=lena.id, first_day=MONDAY + timedelta(weeks=20), last_day=MONDAY + timedelta(weeks=30))
    plan_id = admit_patient.add_plan(staff, later, now=NOW)

    with reading():
        first, second = treatments.of_patient(lena.id)
    assert second.id == plan_id
    assert [(entry.actor, entry.action, entry.detail) for entry in trail(lena)] == [
        (f"staff:{staff.id}", "admitted", {"plan_id": first.id}),
        (f"staff:{staff.id}", "texts on", {}),
        (f"staff:{staff.id}", "plan", {"plan_id": second.id}),
    ]
