"""What payers have authorised is kept, counted, and warned of before it runs out."""

from dataclasses import replace
from datetime import timedelta

import pytest

from iopsched.domain.authorisation import Unit
from iopsched.domain.due import What
from iopsched.domain.errors import Forbidden, Invalid, NotFound
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.usecases.hours import keep_authorisations, view_dues, view_reports
from iopsched.usecases.hours.view_reports import Period
from iopsched.usecases.people import archive_patient
from iopsched.usecases.seats import book_session
from tests.builders import MONDAY, an_authorisation
from tests.conftest import NOW
from tests.stored import a_stored_authorisation, a_stored_patient, a_stored_program, a_stored_session, a_stored_staff
from tests.trail import trail


def test_one_is_added_changed_and_removed(staff: Staff, ana: Patient):
    wanted = an_authorisation(id=0, patient_id=ana.id)

    added = keep_authorisations.add(staff, wanted, now=NOW)
    keep_authorisations.change(staff, replace(wanted, id=added, amount=20), now=NOW)
    (use,) = keep_authorisations.view(staff, ana.id, now=NOW).uses
    keep_authorisations.remove(staff, ana.id, added, now=NOW)

    assert use.authorisation == replace(wanted, id=added, amount=20)
    assert keep_authorisations.view(staff, ana.id, now=NOW).uses == ()
    actions = [entry.action for entry in trail(ana)]
    assert actions == ["authorisation added", "authorisation changed", "authorisation removed"]


def test_two_of_one_unit_on_one_day_are_refused(staff: Staff, ana: Patient):
    a_stored_authorisation(ana)

    with pytest.raises(Invalid) as refused:
        keep_authorisations.add(staff, an_authorisation(id=0, patient_id=ana.id), now=NOW)

    assert list(refused.value.problems) == ["first_day"]


def test_what_is_booked_beyond_it_is_due_before_it_happens(program: Program, staff: Staff, ana: Patient):
    a_stored_authorisation(ana, unit=Unit.SESSIONS, amount=1)
    for day in (0, 2):
        book_session.book(ana.id, a_stored_session(program, day).id, now=NOW)

    agenda = view_dues.view(staff, 14, now=NOW)

    assert [(due.what, due.day) for due, _ in agenda.dues] == [(What.RUNS_OUT, MONDAY + timedelta(days=2))]


def test_a_report_has_it_with_its_use(program: Program, staff: Staff, ana: Patient):
    a_stored_authorisation(ana)
    book_session.book(ana.id, a_stored_session(program).id, now=NOW)

    report = view_reports.view(staff, Period(MONDAY, MONDAY), now=NOW)

    assert [(patient.id, use.used, use.ahead) for patient, use in report.uses] == [(ana.id, 0, 1)]


def test_who_is_archived_has_nothing_due(staff: Staff, ana: Patient):
    a_stored_authorisation(ana, last_day=NOW.date())

    archive_patient.archive(staff, ana.id, [], now=NOW)

    assert view_dues.view(staff, 60, now=NOW).dues == ()


def test_strangers_and_clinicians_see_none(program: Program, staff: Staff, ana: Patient):
    theirs = a_stored_authorisation(a_stored_patient(a_stored_program(name="Hillside")))

    with pytest.raises(NotFound):
        keep_authorisations.view(staff, theirs.patient_id, now=NOW)
    with pytest.raises(NotFound):
        keep_authorisations.change(staff, replace(theirs, patient_id=ana.id), now=NOW)
    with pytest.raises(NotFound):
        keep_authorisations.remove(staff, ana.id, theirs.id, now=NOW)
    with pytest.raises(Forbidden):
        keep_authorisations.view(a_stored_staff(program, Role.CLINICIAN), ana.id, now=NOW)
