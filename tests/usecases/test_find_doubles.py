"""Staff find records that look alike, and say of two that they are two people."""

import pytest

from iopsched.domain.errors import Forbidden, NotFound
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.usecases.people import find_doubles
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_program, a_stored_staff
from tests.trail import trail


def pairs(staff: Staff) -> list[tuple[int, int]]:
    return [each.pair for each in find_doubles.view(staff, now=NOW)]


def test_two_that_were_told_apart_are_named_no_more(program: Program, staff: Staff, ana: Patient):
    again = a_stored_patient(program)
    a_stored_patient(a_stored_program(name="Hillside"))
    before = pairs(staff)

    for _ in range(2):
        find_doubles.tell_apart(staff, again.id, ana.id, now=NOW)

    assert (before, pairs(staff)) == ([(ana.id, again.id)], [])
    assert [entry.detail for entry in trail(ana) if entry.action == "told apart"] == [{"other_id": again.id}]


def test_it_is_for_schedulers_and_of_two_records_of_the_program(program: Program, staff: Staff, ana: Patient):
    theirs = a_stored_patient(a_stored_program(name="Hillside"))
    clinician = a_stored_staff(program, Role.CLINICIAN)

    for other_id in (theirs.id, ana.id):
        with pytest.raises(NotFound):
            find_doubles.tell_apart(staff, ana.id, other_id, now=NOW)
    with pytest.raises(Forbidden):
        find_doubles.view(clinician, now=NOW)
    with pytest.raises(Forbidden):
        find_doubles.tell_apart(clinician, ana.id, theirs.id, now=NOW)
