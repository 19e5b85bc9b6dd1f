"""What is due, in order of date; and a certification that moves it on."""

from datetime import date, timedelta

import pytest

from iopsched.domain.due import What
from iopsched.domain.errors import Forbidden, Invalid, NotFound
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.store import sessions, treatments
from iopsched.store.db import reading, transaction
from iopsched.usecases.availability import adjust_availability
from iopsched.usecases.hours import certify_plan, view_dues
from iopsched.usecases.seats import book_session
from tests.builders import MONDAY, a_plan
from tests.conftest import NOW
from tests.counting import statements
from tests.stored import a_stored_authorisation, a_stored_offering, a_stored_patient, a_stored_program, a_stored_staff
from tests.trail import trail

TODAY = NOW.date()


def a_course(program: Program, since: int, until: int, **given: str) -> Patient:
    """In treatment from so many days before today to so many days after."""
    days = {"first_day": TODAY - timedelta(days=since), "last_day": TODAY + timedelta(days=until)}
    return a_stored_patient(program, plan=days, **given)


def seen(staff: Staff, days: int = 14) -> list[tuple[What, str, int]]:
    agenda = view_dues.view(staff, days, now=NOW)
    return [(due.what, patient.given_name, (due.day - TODAY).days) for due, patient in agenda.dues]


def test_what_is_due_is_in_order_of_date_and_name(program: Program, staff: Staff):
    a_course(program, 52, 40, given_name="Dan")
    a_course(program, 40, 8, given_name="Cleo")
    a_course(program, 52, 40, given_name="Ben")
    ana = a_course(program, 10, 3)
    with transaction():
        first, last = TODAY + timedelta(days=4), TODAY + timedelta(days=30)
        treatments.add(a_plan(patient_id=ana.id, first_day=first, last_day=last, week_least=360))

    assert seen(staff) == [
        (What.PLAN_BEGINS, "Ana", 4),
        (What.CERTIFICATION, "Ben", 8),
        (What.PLAN_ENDS, "Cleo", 8),
        (What.CERTIFICATION, "Dan", 8),
    ]
    assert seen(staff, 3) == []


def test_a_certification_moves_the_next_one_and_is_noted(program: Program, staff: Staff):
    ana = a_course(program, 70, 90)
    before = seen(staff)

    certify_plan.certify(staff, ana.id, TODAY, now=NOW)

    assert (before, seen(staff)) == ([(What.CERTIFICATION, "Ana", -10)], [])
    assert seen(staff, 60) == [(What.CERTIFICATION, "Ana", 60)]
    (entry,) = [entry for entry in trail(program) if entry.action == "certified"]
    assert (entry.patient_id, entry.detail["day"]) == (ana.id, TODAY.isoformat())


def test_the_same_again_is_no_news_and_a_slip_can_be_taken_back(program: Program, staff: Staff):
    ana = a_course(program, 70, 90)
    for day in (TODAY, TODAY, None, None):
        certify_plan.certify(staff, ana.id, day, now=NOW)

    assert [what for what, *_ in seen(staff)] == [What.CERTIFICATION]
    assert [entry.action for entry in trail(program)].count("certified") == 2


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), TODAY - timedelta(days=71)])
def test_a_day_ahead_or_before_the_plan_is_refused(program: Program, staff: Staff, day: date):
    ana = a_course(program, 70, 90)

    with pytest.raises(Invalid) as refused:
        certify_plan.certify(staff, ana.id, day, now=NOW)

    assert refused.value.problems.keys() == {"day"}
    with reading():
        (plan,) = treatments.of_patient(ana.id)
    assert plan.certified_on is None


def test_dues_take_as_many_queries_however_many_people(program: Program, staff: Staff):
    seen(staff)
    for _ in range(5):
        a_stored_authorisation(a_course(program, 52, 8))

    with statements() as sent:
        seen(staff)

    assert len(sent) == 6 + 1


def test_only_coordinators_and_admins_of_the_program_see_and_certify(program: Program, staff: Staff):
    stranger = a_course(a_stored_program(name="Hillside"), 52, 8)
    clinician = a_stored_staff(program, Role.CLINICIAN)

    assert seen(staff) == []
    with pytest.raises(NotFound):
        certify_plan.certify(staff, stranger.id, TODAY, now=NOW)
    with pytest.raises(Forbidden):
        certify_plan.certify(clinician, stranger.id, TODAY, now=NOW)
    with pytest.raises(Forbidden):
        seen(clinician)


def test_sessions_ahead_with_too_few_people_are_due_too(program: Program, staff: Staff):
    a_stored_offering(program, weekdays=frozenset({0, 2}), least=1, first_day=MONDAY)
    a_stored_offering(program, weekdays=frozenset({1}))
    adjust_availability.open_sessions(now=NOW)
    with reading():
        first, *_ = sessions.in_week(program, MONDAY)
    book_session.book(a_stored_patient(program).id, first.id, now=NOW)

    agenda = view_dues.view(staff, 14, now=NOW)

    assert [one.day for one in agenda.thin] == [MONDAY + timedelta(days=2), MONDAY + timedelta(days=7)]
