"""Seats kept while one decides on a plan: for some minutes, longer if asked, let go, booked; never another's."""

import re
from datetime import datetime, timedelta
from typing import NamedTuple

import pytest
from flask import Flask

from iopsched.domain.hold import MOST_EXTENSIONS
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.store import holds
from iopsched.store.db import reading
from iopsched.usecases.seats import book_session, hold_plan
from iopsched.usecases.weeks import view_week
from tests.builders import MONDAY
from tests.conftest import NOW, StandingClock
from tests.counting import statements
from tests.doors import Visitor, a_stranger, visiting_patient, visiting_staff
from tests.reading import filled, links, posts, said
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff

PLAN, HOLD, RELEASE = f"/plan/{MONDAY}", f"/plan/{MONDAY}/hold", "/plan/hold/release"
KEPT = "/plan/hold"
KEY = re.compile(r'name="key" value="([^"]+)"')
INSTANT = re.compile(r'data-(now|warns-at|until)="([^"]+)"')


class Place(NamedTuple):
    """Riverside with three evenings of one seat each, and Ana and Ben at their phones."""

    program: Program
    ana: Patient
    ben: Patient
    phone: Visitor
    other: Visitor
    evenings: list[Session]

    @property
    def form(self) -> dict[str, list[int]]:
        return {"session": [session.id for session in self.evenings]}

    def key(self, path: str = KEPT) -> dict[str, str]:
        found = KEY.search(self.phone.get(path).text)
        assert found
        return {"key": found[1]}


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program()
    ana, ben = (a_stored_patient(program) for _ in range(2))
    evenings = [a_stored_session(program, day, seats=1) for day in range(3)]
    return Place(program, ana, ben, visiting_patient(app, ana), visiting_patient(app, ben), evenings)


def kept(patient: Patient, now: datetime = NOW) -> list[int]:
    with reading():
        return [hold.session_id for hold in holds.of_patient(patient.id, now)]


def booked(patient: Patient) -> list[int]:
    return [session.id for session in view_week.view(patient.id, MONDAY, now=NOW).week.sessions]


def test_each_proposal_can_be_kept_beside_being_booked(place: Place):
    page = place.phone.get(PLAN)

    assert "Book all three: Three evenings Keep these while I decide: Three evenings" in said(page)
    assert posts(page).count(HOLD) == posts(page).count(f"{PLAN}/booking") == 1


def test_kept_nobody_else_can_book_them(place: Place):
    answer = place.phone.post(HOLD, place.form)

    assert (answer.status_code, answer.location) == (303, KEPT)
    assert kept(place.ana) == place.form["session"]
    refused = place.other.post(f"/sessions/{place.evenings[0].id}/booking")
    assert refused.status_code == 409


def test_the_page_says_until_when_and_what_the_week_comes_to(place: Place):
    place.phone.post(HOLD, place.form)

    page = place.phone.get(KEPT)

    assert "These seats are kept for you until 12:10 pm." in said(page)
    assert "Your week with them" in said(page)
    assert "Your week is full: 9 of 9 hours." in said(page)
    assert said(page).count("3 h, ") == 3
    assert posts(page) == [f"{PLAN}/booking", HOLD, RELEASE]
    assert filled(page) == ["Book all three"]


def test_a_script_is_told_the_instants_by_the_clock_of_the_server(place: Place, clock: StandingClock):
    place.phone.post(HOLD, place.form)
    clock.advance(minutes=3)

    instants = {name: datetime.fromisoformat(moment) for name, moment in INSTANT.findall(place.phone.get(KEPT).text)}

    assert instants == {
        "now": NOW + timedelta(minutes=3),
        "warns-at": NOW + timedelta(minutes=8),
        "until": NOW + timedelta(minutes=10),
    }


def test_all_of_them_are_booked_with_one_tap(place: Place):
    place.phone.post(HOLD, place.form)

    answer = place.phone.post(f"{PLAN}/booking", place.form)

    assert (answer.status_code, answer.location) == (303, f"/week/{MONDAY}")
    assert booked(place.ana) == place.form["session"]
    assert "Nothing is kept for you now" in said(place.phone.get(KEPT))


def test_what_is_booked_already_is_drawn_with_them_and_not_kept(place: Place):
    book_session.book(place.ana.id, place.evenings[0].id, now=NOW)

    place.phone.post(HOLD, {"session": place.form["session"][1:]})

    page = place.phone.get(KEPT)
    assert "Book both" in said(page)
    assert "Your week is full: 9 of 9 hours." in said(page)


def test_kept_longer_it_is_until_later(place: Place, clock: StandingClock):
    place.phone.post(HOLD, place.form)
    clock.advance(minutes=9)

    place.phone.post(HOLD, place.form)

    assert "kept for you until 12:19 pm." in said(place.phone.get(KEPT))


