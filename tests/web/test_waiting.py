"""Seats that one waits for: one that is full, or any of a kind; listed, left, and offered when they open."""

import re
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from flask import Flask

from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.waiting import MOST, Wanted
from iopsched.domain.words import Component, Modality, Part
from iopsched.store import offers, waitings
from iopsched.store.db import reading, transaction
from iopsched.usecases.availability import change_session
from iopsched.usecases.availability.reconcile_sessions import difference, reconcile
from iopsched.usecases.seats import book_session, cancel_booking, wait_for_seat
from iopsched.usecases.weeks import keep_commitments, view_week
from tests.builders import MONDAY, a_commitment
from tests.conftest import NOW, StandingClock
from tests.counting import statements
from tests.doors import Visitor, a_stranger, visiting_patient, visiting_staff
from tests.reading import filled, links, part, posts, said
from tests.stored import (
    a_stored_offering,
    a_stored_patient,
    a_stored_program,
    a_stored_session,
    a_stored_staff,
    seats_taken,
)

NEXT_WEEK = f"/week/{MONDAY}"
KEY = re.compile(r'name="key" value="([^"]+)"')
LEAVE = re.compile(r"/waiting/(\d+)/removal")


class Place(NamedTuple):
    """A group of one seat, which Gil has; Ana and Ben at their phones."""

    program: Program
    gil: Patient
    ana: Patient
    ben: Patient
    phone: Visitor
    other: Visitor
    group: Session

    @property
    def wait(self) -> str:
        return f"/sessions/{self.group.id}/waiting"

    @property
    def take(self) -> str:
        return f"/sessions/{self.group.id}/booking"

    @property
    def decline(self) -> str:
        return f"/sessions/{self.group.id}/decline"

    def free(self) -> None:
        cancel_booking.cancel(self.gil.id, self.group.id, now=NOW)


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program()
    gil, ana, ben = (a_stored_patient(program) for _ in range(3))
    group = a_stored_session(program, seats=1)
    book_session.book(gil.id, group.id, now=NOW)
    return Place(program, gil, ana, ben, visiting_patient(app, ana), visiting_patient(app, ben), group)


@pytest.fixture
def offered(place: Place) -> Place:
    """Ana waited, Ben waits after her, and the seat is held for Ana."""
    place.phone.post(place.wait)
    place.other.post(place.wait)
    place.phone.get(NEXT_WEEK)
    place.free()
    return place


def wanted(patient: Patient) -> list[Wanted]:
    with reading():
        return [one.wanted for one in waitings.of_patient(patient.id)]


def offers_to(patient: Patient) -> list[int]:
    with reading():
        return [offer.session.id for offer in offers.of_patient(patient.id, NOW)]


def test_what_is_full_alone_can_be_waited_for(place: Place):
    page = place.phone.get(NEXT_WEEK)

    refused = part(page, "1 that does not fit, and why")
    assert "Tell me if a seat opens in group, Monday, November 30, 6 pm" in refused
    assert "Full. We can hold a seat for you if one opens." in refused
    assert f"{place.wait}?day={MONDAY}" in posts(page)


def test_what_is_refused_for_more_cannot(place: Place):
    keep_commitments.add(place.ana.id, a_commitment(weekday=0), now=NOW)

    assert "Tell me" not in said(place.phone.get(NEXT_WEEK))
    answer = place.phone.post(place.wait)
    assert answer.status_code == 409
    assert "You could not take this seat" in said(answer)
    assert "You are busy then, as you told us. So there is nothing to wait for here." in said(answer)
    assert wanted(place.ana) == []


def test_a_tap_waits_and_the_row_says_so_with_the_way_out(place: Place):
    answer = place.phone.post(f"{place.wait}?day={MONDAY}&part=evening")

    page = place.phone.get(NEXT_WEEK)
    assert (answer.status_code, answer.location) == (303, f"{NEXT_WEEK}?part=evening")
    assert "Noted. If a seat opens, we hold it for you and tell you." in said(page)
    assert "You wait for a seat. If one opens, we hold it for you. Stop waiting for group, Monday, November" in said(
        page
    )
    assert "Tell me" not in part(page, "1 that does not fit")
    assert wanted(place.ana) == [Wanted(session_id=place.group.id)]


