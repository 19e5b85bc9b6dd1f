"""A usual week is booked ahead once the patient has seen what differs, and carried on as sessions open."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from flask import Flask
from sqlalchemy import text

from iopsched.domain.channel import Letter
from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.message import Kind, Message
from iopsched.domain.offering import Closure, Offering
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.recurrence import Lack
from iopsched.domain.refusal import Why
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.store import bookings, messages, programs, sessions, treatments
from iopsched.store.db import db, reading, transaction
from iopsched.usecases.availability import adjust_availability, keep_closures, keep_offerings
from iopsched.usecases.messages.compose_text import compose
from iopsched.usecases.seats import book_session, cancel_booking
from iopsched.usecases.weeks import carry_on_usual_weeks, keep_usual_week, plan_week
from iopsched.usecases.weeks.keep_usual_week import Made
from tests.builders import MONDAY, a_plan
from tests.conftest import NOW, an_app, disconnect
from tests.counting import statements
from tests.stored import (
    a_stored_offering,
    a_stored_patient,
    a_stored_program,
    a_stored_session,
    a_stored_staff,
    seats_taken,
)
from tests.trail import told, trail

CARRY_OUT = "iopsched.usecases.weeks.carry_on_usual_weeks.carry_out"
WEEK = timedelta(weeks=1)
DAYS = (0, 2, 4)


@dataclass(frozen=True)
class Place:
    """Monday, Wednesday and Friday evening, opened for four weeks from the one of NOW, and Ana with a week of them."""

    program: Program
    staff: Staff
    ana: Patient
    evenings: Offering

    def sessions(self, weeks: int) -> list[Session]:
        """Those of the week so many after MONDAY's, in order of time."""
        with reading():
            return [*sessions.in_week(self.program, MONDAY + weeks * WEEK)]

    def open(self, **given: Any) -> None:
        adjust_availability.open_sessions(now=given.get("now", NOW), until=given.get("until"))

    def close(self, day: date) -> None:
        keep_closures.close(self.staff, Closure(day), now=NOW)

    def fill(self, session: Session) -> None:
        """Somebody else takes a seat."""
        book_session.book(a_stored_patient(self.program).id, session.id, now=NOW)

    def make(self, patient: Patient | None = None, key: str = "") -> Made:
        """As who looks and then books what was shown."""
        who = patient or self.ana
        shown = keep_usual_week.preview(who.id, MONDAY, now=NOW)
        return keep_usual_week.make(who.id, MONDAY, shown.session_ids, now=NOW, key=key)


def a_place(**offering: Any) -> Place:
    program = a_stored_program(weeks_ahead=4)
    evenings = a_stored_offering(program, weekdays=frozenset(DAYS), **offering)
    place = Place(program, a_stored_staff(program), a_stored_patient(program), evenings)
    place.open()
    book_week(place, place.ana)
    return place


def book_week(place: Place, patient: Patient) -> None:
    plan_week.accept(patient.id, [session.id for session in place.sessions(0)], now=NOW)


@pytest.fixture
def place(app: Flask) -> Place:
    return a_place()


def held(patient: Patient, weeks: int) -> list[int]:
    """Weekdays on which the patient has a seat in that week."""
    bounds = a_program_of(patient).week_bounds(MONDAY + weeks * WEEK)
    with reading():
        return [b.session.day.weekday() for b in bookings.of_patient(patient.id, *bounds) if b.is_active]


def a_program_of(patient: Patient) -> Program:
    with reading():
        return programs.get(patient.program_id)


def texts(patient: Patient) -> list[Message]:
    with reading():
        return [each for each in messages.of_patient(patient.id) if each.kind is Kind.USUAL]


def said(message: Message) -> str:
    with reading():
        words = compose(message, now=message.due_at, secret="")
    assert isinstance(words, Letter), words
    return words.body


def gaps(patient: Patient) -> list[tuple[date, str]]:
    view = keep_usual_week.view(patient.id, now=NOW)
    return [(gap.day, gap.why) for gap in view.gaps] if view else []


def test_a_preview_names_what_differs_in_each_week_and_books_nothing(place: Place):
    first, second, _ = place.sessions(1)
    place.close(MONDAY + WEEK + timedelta(days=4))
    with transaction():
        sessions.change_seats_taken([first.id], by=8)

    shown = keep_usual_week.preview(place.ana.id, MONDAY + timedelta(days=3), now=NOW)

    one, two = shown.ahead
    assert [turn.why for turn in one.turns] == [Why.FULL, "", Lack.CLOSED]
    assert (one.then.to_go, two.then.is_met) == (360, True)
    assert shown.session_ids == [second.id, *(session.id for session in place.sessions(2))]
    assert held(place.ana, 1) == held(place.ana, 2) == []