def test_after_the_last_extension_no_more_are_offered_and_one_more_is_refused_in_words(place: Place):
    for _ in range(1 + MOST_EXTENSIONS):
        hold_plan.hold(place.ana.id, place.form["session"], now=NOW)

    page = place.phone.get(KEPT)
    answer = place.phone.post(HOLD, place.form)

    assert "Keep them longer" not in said(page)
    assert "Book them now if you want them." in said(page)
    assert answer.status_code == 422
    assert "We cannot keep these seats any longer. Book them now, or let them go." in said(answer)


def test_let_go_they_are_free_for_others(place: Place):
    place.phone.post(HOLD, place.form)

    answer = place.phone.post(RELEASE)

    assert (answer.status_code, answer.location) == (303, "/plan")
    assert kept(place.ana) == []
    assert "Let go. The seats are free for others. Nothing was booked." in said(place.phone.get(PLAN))
    assert place.other.post(f"/sessions/{place.evenings[0].id}/booking").status_code == 303


def test_when_the_time_is_over_they_are_free_for_others_and_can_still_be_booked(place: Place, clock: StandingClock):
    place.phone.post(HOLD, place.form)
    clock.advance(minutes=10)

    answer = place.phone.post(f"{PLAN}/booking", place.form)

    assert answer.status_code == 303
    assert booked(place.ana) == place.form["session"]


def test_what_others_took_after_the_time_was_over_is_said_and_nothing_booked(place: Place, clock: StandingClock):
    place.phone.post(HOLD, place.form)
    clock.advance(minutes=10)
    place.other.post(f"/sessions/{place.evenings[0].id}/booking")

    late = [place.phone.post(f"{PLAN}/booking", place.form), place.phone.post(HOLD, place.form)]

    assert [answer.status_code for answer in late] == [409, 409]
    assert "Not booked. Nothing of it is: part of it was taken meanwhile." in said(late[0])
    assert "Not kept. Nothing of it is: part of it was taken meanwhile." in said(late[1])
    assert "Group, Monday, November 30, 6 pm: Full." in said(late[1])
    assert booked(place.ana) == kept(place.ana, clock.now) == []


def test_the_week_and_the_plan_lead_to_what_is_kept_while_it_is(place: Place, clock: StandingClock):
    place.phone.post(HOLD, place.form)
    paths = ("/week", f"/week/{MONDAY}", PLAN)

    before = [place.phone.get(path) for path in paths]
    clock.advance(minutes=10)
    after = [place.phone.get(path) for path in paths]

    assert all("Seats are kept for you until 12:10 pm. Decide now" in said(page) for page in before)
    assert all(KEPT in links(page) for page in before)
    assert not any(KEPT in links(page) for page in after)


def test_the_same_form_twice_keeps_them_once_and_no_longer(place: Place):
    form = place.form | place.key(PLAN)

    answers = [place.phone.post(HOLD, form) for _ in range(2)]

    assert [(answer.status_code, answer.location) for answer in answers] == [(303, KEPT)] * 2
    with reading():
        assert {hold.extensions for hold in holds.of_patient(place.ana.id, NOW)} == {0}


def test_an_old_form_does_not_let_go_of_what_was_kept_after_it(place: Place):
    place.phone.post(HOLD, place.form)
    old = place.key()
    place.phone.post(RELEASE, old)
    place.phone.post(HOLD, place.form)

    place.phone.post(RELEASE, old)

    assert kept(place.ana) == place.form["session"]


def test_nobody_sees_or_lets_go_of_what_is_kept_for_another(place: Place):
    place.phone.post(HOLD, place.form)

    assert "Nothing is kept for you now" in said(place.other.get(KEPT))
    assert "Seats are kept" not in said(place.other.get(f"/week/{MONDAY}"))
    assert place.other.post(RELEASE).status_code == 303
    assert kept(place.ana) == place.form["session"]


@pytest.mark.parametrize("wrong", ["0", "x", "", str(2**31)])
def test_what_names_no_session_is_not_found_and_nothing_of_the_rest_kept(place: Place, wrong: str):
    assert place.phone.post(HOLD, {"session": [*place.form["session"], wrong]}).status_code == 404
    assert kept(place.ana) == []


def test_sessions_of_another_program_are_not_found(place: Place):
    elsewhere = a_stored_session(a_stored_program(name="Hillside"))

    assert place.phone.post(HOLD, {"session": elsewhere.id}).status_code == 404


def test_nothing_to_keep_is_asked_again(place: Place):
    assert place.phone.post(HOLD).status_code == 422


def test_it_takes_as_many_queries_however_much_is_kept(place: Place):
    place.phone.post(HOLD, {"session": place.form["session"][:1]})
    with statements() as few:
        place.phone.get(KEPT)
    place.phone.post(HOLD, place.form)

    with statements() as many:
        place.phone.get(KEPT)

    assert len(many) == len(few) == 8


def test_strangers_sign_in_first_and_staff_find_nothing_here(app: Flask, place: Place):
    staff = visiting_staff(app, a_stored_staff(place.program))

    assert a_stranger(app).get(KEPT).location == "/sign-in"
    assert [staff.get(KEPT).status_code, staff.post(HOLD, place.form).status_code] == [404, 404]
    assert kept(place.ana) == []