def test_who_gets_no_texts_is_told_to_look_in(app: Flask, place: Place):
    visitor = visiting_patient(app, a_stored_patient(place.program, accepts_texts=False))

    visitor.post(f"{place.wait}?day={MONDAY}")

    assert "You get no messages from us, so look in now and then." in said(visitor.get(NEXT_WEEK))


def test_stopped_it_is_over(place: Place):
    place.phone.post(place.wait)
    leave = next(path for path in posts(place.phone.get(NEXT_WEEK)) if LEAVE.search(path))

    answer = place.phone.post(leave)

    assert (answer.status_code, answer.location) == (303, NEXT_WEEK)
    assert "You wait no longer." in said(place.phone.get(NEXT_WEEK))
    assert wanted(place.ana) == []


def test_slots_that_are_full_are_waited_for_by_their_kind(place: Place):
    tuesdays = frozenset({1})
    a_stored_offering(place.program, weekdays=tuesdays, slot_minutes=60, component=Component.INDIVIDUAL, seats=1)
    with transaction():
        reconcile(place.program, difference(place.program, NOW), actor="test", now=NOW)
    for candidate in view_week.view(place.gil.id, MONDAY, now=NOW).candidates:
        book_session.book(place.gil.id, candidate.session.id, now=NOW)
    page = place.phone.get(NEXT_WEEK)

    form = {"component": "individual", "modality": "in_person", "weekday": "1", "monday": str(MONDAY)}
    answer = place.phone.post(f"/waiting?day={MONDAY}", form)

    assert "Tell me if a seat opens in individual, in person, Tuesday, November 30 to December 6" in said(page)
    assert all(f'name="{name}" value="{value}"' in page.text for name, value in form.items())
    assert (answer.status_code, answer.location) == (303, NEXT_WEEK)
    assert "You wait for a seat of this kind. If one opens, we hold it for you. Change" in said(
        place.phone.get(NEXT_WEEK)
    )


def test_a_seat_given_up_and_taken_by_another_can_be_waited_for(place: Place):
    late = a_stored_session(place.program, 2, seats=1)
    book_session.book(place.ana.id, late.id, now=NOW)
    cancel_booking.cancel(place.ana.id, late.id, now=NOW)
    book_session.book(place.gil.id, late.id, now=NOW)

    before = said(place.phone.get(NEXT_WEEK))
    place.phone.post(f"/sessions/{late.id}/waiting")
    after = said(place.phone.get(NEXT_WEEK))

    assert "Tell me if a seat opens in group, Wednesday, December 2, 6 pm You gave this seat up." in before
    assert "It was taken meanwhile. You wait for a seat." in after


def test_all_that_is_waited_for_stands_on_one_page(place: Place):
    place.phone.post(place.wait)
    form = {"component": "skills", "part": "evening", "modality": "telehealth", "weekday": ["1", "3"]}
    answer = place.phone.post("/waiting", form | {"monday": str(MONDAY)})

    page = place.phone.get("/waiting")

    assert (answer.status_code, answer.location) == (303, "/waiting")
    assert "Group Monday, November 30, 6 to 9 pm In person Stop waiting for group, Monday, November 30, 6" in said(page)
    assert "Any skills session November 30 to December 6 Evening, telehealth, Tuesday or Thursday Stop" in said(page)
    assert len([path for path in posts(page) if LEAVE.search(path)]) == 2
    assert wanted(place.ana)[1] == Wanted(
        monday=MONDAY,
        component=Component.SKILLS,
        part=Part.EVENING,
        modality=Modality.TELEHEALTH,
        weekdays=frozenset({1, 3}),
    )


def test_what_was_waited_for_and_is_off_is_said_once_with_the_way_to_others(place: Place):
    place.phone.post(place.wait)
    change_session.cancel(a_stored_staff(place.program), place.group.id, now=NOW)

    first, again = place.phone.get("/waiting"), place.phone.get("/waiting")

    assert "Group on Monday, November 30, 6 to 9 pm, is off. You no longer wait for it." in said(first)
    assert NEXT_WEEK in links(first)
    assert "is off." not in said(again)
    assert "is off." not in said(place.other.get("/waiting"))


