"""Staff have a whole program planned, accept it, and each patient has the whole week, or none of it and a reason."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask

from iopsched.domain.channel import Letter
from iopsched.domain.errors import Forbidden, Invalid, NotFound
from iopsched.domain.hold import Purpose
from iopsched.domain.message import Kind, Message, State
from iopsched.domain.offering import Closure
from iopsched.domain.patient import Patient
from iopsched.domain.program import Handing, Program
from iopsched.domain.program_plan.planned_week import KeptPlan, Outcome
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.waiting import Wanted
from iopsched.domain.wishes import Wishes
from iopsched.domain.words import Part, Role
from iopsched.store import bookings, holds, messages, offers, program_plans, sessions
from iopsched.store.db import reading
from iopsched.usecases.availability import keep_closures
from iopsched.usecases.messages.compose_text import compose
from iopsched.usecases.seats import book_session, cancel_booking, tend_seats, wait_for_seat
from iopsched.usecases.weeks import (
    accept_program_plan,
    answer_planned_week,
    keep_commitments,
    plan_program,
    plan_week,
    view_program_plan,
)
from tests.builders import MONDAY, a_commitment
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

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Place:
    """Three evenings of three hours with a seat for one, and two patients who are to attend nine."""

    program: Program
    staff: Staff
    ana: Patient
    ben: Patient
    evenings: tuple[Session, ...]

    def plan(self, **given: int) -> KeptPlan:
        kept = plan_program.propose(self.staff, MONDAY, seed=given.get("seed", 1), now=NOW)
        return plan_program.keep(self.staff, kept, now=NOW)

    def accept(self, plan: KeptPlan) -> dict[int, Outcome | None]:
        done = accept_program_plan.accept(self.staff, plan.id, now=NOW)
        return {week.patient_id: week.outcome for week in done.weeks}


def a_place(handing: Handing, seats: int = 1) -> Place:
    program = a_stored_program(planned_weeks=handing.value)
    people = (a_stored_patient(program), a_stored_patient(program, given_name="Ben"))
    evenings = tuple(a_stored_session(program, day, seats=seats) for day in (0, 2, 4))
    return Place(program, a_stored_staff(program), *people, evenings)


@pytest.fixture
def giving(app: Flask) -> Place:
    return a_place(Handing.GIVE)


@pytest.fixture
def offering(app: Flask) -> Place:
    return a_place(Handing.OFFER)


@pytest.fixture
def apps(app: Flask, database_url: str) -> Iterator[list[Flask]]:
    several = [an_app(database_url) for _ in range(2)]
    yield several
    for each in several:
        with each.app_context():
            disconnect(each)


def booked(patient: Patient) -> set[int]:
    with reading():
        return {one.session.id for one in bookings.of_patient(patient.id, NOW) if one.is_active}


def texts(patient: Patient) -> list[Message]:
    with reading():
        return [each for each in messages.of_patient(patient.id) if each.kind is Kind.PLANNED]


def ids(some: tuple[Session, ...]) -> set[int]:
    return {session.id for session in some}


def test_a_plan_says_who_is_complete_and_who_stays_short_by_how_much(giving: Place):
    plan = giving.plan()

    (complete,), (short,) = plan.complete, plan.short
    assert {*complete.session_ids} == ids(giving.evenings)
    assert (short.session_ids, short.to_go, plan.minutes_short) == ((), 540, 540)
    assert short.hurdles[0].count == 3


def test_nothing_is_booked_held_or_told_until_it_is_accepted(giving: Place):
    giving.plan()

    assert [seats_taken(each) for each in giving.evenings] == [0, 0, 0]
    assert booked(giving.ana) == booked(giving.ben) == set()
    assert texts(giving.ana) == texts(giving.ben) == []


def test_who_is_complete_or_has_no_plan_is_left_alone(giving: Place):
    for each in giving.evenings:
        book_session.book(giving.ana.id, each.id, now=NOW)
    a_stored_patient(giving.program, plan={"last_day": MONDAY - timedelta(days=1)})

    assert [week.patient_id for week in giving.plan().weeks] == [giving.ben.id]


def test_the_same_seed_gives_the_same_plan(giving: Place):
    first, again = (plan_program.propose(giving.staff, MONDAY, seed=5, now=NOW) for _ in range(2))

    assert repr(first) == repr(again)


def test_a_plan_keeps_clear_of_commitments_and_within_wishes(app: Flask):
    place = a_place(Handing.GIVE, seats=2)
    mornings = tuple(a_stored_session(place.program, day, 9) for day in (0, 2, 4))
    keep_commitments.add(place.ana.id, a_commitment(weekday=0), now=NOW)
    plan_week.keep_wishes(place.ben.id, Wishes(parts=frozenset({Part.DAYTIME})))

    ana, ben = place.plan().weeks

    assert place.evenings[0].id not in ana.session_ids
    assert {*ben.session_ids} == ids(mornings)


def test_planning_takes_a_fixed_number_of_queries(giving: Place):
    for nth in range(6):
        a_stored_patient(giving.program, given_name=f"P{nth}")
        a_stored_session(giving.program, 1, 8 + nth, 1)

    with statements() as seen:
        plan_program.propose(giving.staff, MONDAY, seed=1, now=NOW)

    assert len(seen) == 15


def test_planning_tells_how_far_it_is(giving: Place):
    told: list[int] = []

    plan_program.propose(
        giving.staff, MONDAY, seed=1, now=NOW, progress=lambda done, total: told.append(100 * done // total)
    )

    assert told == sorted(told)
    assert told[-1] == 100


def test_a_clinician_may_not_plan_or_accept(giving: Place):
    clinician, plan = a_stored_staff(giving.program, Role.CLINICIAN), giving.plan()

    for forbidden in (
        lambda: plan_program.propose(clinician, MONDAY, seed=1, now=NOW),
        lambda: plan_program.keep(clinician, plan, now=NOW),
        lambda: accept_program_plan.accept(clinician, plan.id, now=NOW),
        lambda: view_program_plan.view(clinician, MONDAY, now=NOW),
    ):
        with pytest.raises(Forbidden):
            forbidden()


def test_another_programs_plan_is_not_found(giving: Place):
    stranger, plan = a_stored_staff(a_stored_program()), giving.plan()

    with pytest.raises(NotFound):
        accept_program_plan.accept(stranger, plan.id, now=NOW)
    assert view_program_plan.view(stranger, MONDAY, now=NOW).plan is None


def test_a_week_that_is_over_is_not_planned(giving: Place):
    with pytest.raises(Invalid) as refused:
        plan_program.propose(giving.staff, MONDAY - timedelta(weeks=2), seed=1, now=NOW)

    assert refused.value.problems == {"week": "That week is over. Choose this week or a later one."}


def test_given_weeks_are_booked_with_one_text_for_all_of_it(giving: Place):
    plan = giving.plan()
    lucky = next(each for each in (giving.ana, giving.ben) if each.id == plan.complete[0].patient_id)

    outcomes = giving.accept(plan)

    assert outcomes[lucky.id] is Outcome.GIVEN
    assert booked(lucky) == ids(giving.evenings)
    (text,) = texts(lucky)
    with reading():
        said = compose(text, now=NOW, secret="")
    assert isinstance(said, Letter)
    assert said.body == "Riverside: your week is planned. Please open it to see."


def test_accepting_again_changes_nothing(giving: Place):
    plan = giving.plan()

    assert giving.accept(plan) == giving.accept(plan)
    assert [seats_taken(each) for each in giving.evenings] == [1, 1, 1]


def test_a_seat_taken_meanwhile_leaves_that_patient_as_they_were(app: Flask):
    place = a_place(Handing.GIVE, seats=2)
    others = tuple(a_stored_session(place.program, day, 9, seats=1) for day in (1, 3, 5))
    plan = place.plan()
    gil = a_stored_patient(place.program, given_name="Gil")
    for seat in (place.evenings[0], others[0]):
        book_session.book(gil.id, seat.id, now=NOW)
    gone = {week.patient_id for week in plan.weeks if others[0].id in week.session_ids}

    outcomes = place.accept(plan)

    for each in (place.ana, place.ben):
        is_gone = each.id in gone or outcomes[each.id] is Outcome.GONE
        assert booked(each) == (set() if is_gone else {*_planned(plan, each)})
    assert Outcome.GONE in outcomes.values()


def _planned(plan: KeptPlan, patient: Patient) -> tuple[int, ...]:
    return next(week.session_ids for week in plan.weeks if week.patient_id == patient.id)


def test_who_booked_meanwhile_keeps_what_they_chose(app: Flask):
    place = a_place(Handing.GIVE, seats=2)
    plan, own = place.plan(), a_stored_session(place.program, 5, 9)
    book_session.book(place.ana.id, own.id, now=NOW)

    outcomes = place.accept(plan)

    assert outcomes == {place.ana.id: Outcome.CHANGED, place.ben.id: Outcome.GIVEN}
    assert booked(place.ana) == {own.id}


def test_who_completed_their_week_meanwhile_needs_nothing(app: Flask):
    place = a_place(Handing.GIVE, seats=2)
    plan = place.plan()
    plan_week.accept(place.ana.id, ids(place.evenings), now=NOW)

    assert place.accept(plan)[place.ana.id] is Outcome.MET


def test_only_the_newest_plan_can_be_accepted(giving: Place):
    old, new = giving.plan(), giving.plan(seed=2)

    with pytest.raises(Invalid):
        accept_program_plan.accept(giving.staff, old.id, now=NOW)
    assert Outcome.GIVEN in giving.accept(new).values()


def test_two_who_accept_at_once_give_each_week_once(apps: list[Flask]):
    place = a_place(Handing.GIVE, seats=6)
    everyone = [place.ana, place.ben, *(a_stored_patient(place.program, given_name=f"P{nth}") for nth in range(4))]
    plan, start = place.plan(), threading.Barrier(2)

    def accept(app: Flask) -> None:
        with app.app_context():
            start.wait()
            accept_program_plan.accept(place.staff, plan.id, now=NOW)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(accept, app) for app in apps]:
            done.result()

    assert [seats_taken(each) for each in place.evenings] == [6, 6, 6]
    assert all(booked(each) == ids(place.evenings) for each in everyone)
    assert all(len(texts(each)) == 1 for each in everyone)


def test_offered_weeks_are_kept_for_a_day_and_told_once(offering: Place):
    plan = offering.plan()
    lucky = next(each for each in (offering.ana, offering.ben) if each.id == plan.complete[0].patient_id)

    outcomes = offering.accept(plan)

    assert outcomes[lucky.id] is Outcome.OFFERED
    assert booked(lucky) == set()
    with reading():
        assert {kept.purpose for kept in holds.of_patient(lucky.id, NOW)} == {Purpose.PLANNED}
    (kept,) = answer_planned_week.view(lucky.id, now=NOW)
    assert (ids(kept.sessions), kept.until, kept.week.is_met) == (ids(offering.evenings), NOW + 24 * HOUR, True)
    (text,) = texts(lucky)
    with reading():
        said = compose(text, now=NOW, secret="")
    assert isinstance(said, Letter)
    assert said.body == (
        "Riverside: a week is planned and kept for you until Tue Nov 24, 12 pm. Open your week to answer."
    )


def an_offer(place: Place) -> tuple[Patient, Patient, int]:
    """Who is asked, who is not, and the plan."""
    plan = place.plan()
    place.accept(plan)
    asked = plan.complete[0].patient_id
    return (place.ana, place.ben, plan.id) if asked == place.ana.id else (place.ben, place.ana, plan.id)


def test_one_tap_takes_all_of_an_offered_week(offering: Place):
    asked, _, plan_id = an_offer(offering)

    week = answer_planned_week.take(asked.id, plan_id, now=NOW + HOUR)
    again = answer_planned_week.take(asked.id, plan_id, now=NOW + HOUR)

    assert week.is_met
    assert again.is_met
    assert booked(asked) == ids(offering.evenings)
    assert texts(asked)[0].state is State.WITHDRAWN
    with reading():
        assert holds.of_patient(asked.id, NOW + HOUR) == ()


def test_a_declined_week_goes_to_whoever_waits(offering: Place):
    asked, other, plan_id = an_offer(offering)
    wait_for_seat.wait_for_any(other.id, Wanted(monday=MONDAY), now=NOW)

    for _ in range(2):
        answer_planned_week.decline(asked.id, plan_id, now=NOW + HOUR)

    assert answer_planned_week.view(asked.id, now=NOW + HOUR) == ()
    with reading():
        assert {offer.session.id for offer in offers.of_patient(other.id, NOW + HOUR)} <= ids(offering.evenings)
        assert offers.of_patient(other.id, NOW + HOUR)
    with pytest.raises(NotFound):
        answer_planned_week.take(asked.id, plan_id, now=NOW + HOUR)


def test_an_offered_week_that_nobody_answers_is_free_by_time_alone(offering: Place):
    asked, other, plan_id = an_offer(offering)

    tend_seats.look_around(now=NOW + 25 * HOUR)
    plan_week.accept(other.id, ids(offering.evenings), now=NOW + 25 * HOUR)

    assert booked(other) == ids(offering.evenings)
    with pytest.raises(NotFound):
        answer_planned_week.take(asked.id, plan_id, now=NOW + 25 * HOUR)


def test_a_stranger_can_neither_take_nor_decline(offering: Place):
    _, other, plan_id = an_offer(offering)

    for answer in (answer_planned_week.take, answer_planned_week.decline):
        with pytest.raises(NotFound):
            answer(other.id, plan_id, now=NOW)


def test_who_has_a_week_to_answer_is_not_planned_for_again(offering: Place):
    asked, other, _ = an_offer(offering)

    assert [week.patient_id for week in offering.plan(seed=2).weeks] == [other.id]
    assert asked.id != other.id


def test_a_week_that_begins_at_once_is_not_offered(app: Flask):
    place = a_place(Handing.OFFER)
    plan = place.plan()
    first = min(each.starts for each in place.evenings)

    done = accept_program_plan.accept(place.staff, plan.id, now=first - timedelta(minutes=5))

    assert [week.outcome for week in done.complete] == [Outcome.TOO_LATE]


def test_whoever_accepts_a_plan_of_their_own_lets_the_planned_one_go(app: Flask):
    place = a_place(Handing.OFFER)
    mornings = tuple(a_stored_session(place.program, day, 9) for day in (1, 3, 5))
    plan_week.keep_wishes(place.ana.id, Wishes(parts=frozenset({Part.EVENING})))
    place.accept(place.plan())

    plan_week.accept(place.ana.id, ids(mornings), now=NOW + HOUR)

    assert answer_planned_week.view(place.ana.id, now=NOW + HOUR) == ()
    with reading():
        assert holds.of_patient(place.ana.id, NOW + HOUR) == ()


def test_an_extra_session_is_named_with_how_many_it_completes(app: Flask):
    program = a_stored_program()
    staff, monday = a_stored_staff(program), a_stored_session(program, seats=1)
    for name in ("Ana", "Ben", "Gil"):
        a_stored_patient(program, given_name=name, plan={"week_least": 180})
    wednesday = MONDAY + timedelta(days=2)
    keep_closures.close(staff, Closure(wednesday), now=NOW)
    a_stored_offering(program, weekdays=frozenset({1}), seats=6)

    plan = plan_program.propose(staff, MONDAY, seed=1, now=NOW)

    assert {extra.completes for extra in plan.extras if extra.session.seats == 6} == {2}
    assert monday.day not in {extra.session.day for extra in plan.extras}
    assert wednesday not in {extra.session.day for extra in plan.extras}


def test_a_kept_plan_is_read_back_as_it_was(giving: Place):
    a_stored_session(giving.program, 5, 9, 6, seats=1)
    kept = giving.plan()

    with reading():
        assert program_plans.get(giving.program.id, kept.id) == kept


def test_the_report_names_everybody_with_their_sessions(giving: Place):
    giving.plan()

    report = view_program_plan.view(giving.staff, MONDAY, now=NOW)

    assert (report.short_now, report.waiting, len(report.complete), len(report.short)) == (2, 1, 1, 1)
    assert report.complete[0].sessions == tuple(_stored(giving.evenings))


def _stored(some: tuple[Session, ...]) -> list[Session]:
    with reading():
        return [*sessions.some(ids(some))]


def test_a_booking_given_up_and_planned_again_is_one_booking(giving: Place):
    monday = giving.evenings[0]
    book_session.book(giving.ana.id, monday.id, now=NOW)
    cancel_booking.cancel(giving.ana.id, monday.id, now=NOW)
    keep_commitments.add(giving.ben.id, a_commitment(weekday=2), now=NOW)

    giving.accept(giving.plan())

    with reading():
        assert len(bookings.of_patient(giving.ana.id, NOW)) == 3
    assert booked(giving.ana) == ids(giving.evenings)
