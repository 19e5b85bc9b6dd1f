"""A patient plans a week: what is proposed can be booked, all of it or none, whatever happens meanwhile."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import time, timedelta
from functools import partial
from typing import Any, NamedTuple

import pytest
from flask import Flask

from iopsched.domain.booking import refusals
from iopsched.domain.errors import Invalid, NotFound, Taken
from iopsched.domain.patient import Patient
from iopsched.domain.plan import Trait
from iopsched.domain.program import Program
from iopsched.domain.refusal import Refusal, Why
from iopsched.domain.series import Reach
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.wishes import Wishes
from iopsched.domain.words import Component, Modality, Part
from iopsched.store import bookings, locks, sessions
from iopsched.store.db import reading, transaction
from iopsched.usecases.availability import change_session, reconcile_sessions
from iopsched.usecases.seats import book_session, cancel_booking
from iopsched.usecases.weeks import keep_commitments, plan_week
from tests.builders import MONDAY, a_commitment
from tests.conftest import NOW, an_app, disconnect
from tests.counting import statements
from tests.stored import (
    a_stored_clinician,
    a_stored_offering,
    a_stored_patient,
    a_stored_program,
    a_stored_session,
    a_stored_staff,
    seats_taken,
)

A_MOMENT = 0.1


class Place(NamedTuple):
    """Riverside with three evenings of three hours, and Ana, who is to attend nine."""

    program: Program
    ana: Patient
    evenings: list[Session]


@pytest.fixture
def place(app: Flask) -> Place:
    program = a_stored_program()
    return Place(program, a_stored_patient(program), [a_stored_session(program, day, seats=1) for day in (0, 2, 4)])


def propose(patient: Patient, wishes: Wishes | None = None, **given: Any):
    return plan_week.propose(patient.id, MONDAY, wishes or Wishes(), **{"now": NOW} | given)


def accept(patient: Patient, *chosen: Session) -> Week:
    return plan_week.accept(patient.id, ids(*chosen), now=NOW)


def why_not(patient: Patient, *chosen: Session) -> dict[int, list[Why]]:
    with pytest.raises(Taken) as caught:
        accept(patient, *chosen)
    return {session_id: [reason.why for reason in reasons] for session_id, reasons in caught.value.reasons.items()}


def ids(*chosen: Session) -> list[int]:
    return [session.id for session in chosen]


def seats_of(patient: Patient) -> list[int]:
    with reading():
        held = bookings.of_patient(patient.id, NOW)
    return [booking.session.id for booking in held if booking.is_active]


def test_a_whole_week_is_proposed(place: Place):
    (proposal,) = propose(place.ana).proposals

    assert ids(*proposal.sessions) == ids(*place.evenings)
    assert proposal.is_complete
    assert proposal.minutes == 540


def test_looking_books_nothing(place: Place):
    propose(place.ana)

    assert seats_of(place.ana) == []
    assert [seats_taken(evening) for evening in place.evenings] == [0, 0, 0]


def test_what_is_proposed_can_be_accepted(place: Place):
    (proposal,) = propose(place.ana).proposals

    week = accept(place.ana, *proposal.sessions)

    assert week.is_met
    assert seats_of(place.ana) == ids(*place.evenings)
    assert [seats_taken(evening) for evening in place.evenings] == [1, 1, 1]


def test_the_week_that_comes_back_is_the_one_that_is_kept(place: Place):
    week = accept(place.ana, *place.evenings)

    assert week == propose(place.ana).week


def test_what_is_booked_stays_and_only_the_rest_is_proposed(place: Place):
    book_session.book(place.ana.id, place.evenings[1].id, now=NOW)

    (proposal,) = propose(place.ana).proposals

    assert ids(*proposal.sessions) == ids(place.evenings[0], place.evenings[2])
    assert proposal.minutes == 540


def test_a_week_that_is_met_needs_no_proposal(place: Place):
    accept(place.ana, *place.evenings)

    outlook = propose(place.ana)

    assert outlook.week.is_met
    assert (outlook.proposals, outlook.closest) == ((), None)


def test_a_commitment_is_kept_free(place: Place):
    keep_commitments.add(place.ana.id, a_commitment(weekday=2, begins=time(17), ends=time(19)), now=NOW)

    outlook = propose(place.ana)

    assert outlook.proposals == ()
    assert outlook.closest is not None
    assert ids(*outlook.closest.sessions) == ids(place.evenings[0], place.evenings[2])


def a_weekly_evening(program: Program) -> tuple[Session, ...]:
    """Wednesday from 18:00 to 21:00: its sessions of the week before and of the week."""
    offering = a_stored_offering(program, weekdays=frozenset({2}), seats=2)
    with transaction():
        locks.program(program.id)
        reconcile_sessions.reconcile(program, reconcile_sessions.difference(program, NOW), actor="test", now=NOW)
        weeks = (MONDAY - timedelta(weeks=1), MONDAY)
        return tuple(one for week in weeks for one in sessions.in_week(program, week) if one.offering_id == offering.id)


def test_the_group_of_the_week_before_is_preferred(app: Flask):
    program = a_stored_program()
    ana = a_stored_patient(program, plan={"week_least": 180})
    before, wednesday = a_weekly_evening(program)
    monday = a_stored_session(program, 0, 9)
    assert ids(*propose(ana).proposals[0].sessions) == [monday.id]

    book_session.book(ana.id, before.id, now=NOW)

    best, other = propose(ana).proposals
    assert (ids(*best.sessions), best.gains[0].trait) == ([wednesday.id], Trait.KEEPS)
    assert (ids(*other.sessions), other.costs[0].trait) == ([monday.id], Trait.NEW)


def test_the_group_of_the_week_before_is_known_after_this_and_all_later_ones_changed(app: Flask):
    program = a_stored_program()
    ana = a_stored_patient(program, plan={"week_least": 180})
    before, wednesday = a_weekly_evening(program)
    a_stored_session(program, 0, 9)
    book_session.book(ana.id, before.id, now=NOW)
    later = (wednesday.id, wednesday.day, time(17))

    change_session.move(a_stored_staff(program), *later, reach=Reach.FOLLOWING, now=NOW)

    with reading():
        assert sessions.get(wednesday.id).offering_id != before.offering_id
    best = propose(ana).proposals[0]
    assert (ids(*best.sessions), best.gains[0].trait) == ([wednesday.id], Trait.KEEPS)


def test_the_clinician_of_the_week_before_is_preferred(app: Flask):
    program = a_stored_program()
    ana, lee = a_stored_patient(program, plan={"week_least": 180}), a_stored_clinician(program, "A. Lee")
    before = a_stored_session(program, -7, clinician_id=lee)
    strange, again = a_stored_session(program, 0), a_stored_session(program, 1, clinician_id=lee)
    book_session.book(ana.id, before.id, now=NOW)

    best, other = propose(ana).proposals

    assert (ids(*best.sessions), best.gains[0].trait) == ([again.id], Trait.SAME_CLINICIAN)
    assert ids(*other.sessions) == [strange.id]


def test_a_group_given_up_the_week_before_is_no_habit(app: Flask):
    program = a_stored_program()
    ana = a_stored_patient(program, plan={"week_least": 180})
    before, _ = a_weekly_evening(program)
    book_session.book(ana.id, before.id, now=NOW)
    cancel_booking.cancel(ana.id, before.id, now=NOW)

    (proposal,) = propose(ana).proposals

    assert Trait.KEEPS not in {remark.trait for remark in proposal.gains}


def test_any_day_names_its_week(place: Place):
    thursday = MONDAY + timedelta(days=3)

    assert plan_week.propose(place.ana.id, thursday, Wishes(), now=NOW).week.monday == MONDAY


def test_without_a_day_it_is_this_week(place: Place):
    assert plan_week.propose(place.ana.id, None, Wishes(), now=NOW).week.monday == MONDAY - timedelta(weeks=1)


def test_a_proposal_takes_six_queries_however_many_sessions(place: Place):
    for day in range(7):
        a_stored_session(place.program, day, 9, 1)

    with statements() as seen:
        propose(place.ana)

    assert len(seen) == 6


def test_nobody_plans_for_a_stranger(place: Place):
    with pytest.raises(NotFound):
        plan_week.propose(place.ana.id + 1, MONDAY, Wishes(), now=NOW)


def test_a_session_filled_meanwhile_is_named_and_nothing_is_booked(place: Place):
    (proposal,) = propose(place.ana).proposals
    book_session.book(a_stored_patient(place.program).id, place.evenings[1].id, now=NOW)

    assert why_not(place.ana, *proposal.sessions) == {place.evenings[1].id: [Why.FULL]}

    assert seats_of(place.ana) == []
    assert [seats_taken(evening) for evening in place.evenings] == [0, 1, 0]


def test_everything_in_the_way_is_named_at_once(place: Place):
    for evening in place.evenings[:2]:
        book_session.book(a_stored_patient(place.program).id, evening.id, now=NOW)

    assert why_not(place.ana, *place.evenings) == {evening.id: [Why.FULL] for evening in place.evenings[:2]}


def test_sessions_that_exclude_each_other_are_not_both_booked(place: Place):
    beside = a_stored_session(place.program, 0, 19)

    assert why_not(place.ana, place.evenings[0], beside) == {beside.id: [Why.OVERLAPS]}

    assert seats_of(place.ana) == []


def test_accepting_twice_is_accepting_once(place: Place):
    accept(place.ana, *place.evenings)

    assert accept(place.ana, *place.evenings).is_met

    assert [seats_taken(evening) for evening in place.evenings] == [1, 1, 1]


def test_a_session_of_another_program_is_not_found(place: Place):
    elsewhere = a_stored_session(a_stored_program(name="Hillside"))

    with pytest.raises(NotFound):
        accept(place.ana, *place.evenings, elsewhere)

    assert seats_of(place.ana) == []


def test_a_plan_is_of_one_week(place: Place):
    with pytest.raises(Invalid):
        accept(place.ana, *place.evenings, a_stored_session(place.program, 7))


def test_a_plan_is_not_empty(place: Place):
    with pytest.raises(Invalid):
        accept(place.ana)


def test_wishes_are_remembered_as_they_were_said(place: Place):
    wishes = Wishes(
        parts=frozenset({Part.EVENING, Part.WEEKEND}),
        modality=Modality.TELEHEALTH,
        days_off=frozenset({0, 6}),
        earliest=time(9, 30),
        latest=time(21),
        days_most=4,
    )
    plan_week.keep_wishes(place.ana.id, Wishes(days_off=frozenset({1})))
    plan_week.keep_wishes(place.ana.id, wishes)

    assert plan_week.last_wishes(place.ana.id) == wishes


def test_at_first_nothing_is_wished_for(place: Place):
    assert plan_week.last_wishes(place.ana.id) == Wishes()


def test_wishes_are_one_s_own(place: Place):
    plan_week.keep_wishes(place.ana.id, Wishes(days_most=2))

    assert plan_week.last_wishes(a_stored_patient(place.program).id) == Wishes()


def test_a_missing_component_is_named(place: Place):
    ben = a_stored_patient(place.program, plan={"components": {Component.INDIVIDUAL: 60}})

    missing = propose(ben).missing

    assert missing is not None
    assert missing.components == {Component.INDIVIDUAL: 60}


class Meeting:
    """Stands where the rule is asked: answers, then waits a moment for whoever else is asking."""

    def __init__(self, parties: int) -> None:
        self._barrier = threading.Barrier(parties)

    def __call__(self, week: Week, session: Session, now: object) -> Iterator[Refusal]:
        answer = tuple(refusals(week, session, NOW))
        with suppress(threading.BrokenBarrierError):
            self._barrier.wait(A_MOMENT)
        return iter(answer)


@pytest.fixture
def apps(app: Flask, database_url: str) -> Iterator[list[Flask]]:
    """Four instances of the service on the test's database, as if in four processes."""
    several = [an_app(database_url) for _ in range(4)]
    yield several
    for each in several:
        with each.app_context():
            disconnect(each)


