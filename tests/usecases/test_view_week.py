"""A patient looks at a week: what is booked, what could be added, and why the rest cannot."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask

from iopsched.domain.errors import NotFound, Refused
from iopsched.domain.offering import Closure
from iopsched.domain.refusal import Why
from iopsched.domain.waiting import Wanted
from iopsched.domain.words import Component, Modality
from iopsched.store import offerings, sessions
from iopsched.store.db import transaction
from iopsched.usecases.seats import book_session, cancel_booking, hold_plan, wait_for_seat
from iopsched.usecases.weeks import keep_commitments, view_week
from iopsched.usecases.weeks.view_week import WeekView
from tests.builders import MONDAY, a_commitment
from tests.conftest import NOW
from tests.counting import statements
from tests.stored import a_stored_patient, a_stored_program, a_stored_session
from tests.usecases.conftest import Place


def look(place: Place, day: date | None = MONDAY, now: datetime = NOW) -> WeekView:
    return view_week.view(place.ana.id, day, now=now)


def reasons(view: WeekView) -> list[list[Why]]:
    return [[refusal.why for refusal in candidate.refusals] for candidate in view.candidates]


def test_without_a_day_it_is_the_week_of_now(place: Place):
    view = look(place, day=None)

    assert view.week.monday == date(2026, 11, 23)
    assert view.today == date(2026, 11, 23)


@pytest.mark.parametrize("day", [0, 3, 6])
def test_any_day_names_its_week(place: Place, day: int):
    assert look(place, MONDAY + timedelta(days=day)).week.monday == MONDAY


def test_a_week_may_begin_on_a_sunday(app: Flask):
    program = a_stored_program(first_weekday=6)
    ben = a_stored_patient(program)

    assert view_week.view(ben.id, MONDAY, now=NOW).week.monday == MONDAY - timedelta(days=1)


def test_what_is_booked_is_in_the_week_and_the_rest_could_be_added(place: Place):
    booked, other = (a_stored_session(place.program, day) for day in (0, 1))
    book_session.book(place.ana.id, booked.id, now=NOW)

    view = look(place)

    assert [session.id for session in view.week.sessions] == [booked.id]
    assert [candidate.session.id for candidate in view.candidates] == [other.id]
    assert view.candidates[0].fits


def test_candidates_come_in_order_of_time(place: Place):
    late, early = (a_stored_session(place.program, day, hour) for day, hour in ((3, 18), (1, 9)))

    assert [candidate.session.id for candidate in look(place).candidates] == [early.id, late.id]


def test_what_cannot_be_added_stays_with_every_reason(place: Place):
    full = a_stored_session(place.program, 0, seats=1)
    book_session.book(a_stored_patient(place.program).id, full.id, now=NOW)
    keep_commitments.add(place.ana.id, a_commitment(weekday=0, begins=time(17), ends=time(19)), now=NOW)

    assert reasons(look(place)) == [[Why.FULL, Why.COMMITTED]]


def test_what_the_screen_offers_can_be_booked_and_what_it_refuses_cannot(place: Place):
    book_session.book(place.ana.id, a_stored_session(place.program, 0, 18).id, now=NOW)
    a_stored_session(place.program, 0, 19, hours=1, component=Component.SKILLS)
    a_stored_session(place.program, 1, 18, modality=Modality.TELEHEALTH)

    for candidate in look(place).candidates:
        if candidate.fits:
            assert book_session.book(place.ana.id, candidate.session.id, now=NOW).holds(candidate.session)
        else:
            with pytest.raises(Refused) as caught:
                book_session.book(place.ana.id, candidate.session.id, now=NOW)
            assert caught.value.reasons == candidate.refusals


def test_what_has_begun_is_refused(place: Place):
    group = a_stored_session(place.program)

    assert reasons(look(place, now=group.starts)) == [[Why.STARTED]]


def test_what_is_off_is_not_shown(place: Place):
    group = a_stored_session(place.program)
    with transaction():
        sessions.cancel([group.id])

    assert look(place).candidates == ()


def test_other_weeks_and_other_programs_are_not_shown(place: Place):
    a_stored_session(place.program, 7)
    a_stored_session(place.program, -1)
    a_stored_session(a_stored_program(name="Hillside"))

    assert look(place).candidates == ()


def test_a_seat_given_up_is_remembered_until_it_is_booked_again(place: Place):
    group = a_stored_session(place.program)
    book_session.book(place.ana.id, group.id, now=NOW)
    cancel_booking.cancel(place.ana.id, group.id, now=NOW)

    assert [booking.session.id for booking in look(place).given_up] == [group.id]
    cancel_booking.undo(place.ana.id, group.id, now=NOW)
    assert look(place).given_up == ()


def test_days_on_which_the_program_is_closed_are_named(place: Place):
    with transaction():
        for day in (3, 9):
            offerings.close(place.program.id, Closure(MONDAY + timedelta(days=day), "Holiday"))

    assert look(place).closed == (MONDAY + timedelta(days=3),)


def test_a_week_without_a_plan_says_so(place: Place):
    a_stored_session(place.program, 0, monday=MONDAY + timedelta(weeks=20))

    view = look(place, MONDAY + timedelta(weeks=20))

    assert view.week.plan is None
    assert reasons(view) == [[Why.NO_PLAN]]


def test_nobody_sees_the_seats_of_another(place: Place):
    ben = a_stored_patient(place.program)
    book_session.book(ben.id, a_stored_session(place.program).id, now=NOW)

    assert look(place).week.sessions == ()


def test_a_patient_who_does_not_exist_is_not_found(place: Place):
    with pytest.raises(NotFound):
        view_week.view(12345, MONDAY, now=NOW)


@pytest.mark.parametrize(
    ("monday", "hours"), [(date(2027, 3, 8), 167), (date(2027, 11, 1), 169)], ids=["spring", "autumn"]
)
def test_a_week_with_a_change_of_clocks_ends_at_its_own_midnight(app: Flask, monday: date, hours: int):
    program = a_stored_program()
    ben = a_stored_patient(program, plan={"last_day": date(2028, 1, 1)})
    last = a_stored_session(program, 6, 22, hours=1.5, monday=monday)
    following = a_stored_session(program, 7, 0.5, hours=1, monday=monday)

    seen = [view_week.view(ben.id, day, now=NOW).candidates for day in (monday, monday + timedelta(weeks=1))]

    first, end = program.week_bounds(monday)
    assert end - first == timedelta(hours=hours)
    assert [[candidate.session.id for candidate in each] for each in seen] == [[last.id], [following.id]]


def test_a_weekly_evening_keeps_its_wall_time_over_a_change_of_clocks(app: Flask):
    program = a_stored_program()
    ben = a_stored_patient(program, plan={"last_day": date(2028, 1, 1)})
    mondays = (date(2027, 3, 8), date(2027, 3, 15))
    for monday in mondays:
        a_stored_session(program, 0, 18, monday=monday)

    starts = [view_week.view(ben.id, monday, now=NOW).candidates[0].session.starts for monday in mondays]

    assert starts == [datetime(2027, 3, 8, 23, tzinfo=UTC), datetime(2027, 3, 15, 22, tzinfo=UTC)]


def test_what_is_at_the_same_time_says_for_what_it_could_be_exchanged(place: Place):
    mine, clash, free = (a_stored_session(place.program, day, hour) for day, hour in ((0, 18), (0, 19), (1, 18)))
    book_session.book(place.ana.id, mine.id, now=NOW)

    found = {one.session.id: one.instead_of and one.instead_of.id for one in look(place).candidates}

    assert found == {clash.id: mine.id, free.id: None}


def test_a_seat_that_is_held_for_who_waited_comes_with_its_week(place: Place):
    booked, later = a_stored_session(place.program), a_stored_session(place.program, 8, seats=1)
    gil = a_stored_patient(place.program)
    book_session.book(gil.id, later.id, now=NOW)
    book_session.book(place.ana.id, booked.id, now=NOW)
    wait_for_seat.wait(place.ana.id, later.id, now=NOW)
    cancel_booking.cancel(gil.id, later.id, now=NOW)

    views = [look(place), look(place, MONDAY + timedelta(weeks=1))]

    assert [[each.offer.session.id for each in view.offers] for view in views] == [[later.id]] * 2
    assert [view.offers[0].week.minutes for view in views] == [180] * 2
    assert look(Place(place.program, gil)).offers == ()


def test_what_is_waited_for_is_known_by_session_and_by_kind(place: Place):
    named, alike, other = (a_stored_session(place.program, day, seats=0) for day in (0, 1, 8))
    wait_for_seat.wait(place.ana.id, named.id, now=NOW)
    wait_for_seat.wait_for_any(place.ana.id, Wanted(monday=MONDAY), now=NOW)

    view = look(place)

    found = [view.waiting_for(session) for session in (named, alike, other)]
    assert [each and each.wanted for each in found] == [Wanted(session_id=named.id), Wanted(monday=MONDAY), None]


def test_until_when_seats_of_any_week_are_kept_is_said(place: Place):
    hold_plan.hold(place.ana.id, [a_stored_session(place.program, 8).id], now=NOW)

    assert look(place).kept_until == NOW + timedelta(minutes=10)
    assert look(place, now=NOW + timedelta(minutes=10)).kept_until is None
    assert look(Place(place.program, a_stored_patient(place.program))).kept_until is None


def test_a_session_comes_with_the_week_that_it_is_in(place: Place):
    group = a_stored_session(place.program, 2)

    with statements() as seen:
        session, view = view_week.view_around(place.ana.id, group.id, now=NOW)

    assert session == group
    assert view == look(place)
    assert len(seen) == 8


def test_a_session_that_was_cancelled_still_comes(place: Place):
    group = a_stored_session(place.program)
    with transaction():
        sessions.cancel([group.id])

    assert view_week.view_around(place.ana.id, group.id, now=NOW)[0].is_cancelled


def test_a_session_of_another_program_is_not_found(place: Place):
    elsewhere = a_stored_session(a_stored_program(name="Hillside"))

    for session_id in (elsewhere.id, 12345):
        with pytest.raises(NotFound):
            view_week.view_around(place.ana.id, session_id, now=NOW)


def test_it_takes_seven_queries_whatever_is_offered_and_booked(place: Place):
    with statements() as empty:
        look(place)
    for day in range(5):
        a_stored_session(place.program, day, 9)
        book_session.book(place.ana.id, a_stored_session(place.program, day).id, now=NOW)

    with statements() as crowded:
        look(place)

    assert len(crowded) == len(empty) == 7


def test_what_last_week_lost_is_owed_where_the_program_allows_and_takes_one_query(app: Flask):
    program = a_stored_program(make_up_weeks=1)
    ana, lost = a_stored_patient(program), a_stored_session(program)
    book_session.book(ana.id, lost.id, now=NOW)
    cancel_booking.cancel(ana.id, lost.id, now=NOW)
    week, begun = MONDAY + timedelta(weeks=1), lost.starts

    with statements() as far_ahead:
        view_week.view(ana.id, week, now=NOW)
    with statements() as next_week:
        view = view_week.view(ana.id, week, now=begun)

    assert (view.owed, len(next_week)) == (180, len(far_ahead) + 1)