def test_what_was_shown_is_booked_and_remembered(place: Place):
    made = place.make()

    assert made == Made(6, 2, ())
    assert [held(place.ana, weeks) for weeks in (1, 2)] == [[*DAYS], [*DAYS]]
    view = keep_usual_week.view(place.ana.id, now=NOW)
    assert view is not None
    assert (view.usual.monday, len(view.usual.habits)) == (MONDAY, 3)
    assert texts(place.ana) == []


def test_what_changed_after_the_look_is_told_and_the_rest_is_booked(app: Flask):
    place = a_place(seats=1)
    shown = keep_usual_week.preview(place.ana.id, MONDAY, now=NOW)
    taken, off, last = place.sessions(1)
    place.fill(taken)
    place.close(off.day)

    made = keep_usual_week.make(place.ana.id, MONDAY, shown.session_ids, now=NOW)

    assert [(turn.day, turn.why) for turn in made.lost] == [(taken.day, Why.FULL), (off.day, Lack.OFF)]
    assert held(place.ana, 1) == [last.day.weekday()]
    assert gaps(place.ana) == [(taken.day, Why.FULL), (off.day, Lack.CLOSED)]


def test_what_was_not_shown_is_not_booked_until_it_is_carried_on_and_told(place: Place):
    shown = keep_usual_week.preview(place.ana.id, MONDAY, now=NOW)

    keep_usual_week.make(place.ana.id, MONDAY, shown.session_ids[1:], now=NOW)

    assert held(place.ana, 1) == [2, 4]
    assert carry_on_usual_weeks.carry_on(now=NOW) == 1
    assert held(place.ana, 1) == [*DAYS]
    (news,) = texts(place.ana)
    assert said(news) == "Riverside: your week of Dec 7 is booked: 9 of 9 h."


def test_the_same_form_twice_is_carried_out_once(place: Place):
    first = place.make(key="form")
    cancel_booking.cancel(place.ana.id, place.sessions(1)[0].id, now=NOW)
    shown = [session.id for session in (*place.sessions(1), *place.sessions(2))]

    again = keep_usual_week.make(place.ana.id, MONDAY, shown, now=NOW, key="form")

    assert (first.sessions, again.sessions) == (6, 5)
    assert held(place.ana, 1) == [2, 4]
    assert [action for _, action in told(place.ana)].count("usual week made") == 1


def test_a_week_without_a_booking_is_no_usual_week(place: Place):
    with pytest.raises(Invalid):
        keep_usual_week.make(a_stored_patient(place.program).id, MONDAY, [], now=NOW)


def test_the_sessions_of_another_program_are_nobodys_to_book(place: Place):
    other = a_stored_session(a_stored_program(), 7)

    made = keep_usual_week.make(place.ana.id, MONDAY, [other.id], now=NOW)

    assert made == Made(0, 0, ())
    assert seats_taken(other) == 0


def test_a_stranger_has_no_usual_week(place: Place):
    with pytest.raises(NotFound):
        keep_usual_week.preview(999, MONDAY, now=NOW)
    assert keep_usual_week.view(999, now=NOW) is None


def test_weeks_that_open_are_booked_once_and_told_in_one_text(place: Place):
    place.make()
    place.open(until=MONDAY + 5 * WEEK + timedelta(days=6))

    done = [carry_on_usual_weeks.carry_on(now=NOW) for _ in range(3)]

    assert done == [3, 0, 0]
    assert [held(place.ana, weeks) for weeks in (3, 4, 5)] == [[*DAYS]] * 3
    waiting = [news for news in texts(place.ana) if not news.state.is_final]
    assert [said(news) for news in waiting] == ["Riverside: 3 of your weeks are booked, from Dec 21 on."]


def test_a_session_that_is_refused_is_skipped_told_and_not_tried_again(app: Flask):
    place = a_place(seats=1)
    place.make()
    place.open(until=MONDAY + 3 * WEEK + timedelta(days=5))
    full = place.sessions(3)[1]
    place.fill(full)

    carry_on_usual_weeks.carry_on(now=NOW)

    assert held(place.ana, 3) == [0, 4]
    assert gaps(place.ana) == [(full.day, Why.FULL)]
    (news,) = texts(place.ana)
    assert said(news).endswith("is booked: 6 of 9 h. Not every time was free: please open your week.")
    with transaction():
        sessions.change_seats_taken([full.id], by=-1)
    assert carry_on_usual_weeks.carry_on(now=NOW) == 0
    assert held(place.ana, 3) == [0, 4]


