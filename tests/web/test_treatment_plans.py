"""Treatment plans on the page: nothing is saved before its effect was seen."""

import re
from datetime import timedelta
from typing import Any

import pytest

from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.treatment import TreatmentPlan
from iopsched.domain.words import Component
from iopsched.store import treatments
from iopsched.store.db import reading
from iopsched.usecases.seats import book_session
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.doors import Visitor
from tests.stored import a_stored_patient, a_stored_program, a_stored_session
from tests.web.test_people import PLAN

STEPS = {
    "steps-0-hours": "12",
    "steps-0-weeks": "4",
    "steps-0-level_of_care": "iop",
    "steps-1-hours": "6",
    "steps-1-weeks": "2",
    "steps-1-level_of_care": "step_down",
}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


def plans_of(patient: Patient) -> tuple[TreatmentPlan, ...]:
    with reading():
        return treatments.of_patient(patient.id)


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" type="hidden" value="(\w+)"', page)
    assert found
    return found[1]


def as_it_is(patient: Patient, **given: Any) -> dict[str, Any]:
    """The form of the one plan there is."""
    (plan,) = plans_of(patient)
    return PLAN | {"first_day": str(plan.first_day), "last_day": str(plan.last_day)} | given


def test_the_effect_stands_above_the_form_and_then_it_is_done(program: Program, browser: Visitor, ana: Patient):
    (plan,) = plans_of(ana)
    path, wanted = f"/staff/people/{ana.id}/plans/{plan.id}", as_it_is(ana, week_least="2", week_most="2")
    wanted |= {"group": "", "individual": "", "days_least": ""}
    session = a_stored_session(program)
    book_session.book(ana.id, session.id, now=NOW)

    looked = browser.post(path, wanted)
    unchanged = plans_of(ana)
    done = browser.post(path, wanted | {"seen": seen_on(looked.text)})

    page = " ".join(looked.text.split())
    assert looked.status_code == 200
    assert unchanged == (plan,)
    assert "1 booking may not stay." in page
    assert "3 hours that week. Their plan allows 2 in one week." in page
    assert "Asks 2 h, 9 h before. 3 h booked" in page
    assert (done.status_code, done.location) == (303, f"/staff/people/{ana.id}")
    assert plans_of(ana)[0].week_most == 120


def test_a_form_that_was_changed_after_the_look_is_looked_at_again(browser: Visitor, ana: Patient):
    (plan,) = plans_of(ana)
    path = f"/staff/people/{ana.id}/plans/{plan.id}"
    seen = seen_on(browser.post(path, as_it_is(ana)).text)

    answer = browser.post(path, as_it_is(ana, week_least="10", seen=seen))

    assert answer.status_code == 409
    assert "have changed meanwhile" in answer.text
    assert seen_on(answer.text) != seen
    assert plans_of(ana) == (plan,)


def test_looking_again_saves_nothing(browser: Visitor, ana: Patient):
    (plan,) = plans_of(ana)
    path = f"/staff/people/{ana.id}/plans/{plan.id}"
    seen = seen_on(browser.post(path, as_it_is(ana)).text)

    answer = browser.post(path, as_it_is(ana, seen=seen, look="again"))

    assert answer.status_code == 200
    assert plans_of(ana) == (plan,)


def test_a_form_begins_with_the_plan_as_it_is(browser: Visitor, ana: Patient):
    (plan,) = plans_of(ana)

    page = browser.get(f"/staff/people/{ana.id}/plans/{plan.id}").text

    assert f'value="{plan.first_day}"' in page
    assert 'value="9"' in page
    assert 'id="day_most" min="0" name="day_most" step="0.25" type="number" value=""' in page


def test_a_taper_becomes_plans_in_a_row(browser: Visitor, ana: Patient):
    path = f"/staff/people/{ana.id}/taper"
    wanted = {"first_day": "2027-02-01", "week_most": "19", "modalities": ["in_person"]} | STEPS

    looked = browser.post(path, wanted)
    browser.post(path, wanted | {"seen": seen_on(looked.text)})

    assert "6 weeks with nothing booked" in looked.text
    assert [(plan.week_least, str(plan.first_day), str(plan.last_day)) for plan in plans_of(ana)[1:]] == [
        (720, "2027-02-01", "2027-02-28"),
        (360, "2027-03-01", "2027-03-14"),
    ]


def test_steps_ask_for_their_share_of_each_kind_and_all_else_as_it_is(browser: Visitor, ana: Patient):
    path = f"/staff/people/{ana.id}/taper"
    wanted = {"first_day": "2027-02-01", "week_most": "19", "modalities": ["in_person"]} | STEPS
    wanted |= {"group": "9", "individual": "1", "days_least": "2", "day_most": "4"}

    looked = browser.post(path, wanted)
    browser.post(path, wanted | {"seen": seen_on(looked.text)})

    first, second = plans_of(ana)[1:]
    assert first.components == {Component.GROUP: 540, Component.INDIVIDUAL: 60}
    assert second.components == {Component.GROUP: 270, Component.INDIVIDUAL: 30}
    assert {(plan.days_least, plan.day_most) for plan in (first, second)} == {(2, 240)}


