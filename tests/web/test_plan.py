"""The plan page: wishes, whole weeks, one of them booked at once or none; or the closest, and what would help."""

import re
from datetime import date, time, timedelta
from typing import NamedTuple

import pytest
from flask import Flask

from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.wishes import Wishes
from iopsched.domain.words import Component, Modality, Part
from iopsched.store import sessions
from iopsched.store.db import transaction
from iopsched.usecases.seats import book_session
from iopsched.usecases.weeks import keep_commitments, plan_week, view_week
from tests.builders import MONDAY, a_commitment
from tests.conftest import NOW, StandingClock
from tests.counting import statements
from tests.doors import Visitor, a_stranger, visiting_patient, visiting_staff
from tests.reading import links, part, posts, said
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff, seats_taken

PLAN = f"/plan/{MONDAY}"
CHOSEN = re.compile(r'<input type="(?:checkbox|radio)" name="(\w+)" value="(\w+)" checked>')


class Place(NamedTuple):
    """Riverside with four evenings and a Saturday, and Ana at her phone."""

    program: Program
    ana: Patient
    phone: Visitor
    evenings: list[Session]
    saturday: Session


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program(phone="+12125550142")
    ana = a_stored_patient(program)
    evenings = [a_stored_session(program, day) for day in range(4)]
    saturday = a_stored_session(program, 5, 10, modality=Modality.TELEHEALTH)
    return Place(program, ana, visiting_patient(app, ana), evenings, saturday)


def week_of(patient: Patient) -> list[int]:
    return [session.id for session in view_week.view(patient.id, MONDAY, now=NOW).week.sessions]


def fill(several: list[Session], program: Program) -> None:
    for session in several:
        for _ in range(session.seats):
            book_session.book(a_stored_patient(program).id, session.id, now=NOW)


def first_proposal(place: Place, path: str = PLAN) -> list[int]:
    """The sessions that the first button of the page books."""
    form = place.phone.get(path).text.split('/booking"', 1)[1].split("</form>", 1)[0]
    return [int(number) for number in re.findall(r'name="session" value="(\d+)"', form)]


def test_whole_weeks_are_proposed(place: Place):
    page = place.phone.get(PLAN)

    assert "Plan a week November 30 to December 6" in said(page)
    assert "Your plan asks for: 9 hours." in said(page)
    assert "Three weeks that work Each gives you all 9 hours. Nothing is booked yet." in said(page)
    assert posts(page).count(f"{PLAN}/booking") == 3


def test_a_proposal_says_what_it_is(place: Place):
    shown = part(place.phone.get(PLAN), "Suits best", "Book all three")

    assert "9 h" in shown
    assert "The three sessions" in shown
    assert shown.count("3 h, ") == 3


def test_the_names_of_proposals_differ(place: Place):
    titles = re.findall(r'<h3 id="p\d">([^<]+)</h3>', place.phone.get(PLAN).text)

    assert len(titles) == len({*titles}) == 3


def test_one_tap_books_all_of_it(place: Place):
    wanted = first_proposal(place)

    answer = place.phone.post(f"{PLAN}/booking", {"session": wanted})

    assert (answer.status_code, answer.location) == (303, f"/week/{MONDAY}")
    assert week_of(place.ana) == wanted
    assert "Booked all three sessions. Your week is full: 9 of 9 hours." in said(place.phone.get(f"/week/{MONDAY}"))


def test_what_was_taken_meanwhile_is_said_and_nothing_booked_and_others_offered(place: Place):
    wanted = first_proposal(place)
    gone = next(session for session in place.evenings if session.id in wanted)
    for _ in range(gone.seats):
        book_session.book(a_stored_patient(place.program).id, gone.id, now=NOW)

    answer = place.phone.post(f"{PLAN}/booking", {"session": wanted})

    assert answer.status_code == 409
    assert "Not booked. Nothing of it is: part of it was taken meanwhile." in said(answer)
    assert f"Group, {gone.day:%A, %B} {gone.day.day}, 6 pm: Full." in said(answer)
    assert "that work" in said(answer)
    assert week_of(place.ana) == []
    assert seats_taken(gone) == gone.seats


def test_a_session_that_staff_cancelled_meanwhile_is_said_too(place: Place):
    wanted = first_proposal(place)
    with transaction():
        sessions.cancel(wanted[:1])

    answer = place.phone.post(f"{PLAN}/booking", {"session": wanted})

    assert answer.status_code == 409
    assert "6 pm: Cancelled." in said(answer)
    assert week_of(place.ana) == []


