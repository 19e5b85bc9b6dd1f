"""Plans change only as they were previewed, and book and cancel nothing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from iopsched.domain.errors import Forbidden, Invalid, NotFound
from iopsched.domain.patient import Patient
from iopsched.domain.plan_change import Draft, from_day
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.treatment import TreatmentPlan
from iopsched.domain.words import Role
from iopsched.store import treatments
from iopsched.store.db import reading
from iopsched.usecases.people import change_plans
from iopsched.usecases.seats import book_session
from iopsched.usecases.weeks import view_week
from tests.builders import MONDAY, a_plan
from tests.conftest import NOW
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff, seats_taken
from tests.trail import trail


def plans_of(patient: Patient) -> tuple[TreatmentPlan, ...]:
    with reading():
        return treatments.of_patient(patient.id)


def asking(patient: Patient, **given: Any) -> Draft:
    """The one plan of the patient, changed."""
    (held,) = plans_of(patient)
    return Draft((replace(held, **given),), instead_of=held.id)


def test_a_plan_is_changed_as_it_was_previewed(program: Program, staff: Staff, ana: Patient):
    sessions = [a_stored_session(program, day) for day in range(3)]
    for session in sessions:
        book_session.book(ana.id, session.id, now=NOW)
    draft = asking(ana, week_least=180, week_most=360)

    seen = change_plans.preview(staff, ana.id, draft, now=NOW)
    change_plans.apply(staff, ana.id, draft, seen.seen, now=NOW)

    assert (seen.broken, seen.beyond) == (1, 1)
    assert [one.booking.session.id for change in seen.changes for one in change.broken] == [sessions[2].id]
    assert plans_of(ana)[0].week_least == 180
    assert [seats_taken(session) for session in sessions] == [1, 1, 1]
    assert [entry.action for entry in trail(ana)][-1] == "plan changed"


def test_a_taper_is_added_in_one_go(staff: Staff, ana: Patient):
    last = plans_of(ana)[0].last_day
    steps = [
        a_plan(
            id=0,
            patient_id=ana.id,
            first_day=last + timedelta(days=1 + 14 * number),
            last_day=last + timedelta(days=14 + 14 * number),
            week_least=minutes,
        )
        for number, minutes in enumerate((720, 540, 360))
    ]
    draft = Draft(tuple(steps))

    ids = change_plans.apply(staff, ana.id, draft, change_plans.preview(staff, ana.id, draft, now=NOW).seen, now=NOW)

    assert [plan.week_least for plan in plans_of(ana)] == [540, 720, 540, 360]
    assert ids == tuple(plan.id for plan in plans_of(ana)[1:])


def test_of_two_who_change_a_plan_at_once_the_second_looks_again(program: Program, staff: Staff, ana: Patient):
    one, other = asking(ana, week_least=360), asking(ana, week_least=720)
    seen = [change_plans.preview(staff, ana.id, draft, now=NOW).seen for draft in (one, other)]
    change_plans.apply(staff, ana.id, one, seen[0], now=NOW)

    with pytest.raises(Invalid) as refused:
        change_plans.apply(a_stored_staff(program), ana.id, other, seen[1], now=NOW)

    assert list(refused.value.problems) == ["seen"]
    assert plans_of(ana)[0].week_least == 360


def test_a_booking_meanwhile_is_looked_at_first(program: Program, staff: Staff, ana: Patient):
    draft = asking(ana, week_least=720)
    seen = change_plans.preview(staff, ana.id, draft, now=NOW).seen
    book_session.book(ana.id, a_stored_session(program).id, now=NOW)

    with pytest.raises(Invalid):
        change_plans.apply(staff, ana.id, draft, seen, now=NOW)


def test_a_change_from_next_week_leaves_the_weeks_before_it_alone(program: Program, staff: Staff, ana: Patient):
    (held,) = plans_of(ana)
    draft = from_day(held, replace(held, week_least=720), MONDAY)

    seen = change_plans.preview(staff, ana.id, draft, now=NOW)
    change_plans.apply(staff, ana.id, draft, seen.seen, now=NOW)

    assert (seen.over, seen.changes[0].monday) == ((), MONDAY)
    before, after = plans_of(ana)
    assert (before.id, before.week_least, before.last_day) == (held.id, 540, MONDAY - timedelta(days=1))
    assert (after.week_least, after.first_day, after.last_day) == (720, MONDAY, held.last_day)
    assert [entry.action for entry in trail(ana)] == ["plan changed", "plan"]


def test_a_change_of_all_of_a_plan_says_which_weeks_that_are_over_it_judges_anew(staff: Staff, ana: Patient):
    (held,) = plans_of(ana)
    third = NOW.date() - timedelta(weeks=1)

    everything = change_plans.preview(staff, ana.id, asking(ana, week_least=720), now=NOW)
    some = change_plans.preview(staff, ana.id, from_day(held, replace(held, week_least=720), third), now=NOW)

    assert [change.monday for change in everything.over] == [NOW.date() - timedelta(weeks=n) for n in (3, 2, 1)]
    assert [(change.monday, change.after.required) for change in some.over] == [(third, 720)]
    assert everything.seen != some.seen
    assert [change.monday for change in everything.changes] == [change.monday for change in some.changes]


def test_the_same_form_twice_is_one_change(staff: Staff, ana: Patient):
    draft = asking(ana, week_least=360)
    seen = change_plans.preview(staff, ana.id, draft, now=NOW).seen

    change_plans.apply(staff, ana.id, draft, seen, now=NOW, key="form")
    change_plans.apply(staff, ana.id, draft, seen, now=NOW, key="form")

    assert [entry.action for entry in trail(ana)] == ["plan changed"]


def test_a_plan_ahead_is_taken_back_and_one_that_has_begun_is_not(staff: Staff, ana: Patient):
    held = plans_of(ana)[0]
    ahead = Draft(
        (a_plan(id=0, first_day=held.last_day + timedelta(days=1), last_day=held.last_day + timedelta(days=7)),)
    )
    (plan_id,) = change_plans.apply(
        staff, ana.id, ahead, change_plans.preview(staff, ana.id, ahead, now=NOW).seen, now=NOW
    )
    back = Draft(instead_of=plan_id)

    change_plans.apply(staff, ana.id, back, change_plans.preview(staff, ana.id, back, now=NOW).seen, now=NOW)

    assert plans_of(ana) == (held,)
    assert trail(ana)[-1].action == "plan removed"
    with pytest.raises(Invalid):
        change_plans.preview(staff, ana.id, Draft(instead_of=held.id), now=NOW)


def test_a_week_follows_its_new_plan_at_once(program: Program, staff: Staff, ana: Patient):
    draft = asking(ana, week_least=360)

    change_plans.apply(staff, ana.id, draft, change_plans.preview(staff, ana.id, draft, now=NOW).seen, now=NOW)

    assert view_week.view(ana.id, MONDAY, now=NOW).week.required == 360


def test_strangers_and_clinicians_change_no_plan(program: Program, staff: Staff, ana: Patient):
    theirs = a_stored_patient(a_stored_program(name="Hillside"))
    clinician = a_stored_staff(program, Role.CLINICIAN)

    with pytest.raises(NotFound):
        change_plans.preview(staff, theirs.id, asking(theirs, week_least=360), now=NOW)
    with pytest.raises(NotFound):
        change_plans.apply(staff, ana.id, asking(theirs, week_least=360), "", now=NOW)
    with pytest.raises(Forbidden):
        change_plans.preview(clinician, ana.id, asking(ana, week_least=360), now=NOW)