def test_what_is_put_away_is_not_shown_again(app: Flask):
    place = a_place(seats=1)
    place.fill(place.sessions(1)[0])
    place.make()

    keep_usual_week.put_away(place.ana.id, MONDAY + WEEK, now=NOW)

    assert gaps(place.ana) == []


def test_a_day_that_opens_later_is_booked_then(place: Place):
    place.make()
    place.close(MONDAY + 3 * WEEK)
    place.open(until=MONDAY + 3 * WEEK + timedelta(days=6))
    carry_on_usual_weeks.carry_on(now=NOW)
    assert held(place.ana, 3) == [2, 4]

    keep_closures.reopen(place.staff, MONDAY + 3 * WEEK, now=NOW)
    carry_on_usual_weeks.carry_on(now=NOW)

    assert held(place.ana, 3) == [*DAYS]
    assert gaps(place.ana) == []


def test_an_offering_on_another_weekday_is_followed_and_what_was_booked_before_moves_or_ends_as_ever(place: Place):
    place.make()
    elsewhere = {"weekdays": frozenset({1, 2, 4})}
    keep_offerings.change(place.staff, _changed(place.evenings, **elsewhere), now=NOW)

    carry_on_usual_weeks.carry_on(now=NOW)

    assert held(place.ana, 1) == [1, 2, 4]


def test_an_offering_that_is_over_is_told(place: Place):
    place.make()
    place.open(until=MONDAY + 3 * WEEK + timedelta(days=6))
    over = MONDAY + 3 * WEEK + timedelta(days=1)
    keep_offerings.change(place.staff, _changed(place.evenings, last_day=over), now=NOW)
    a_stored_session(place.program, 24, 9)

    carry_on_usual_weeks.carry_on(now=NOW)

    assert held(place.ana, 3) == [0]
    assert [why for _, why in gaps(place.ana)] == [Lack.ENDED, Lack.ENDED]


def test_after_the_plan_nothing_is_tried_until_there_is_another(app: Flask):
    place = a_place()
    with transaction():
        for plan in treatments.of_patient(place.ana.id):
            _shorten(plan.id, MONDAY + timedelta(days=6))
    place.make()
    assert (held(place.ana, 1), gaps(place.ana), carry_on_usual_weeks.carry_on(now=NOW)) == ([], [], 0)

    with transaction():
        treatments.add(a_plan(patient_id=place.ana.id, first_day=MONDAY + WEEK))

    assert carry_on_usual_weeks.carry_on(now=NOW) == 2
    assert held(place.ana, 1) == [*DAYS]


def test_what_was_given_up_by_hand_is_left_and_one_week_does_not_end_the_rest(place: Place):
    place.make()
    for session in place.sessions(1):
        cancel_booking.cancel(place.ana.id, session.id, now=NOW)
    place.open(until=MONDAY + 3 * WEEK + timedelta(days=6))

    carry_on_usual_weeks.carry_on(now=NOW)

    assert (held(place.ana, 1), held(place.ana, 3)) == ([], [*DAYS])


def test_a_week_that_was_filled_by_hand_before_is_left_as_it_is(place: Place):
    mornings = [a_stored_session(place.program, day, 9) for day in (8, 10, 12)]
    plan_week.accept(place.ana.id, [session.id for session in mornings], now=NOW)

    place.make()

    assert held(place.ana, 1) == [1, 3, 5]
    assert gaps(place.ana) == []


def test_it_ends_when_it_is_stopped_and_what_is_booked_stays(place: Place):
    place.make()
    keep_usual_week.stop(place.ana.id, now=NOW)
    keep_usual_week.stop(place.ana.id, now=NOW)
    place.open(until=MONDAY + 3 * WEEK + timedelta(days=6))

    assert carry_on_usual_weeks.carry_on(now=NOW) == 0
    assert (held(place.ana, 2), held(place.ana, 3)) == ([*DAYS], [])
    assert keep_usual_week.view(place.ana.id, now=NOW) is None
    assert [action for _, action in told(place.ana)].count("usual week stopped") == 1


def test_another_week_takes_its_place(place: Place):
    place.make()
    cancel_booking.cancel(place.ana.id, place.sessions(1)[2].id, now=NOW)

    keep_usual_week.make(place.ana.id, MONDAY + WEEK, [], now=NOW)
    place.open(until=MONDAY + 3 * WEEK + timedelta(days=6))
    carry_on_usual_weeks.carry_on(now=NOW)

    assert held(place.ana, 3) == [0, 2]


