"""One patient in the hands of staff: what fits and what does not, an act a button, a reason where the rule says no."""

import re
from dataclasses import dataclass

import pytest
from flask import Flask

from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.waiting import Wanted
from iopsched.domain.words import Component, Role
from iopsched.store import bookings, people
from iopsched.store.db import reading, transaction
from iopsched.usecases.availability import change_session
from iopsched.usecases.seats import book_session, cancel_booking, wait_for_seat
from tests.builders import MONDAY, a_commitment
from tests.conftest import NOW, StandingClock
from tests.doors import Visitor, visiting_patient, visiting_staff
from tests.logbook import entries
from tests.reading import links, part, posts, said
from tests.stored import (
    a_stored_clinician,
    a_stored_patient,
    a_stored_program,
    a_stored_session,
    a_stored_staff,
    seats_taken,
)

UNDO = re.compile(r'<form method="post" action="([^"]+)"[^>]*>(?:(?!</form>).)*Undo', re.DOTALL)
KEY = re.compile(r'name="key" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Place:
    """A coordinator at the browser, Ana with a seat on Monday evening, and a group on Tuesday with one seat."""

    program: Program
    staff: Staff
    ana: Patient
    monday: Session
    tuesday: Session
    browser: Visitor

    def seat(self, session: Session, rest: str = "") -> str:
        return f"/staff/people/{self.ana.id}/seats/{session.id}{rest}"

    def fill(self) -> Patient:
        gil = a_stored_patient(self.program, given_name="Gil")
        book_session.book(gil.id, self.tuesday.id, now=NOW)
        return gil


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Doors only translate; what stands behind them is tested on each kind of database."""
    return sqlite_url


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program()
    staff, ana = a_stored_staff(program), a_stored_patient(program)
    monday, tuesday = a_stored_session(program), a_stored_session(program, day=1, seats=1)
    book_session.book(ana.id, monday.id, now=NOW)
    return Place(program, staff, ana, monday, tuesday, visiting_staff(app, staff))


def has_seat(patient: Patient, session: Session) -> bool:
    with reading():
        booking = bookings.find(patient.id, session.id)
    return booking is not None and booking.is_active


def undo(page: str) -> str:
    found = UNDO.search(page)
    assert found
    return found[1].replace("&amp;", "&")


def test_what_fits_and_is_not_what_the_week_lacks_says_so(place: Place):
    asked = {"week_least": 180, "components": {Component.INDIVIDUAL: 60}}
    kim = a_stored_patient(place.program, plan=asked)
    book_session.book(kim.id, place.monday.id, now=NOW)
    a_stored_session(place.program, day=3, component=Component.INDIVIDUAL)

    page = said(place.browser.get(f"/staff/people/{kim.id}/sessions/{MONDAY}"))

    assert page.count("not what is still to go") == 1
    assert "0 of 1 seat, not what is still to go" in page


def test_the_week_of_a_patient_says_what_fits_and_what_does_not_in_words_for_staff(place: Place):
    a_stored_session(place.program, day=0, hour=19)
    busy = a_stored_session(place.program, day=2)
    with transaction():
        people.add_commitment(place.ana.id, a_commitment(weekday=2))

    page = place.browser.get(f"/staff/people/{place.ana.id}/sessions/{MONDAY}")

    assert "Book a session for Ana R." in said(page)
    assert "1 session fits" in said(page)
    assert f"{place.seat(place.tuesday)}?back={MONDAY}" in posts(page)
    assert "They are busy then, as they told us." in part(page, "1 fits if you say why")
    assert f"{place.seat(busy)}?back={MONDAY}" in links(page)
    assert "Same time as their group session on Monday." in part(page, "1 cannot be booked, and why")
    assert "your" not in said(page)


def test_a_full_session_is_overbooked_or_waited_for(place: Place):
    place.fill()

    page = place.browser.get(f"/staff/people/{place.ana.id}/sessions/{MONDAY}")

    assert "No session fits" in said(page)
    assert "Full: 1 in 1 seat." in said(page)
    assert f"{place.seat(place.tuesday)}?back={MONDAY}" in links(page)
    assert f"{place.seat(place.tuesday, '/waiting')}?back={MONDAY}" in posts(page)


def test_booked_it_is_said_and_can_be_undone(place: Place):
    answer = place.browser.post(f"{place.seat(place.tuesday)}?back={MONDAY}")
    page = place.browser.get(answer.location)

    assert (answer.status_code, answer.location) == (303, f"/staff/people/{place.ana.id}/sessions/{MONDAY}")
    assert "Booked. Ana R. has 6 of 9 hours that week. A message says so." in said(page)
    assert has_seat(place.ana, place.tuesday)
    undone = place.browser.post(undo(page.text))
    assert "Cancelled. Ana R. has 3 of 9 hours that week." in said(place.browser.get(undone.location))
    assert not has_seat(place.ana, place.tuesday)


def test_without_a_word_a_session_that_filled_meanwhile_stays_full(place: Place):
    place.fill()

    answer = place.browser.post(place.seat(place.tuesday))

    assert answer.status_code == 409
    assert "Not booked. Full: 1 in 1 seat." in said(answer)
    assert 'name="over" value="full"' in answer.text
    assert not has_seat(place.ana, place.tuesday)


def test_overbooked_with_a_reason(place: Place):
    place.fill()
    page = place.browser.get(place.seat(place.tuesday))

    answer = place.browser.post(place.seat(place.tuesday), {"over": "full", "reason": "Discharged today"})

    assert "In the way: Full: 1 in 1 seat." in said(page)
    assert "3 → 6 h" in said(page)
    assert answer.location == f"/staff/people/{place.ana.id}"
    assert "Overbooked." in said(place.browser.get(answer.location))
    assert seats_taken(place.tuesday) == 2
    noted = [(entry.action, entry.detail) for entry in entries(f"staff:{place.staff.id}")]
    assert noted == [("overbooked", {"reason": "Discharged today"})]


@pytest.mark.parametrize(("reason", "problem"), [("", "Say why, in a few words."), ("x" * 201, "at most 200 letters")])
def test_what_is_wrong_with_a_reason_stands_beside_it(place: Place, reason: str, problem: str):
    place.fill()

    answer = place.browser.post(place.seat(place.tuesday), {"over": "full", "reason": reason})

    assert answer.status_code == 422
    assert 'id="reason-wrong"' in answer.text
    assert problem in said(answer)
    assert f'value="{reason}"' in answer.text
    assert seats_taken(place.tuesday) == 1


def test_what_cannot_be_overruled_has_no_button(place: Place):
    clash = a_stored_session(place.program, hour=19)

    page = place.browser.get(place.seat(clash))
    refused = place.browser.post(place.seat(clash), {"over": ["full", "committed", "overlaps"], "reason": "Please"})

    assert "This cannot be overruled." in said(page)
    assert place.seat(clash) not in posts(page)
    assert 'name="over"' not in page.text
    assert refused.status_code == 409
    assert "Not booked. Same time as their group session on Monday." in said(refused)


def test_before_overbooking_it_is_said_for_whom_a_seat_is_kept_and_after_it_whom_to_tell(place: Place):
    gil, ben = place.fill(), a_stored_patient(place.program, given_name="Ben")
    wait_for_seat.wait(ben.id, place.tuesday.id, now=NOW)
    cancel_booking.cancel(gil.id, place.tuesday.id, now=NOW)

    page = place.browser.get(place.seat(place.tuesday))
    answer = place.browser.post(place.seat(place.tuesday), {"over": "full", "reason": "Discharged today"})

    assert "Full: a seat is kept for somebody else." in said(page)
    assert "Ben R. until today, 2:00 pm, who waited for it" in said(page)
    told = said(place.browser.get(answer.location))
    assert "A seat was kept for Ben R. and is gone: please tell Ben R." in told


def test_who_gets_no_text_is_to_be_called(place: Place):
    lena = a_stored_patient(place.program, given_name="Lena", phone="")

    page = place.browser.get(f"/staff/people/{lena.id}/seats/{place.tuesday.id}")
    answer = place.browser.post(f"/staff/people/{lena.id}/seats/{place.tuesday.id}")

    assert "Yours to call: Lena R." in said(page)
    assert "Please call: no message reaches Lena R. in time." in said(place.browser.get(answer.location))
    assert "Lena R." in part(place.browser.get("/staff/messages"), "Please call", "Log")


def test_taking_somebody_out_shows_the_week_before_and_after(place: Place):
    for _ in range(2):
        wait_for_seat.wait_for_any(a_stored_patient(place.program).id, Wanted(monday=MONDAY), now=NOW)
    change_session.change_seats(place.staff, place.monday.id, 1, now=NOW)

    page = place.browser.get(place.seat(place.monday, "/cancellation"))

    assert "Take Ana R. out" in said(page)
    assert "3 → 0 h" in said(page)
    assert "Still to go then: 9 hours." in said(page)
    assert "2 others wait for it." in said(page)
    assert "Ana R. gets a message." in said(page)
    assert place.seat(place.monday, "/replacement") in links(page)


def test_taken_out_with_or_without_a_reason_and_back_again(place: Place):
    answer = place.browser.post(f"{place.seat(place.monday, '/cancellation')}?back={place.monday.id}")
    page = place.browser.get(answer.location)

    assert answer.location == f"/staff/sessions/{place.monday.id}"
    assert "Cancelled. Ana R. has 0 of 9 hours that week. A message says so." in said(page)
    assert not has_seat(place.ana, place.monday)
    back = place.browser.post(undo(page.text))
    assert back.location == f"/staff/sessions/{place.monday.id}"
    assert has_seat(place.ana, place.monday)
    assert "A text says so" not in said(place.browser.get(back.location))
    place.browser.post(place.seat(place.monday, "/cancellation"), {"reason": "Moves away"})
    assert entries(f"staff:{place.staff.id}")[-1].detail == {"reason": "Moves away"}


def test_the_patient_sees_who_took_them_out(app: Flask, place: Place):
    place.browser.post(place.seat(place.monday, "/cancellation"))

    page = visiting_patient(app, place.ana).get(f"/week/{MONDAY}")

    assert "Riverside took you out of this session." in said(page)


def test_what_was_given_up_meanwhile_is_said_and_nothing_else_happens(place: Place):
    cancel_booking.cancel(place.ana.id, place.monday.id, now=NOW)

    for rest in ("/cancellation", f"/replacement/{place.tuesday.id}"):
        answer = place.browser.post(place.seat(place.monday, rest))
        assert answer.location == f"/staff/people/{place.ana.id}"
        assert "Nothing was changed. This seat was given up meanwhile." in said(place.browser.get(answer.location))

    assert not has_seat(place.ana, place.tuesday)


def test_a_seat_that_has_begun_is_neither_moved_nor_taken(place: Place, app: Flask, clock: StandingClock):
    clock.now = place.monday.starts
    browser = visiting_staff(app, place.staff)

    for rest in ("/cancellation", "/replacement"):
        page = browser.get(place.seat(place.monday, rest))
        assert "It has begun." in said(page)
        assert [path for path in posts(page) if "/seats/" in path] == []
    assert browser.post(place.seat(place.monday, "/cancellation")).status_code == 409
    assert browser.post(place.seat(place.monday, f"/replacement/{place.tuesday.id}")).status_code == 409
    assert has_seat(place.ana, place.monday)


def test_what_a_seat_could_be_exchanged_for_stands_in_order_first_what_keeps_the_week(place: Place):
    short = a_stored_session(place.program, day=2, hours=1)
    clash = a_stored_session(place.program, day=3, seats=1)
    book_session.book(a_stored_patient(place.program).id, clash.id, now=NOW)

    page = place.browser.get(place.seat(place.monday, "/replacement"))

    assert "Tue, Dec 1" in part(page, "The week falls no shorter", "The week falls shorter")
    assert "Still to go: 8 hours." in part(page, "The week falls shorter", "1 that does not fit")
    assert place.seat(place.monday, f"/replacement/{short.id}") in posts(page)
    assert place.seat(place.monday, f"/replacement/{clash.id}") in links(page)


def test_moved_it_is_said_and_can_be_undone(place: Place):
    answer = place.browser.post(place.seat(place.monday, f"/replacement/{place.tuesday.id}"))
    page = place.browser.get(answer.location)

    assert answer.location == f"/staff/people/{place.ana.id}"
    assert "Moved. Ana R. has 3 of 9 hours that week. A message says so." in said(page)
    assert (has_seat(place.ana, place.monday), has_seat(place.ana, place.tuesday)) == (False, True)
    place.browser.post(undo(page.text))
    assert (has_seat(place.ana, place.monday), has_seat(place.ana, place.tuesday)) == (True, False)


def test_a_move_into_a_full_session_wants_a_reason(place: Place):
    place.fill()
    path = place.seat(place.monday, f"/replacement/{place.tuesday.id}")

    page, plain = place.browser.get(path), place.browser.post(path)
    silent = place.browser.post(path, {"over": "full"})
    moved = place.browser.post(path, {"over": "full", "reason": "Works late on Mondays"})

    assert "In exchange for group, Monday, November 30, 6 pm." in said(page)
    assert (plain.status_code, silent.status_code, moved.status_code) == (409, 422, 303)
    assert "Not moved. Full: 1 in 1 seat." in said(plain)
    assert "Moved, and overbooked." in said(place.browser.get(moved.location))


def test_a_form_that_comes_twice_is_carried_out_once(place: Place):
    found = KEY.search(place.browser.get(place.seat(place.tuesday)).text)
    assert found

    answers = [place.browser.post(place.seat(place.tuesday), {"key": found[1]}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert seats_taken(place.tuesday) == 1


def test_an_old_form_that_comes_again_takes_back_nothing_that_came_after_it(place: Place):
    found = KEY.search(place.browser.get(place.seat(place.tuesday)).text)
    assert found
    place.browser.post(place.seat(place.tuesday), {"key": found[1]})
    place.browser.post(place.seat(place.tuesday, "/cancellation"))

    answer = place.browser.post(place.seat(place.tuesday), {"key": found[1]})

    assert "This was done before, and changed since." in said(place.browser.get(answer.location))
    assert not has_seat(place.ana, place.tuesday)


def test_somebody_who_asks_on_the_phone_waits(place: Place):
    place.fill()

    answer = place.browser.post(f"{place.seat(place.tuesday, '/waiting')}?back={MONDAY}")
    page = place.browser.get(answer.location)

    assert "Ana R. waits for it." in said(page)
    assert "Waits for it." in part(page, "Tuesday, December 1")
    assert f"{place.seat(place.tuesday, '/waiting')}?back={MONDAY}" not in posts(page)
    assert "Group, Tuesday, December 1, 6 to 9 pm" in part(
        place.browser.get(f"/staff/people/{place.ana.id}"), "Waits for", "Weeks"
    )


def test_nobody_waits_for_what_they_could_not_take(place: Place):
    clash = a_stored_session(place.program, hour=19)

    answer = place.browser.post(place.seat(clash, "/waiting"))

    assert answer.status_code == 409
    assert "Same time as their group session on Monday." in said(answer)


def test_whom_a_session_could_take_in_stands_first_and_the_others_with_the_reason(place: Place):
    ben = a_stored_patient(place.program, given_name="Ben")
    book_session.book(ben.id, a_stored_session(place.program, day=1, hour=19).id, now=NOW)

    page = place.browser.get(f"/staff/sessions/{place.tuesday.id}/newcomers")
    answer = place.browser.post(f"{place.seat(place.tuesday)}?back={place.tuesday.id}")

    assert "Ana R." in part(page, "For whom it fits", "For whom it does not fit")
    assert "Ben R." in part(page, "For whom it does not fit, and why For whom")
    assert "Same time as their group session on Tuesday." in said(page)
    assert answer.location == f"/staff/sessions/{place.tuesday.id}"


def test_people_to_add_are_found_by_name(place: Place):
    a_stored_patient(place.program, given_name="Ben")
    path = f"/staff/sessions/{place.tuesday.id}/newcomers"

    assert "Ben R." not in said(place.browser.get(f"{path}?q=ana"))
    assert "1 of 2 people" in said(place.browser.get(f"{path}?q=ana"))
    assert "Nobody here is called so." in said(place.browser.get(f"{path}?q=xyz"))


@pytest.mark.parametrize("back", ["https://example.org", "//example.org", "0", "nonsense", "waiting", ""])
def test_the_way_back_never_leaves_the_house(place: Place, back: str):
    answer = place.browser.post(place.seat(place.tuesday), query_string={"back": back})

    assert (answer.location or "").startswith("/staff/")


def test_the_page_of_a_person_leads_to_each_act(place: Place):
    page = place.browser.get(f"/staff/people/{place.ana.id}")

    assert f"/staff/people/{place.ana.id}/sessions" in links(page)
    assert place.seat(place.monday, "/replacement") in links(page)
    assert place.seat(place.monday, "/cancellation") in links(page)


def test_a_seat_given_up_late_is_marked_as_late(place: Place, app: Flask, clock: StandingClock):
    early = a_stored_session(place.program, day=2)
    book_session.book(place.ana.id, early.id, now=NOW)
    cancel_booking.cancel(place.ana.id, early.id, now=NOW)
    hours = place.monday.starts.replace(hour=1)
    cancel_booking.cancel(place.ana.id, place.monday.id, now=hours)
    clock.now = hours
    browser = visiting_staff(app, place.staff)

    page = browser.get(f"/staff/people/{place.ana.id}")

    assert said(page).count("Late Given up") == 1
    assert "Ana R. Late" in part(browser.get(f"/staff/sessions/{place.monday.id}"), "Gave up the seat late")


def test_a_clinician_finds_no_way_to_any_of_it(app: Flask, place: Place):
    rivera = a_stored_clinician(place.program)
    own = a_stored_session(place.program, day=3, clinician_id=rivera)
    book_session.book(place.ana.id, own.id, now=NOW)
    browser = visiting_staff(app, a_stored_staff(place.program, Role.CLINICIAN, clinician_id=rivera))

    person, roster = browser.get(f"/staff/people/{place.ana.id}"), browser.get(f"/staff/sessions/{own.id}")

    for page in (person, roster):
        assert [path for path in links(page) if "/seats/" in path or "/newcomers" in path] == []
    assert browser.post(place.seat(own, "/cancellation")).status_code == 403
    assert has_seat(place.ana, own)


def test_a_patient_seats_nobody(app: Flask, place: Place):
    ana = visiting_patient(app, place.ana)

    assert ana.get(place.seat(place.tuesday)).status_code == 404
    assert ana.post(place.seat(place.tuesday)).status_code == 404
    assert not has_seat(place.ana, place.tuesday)
