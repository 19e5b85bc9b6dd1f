"""Patterns, extra sessions and closures: what exists follows what should, and so does everybody inside."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from iopsched.domain.booking import CancelledBy
from iopsched.domain.errors import Forbidden, Invalid, NotFound, Refused
from iopsched.domain.message import Kind, State
from iopsched.domain.offering import Closure, Offering
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.words import Component, Role
from iopsched.store import messages, offerings, programs, sessions
from iopsched.store.db import reading
from iopsched.usecases.availability import (
    adjust_availability,
    change_session,
    keep_closures,
    keep_offerings,
    view_offerings,
)
from iopsched.usecases.availability.reconcile_sessions import Effect
from iopsched.usecases.seats import book_session
from tests.builders import MONDAY, an_offering, at
from tests.conftest import NOW
from tests.counting import statements
from tests.stored import (
    a_stored_clinician,
    a_stored_offering,
    a_stored_patient,
    a_stored_program,
    a_stored_staff,
    the_booking,
)
from tests.trail import trail

TODAY, TUESDAY = NOW.date(), MONDAY + timedelta(days=1)
TUESDAY, FRIDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)
WEEK = timedelta(weeks=1)
SPRING_SUNDAY = date(2027, 3, 14)


def offered(program: Program, **given: Any) -> Offering:
    """A stored offering with its sessions opened."""
    offering = a_stored_offering(program, **given)
    adjust_availability.open_sessions(now=NOW)
    return offering


def in_week(program: Program, monday: date = MONDAY) -> tuple[Session, ...]:
    """What can be seen of that week; the cancelled are left out."""
    with reading():
        return sessions.in_week(program, monday)


def everything(program: Program) -> tuple[Session, ...]:
    with reading():
        return sessions.between(program.id, NOW - timedelta(days=400), NOW + timedelta(days=400))


def told(patient: Patient) -> list[Kind]:
    with reading():
        known = messages.of_patient(patient.id)
    return [m.kind for m in known if m.kind is not Kind.REMINDER and m.state is State.DUE]


def change(staff: Staff, offering: Offering, *, now: datetime = NOW, **facts: Any) -> Effect:
    return keep_offerings.change(staff, replace(offering, **facts), now=now)


def an_extra(day: date, hour: int = 18, **given: Any) -> Offering:
    once = {"first_day": day, "last_day": day, "weekdays": frozenset({day.weekday()}), "begins": time(hour)}
    return an_offering(**once | given)


def test_a_new_offering_opens_its_sessions_to_the_horizon(program: Program, staff: Staff):
    effect = keep_offerings.add(staff, an_offering(weekdays=frozenset({1, 3})), now=NOW)

    days = [session.day for session in everything(program)]
    assert effect == Effect(opened=len(days))
    assert (min(days), max(days)) == (TODAY + timedelta(days=1), MONDAY + 8 * WEEK - timedelta(days=4))
    assert {session.starts for session in in_week(program)} == {at(1, 18), at(3, 18)}


def test_sessions_open_week_by_week_as_time_passes(program: Program, staff: Staff):
    offered(program, last_day=MONDAY + 52 * WEEK)
    known = everything(program)

    assert adjust_availability.open_sessions(now=NOW) == 0
    assert adjust_availability.open_sessions(now=NOW + WEEK, going_on=lambda: False) == 0
    assert adjust_availability.open_sessions(now=NOW + WEEK) == 1
    assert adjust_availability.open_sessions(now=NOW + WEEK, until=TODAY + 20 * WEEK) == 8
    assert len(known) == 12


def test_an_extra_session_is_on_its_date_only(program: Program, staff: Staff):
    effect = keep_offerings.add(staff, an_extra(TUESDAY), now=NOW)

    assert effect == Effect(opened=1)
    assert [session.starts for session in everything(program)] == [at(1, 18)]


@pytest.mark.parametrize(
    ("day", "hour", "field"), [(TODAY - timedelta(days=1), 18, "last_day"), (TODAY, 12, "begins"), (TODAY, 9, "begins")]
)
def test_an_extra_session_is_still_to_come(program: Program, staff: Staff, day: date, hour: int, field: str):
    with pytest.raises(Invalid) as refused:
        keep_offerings.add(staff, an_extra(day, hour), now=NOW)

    assert list(refused.value.problems) == [field]
    assert everything(program) == ()


def test_an_extra_session_needs_an_open_day(program: Program, staff: Staff):
    keep_closures.close(staff, Closure(TUESDAY), now=NOW)

    with pytest.raises(Invalid) as refused:
        keep_offerings.add(staff, an_extra(TUESDAY), now=NOW)

    assert list(refused.value.problems) == ["day"]


def test_a_single_date_cannot_begin_at_a_time_that_clocks_skip(program: Program, staff: Staff):
    at_half_past_two = an_extra(SPRING_SUNDAY, begins=time(2, 30), minutes=60, counted_minutes=60)

    with pytest.raises(Invalid) as refused:
        keep_offerings.add(staff, at_half_past_two, now=NOW)

    assert refused.value.problems["begins"].startswith("Clocks skip 2:30 am on Sun, Mar 14, 2027")


def test_a_single_date_cannot_be_changed_to_a_time_that_clocks_skip(program: Program, staff: Staff):
    night = offered(program, **vars_of(an_extra(SPRING_SUNDAY, 4, minutes=60, counted_minutes=60)))

    with pytest.raises(Invalid) as refused:
        change(staff, night, begins=time(2, 30))

    assert list(refused.value.problems) == ["begins"]


def vars_of(offering: Offering) -> dict[str, Any]:
    names = ("weekdays", "begins", "minutes", "counted_minutes", "first_day", "last_day")
    return {name: getattr(offering, name) for name in names}


def test_a_series_over_such_a_night_is_taken_and_begins_an_hour_later(program: Program, staff: Staff):
    now = datetime(2027, 2, 22, 17, tzinfo=UTC)
    nightly = an_offering(
        weekdays=frozenset({6}), begins=time(2, 30), minutes=60, counted_minutes=60, last_day=date(2027, 4, 30)
    )

    keep_offerings.add(staff, nightly, now=now)

    (session,) = in_week(program, SPRING_SUNDAY - timedelta(days=6))
    assert session.starts.astimezone(program.zone).time() == time(3, 30)


def test_every_problem_of_an_offering_is_named(program: Program, staff: Staff):
    wrong = an_offering(weekdays=frozenset(), seats=0, counted_minutes=500, last_day=MONDAY - 9 * WEEK)

    with pytest.raises(Invalid) as refused:
        keep_offerings.add(staff, wrong, now=NOW)

    assert {*refused.value.problems} == {"weekdays", "seats", "counted_minutes", "last_day"}


def test_bookings_of_all_weeks_follow_a_changed_offering(program: Program, staff: Staff, ana: Patient):
    group = offered(program)
    first, second = in_week(program)[0], in_week(program, MONDAY + WEEK)[0]
    book_session.book(ana.id, first.id, now=NOW)
    book_session.book(ana.id, second.id, now=NOW)

    effect = change(staff, group, begins=time(17, 30), seats=9)

    assert (effect.kept, effect.ended, effect.told) == (2, 0, 1)
    assert the_booking(ana, first).session.starts == at(0, 17.5)
    assert the_booking(ana, second).session.starts == at(7, 17.5)
    assert told(ana) == [Kind.MOVED, Kind.MOVED]
    assert in_week(program)[0].seats == 9


def test_the_past_stays_as_it_was(program: Program, staff: Staff, ana: Patient):
    group = offered(program)
    past = in_week(program)[0]
    book_session.book(ana.id, past.id, now=NOW)
    now = at(1, 12)

    effect = change(staff, group, now=now, begins=time(9), weekdays=frozenset({3}), seats=2)

    assert effect.kept == 0
    assert in_week(program)[0] == replace(past, taken=1)
    assert the_booking(ana, past).sequence == 0
    assert [session.starts for session in in_week(program)] == [at(0, 18), at(3, 9)]


def test_what_has_begun_today_stays_when_its_offering_begins_later(program: Program, staff: Staff, ana: Patient):
    group = offered(program, begins=time(9))
    begun = in_week(program)[0]
    book_session.book(ana.id, begun.id, now=NOW)

    change(staff, group, now=at(0, 12), begins=time(18))

    assert in_week(program)[0] == replace(begun, taken=1)
    assert in_week(program, MONDAY + WEEK)[0].starts == at(7, 18)


def test_today_stays_as_it_is_when_its_new_hour_has_passed(program: Program, staff: Staff, ana: Patient):
    group = offered(program)
    tonight = in_week(program)[0]
    book_session.book(ana.id, tonight.id, now=NOW)

    change(staff, group, now=at(0, 12), begins=time(9))

    assert in_week(program)[0] == replace(tonight, taken=1)
    assert the_booking(ana, tonight).is_active
    assert in_week(program, MONDAY + WEEK)[0].starts == at(7, 9)


def test_on_another_weekday_the_sessions_are_those_of_the_old_one(program: Program, staff: Staff, ana: Patient):
    group = offered(program, weekdays=frozenset({0, 2}))
    monday, wednesday = in_week(program)
    book_session.book(ana.id, monday.id, now=NOW)
    book_session.book(ana.id, wednesday.id, now=NOW)

    effect = change(staff, group, weekdays=frozenset({2, 3}))

    assert (effect.kept, effect.ended) == (1, 0)
    assert told(ana) == [Kind.MOVED]
    assert the_booking(ana, monday).session.starts == at(3, 18)
    assert [session.id for session in in_week(program)] == [wednesday.id, monday.id]


def test_with_fewer_weekdays_the_seats_of_those_that_are_left_are_lost(program: Program, staff: Staff, ana: Patient):
    group = offered(program, weekdays=frozenset({0, 2}))
    monday, wednesday = in_week(program)
    book_session.book(ana.id, monday.id, now=NOW)

    effect = change(staff, group, weekdays=frozenset({2}))

    assert (effect.kept, effect.ended, told(ana)) == (0, 1, [Kind.CANCELLED])
    assert [session.id for session in in_week(program)] == [wednesday.id]


def test_an_offering_that_ends_takes_its_later_sessions_with_it(program: Program, staff: Staff, ana: Patient):
    group = offered(program)
    later = in_week(program, MONDAY + WEEK)[0]
    book_session.book(ana.id, later.id, now=NOW)

    effect = change(staff, group, last_day=MONDAY)

    assert effect.ended == 1
    assert (len(in_week(program)), in_week(program, MONDAY + WEEK)) == (1, ())
    assert the_booking(ana, later).cancelled_by is CancelledBy.STAFF


def test_two_adjacent_slots_of_one_patient_shift_together(program: Program, staff: Staff, ana: Patient):
    hours = offered(program, begins=time(17), minutes=180, slot_minutes=60, counted_minutes=60, seats=1)
    first, second, _ = in_week(program)
    book_session.book(ana.id, first.id, now=NOW)
    book_session.book(ana.id, second.id, now=NOW)

    later = change(staff, hours, begins=time(18))
    earlier = change(staff, hours, begins=time(16))

    assert (later.kept, later.ended, earlier.kept, earlier.ended) == (2, 0, 2, 0)
    assert (the_booking(ana, first).session.starts, the_booking(ana, second).session.starts) == (at(0, 16), at(0, 17))
    assert the_booking(ana, second).sequence == 2


def test_a_slot_moves_into_the_place_of_one_that_ends(program: Program, staff: Staff, ana: Patient):
    hours = offered(program, begins=time(17), minutes=120, slot_minutes=60, counted_minutes=60, seats=1)
    first, second = in_week(program)
    book_session.book(ana.id, first.id, now=NOW)
    book_session.book(ana.id, second.id, now=NOW)

    effect = change(staff, hours, begins=time(18), minutes=60)

    assert (effect.kept, effect.ended) == (1, 1)
    assert the_booking(ana, first).session.starts == at(0, 18)
    assert not the_booking(ana, second).is_active
    assert [(session.starts, session.taken) for session in in_week(program)] == [(at(0, 18), 1)]


def test_two_slots_that_would_lie_over_each_other_leave_the_first(program: Program, staff: Staff, ana: Patient):
    one = offered(program, begins=time(17), minutes=60, counted_minutes=60)
    offered(program, begins=time(18), minutes=60, counted_minutes=60)
    first, second = in_week(program)
    book_session.book(ana.id, first.id, now=NOW)
    book_session.book(ana.id, second.id, now=NOW)

    effect = change(staff, one, begins=time(18))

    assert effect.ended == 1
    assert (the_booking(ana, first).is_active, the_booking(ana, second).is_active) == (False, True)


def test_a_date_that_was_moved_stays_moved_when_its_offering_changes(program: Program, staff: Staff):
    group = offered(program)
    monday = in_week(program)[0]
    change_session.move(staff, monday.id, TUESDAY, time(10), now=NOW)

    change(staff, group, seats=5, begins=time(19))

    assert [(session.starts, session.seats) for session in in_week(program)] == [(at(1, 10), 5)]


def test_a_closed_day_has_no_session_and_everybody_is_told(program: Program, staff: Staff, ana: Patient):
    offered(program)
    offered(program, begins=time(9))
    morning, evening = in_week(program)
    book_session.book(ana.id, morning.id, now=NOW)
    book_session.book(ana.id, evening.id, now=NOW)

    effect = keep_closures.close(staff, Closure(MONDAY, "Snow"), now=NOW)

    assert effect == Effect(cancelled=2, ended=2, told=1)
    assert in_week(program) == ()
    assert told(ana) == [Kind.CANCELLED, Kind.CANCELLED]


def test_a_reopened_day_has_its_sessions_again_and_nobody_in_them(program: Program, staff: Staff, ana: Patient):
    offered(program)
    offered(program, begins=time(9))
    morning, evening = in_week(program)
    book_session.book(ana.id, evening.id, now=NOW)
    change_session.cancel(staff, morning.id, now=NOW)
    keep_closures.close(staff, Closure(MONDAY), now=NOW)

    effect = keep_closures.reopen(staff, MONDAY, now=NOW)

    assert effect == Effect(altered=1)
    assert [(session.id, session.taken) for session in in_week(program)] == [(evening.id, 0)]
    book_session.book(ana.id, evening.id, now=NOW)
    assert the_booking(ana, evening).is_active


def test_part_of_a_day_is_closed_and_opened_again_by_itself(program: Program, staff: Staff, ana: Patient):
    offered(program)
    offered(program, begins=time(9))
    morning, evening = in_week(program)
    book_session.book(ana.id, evening.id, now=NOW)
    keep_closures.close(staff, Closure(MONDAY, "Rounds", ends=time(12)), now=NOW)

    effect = keep_closures.close(staff, Closure(MONDAY, "Snow", begins=time(17)), now=NOW)
    keep_closures.reopen(staff, MONDAY, now=NOW)

    assert (effect.cancelled, effect.ended) == (1, 1)
    assert [session.id for session in in_week(program)] == [morning.id]
    with pytest.raises(NotFound):
        keep_closures.reopen(staff, MONDAY, now=NOW)


def test_days_in_a_row_are_closed_at_once(program: Program, staff: Staff):
    offered(program, weekdays=frozenset(range(7)))

    effect = keep_closures.close(staff, Closure(MONDAY, "Move", MONDAY + timedelta(days=4)), now=NOW)

    assert effect.cancelled == 5
    assert [session.day.weekday() for session in in_week(program)] == [5, 6]


def test_what_is_moved_may_not_reach_into_what_is_closed(program: Program, staff: Staff):
    offered(program)
    keep_closures.close(staff, Closure(TUESDAY, begins=time(17)), now=NOW)
    (session,) = in_week(program)

    with pytest.raises(Invalid) as refused:
        change_session.move(staff, session.id, TUESDAY, time(15), now=NOW)

    assert list(refused.value.problems) == ["day"]
    assert change_session.move(staff, session.id, TUESDAY, time(14), now=NOW).altered == 1


def test_a_day_that_is_not_closed_cannot_be_reopened(staff: Staff):
    with pytest.raises(NotFound):
        keep_closures.reopen(staff, MONDAY, now=NOW)


def test_closing_today_leaves_what_has_begun(program: Program, staff: Staff, ana: Patient):
    offered(program)
    offered(program, begins=time(9))
    morning, _ = in_week(program)
    book_session.book(ana.id, morning.id, now=NOW)

    effect = keep_closures.close(staff, Closure(MONDAY), now=at(0, 12))

    assert effect.cancelled == 1
    assert [session.id for session in in_week(program)] == [morning.id]
    assert the_booking(ana, morning).is_active


def test_yesterday_cannot_be_closed(staff: Staff):
    with pytest.raises(Invalid) as refused:
        keep_closures.close(staff, Closure(TODAY - timedelta(days=1)), now=NOW)

    assert list(refused.value.problems) == ["day"]


def test_closing_a_day_again_changes_the_reason_only(staff: Staff):
    keep_closures.close(staff, Closure(MONDAY, "Snow"), now=NOW)

    effect = keep_closures.close(staff, Closure(MONDAY, "Holiday"), now=NOW)

    assert effect == Effect()
    assert view_offerings.view(staff, now=NOW).closures == (Closure(MONDAY, "Holiday"),)


@pytest.mark.parametrize(
    "closure", [Closure(MONDAY, "Retreat", FRIDAY), Closure(MONDAY, last_day=FRIDAY), Closure(TUESDAY, begins=time(12))]
)
def test_what_is_closed_already_is_not_closed_within_that(staff: Staff, closure: Closure):
    keep_closures.close(staff, Closure(MONDAY, "Retreat", FRIDAY), now=NOW)

    with pytest.raises(Invalid) as refused:
        keep_closures.close(staff, closure, now=NOW)

    assert refused.value.problems["day"] == (
        "It is closed already from Mon, Nov 30, 2026 to Fri, Dec 4, 2026 (Retreat). "
        "Choose another day, or open that one first."
    )


def test_what_reaches_beyond_what_is_closed_is_closed(staff: Staff):
    keep_closures.close(staff, Closure(TUESDAY, "Holiday"), now=NOW)

    keep_closures.close(staff, Closure(MONDAY, "Week off", FRIDAY), now=NOW)

    assert len(view_offerings.view(staff, now=NOW).closures) == 2


def test_a_clinician_is_known_by_name_and_added_where_new(program: Program, staff: Staff):
    rivera = a_stored_clinician(program, "A. Rivera")

    keep_offerings.add(staff, an_offering(), clinician="A. Rivera", now=NOW)
    keep_offerings.add(staff, an_offering(begins=time(9)), clinician=" N. Diaz ", now=NOW)
    keep_offerings.add(staff, an_offering(begins=time(14)), clinician="a.  rivera", now=NOW)

    morning, afternoon, evening = in_week(program)
    assert (evening.clinician_id, morning.clinician, afternoon.clinician_id) == (rivera, "N. Diaz", rivera)


def test_another_programs_clinician_leads_nothing_here(staff: Staff):
    stranger = a_stored_clinician(a_stored_program(name="Hillside"))

    with pytest.raises(Invalid) as refused:
        keep_offerings.add(staff, an_offering(clinician_id=stranger), now=NOW)

    assert list(refused.value.problems) == ["clinician"]


def test_another_programs_offering_is_not_there(program: Program, staff: Staff):
    hillside = a_stored_program(name="Hillside")
    theirs = offered(hillside)

    with pytest.raises(NotFound):
        change(staff, theirs, begins=time(9))

    with reading():
        assert offerings.get(hillside.id, theirs.id) == theirs


def test_a_change_of_one_program_touches_no_other(program: Program, staff: Staff):
    hillside = a_stored_program(name="Hillside")
    offered(hillside)
    before = everything(hillside)

    keep_closures.close(staff, Closure(MONDAY), now=NOW)

    assert everything(hillside) == before


@pytest.mark.parametrize(
    "act",
    [
        lambda staff: view_offerings.view(staff, now=NOW),
        lambda staff: keep_offerings.add(staff, an_offering(), now=NOW),
        lambda staff: keep_offerings.change(staff, an_offering(), now=NOW),
        lambda staff: keep_closures.close(staff, Closure(MONDAY), now=NOW),
        lambda staff: keep_closures.reopen(staff, MONDAY, now=NOW),
    ],
)
def test_a_clinician_decides_nothing_that_is_offered(program: Program, act: Callable[[Staff], object]):
    with pytest.raises(Forbidden):
        act(a_stored_staff(program, Role.CLINICIAN))


def test_the_page_of_offerings_takes_five_queries(program: Program, staff: Staff):
    for hour in range(8, 18):
        a_stored_offering(program, begins=time(hour), component=Component.SKILLS)

    with statements() as seen:
        availability = view_offerings.view(staff, now=NOW)

    assert len(availability.offerings) == 10
    assert len([sql for sql in seen if sql.startswith("SELECT")]) == 5


def test_a_refused_booking_is_still_refused_after_a_change(program: Program, staff: Staff, ana: Patient):
    offered(program, seats=1)
    (session,) = in_week(program)
    book_session.book(a_stored_patient(program).id, session.id, now=NOW)
    change_session.move(staff, session.id, TUESDAY, time(18), now=NOW)

    with pytest.raises(Refused):
        book_session.book(ana.id, session.id, now=NOW)


def test_what_a_program_offers_is_named_by_its_own_people(program: Program, staff: Staff):
    a_stored_clinician(program, "A. Rivera")
    a_stored_clinician(a_stored_program(name="Hillside"), "B. Stone")

    assert [*view_offerings.view(staff, now=NOW).clinicians.values()] == ["A. Rivera"]
    with reading():
        assert [*programs.clinicians(program.id).values()] == ["A. Rivera"]


def test_the_log_says_what_of_the_timetable_changed(program: Program, staff: Staff, ana: Patient):
    keep_offerings.add(staff, an_offering(), now=NOW)
    adjust_availability.open_sessions(now=NOW)
    adjust_availability.open_sessions(now=NOW + WEEK)
    session, *_ = in_week(program)
    book_session.book(ana.id, session.id, now=NOW)
    change_session.change_seats(staff, session.id, 6, now=NOW)
    change_session.move(staff, session.id, TUESDAY, time(18), now=NOW)
    keep_closures.close(staff, Closure(TUESDAY), now=NOW)
    keep_closures.reopen(staff, TUESDAY, now=NOW)
    (offering,) = view_offerings.view(staff, now=NOW).offerings
    keep_offerings.change(staff, replace(offering, seats=5), now=NOW)

    of_staff = {entry.action: entry for entry in trail(program) if entry.actor == f"staff:{staff.id}"}
    said = {action: {**entry.detail} for action, entry in of_staff.items() if entry.patient_id is None}
    nothing = {"opened": 0, "ended": 0, "kept": 0}
    assert said == {
        "offering added": nothing | {"opened": 10, "offering_id": offering.id},
        "seats changed": nothing | {"seats": 6},
        "session moved": nothing | {"kept": 1, "day": TUESDAY.isoformat()},
        "day closed": nothing | {"ended": 1, "day": TUESDAY.isoformat()},
        "day reopened": nothing | {"day": TUESDAY.isoformat()},
        "offering changed": nothing | {"offering_id": offering.id},
    }
    assert of_staff["session moved"].session_id == session.id


def test_sessions_that_open_by_themselves_are_noted(program: Program):
    a_stored_offering(program, last_day=MONDAY + timedelta(weeks=52))

    opened = [adjust_availability.open_sessions(now=NOW + days * timedelta(days=1)) for days in (0, 1, 7)]

    assert opened == [12, 0, 1]
    assert [(entry.actor, entry.action, entry.detail) for entry in trail(program)] == [
        ("system", "sessions opened", {"opened": 12}),
        ("system", "sessions opened", {"opened": 1}),
    ]
