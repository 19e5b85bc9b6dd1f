"""A seat exchanged for another in one step: what can be had, 303 when it is done, the old seat kept if not."""

import re
from datetime import timedelta
from typing import NamedTuple

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.words import Component, Modality
from iopsched.usecases.seats import book_session, wait_for_seat
from iopsched.usecases.weeks import view_week
from tests.builders import MONDAY
from tests.conftest import NOW, StandingClock
from tests.counting import statements
from tests.doors import Visitor, visiting_patient, visiting_staff
from tests.reading import filled, links, part, posts, said
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff, seats_taken

NEXT_WEEK = f"/week/{MONDAY}"
CHOICES = re.compile(r'<input type="radio" name="new" value="(\d+)"( checked)?>')
KEY = re.compile(r'name="key" value="([^"]+)"')


class Place(NamedTuple):
    """Riverside: Ana has skills on Wednesday and a group on Monday; skills are there on Thursday too."""

    program: Program
    ana: Patient
    phone: Visitor
    wednesday: Session
    thursday: Session

    @property
    def seat(self) -> str:
        return f"/sessions/{self.wednesday.id}/booking"

    @property
    def swap(self) -> str:
        return f"/sessions/{self.wednesday.id}/swap"


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program(phone="+12125550142")
    ana = a_stored_patient(program)
    group = a_stored_session(program, 0, 18, 4)
    wednesday = a_stored_session(program, 2, 18, 2, component=Component.SKILLS)
    thursday = a_stored_session(program, 3, 18, 2, component=Component.SKILLS, modality=Modality.TELEHEALTH, seats=4)
    for session in (group, wednesday):
        book_session.book(ana.id, session.id, now=NOW)
    return Place(program, ana, visiting_patient(app, ana), wednesday, thursday)


def held(patient: Patient) -> list[int]:
    return [session.id for session in view_week.view(patient.id, MONDAY, now=NOW).week.sessions]


def choices(page: TestResponse) -> list[int]:
    return [int(number) for number, _ in CHOICES.findall(page.text)]


def chosen(page: TestResponse) -> list[int]:
    return [int(number) for number, is_chosen in CHOICES.findall(page.text) if is_chosen]


def fill(session: Session, program: Program) -> None:
    for _ in range(session.seats):
        book_session.book(a_stored_patient(program).id, session.id, now=NOW)


def test_the_page_says_what_could_be_taken_instead_and_what_the_week_comes_to(place: Place):
    page = place.phone.get(place.seat)

    assert "Can’t come on Wednesday? Skills, Wednesday, December 2, 6 to 8 pm. That happens." in said(page)
    assert "Thursday, December 3 6 to 8 pm, telehealth, 4 seats left Stays at 6 of 9 h" in said(page)
    assert "Your Wednesday seat is yours until the new one is booked. Swap my seat Keep Wednesday" in said(page)
    assert chosen(page) == [place.thursday.id]
    assert filled(page) == ["Swap my seat"]


def test_what_leaves_the_week_shorter_says_so_and_another_kind_is_named(place: Place):
    a_stored_session(place.program, 4, 18, 1)

    assert "Friday, December 4 Group, 6 to 7 pm, in person, 8 seats left Then 5 of 9 h" in said(
        place.phone.get(place.seat)
    )


def test_hours_that_stay_but_are_of_the_wrong_kind_say_what_is_to_go(app: Flask, place: Place):
    ben = a_stored_patient(place.program, plan={"week_least": 120, "components": {Component.SKILLS: 120}})
    book_session.book(ben.id, place.wednesday.id, now=NOW)
    a_stored_session(place.program, 4, 18, 2)

    page = said(visiting_patient(app, ben).get(place.seat))

    assert "Friday, December 4 Group, 6 to 8 pm, in person, 8 seats left Then 2 of 2 h. Still to go: 2 hours of" in page


def test_the_best_three_stand_there_and_the_rest_is_folded(place: Place):
    more = [a_stored_session(place.program, day, 9, 2, component=Component.SKILLS) for day in (0, 1, 3, 4, 5)]

    page = place.phone.get(place.seat)

    assert len(choices(page)) == 6
    assert "3 more" in said(page)
    assert {*choices(page)} == {place.thursday.id, *(session.id for session in more)}


