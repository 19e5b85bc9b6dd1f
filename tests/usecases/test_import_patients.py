"""Patients come from a file: looked into first, all or only the good, and nobody twice."""

import pytest

from iopsched.domain.errors import Forbidden, NotFound
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.timetable_file import WrongFile
from iopsched.domain.words import Role
from iopsched.store import people, treatments
from iopsched.store.db import reading
from iopsched.usecases.people import import_patients
from iopsched.usecases.people.import_patients import Report
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff
from tests.trail import trail

HEAD = "first_name,last_name,phone,texts,from,until,hours"
LENA = "Lena,Kim,(415) 555-0199,yes,2027-01-04,2027-03-28,9"
OMAR = "Omar,Haddad,,,2027-01-04,2027-03-28,6"
WRONG = "Bo,,12,,2027-01-04,2027-03-28,9"


def brought(staff: Staff, *lines: str, only_good: bool = False, dry_run: bool = False) -> Report:
    text = "\n".join((HEAD, *lines))
    return import_patients.for_staff(staff, text, only_good=only_good, dry_run=dry_run, now=NOW)


def names(program: Program) -> list[str]:
    with reading():
        return [patient.given_name for patient in people.in_program(program.id)]


def test_everybody_of_a_file_is_taken_in_with_a_plan(program: Program, staff: Staff):
    brought(staff, LENA, OMAR)

    with reading():
        lena, omar = people.in_program(program.id)
        assert [plan.week_least for plan in treatments.of_patient(omar.id)] == [360]
    assert (lena.phone, lena.accepts_texts, omar.phone) == ("+14155550199", True, "")
    actions = [entry.action for entry in trail(program)]
    assert actions == ["admitted", "texts on", "admitted", "patients imported"]


def test_a_track_is_one_that_is_offered(program: Program, staff: Staff):
    a_stored_session(program, track="evening")
    text = "\n".join((f"{HEAD},track", f"{LENA},evening", f"{OMAR},dawn"))

    report = import_patients.for_staff(staff, text, only_good=True, dry_run=False, now=NOW)

    assert [one.plan.track for one in report.new] == ["evening"]
    assert [(one.line, one.column) for one in report.problems] == [(3, "track")]


def test_the_same_file_again_brings_nobody(program: Program, staff: Staff):
    brought(staff, LENA, OMAR)

    again = brought(staff, LENA, OMAR)

    assert again.new == ()
    assert [double.patient_id is not None for double in again.doubles] == [True, True]
    assert names(program) == ["Lena", "Omar"]


def test_a_look_writes_nothing_and_names_everything(program: Program, staff: Staff):
    looked = brought(staff, LENA, WRONG, dry_run=True)

    assert (len(looked.new), looked.wrong_lines) == (1, 1)
    assert str(looked).startswith("Only checked; nothing was written.")
    assert "line 3, phone: This number is too short or too long." in str(looked)
    assert names(program) == []


def test_one_wrong_line_keeps_all_out_or_only_itself(program: Program, staff: Staff):
    with pytest.raises(WrongFile) as refused:
        brought(staff, LENA, WRONG)
    kept_out = names(program)

    brought(staff, LENA, WRONG, only_good=True)

    assert [problem.line for problem in refused.value.found] == [3]
    assert kept_out == []
    assert names(program) == ["Lena"]


@pytest.mark.parametrize(
    "line",
    [
        "Elena,Kimm,+1 415 555 0199,,2027-01-04,2027-03-28,9",
        "LENA,kim,,,2027-01-04,2027-03-28,9",
    ],
)
def test_the_same_number_or_name_is_one_person(program: Program, staff: Staff, line: str):
    there = a_stored_patient(program, given_name="Lena", family_name="Kim", phone="+14155550199")

    (double,) = brought(staff, line).doubles

    assert (double.line, double.patient_id) == (2, there.id)


def test_one_person_twice_in_a_file_is_taken_in_once(program: Program, staff: Staff):
    (double,) = brought(staff, LENA, LENA).doubles

    assert (double.line, double.earlier) == (3, 2)
    assert names(program) == ["Lena"]


def test_another_programs_number_is_in_use_and_says_no_more(program: Program, staff: Staff):
    a_stored_patient(a_stored_program(name="Hillside"), given_name="Zoe", phone="+14155550199")

    looked = brought(staff, LENA, dry_run=True)

    assert [problem.column for problem in looked.problems] == ["phone"]
    assert "Zoe" not in str(looked)


def test_texts_need_a_number(staff: Staff):
    (problem,) = brought(staff, "Lena,Kim,,yes,2027-01-04,2027-03-28,9", dry_run=True).problems

    assert (problem.line, problem.column) == (2, "phone")


def test_a_clinician_brings_nobody_and_an_unknown_program_is_not_there(program: Program, ana: Patient):
    with pytest.raises(Forbidden):
        brought(a_stored_staff(program, Role.CLINICIAN), LENA)
    with pytest.raises(NotFound):
        import_patients.import_patients("nowhere", HEAD, only_good=True, dry_run=False, now=NOW)
