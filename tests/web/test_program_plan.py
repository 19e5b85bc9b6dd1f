"""The staff page that plans everybody's week, and the patient's answer to a week that was planned for them."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask

from iopsched.domain.patient import Patient
from iopsched.domain.program import Handing, Program
from iopsched.domain.session import Session
from iopsched.domain.words import Role
from tests.builders import MONDAY
from tests.doors import Visitor, a_stranger, visiting_patient, visiting_staff
from tests.reading import filled, links, said
from tests.stored import (
    a_stored_offering,
    a_stored_patient,
    a_stored_program,
    a_stored_session,
    a_stored_staff,
    seats_taken,
)

PLAN = f"/staff/plan/{MONDAY}"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


@dataclass(frozen=True)
class Place:
    """Two people who are to attend three hours, one seat, and a coordinator's browser."""

    app: Flask
    program: Program
    ana: Patient
    ben: Patient
    group: Session
    desk: Visitor

    def accepted(self) -> Visitor:
        """The browser of the one whose week was accepted."""
        self.desk.post(PLAN, {"seed": "1"})
        self.desk.post(f"{PLAN}/acceptance", {"plan": "1"})
        return next(phone for phone in self.phones if "A week is planned for you" in said(phone.get("/week")))

    @property
    def phones(self) -> list[Visitor]:
        return [visiting_patient(self.app, each) for each in (self.ana, self.ben)]


def a_place(app: Flask, handing: Handing = Handing.OFFER) -> Place:
    program = a_stored_program(planned_weeks=handing.value)
    ana, ben = (a_stored_patient(program, given_name=name, plan={"week_least": 180}) for name in ("Ana", "Ben"))
    desk = visiting_staff(app, a_stored_staff(program))
    return Place(app, program, ana, ben, a_stored_session(program, seats=1), desk)


@pytest.fixture
def place(app: Flask) -> Place:
    return a_place(app)


def test_the_board_leads_schedulers_to_the_plan(place: Place):
    clinician = visiting_staff(place.app, a_stored_staff(place.program, Role.CLINICIAN))

    assert PLAN in links(place.desk.get(f"/staff/board/{MONDAY}"))
    assert PLAN not in links(clinician.get(f"/staff/board/{MONDAY}"))


def test_before_anything_is_planned_the_page_says_who_is_short(place: Place):
    page = said(place.desk.get(PLAN))

    assert "2 people are short." in page
    assert "Plan these weeks" in page
    assert "Accept" not in page


def test_planning_shows_who_is_full_who_stays_short_why_and_what_helps(place: Place):
    answer = place.desk.post(PLAN, {"seed": "1"})
    page = said(place.desk.get(PLAN))

    assert (answer.status_code, answer.location) == (303, PLAN)
    assert "Mon 6 pm group" in page
    assert "3 h short" in page
    assert "1 session full" in page
    assert "completes 1 week" in page
    assert "Nothing is booked until you accept." in page
    assert seats_taken(place.group) == 0


def test_the_extra_session_leads_to_its_form_filled_in(place: Place):
    a_stored_offering(place.program, weekdays=frozenset({1}), seats=6)
    place.desk.post(PLAN, {"seed": "1"})

    (href, *_) = [each for each in links(place.desk.get(PLAN)) if "/extra?" in each and "seats=6" in each]
    form = place.desk.get(href).text

    assert 'value="18:00"' in form
    assert 'value="6"' in form
    assert 'value="180"' in form


def test_accepted_weeks_are_booked_where_the_program_gives_them(app: Flask):
    place = a_place(app, Handing.GIVE)
    place.desk.post(PLAN, {"seed": "1"})

    answer = place.desk.post(f"{PLAN}/acceptance", {"plan": "1"}, follow_redirects=True)

    page = said(answer)
    assert "1 week is booked." in page
    assert "Booked" in page
    assert seats_taken(place.group) == 1


def test_an_offered_week_stands_on_the_patients_page_and_is_booked_in_one_tap(place: Place):
    phone = place.accepted()
    page = said(phone.get("/week"))
    assert "These seats are kept for you until" in page
    assert "With it your week is full: 3 of 3 hours." in page

    answer = phone.post("/planned/1/booking")
    again = phone.post("/planned/1/booking")

    assert (answer.status_code, again.status_code) == (303, 303)
    assert answer.location == f"/week/{MONDAY}"
    assert seats_taken(place.group) == 1
    assert "A week is planned for you" not in said(phone.get("/week"))


def test_an_offered_week_has_the_one_filled_button_of_the_page(place: Place):
    page = place.accepted().get("/week")

    assert filled(page) == ["Book this week November 30 to December 6"]
    assert "Plan this week" in said(page)


def test_a_planned_week_can_be_declined(place: Place):
    phone = place.accepted()

    answer = phone.post("/planned/1/refusal", follow_redirects=True)

    assert "Not booked." in said(answer)
    assert "A week is planned for you" not in said(phone.get("/week"))
    assert "Said no" in said(place.desk.get(PLAN))


def test_what_is_not_kept_for_a_patient_looks_the_same_to_all(place: Place):
    asked = place.accepted()
    stranger = visiting_patient(place.app, a_stored_patient(a_stored_program()))

    answers = [stranger.post(f"/planned/{nth}/booking", follow_redirects=True) for nth in (1, 99)]

    assert all("That week is not kept for you any more." in said(each) for each in answers)
    assert seats_taken(place.group) == 0
    assert asked.post("/planned/1/booking").location == f"/week/{MONDAY}"


def test_a_plan_of_another_program_or_of_no_week_is_not_found(place: Place):
    place.desk.post(PLAN, {"seed": "1"})
    elsewhere = visiting_staff(place.app, a_stored_staff(a_stored_program()))

    assert elsewhere.post(f"{PLAN}/acceptance", {"plan": "1"}).status_code == 404
    assert place.desk.post(f"{PLAN}/acceptance", {"plan": "no"}).status_code == 404
    assert place.desk.get("/staff/plan/soon").status_code == 404


def test_a_week_that_is_over_is_not_planned(place: Place):
    over = MONDAY - timedelta(weeks=3)

    answer = place.desk.post(f"/staff/plan/{over}", {"seed": "1"}, follow_redirects=True)

    assert "That week is over." in said(answer)


@pytest.mark.parametrize(("role", "expected"), [(Role.CLINICIAN, 403), (Role.COORDINATOR, 200), (Role.ADMIN, 200)])
def test_only_schedulers_plan(place: Place, role: Role, expected: int):
    browser = visiting_staff(place.app, a_stored_staff(place.program, role))

    assert browser.get(PLAN).status_code == expected
    assert browser.post(PLAN, {"seed": "1"}).status_code == (303 if expected == 200 else 403)


def test_patients_and_strangers_find_no_plan_of_staff(place: Place):
    assert visiting_patient(place.app, place.ana).get(PLAN).status_code == 404
    assert a_stranger(place.app).get(PLAN).location == "/staff/sign-in"
    assert a_stranger(place.app).post("/planned/1/booking").location == "/sign-in"