def test_where_such_a_seat_is_there_already_the_week_shows_it(place: Place):
    a_stored_session(place.program, 1, component=Component.SKILLS)

    answer = place.phone.post("/waiting", {"component": "skills", "part": "evening", "monday": str(MONDAY)})

    assert (answer.status_code, answer.location) == (303, f"{NEXT_WEEK}?part=evening&kind=skills")
    assert "Noted. 1 such session has a seat now. You can book it without waiting." in said(place.phone.get(NEXT_WEEK))


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"component": "cooking"}, "Choose one."),
        ({"part": "night"}, "Choose one."),
        ({"weekday": "7"}, "Choose from the list."),
        ({"monday": ""}, "Choose a week."),
        ({"monday": "soon"}, "Choose a day"),
        ({"monday": "2026-12-01"}, "Choose the first day of a week."),
        ({"monday": "2026-11-16"}, "Choose this week, or one that is open for booking."),
        ({"monday": "2027-11-29"}, "Choose this week, or one that is open for booking."),
    ],
)
def test_what_makes_no_sense_is_asked_again_and_nothing_is_lost(place: Place, wrong: dict[str, str], problem: str):
    form: dict[str, Any] = {"modality": "telehealth", "monday": str(MONDAY)}

    answer = place.phone.post("/waiting", form | wrong)

    assert answer.status_code == 422
    assert problem in said(answer)
    assert 'value="telehealth" checked' in answer.text
    assert wanted(place.ana) == []


