"""The waiting list of staff: whose turn it is and why, who is being asked, and what is changed of it with a reason."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.waiting import Waiting, Wanted
from iopsched.domain.words import Component, Modality, Part, Role
from iopsched.store import waitings
from iopsched.store.db import reading
from iopsched.usecases.seats import book_session, cancel_booking, wait_for_seat
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.doors import Visitor, visiting_patient, visiting_staff
from tests.reading import links, part, posts, said
from tests.stored import (
    a_stored_clinician,
    a_stored_patient,
    a_stored_program,
    a_stored_session,
    a_stored_staff,
    seats_taken,
)

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Place:
    """A coordinator at the browser; a group of one seat, which Gil has; Ana and then Ben wait for it."""

    program: Program
    staff: Staff
    gil: Patient
    ana: Patient
    ben: Patient
    group: Session
    browser: Visitor

    def change(self, patient: Patient, what: str, **form: str) -> TestResponse:
        return self.browser.post(f"/staff/people/{patient.id}/waiting/{waiting_of(patient).id}/{what}", form)

    def free(self) -> None:
        cancel_booking.cancel(self.gil.id, self.group.id, now=NOW)

    def page(self) -> TestResponse:
        return self.browser.get("/staff/waiting")


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program()
    gil, ana, ben = (a_stored_patient(program, given_name=name) for name in ("Gil", "Ana", "Ben"))
    group, staff = a_stored_session(program, seats=1), a_stored_staff(program)
    book_session.book(gil.id, group.id, now=NOW)
    for minutes, patient in ((20, ana), (10, ben)):
        wait_for_seat.wait(patient.id, group.id, now=NOW - minutes * MINUTE)
    return Place(program, staff, gil, ana, ben, group, visiting_staff(app, staff))


def waiting_of(patient: Patient) -> Waiting:
    with reading():
        (one,) = waitings.of_patient(patient.id)
    return one


def order(page: TestResponse) -> list[str]:
    words = part(page, "Group, Monday, November 30, 6 to 9 pm")
    return sorted(("Ana R.", "Ben R."), key=words.index)


def test_it_says_who_waits_in_turn_and_why(place: Place):
    page = place.page()

    assert order(page) == ["Ana R.", "Ben R."]
    assert "1 of 1 seat." in said(page)
    assert "Week is 9 h short. Waits since today, 11:40 am." in part(page, "1 Ana R.", "2 Ben R.")
    assert f"/staff/sessions/{place.group.id}" in links(page)


def test_put_first_with_a_reason_it_stands_there_and_can_be_taken_back(place: Place):
    first = place.change(place.ben, "place", place="first", reason="Court order")
    page = place.browser.get(first.location)

    assert first.location == "/staff/waiting"
    assert "Ben R. is first now." in said(page)
    assert "Put first: Court order" in said(page)
    assert order(page) == ["Ben R.", "Ana R."]
    place.change(place.ben, "place", place="usual", reason="Was a mistake")
    assert order(place.page()) == ["Ana R.", "Ben R."]


@pytest.mark.parametrize("what", ["place", "removal"])
@pytest.mark.parametrize(("reason", "problem"), [("", "Say why, in a few words."), ("x" * 201, "at most 200 letters")])
def test_what_is_wrong_with_a_reason_stands_beside_it(place: Place, what: str, reason: str, problem: str):
    one = waiting_of(place.ben)

    answer = place.change(place.ben, what, place="first", reason=reason)

    assert answer.status_code == 422
    assert f'id="wrong-w{one.id}"' in answer.text
    assert f'value="{reason}"' in answer.text
    assert problem in said(answer)
    assert waiting_of(place.ben) == one


def test_taken_off_the_list_they_wait_no_longer(place: Place):
    answer = place.change(place.ana, "removal", reason="Found another time")

    assert "Ana R. waits for it no longer." in said(place.browser.get(answer.location))
    assert "1 Ben R." in said(place.page())


def test_an_open_offer_says_to_whom_and_until_when_and_is_booked_when_they_say_yes(place: Place):
    place.free()

    page = place.page()
    path = f"/staff/people/{place.ana.id}/seats/{place.group.id}?back=waiting"

    asked = part(page, "Being asked now", "Roster")
    assert "Ana R. Group, Monday, November 30, 6 to 9 pm" in asked
    assert "Asked today, 12:00 pm, kept until today, 2:00 pm" in asked
    assert "0 of 1 seat, 1 held." in said(page)
    assert path in posts(page)
    assert place.browser.post(path).location == "/staff/waiting"
    assert seats_taken(place.group) == 1


def test_who_says_no_is_taken_off_and_the_next_is_asked(place: Place):
    place.free()

    place.change(place.ana, "removal", reason="Says no")

    assert "Ben R." in part(place.page(), "Being asked now", "42 CFR")


def test_who_cannot_be_reached_by_text_is_to_be_called(place: Place):
    silent = a_stored_patient(place.program, given_name="Lena", accepts_texts=False)
    wait_for_seat.wait(silent.id, place.group.id, now=NOW - 30 * MINUTE)
    place.free()

    page = place.page()

    assert "to call 1" in said(page)
    assert f"tel:{silent.phone}" in links(page)
    assert "A seat is held. Matters until today, 2:00 pm" in part(
        place.browser.get("/staff/messages"), "Please call", "Log"
    )


def test_who_would_be_passed_over_is_shown_with_the_reason(place: Place):
    book_session.book(place.ana.id, a_stored_session(place.program, hour=19).id, now=NOW)

    assert "Same time as their group session on Monday." in part(place.page(), "1 Ana R.", "2 Ben R.")


def test_any_of_a_kind_stands_in_words(place: Place):
    kind = Wanted(
        monday=MONDAY,
        component=Component.SKILLS,
        part=Part.EVENING,
        modality=Modality.TELEHEALTH,
        weekdays=frozenset({0, 2}),
    )
    wait_for_seat.wait_for_any(place.gil.id, kind, now=NOW)

    page = place.page()

    line = part(page, "Any of a kind, November 30 to December 6")
    assert "Gil R. Any skills session Evening, telehealth, Monday or Wednesday" in line


def test_somebody_is_let_wait_for_any_of_a_kind(place: Place):
    form = place.browser.get(f"/staff/people/{place.gil.id}/waiting?back={MONDAY}")
    answer = place.browser.post(
        f"/staff/people/{place.gil.id}/waiting?back={MONDAY}",
        {"monday": str(MONDAY), "component": "skills", "part": "any", "modality": "any", "weekday": ["1", "3"]},
    )

    assert f'<option value="{MONDAY}" selected>Next week' in form.text
    assert answer.location == f"/staff/people/{place.gil.id}/sessions/{MONDAY}"
    assert waiting_of(place.gil).wanted == Wanted(monday=MONDAY, component=Component.SKILLS, weekdays=frozenset({1, 3}))


@pytest.mark.parametrize(
    "wrong", [{"monday": "2020-01-06"}, {"monday": "soon"}, {"component": "yoga"}, {"weekday": ["9"]}]
)
def test_what_will_not_do_comes_back(place: Place, wrong: dict[str, str]):
    sound = {"monday": str(MONDAY)}

    answer = place.browser.post(f"/staff/people/{place.gil.id}/waiting", sound | wrong)

    assert answer.status_code == 422
    assert "Not saved." in said(answer)
    with reading():
        assert waitings.of_patient(place.gil.id) == ()


def test_the_page_of_a_person_says_what_they_wait_for(place: Place):
    place.free()

    page = place.browser.get(f"/staff/people/{place.ana.id}")

    waits = part(page, "Waits for", "Weeks")
    assert "Group, Monday, November 30, 6 to 9 pm Since today, 11:40 am" in waits
    assert "Held until today, 2:00 pm" in waits
    assert f"/staff/people/{place.ana.id}/seats/{place.group.id}" in posts(page)


def test_the_roster_says_who_waits_and_for_whom_seats_are_held(place: Place):
    place.free()

    page = place.browser.get(f"/staff/sessions/{place.group.id}")

    assert "Ana R. until today, 2:00 pm, who waited for it" in part(page, "For whom seats are held")
    assert "1 Ben R." in part(page, "1 waits for a seat")
    assert "held 1" in said(page)


def test_the_board_counts_them(place: Place):
    before = said(place.browser.get(f"/staff/board/{MONDAY}"))
    place.free()
    after = said(place.browser.get(f"/staff/board/{MONDAY}"))

    assert "waiting for a seat 2" in before
    assert "2 wait" in before
    assert "1 held 1 waits" in after


def test_nobody_waits_is_said(app: Flask):
    browser = visiting_staff(app, a_stored_staff(a_stored_program(name="Hillside")))

    assert "Nobody waits." in said(browser.get("/staff/waiting"))


def test_a_clinician_sees_no_list_and_no_names_of_those_who_wait(app: Flask, place: Place):
    rivera = a_stored_clinician(place.program)
    own = a_stored_session(place.program, day=1, seats=1, clinician_id=rivera)
    book_session.book(place.gil.id, own.id, now=NOW)
    wait_for_seat.wait(place.ana.id, own.id, now=NOW)
    browser = visiting_staff(app, a_stored_staff(place.program, Role.CLINICIAN, clinician_id=rivera))

    assert browser.get("/staff/waiting").status_code == 403
    assert "/staff/waiting" not in links(browser.get("/staff/board"))
    assert "Ana R." not in said(browser.get(f"/staff/sessions/{own.id}"))


def test_another_programs_waitings_are_not_there(app: Flask, place: Place):
    browser = visiting_staff(app, a_stored_staff(a_stored_program(name="Hillside")))
    one = waiting_of(place.ana)

    for what in ("place", "removal"):
        path = f"/staff/people/{place.ana.id}/waiting/{one.id}/{what}"
        assert browser.post(path, {"place": "first", "reason": "x"}).status_code == 404
    assert waiting_of(place.ana) == one


def test_a_patient_keeps_no_list(app: Flask, place: Place):
    ana = visiting_patient(app, place.ana)

    assert ana.get("/staff/waiting").status_code == 404
    path = f"/staff/people/{place.ana.id}/waiting/{waiting_of(place.ana).id}/place"
    assert ana.post(path, {"place": "first", "reason": "x"}).status_code == 404
    assert waiting_of(place.ana).placed is None