def test_one_tap_swaps_and_the_week_says_so(place: Place):
    answer = place.phone.post(place.swap, {"new": place.thursday.id})

    assert (answer.status_code, answer.location) == (303, NEXT_WEEK)
    assert place.thursday.id in held(place.ana)
    assert place.wednesday.id not in held(place.ana)
    assert "Swapped. Still to go: 3 hours. Undo" in said(place.phone.get(NEXT_WEEK))


def test_undone_it_is_as_it_was_in_one_step(place: Place):
    place.phone.post(place.swap, {"new": place.thursday.id})
    note = place.phone.get(NEXT_WEEK)

    assert f"/sessions/{place.thursday.id}/swap" in posts(note)
    assert f'name="new" value="{place.wednesday.id}"' in note.text
    place.phone.post(f"/sessions/{place.thursday.id}/swap", {"new": place.wednesday.id})

    assert place.wednesday.id in held(place.ana)
    assert place.thursday.id not in held(place.ana)


def test_where_the_new_seat_has_gone_the_old_one_stays_and_that_is_said(place: Place):
    fill(place.thursday, place.program)

    answer = place.phone.post(place.swap, {"new": place.thursday.id})

    assert answer.status_code == 409
    assert "Not swapped Skills, Thursday, December 3, 6 to 8 pm. The last seat went a moment ago." in said(answer)
    assert "Nothing was changed. Your Wednesday seat is still yours. See other times" in said(answer)
    assert place.seat in links(answer)
    assert place.wednesday.id in held(place.ana)


def test_once_the_old_one_has_begun_it_is_that_which_is_named(place: Place, clock: StandingClock):
    clock.now = place.wednesday.starts

    answer = place.phone.post(place.swap, {"new": place.thursday.id})

    assert answer.status_code == 409
    assert "Not swapped Skills, Wednesday, December 2, 6 to 8 pm. It has begun." in said(answer)
    assert place.wednesday.id in held(place.ana)


def test_who_has_given_up_the_old_one_is_not_told_that_it_is_theirs(place: Place):
    place.phone.post(f"/sessions/{place.wednesday.id}/cancellation")
    fill(place.thursday, place.program)

    answer = place.phone.post(place.swap, {"new": place.thursday.id})

    assert answer.status_code == 409
    assert "still yours" not in said(answer)


def test_nothing_chosen_is_asked_again(place: Place):
    answer = place.phone.post(place.swap)

    assert answer.status_code == 422
    assert "Choose one of these times." in said(answer)
    assert place.wednesday.id in held(place.ana)


def test_the_same_form_twice_swaps_once_and_is_answered_the_same(place: Place):
    key = KEY.search(place.phone.get(place.seat).text)
    assert key
    form = {"new": place.thursday.id, "key": key[1]}

    answers = [place.phone.post(place.swap, form) for _ in range(2)]

    assert [(answer.status_code, answer.location) for answer in answers] == [(303, NEXT_WEEK)] * 2
    assert (seats_taken(place.wednesday), seats_taken(place.thursday)) == (0, 1)


def test_a_swap_that_comes_again_after_it_was_undone_changes_nothing(place: Place):
    key = KEY.search(place.phone.get(place.seat).text)
    assert key
    form = {"new": place.thursday.id, "key": key[1]}
    place.phone.post(place.swap, form)
    place.phone.post(f"/sessions/{place.thursday.id}/swap", {"new": place.wednesday.id})

    answer = place.phone.post(place.swap, form)

    assert "This was done before, and changed since." in said(place.phone.get(answer.location))
    assert place.wednesday.id in held(place.ana)


@pytest.mark.parametrize("wrong", ["0", "-4", "x", "", str(2**31), "9" * 5000])
def test_what_names_no_session_is_not_found(place: Place, wrong: str):
    assert place.phone.post(place.swap, {"new": wrong}).status_code == 404
    assert place.wednesday.id in held(place.ana)