def test_more_than_one_may_wait_for_is_refused_in_words(place: Place):
    for week in range(MOST):
        wait_for_seat.wait_for_any(
            place.ana.id, Wanted(monday=MONDAY + timedelta(weeks=week % 10), weekdays=frozenset({week // 10})), now=NOW
        )

    answers = [place.phone.post(place.wait), place.phone.post("/waiting", {"monday": str(MONDAY)})]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert all(f"You wait for {MOST} seats already. Let one go first." in said(answer) for answer in answers)


def test_the_week_and_the_page_about_oneself_lead_here_with_the_week_chosen(place: Place):
    from_week = f"/waiting?week={MONDAY}"

    assert from_week in links(place.phone.get(NEXT_WEEK))
    assert "/waiting" in links(place.phone.get("/me"))
    assert f'<option value="{MONDAY}" selected>Next week</option>' in place.phone.get(from_week).text


def test_without_a_plan_ahead_there_is_nothing_to_wait_for(app: Flask, place: Place):
    over = a_stored_patient(place.program, plan={"last_day": MONDAY - timedelta(days=10)})

    page = visiting_patient(app, over).get("/waiting")

    assert "Your plan does not cover the weeks ahead" in said(page)
    assert posts(page) == []


def test_a_seat_that_is_held_stands_on_top_of_the_week_with_the_one_filled_button(offered: Place):
    page = offered.phone.get(NEXT_WEEK)

    shown = part(page, "A seat for you", "No, thanks")
    assert "Kept for you until 2 pm. Your week comes to 3 of 9 hours with it." in shown
    assert "6:00 9:00 pm Group In person 3 h, Mon, Nov 30" in shown
    assert "Take it group, Monday, November 30, 6 pm" in shown
    assert posts(page)[:2] == [offered.take, f"{offered.decline}?day={MONDAY}"]
    assert filled(page) == ["Take it group, Monday, November 30, 6 pm"]
    assert said(page).count("6:00 9:00 pm Group") == 1


def test_so_it_does_on_the_page_of_another_week_with_what_that_week_comes_to(offered: Place):
    book_session.book(offered.ana.id, a_stored_session(offered.program, 2).id, now=NOW)

    page = said(offered.phone.get("/week"))

    assert "A seat for you Kept for you until 2 pm. Your week comes to 6 of 9 hours with it." in page


def test_above_a_week_with_hours_the_next_step_gives_way_to_it(offered: Place):
    for day in (1, 2):
        book_session.book(offered.ana.id, a_stored_session(offered.program, day).id, now=NOW)

    page = offered.phone.get(NEXT_WEEK)

    assert "Your week comes to 9 of 9 hours with it." in said(page)
    assert filled(page) == ["Take it group, Monday, November 30, 6 pm"]
    assert "See everything you could add" in said(page)


def test_taken_it_is_booked_and_no_longer_waited_for(offered: Place):
    answer = offered.phone.post(offered.take)

    page = said(offered.phone.get(NEXT_WEEK))
    assert (answer.status_code, answer.location) == (303, NEXT_WEEK)
    assert "Booked. Still to go: 6 hours. Undo" in page
    assert "A seat for you" not in page
    assert wanted(offered.ana) == []
    assert seats_taken(offered.group) == 1


def test_declined_it_goes_to_the_next(offered: Place):
    answer = offered.phone.post(f"{offered.decline}?day={MONDAY}")

    assert (answer.status_code, answer.location) == (303, NEXT_WEEK)
    assert "Thank you for saying so. The seat is free for others now." in said(offered.phone.get(NEXT_WEEK))
    assert offers_to(offered.ben) == [offered.group.id]
    assert "A seat for you" in said(offered.other.get(NEXT_WEEK))


def test_nobody_takes_or_declines_what_is_held_for_another(offered: Place):
    assert offered.other.post(offered.take).status_code == 409
    offered.other.post(offered.decline)

    assert offers_to(offered.ana) == [offered.group.id]
    assert "A seat for you" not in said(offered.other.get(NEXT_WEEK))


def test_when_its_time_is_over_it_is_no_longer_shown(offered: Place, clock: StandingClock):
    clock.advance(hours=2)

    assert "A seat for you" not in said(offered.phone.get(NEXT_WEEK))


def test_the_list_leads_to_the_seat_that_is_kept(offered: Place):
    page = offered.phone.get("/waiting")

    assert "A seat is kept for you until 2 pm." in said(page)
    assert NEXT_WEEK in links(page)
    assert not any(LEAVE.search(path) for path in posts(page))


def test_a_form_that_comes_twice_is_carried_out_once_and_answered_the_same(offered: Place):
    key = KEY.search(offered.phone.get(NEXT_WEEK).text)
    assert key
    form = {"key": key[1]}

    declined = [offered.phone.post(offered.decline, form) for _ in range(2)]
    waited = [offered.phone.post(offered.wait, form) for _ in range(2)]
    with reading():
        (waiting,) = waitings.of_patient(offered.ana.id)
    left = [offered.phone.post(f"/waiting/{waiting.id}/removal", form) for _ in range(2)]
    added = [offered.phone.post("/waiting", form | {"monday": str(MONDAY)}) for _ in range(2)]

    for answers in (declined, waited, left, added):
        assert [(answer.status_code, answer.location) for answer in answers] == [(303, "/waiting")] * 2
    assert wanted(offered.ana) == [Wanted(monday=MONDAY)]


def test_what_is_anothers_or_of_another_program_is_not_found(place: Place):
    place.other.post(place.wait)
    with reading():
        (theirs,) = waitings.of_patient(place.ben.id)
    elsewhere = a_stored_session(a_stored_program(name="Hillside"), seats=0)

    answers = [
        place.phone.post(f"/waiting/{theirs.id}/removal"),
        place.phone.post("/waiting/12345/removal"),
        place.phone.post(f"/sessions/{elsewhere.id}/waiting"),
        place.phone.post(f"/sessions/{elsewhere.id}/decline"),
        place.phone.post("/sessions/12345/waiting"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert len(wanted(place.ben)) == 1
    assert "Stop" not in said(place.phone.get("/waiting"))


def test_the_week_takes_as_many_queries_however_much_is_waited_for_and_offered(offered: Place):
    again = a_stored_session(offered.program, 1, seats=1)
    offered.phone.get(NEXT_WEEK)
    with statements() as few:
        offered.phone.get(NEXT_WEEK)
    book_session.book(offered.gil.id, again.id, now=NOW)
    wait_for_seat.wait(offered.ana.id, again.id, now=NOW)
    cancel_booking.cancel(offered.gil.id, again.id, now=NOW)

    with statements() as many:
        page = offered.phone.get(NEXT_WEEK)
    with statements() as elsewhere:
        offered.phone.get(f"/week/{MONDAY + timedelta(weeks=1)}")

    assert said(page).count("A seat for you") == 2
    assert len(many) == len(few) == len(elsewhere) == 13


def test_strangers_sign_in_first_and_staff_find_nothing_here(app: Flask, place: Place):
    staff = visiting_staff(app, a_stored_staff(place.program))

    assert a_stranger(app).get("/waiting").location == "/sign-in"
    assert [staff.get("/waiting").status_code, staff.post(place.wait).status_code] == [404, 404]


def test_a_forged_post_changes_nothing(place: Place):
    assert place.phone.client.post(place.wait).status_code == 400
    assert wanted(place.ana) == []