@pytest.mark.parametrize("wrong", ["0", "-4", "x", "", str(2**31), "9" * 20, "9" * 5000])
def test_what_names_no_session_books_nothing_of_the_rest(place: Place, wrong: str):
    answer = place.phone.post(f"{PLAN}/booking", {"session": [*first_proposal(place), wrong]})

    assert answer.status_code == 404
    assert week_of(place.ana) == []


def test_accepted_twice_it_is_booked_once(place: Place):
    wanted = first_proposal(place)

    answers = [place.phone.post(f"{PLAN}/booking", {"session": wanted}).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert [seats_taken(session) for session in (*place.evenings, place.saturday) if session.id in wanted] == [1] * 3


def test_sessions_of_another_program_are_not_found(place: Place):
    elsewhere = a_stored_session(a_stored_program(name="Hillside"))

    answer = place.phone.post(f"{PLAN}/booking", {"session": [place.saturday.id, elsewhere.id]})

    assert answer.status_code == 404
    assert week_of(place.ana) == []


def test_nothing_to_book_is_asked_again(place: Place):
    assert place.phone.post(f"{PLAN}/booking", {"session": []}).status_code == 422


def test_wishes_are_kept_and_followed(place: Place):
    answer = place.phone.post(f"{PLAN}/wishes", {"part": ["evening"], "way": "in_person", "no": ["1"], "days": "3"})

    assert (answer.status_code, answer.location) == (303, f"{PLAN}#proposals")
    assert plan_week.last_wishes(place.ana.id) == Wishes(
        frozenset({Part.EVENING}), Modality.IN_PERSON, frozenset({1}), days_most=3
    )
    assert first_proposal(place) == [place.evenings[at].id for at in (0, 2, 3)]


def test_the_last_wishes_are_there_next_time(place: Place):
    place.phone.post(
        f"{PLAN}/wishes",
        {"part": ["evening"], "way": "telehealth", "no": ["4"], "earliest": "17:00", "latest": "21:00"},
    )

    page = place.phone.get("/plan")

    assert {*CHOSEN.findall(page.text)} == {("part", "evening"), ("way", "telehealth"), ("no", "4")}
    assert 'selected value="17:00"' in page.text
    assert "Evening, telehealth, not Friday, not before 5 pm, done by 9 pm" in said(page)


def test_wishes_of_an_address_are_shown_but_not_kept(place: Place):
    page = place.phone.get(f"{PLAN}?part=evening&asked=1")

    assert ("part", "evening") in CHOSEN.findall(page.text)
    assert plan_week.last_wishes(place.ana.id) == Wishes()


@pytest.mark.parametrize(
    ("said_wrong", "problem"),
    [
        ({"earliest": "20:00", "latest": "18:00"}, "This is not after the start. Choose a later hour."),
        ({"no": [str(day) for day in range(7)]}, "That leaves no day. Let one go."),
        ({"way": "by boat"}, "Choose one."),
    ],
)
def test_wishes_that_make_no_sense_are_asked_again_and_nothing_is_lost(
    place: Place, said_wrong: dict[str, object], problem: str
):
    answer = place.phone.post(f"{PLAN}/wishes", {"part": ["evening"], "way": "either"} | said_wrong)

    assert answer.status_code == 422
    assert problem in said(answer)
    assert ("part", "evening") in CHOSEN.findall(answer.text)
    assert plan_week.last_wishes(place.ana.id) == Wishes()


def test_an_address_that_makes_no_sense_is_answered_the_same_way(place: Place):
    assert place.phone.get(f"{PLAN}?earliest=20:00&latest=18:00&asked=1").status_code == 422


def test_what_is_in_the_way_is_said_and_kept_out(place: Place):
    for weekday in range(3):
        keep_commitments.add(place.ana.id, a_commitment(weekday=weekday, begins=time(18), ends=time(19)), now=NOW)

    page = place.phone.get(PLAN)

    assert "In your way: Mon to Wed, 6 to 7 pm." in said(page)
    assert "/commitments" in links(page)
    assert "that work" not in said(page)


def test_a_week_that_cannot_be_filled_says_how_near_it_comes_and_why(place: Place):
    page = place.phone.get(f"{PLAN}?part=evening&no=0&no=1&asked=1")

    assert "Close, but not full The most that fits from November 30 to December 6 is 6 of 9 hours." in said(page)
    assert "Missing then: 3 hours." in said(page)
    assert "3 sessions are not as you wish." in said(page)
    assert "The closest week" in said(page)
    assert "Book 6 hours" in said(page)
    assert "A short week can be agreed with your team." in said(page)


def test_one_change_of_a_wish_is_a_link_that_sets_it(place: Place):
    page = place.phone.get(f"{PLAN}?part=evening&no=0&no=1&asked=1")

    shown = part(page, "One change helps", "A tap shows")
    change = next(href for href in links(page) if "no=1" in href and "no=0" not in href)
    assert "Allow Monday" in shown
    assert "Group, Monday, 6 to 9 pm, in person" in shown
    assert "9 of 9 h" in shown
    assert "that works" in said(place.phone.get(change.split("#")[0]))


@pytest.mark.parametrize(
    ("least", "missing", "to_go"),
    [(540, "Missing then: 3 hours. And one more day.", "3 h to go"), (360, "one more day.", "one more day to go")],
)
def test_days_that_are_missing_are_said_beside_hours(app: Flask, place: Place, least: int, missing: str, to_go: str):
    ben = a_stored_patient(place.program, plan={"week_least": least, "days_least": 3})

    page = said(visiting_patient(app, ben).get(f"{PLAN}?part=evening&no=0&no=1&asked=1"))

    assert missing in page
    assert f"The closest week {to_go}" in page


def test_where_a_full_session_would_help_one_can_wait_for_any_of_its_kind(place: Place):
    fill(place.evenings[:2], place.program)

    page = place.phone.get(f"{PLAN}?part=evening&way=in_person&no=5&asked=1")

    shown = part(page, "Full, but it would help", "The closest week")
    assert "Any session Evening, in person, not Saturday" in shown
    assert "Tell me if a seat opens in any session, evening, in person" in shown
    assert "2 such sessions are full. We can hold a seat for you if one opens." in shown
    assert "/waiting" in posts(page)
    assert 'name="part" value="evening"' in page.text
    assert page.text.count('name="weekday"') == 6


def test_where_kinds_are_missing_it_is_that_kind(app: Flask, place: Place):
    ben = a_stored_patient(place.program, plan={"components": {Component.SKILLS: 120}})
    skills = a_stored_session(place.program, 4, 18, 2, component=Component.SKILLS)
    fill([skills], place.program)
    visitor = visiting_patient(app, ben)

    before = visitor.get(PLAN)
    visitor.post("/waiting", {"component": "skills", "monday": str(MONDAY)})
    after = visitor.get(PLAN)

    assert "Any skills session Any time, in person or telehealth Tell me if a seat opens in skills" in said(before)
    assert "You wait for a seat of this kind. If one opens, we hold it for you. Change" in said(after)
    assert "/waiting" not in posts(after)


def test_what_is_full_and_would_not_help_is_not_waited_for(place: Place):
    fill(place.evenings[:1], place.program)

    assert "Full, but it would help" not in said(place.phone.get(f"{PLAN}?part=evening&no=0&no=1&asked=1"))


def test_a_busy_time_that_would_have_to_give_way_is_named(app: Flask, place: Place):
    evening = a_commitment(weekday=1, begins=time(17), ends=time(22))
    ben = a_stored_patient(place.program, plan={"week_least": 15 * 60})
    keep_commitments.add(ben.id, evening, now=NOW)

    page = visiting_patient(app, ben).get(PLAN)

    assert "Keep Tuesday free, 5 to 10 pm" in said(page)
    assert "/commitments" in links(page)


def test_what_only_the_team_can_add_is_a_call(app: Flask, place: Place):
    ben = a_stored_patient(place.program, plan={"week_least": 180, "components": {Component.INDIVIDUAL: 30}})

    page = visiting_patient(app, ben).get(PLAN)

    assert "Ask us for 30 minutes more of individual" in said(page)


def test_the_closest_week_can_be_booked(place: Place):
    path = f"{PLAN}?part=evening&no=0&no=1&asked=1"

    place.phone.post(f"{PLAN}/booking", {"session": first_proposal(place, path)})

    assert week_of(place.ana) == [place.evenings[2].id, place.evenings[3].id]
    assert "Booked both. Still to go: 3 hours." in said(place.phone.get(f"/week/{MONDAY}"))


def test_missing_kinds_count_even_where_the_hours_are_there(app: Flask, place: Place):
    ben = a_stored_patient(place.program, plan={"components": {Component.SKILLS: 120}})

    page = said(visiting_patient(app, ben).get(PLAN))

    assert "is 7 of 9 hours. Missing then: 2 hours of skills." in page
    assert "No more skills is offered this week." in page


def test_nothing_that_fits_is_said_kindly(app: Flask, place: Place):
    ben = a_stored_patient(place.program)

    page = said(visiting_patient(app, ben).get(f"/plan/{MONDAY + timedelta(weeks=4)}"))

    assert "Nothing fits this week" in page
    assert "Nothing more is offered this week." in page


def test_what_is_booked_stays_and_the_rest_is_proposed(place: Place):
    book_session.book(place.ana.id, place.saturday.id, now=NOW)

    page = place.phone.get(PLAN)

    assert "3 of 9 hours booked. Still to go: 6 hours." in said(page)
    assert "Book both" in said(page)
    assert place.saturday.id not in first_proposal(place)


def test_a_full_week_leads_on(place: Place):
    for session in place.evenings[:3]:
        book_session.book(place.ana.id, session.id, now=NOW)

    page = place.phone.get(PLAN)

    assert "Your week is full: 9 of 9 hours." in said(page)
    assert f"/plan/{MONDAY + timedelta(weeks=1)}" in links(page)


def test_without_a_date_it_is_this_week_or_the_next_where_this_one_is_full(place: Place, clock: StandingClock):
    clock.now = NOW + timedelta(days=7)
    before = said(place.phone.get("/plan"))
    for session in place.evenings[1:]:
        book_session.book(place.ana.id, session.id, now=NOW)

    after = said(place.phone.get("/plan"))

    assert "Plan a week November 30 to December 6" in before
    assert "Plan a week December 7 to 13" in after


def test_a_week_without_a_plan_says_so(place: Place):
    page = said(place.phone.get(f"/plan/{MONDAY + timedelta(weeks=20)}"))

    assert "No plan for these days" in page


def test_a_week_that_is_over_cannot_be_planned(place: Place, clock: StandingClock):
    clock.advance(days=21)

    page = place.phone.get(PLAN)

    assert "This week is over." in said(page)
    assert posts(page) == []


@pytest.mark.parametrize("path", ["/plan/soon", "/plan/9999-12-31"])
def test_what_is_no_date_is_not_found(place: Place, path: str):
    assert place.phone.get(path).status_code == 404


def test_a_week_with_a_change_of_clocks_is_planned_like_any_other(app: Flask):
    program = a_stored_program()
    ben = a_stored_patient(program, plan={"last_day": date(2028, 1, 1)})
    for day in (4, 5, 6):
        a_stored_session(program, day, 18, monday=date(2027, 3, 8))

    page = said(visiting_patient(app, ben).get("/plan/2027-03-14"))

    assert "One week that works Each gives you all 9 hours." in page


def test_it_takes_as_many_queries_whatever_is_offered(place: Place):
    place.phone.get(PLAN)
    with statements() as few:
        place.phone.get(PLAN)
    for day in range(7):
        for hour in (8, 13):
            a_stored_session(place.program, day, hour)

    with statements() as many:
        place.phone.get(PLAN)

    assert len(many) == len(few) == 12


def test_strangers_sign_in_first(app: Flask, place: Place):
    assert a_stranger(app).get("/plan").location == "/sign-in"


def test_staff_find_nothing_here(app: Flask, place: Place):
    staff = visiting_staff(app, a_stored_staff(place.program))

    assert staff.get("/plan").status_code == 404
    assert staff.post(f"{PLAN}/booking", {"session": [place.saturday.id]}).status_code == 404


def test_what_is_rather_wished_for_is_no_must(place: Place):
    said_so = place.phone.post(f"{PLAN}/wishes", {"part": ["weekend"], "way": "either", "rather": "1"})

    page = place.phone.get(said_so.location)
    assert plan_week.last_wishes(place.ana.id) == Wishes(parts=frozenset({Part.WEEKEND}), is_rather=True)
    assert "Weekend, if it can be" in said(page)
    assert place.saturday.id in first_proposal(place)
    assert len(first_proposal(place)) == 3
    assert ("rather", "1") in CHOSEN.findall(page.text)


def test_others_will_do_says_nothing_where_nothing_is_wished(place: Place):
    place.phone.post(f"{PLAN}/wishes", {"way": "either", "rather": "1"})

    assert plan_week.last_wishes(place.ana.id) == Wishes()


def test_what_the_days_cost_is_shown_where_the_program_says(app: Flask):
    program = a_stored_program(day_cost=25)
    for day in range(3):
        a_stored_session(program, day)

    page = visiting_patient(app, a_stored_patient(program)).get(PLAN)

    assert "to pay $75" in said(page)