def test_of_four_who_accept_the_same_last_seats_one_gets_all_and_the_others_none(
    apps: list[Flask], place: Place, monkeypatch: pytest.MonkeyPatch
):
    patients = [a_stored_patient(place.program) for _ in apps]
    orders = [place.evenings, place.evenings[::-1], place.evenings, place.evenings[::-1]]
    monkeypatch.setattr(plan_week, "refusals", Meeting(len(apps)))

    outcomes = at_once(apps, [partial(tried, who, what) for who, what in zip(patients, orders, strict=True)])

    assert sorted(outcomes) == [0, 0, 0, 3]
    assert [seats_taken(evening) for evening in place.evenings] == [1, 1, 1]
    assert sorted(len(seats_of(patient)) for patient in patients) == [0, 0, 0, 3]


def tried(patient: Patient, chosen: list[Session]) -> int:
    """How many of the sessions were booked; at least, how many are not named as taken."""
    try:
        return len(accept(patient, *chosen).sessions)
    except Taken as taken:
        return len(chosen) - len(taken.reasons)


def at_once(apps: list[Flask], acts: list[Callable[[], int]]) -> list[int]:
    start = threading.Barrier(len(acts))

    def run(app: Flask, act: Callable[[], int]) -> int:
        with app.app_context():
            start.wait(10)
            return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, apps, acts))