def test_the_last_seat_goes_to_whoever_has_had_a_usual_week_for_longest(app: Flask):
    place = a_place(seats=2)
    ben = a_stored_patient(place.program, given_name="Ben")
    book_week(place, ben)
    place.make(ben)
    place.make()
    place.open(until=MONDAY + 3 * WEEK + timedelta(days=6))
    for session in place.sessions(3):
        place.fill(session)

    carry_on_usual_weeks.carry_on(now=NOW)

    assert (held(ben, 3), held(place.ana, 3)) == ([*DAYS], [])
    (news,) = texts(place.ana)
    assert said(news) == "Riverside: nothing could be booked for your week of Dec 21. Please open it to choose."


def test_what_is_booked_is_noted_as_done_by_the_program_for_the_patient(place: Place):
    place.make()
    place.open(until=MONDAY + 3 * WEEK + timedelta(days=6))

    carry_on_usual_weeks.carry_on(now=NOW)

    *before, last = trail(place.ana)
    assert [(entry.actor, entry.action) for entry in before[-3:]] == [("system", "booked")] * 3
    assert (last.actor, last.action) == ("system", "usual week booked")
    assert last.detail == {"day": "2026-12-21", "seats": 3, "skipped": 0}


def test_a_preview_costs_the_same_however_many_weeks_there_are(place: Place):
    with statements() as few:
        keep_usual_week.preview(place.ana.id, MONDAY, now=NOW)
    place.open(until=MONDAY + 5 * WEEK + timedelta(days=6))

    with statements() as many:
        keep_usual_week.preview(place.ana.id, MONDAY, now=NOW)

    assert len(few) == len(many) <= 15


def test_a_worker_that_dies_between_two_weeks_leaves_whole_weeks_and_another_goes_on(place: Place):
    place.make()
    place.open(until=MONDAY + 4 * WEEK + timedelta(days=6))
    with patch(CARRY_OUT, _dying_after(1)), pytest.raises(KeyboardInterrupt):
        carry_on_usual_weeks.carry_on(now=NOW)
    assert [held(place.ana, weeks) for weeks in (3, 4)] == [[*DAYS], []]

    carry_on_usual_weeks.carry_on(now=NOW)

    assert held(place.ana, 4) == [*DAYS]
    assert all(seats_taken(session) == 1 for weeks in (3, 4) for session in place.sessions(weeks))


def test_one_that_breaks_off_while_it_is_made_is_ended_by_the_same_form_or_by_the_worker(place: Place):
    shown = keep_usual_week.preview(place.ana.id, MONDAY, now=NOW)
    with patch(CARRY_OUT, _dying_after(1)), pytest.raises(KeyboardInterrupt):
        keep_usual_week.make(place.ana.id, MONDAY, shown.session_ids, now=NOW, key="form")
    assert held(place.ana, 2) == []

    again = keep_usual_week.make(place.ana.id, MONDAY, shown.session_ids, now=NOW, key="form")

    assert (again, held(place.ana, 2)) == (Made(6, 2, ()), [*DAYS])
    assert carry_on_usual_weeks.carry_on(now=NOW) == 0


def test_two_workers_and_the_patient_at_once_book_each_seat_once(place: Place, database_url: str):
    place.make()
    place.open(until=MONDAY + 5 * WEEK + timedelta(days=6))
    by_hand = [session.id for weeks in (3, 4, 5) for session in place.sessions(weeks)[:1]]
    apps = [an_app(database_url) for _ in range(3)]
    start = threading.Barrier(len(apps))

    def run(app: Flask, act: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            act()
            disconnect(app)

    def by_themselves() -> None:
        for session_id in by_hand:
            plan_week.accept(place.ana.id, [session_id], now=NOW)

    acts = [lambda: carry_on_usual_weeks.carry_on(now=NOW)] * 2 + [by_themselves]
    with ThreadPoolExecutor(len(apps)) as threads:
        [*threads.map(run, apps, acts)]
    carry_on_usual_weeks.carry_on(now=NOW)

    assert [held(place.ana, weeks) for weeks in (3, 4, 5)] == [[*DAYS]] * 3
    assert all(seats_taken(session) == 1 for weeks in (3, 4, 5) for session in place.sessions(weeks))


def _dying_after(weeks: int) -> Callable[..., object]:
    """Carries out so many weeks, and then is gone."""
    left, carry_out = [weeks], carry_on_usual_weeks.carry_out

    def dying(*args: Any, **given: Any) -> object:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return carry_out(*args, **given)

    return dying


def _changed(offering: Offering, **facts: Any) -> Offering:
    return replace(offering, **facts)


def _shorten(plan_id: int, last_day: date) -> None:
    db.session.execute(
        text("UPDATE treatment_plan SET last_day = :day WHERE id = :id"), {"day": last_day, "id": plan_id}
    )