def test_a_running_plan_is_changed_from_next_week_unless_another_day_is_chosen(browser: Visitor, ana: Patient):
    (plan,) = plans_of(ana)
    path = f"/staff/people/{ana.id}/plans/{plan.id}"
    wanted = as_it_is(ana, week_least="12", days_least="", group="", individual="")

    form = browser.get(path).text
    back = " ".join(browser.post(path, wanted | {"changes_from": str(NOW.date() - timedelta(weeks=2))}).text.split())
    late = browser.post(path, wanted | {"changes_from": str(plan.last_day + timedelta(days=1))})
    looked = browser.post(path, wanted | {"changes_from": str(MONDAY)}).text
    browser.post(path, wanted | {"changes_from": str(MONDAY), "seen": seen_on(looked)})

    assert f'name="changes_from" type="date" value="{MONDAY}"' in form
    assert "2 weeks that are over are judged anew." in back
    assert "November 9 to 15</b> <small>Asks 12 h, 9 h before" in back
    assert "Asks 12 h, 9 h before" in looked
    assert "that is over" not in looked
    assert (late.status_code, "Choose that day or one before it." in late.text) == (422, True)
    assert [(each.week_least, each.first_day) for each in plans_of(ana)] == [(540, plan.first_day), (720, MONDAY)]


def test_a_plan_and_a_taper_that_nobody_could_meet_are_refused_with_words(browser: Visitor, ana: Patient):
    (plan,) = plans_of(ana)
    hard = {"week_least": "12", "days_least": "", "days_most": "2", "day_most": "4", "group": "", "individual": ""}
    taper = {"first_day": "2027-02-01", "week_most": "19", "modalities": ["in_person"]} | STEPS | hard

    answers = [
        browser.post(f"/staff/people/{ana.id}/plans/{plan.id}", as_it_is(ana, **hard)),
        browser.post(f"/staff/people/{ana.id}/taper", taper),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    told = "2 days of at most 4 h give 8 h, and 12 h a week are asked for. Allow more of either."
    assert [told in answer.text for answer in answers] == [True, True]


def test_a_plan_names_a_track_that_is_offered(program: Program, browser: Visitor, ana: Patient):
    (plan,) = plans_of(ana)
    path = f"/staff/people/{ana.id}/plans/{plan.id}"
    none = browser.get(path).text
    a_stored_session(program, track="evening")

    looked = browser.post(path, as_it_is(ana, track="evening"))
    browser.post(path, as_it_is(ana, track="evening") | {"seen": seen_on(looked.text)})
    unknown = browser.post(path, as_it_is(ana, track="dawn"))

    assert 'name="track"' not in none
    assert plans_of(ana)[0].track == "evening"
    assert unknown.status_code == 422
    assert "Track: evening" in browser.get(f"/staff/people/{ana.id}").text


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"steps-1-weeks": ""}, "Step 2 needs hours, and from 1 to 52 weeks."),
        ({"steps-1-hours": "20"}, "Step 2. Hours a week"),
        ({"first_day": "2026-12-07"}, "Begin on Tue, Jan 26, 2027 or later"),
        (
            {"steps-0-hours": "", "steps-0-weeks": "", "steps-1-hours": "", "steps-1-weeks": ""},
            "Give hours and weeks of at least one step.",
        ),
    ],
)
def test_a_taper_that_will_not_do_says_what_would(browser: Visitor, ana: Patient, wrong: dict[str, str], problem: str):
    wanted = {"first_day": "2027-02-01", "week_most": "19", "modalities": ["in_person"]} | STEPS | wrong

    answer = browser.post(f"/staff/people/{ana.id}/taper", wanted)

    assert answer.status_code == 422
    assert problem in answer.text
    assert len(plans_of(ana)) == 1


def test_a_plan_that_has_not_begun_is_taken_back(browser: Visitor, ana: Patient):
    path = f"/staff/people/{ana.id}/plans"
    later = PLAN | {"first_day": "2027-02-01", "last_day": "2027-03-31"}
    browser.post(path, later | {"seen": seen_on(browser.post(path, later).text)})
    removal = f"{path}/{plans_of(ana)[1].id}/removal"

    answer = browser.post(removal, {"seen": seen_on(browser.get(removal).text)})

    assert answer.status_code == 303
    assert len(plans_of(ana)) == 1


def test_a_plan_that_is_on_is_not_taken_back(browser: Visitor, ana: Patient):
    answer = browser.get(f"/staff/people/{ana.id}/plans/{plans_of(ana)[0].id}/removal")

    assert answer.status_code == 422
    assert "This plan has begun." in answer.text


def test_another_programs_plans_are_not_there(browser: Visitor, ana: Patient):
    theirs = a_stored_patient(a_stored_program(name="Hillside"))
    plan_id = plans_of(theirs)[0].id

    for whose in (theirs.id, ana.id):
        assert browser.get(f"/staff/people/{whose}/plans/{plan_id}").status_code == 404
        assert browser.post(f"/staff/people/{whose}/plans/{plan_id}", PLAN).status_code == 404
    assert browser.get(f"/staff/people/{theirs.id}/taper").status_code == 404