def test_neither_a_session_of_another_program_nor_another_patients_seat_can_be_swapped(app: Flask, place: Place):
    elsewhere = a_stored_session(a_stored_program(name="Hillside"))
    ben = visiting_patient(app, a_stored_patient(place.program))

    answers = [
        place.phone.post(place.swap, {"new": elsewhere.id}),
        place.phone.post(f"/sessions/{elsewhere.id}/swap", {"new": place.thursday.id}),
        ben.post(place.swap, {"new": place.thursday.id}),
        ben.post(place.swap),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert (seats_taken(elsewhere), seats_taken(place.thursday), seats_taken(place.wednesday)) == (0, 0, 1)


def test_until_when_it_is_free_to_change_is_said(place: Place, clock: StandingClock):
    clock.advance(days=5)

    page = said(place.phone.get(place.seat))

    assert "Free to change until Tuesday, 6 pm." in page
    assert "late change" not in page


def test_past_the_notice_that_is_said_without_blame(place: Place, clock: StandingClock):
    clock.now = place.wednesday.starts - timedelta(hours=23)

    page = said(place.phone.get(place.seat))

    assert "It starts in less than 24 hours, so this will be noted as a late change. Telling us still helps." in page
    assert "Free to change" not in page


def test_giving_up_stays_folded_and_says_what_it_means(place: Place):
    folded = part(place.phone.get(place.seat), "No other time works")

    assert "Without it your week has 4 of 9 hours. Still to go then: 5 hours." in folded
    assert "You can take the seat back until somebody else books it. Give up the seat" in folded


def test_where_somebody_waits_for_the_seat_that_is_said_and_no_undo_is_promised(place: Place):
    for _ in range(place.wednesday.seats - 1):
        book_session.book(a_stored_patient(place.program).id, place.wednesday.id, now=NOW)
    wait_for_seat.wait(a_stored_patient(place.program).id, place.wednesday.id, now=NOW)

    folded = part(place.phone.get(place.seat), "No other time works")
    place.phone.post(f"/sessions/{place.wednesday.id}/cancellation")
    week = place.phone.get(NEXT_WEEK)

    assert "Somebody waits for this seat, so it goes to them at once." in folded
    assert "take the seat back" not in folded
    assert f"/sessions/{place.wednesday.id}/cancellation/undo" not in posts(week)
    assert f"/sessions/{place.wednesday.id}/waiting?day={MONDAY}" in posts(week)


def test_where_nothing_replaces_it_the_page_says_so_and_offers_to_wait_for_one(place: Place):
    fill(place.thursday, place.program)

    page = place.phone.get(place.seat)
    place.phone.post("/waiting", {"component": "skills", "monday": str(MONDAY)})

    assert "Nothing else fits this week" in said(page)
    assert "Tell me if a seat opens in skills, November 30 to December 6" in said(page)
    assert 'name="component" value="skills"' in page.text
    assert choices(page) == []
    assert filled(page) == ["Keep Wednesday"]
    assert "Any skills session" in said(place.phone.get("/waiting"))


def test_who_comes_from_a_session_at_the_same_time_finds_it_chosen(place: Place):
    clash = a_stored_session(place.program, 2, 19, 1)
    week = place.phone.get(NEXT_WEEK)

    link = next(href for href in links(week) if href.startswith(f"{place.seat}?"))

    assert "Swap for group, Wednesday, December 2, 7 pm" in said(week)
    assert chosen(place.phone.get(link)) == [clash.id]


def test_it_takes_as_many_queries_whatever_could_be_taken_instead(place: Place):
    place.phone.get(place.seat)
    with statements() as few:
        place.phone.get(place.seat)
    for day in range(7):
        a_stored_session(place.program, day, 9)

    with statements() as many:
        place.phone.get(place.seat)

    assert len(many) == len(few) == 8


def test_staff_find_nothing_here(app: Flask, place: Place):
    staff = visiting_staff(app, a_stored_staff(place.program))

    assert staff.post(place.swap, {"new": place.thursday.id}).status_code == 404


def test_nothing_is_done_on_a_get_nor_without_the_token(place: Place):
    assert place.phone.get(place.swap).status_code in {404, 405}
    assert place.phone.client.post(place.swap, data={"new": place.thursday.id}).status_code == 400
    assert place.wednesday.id in held(place.ana)
