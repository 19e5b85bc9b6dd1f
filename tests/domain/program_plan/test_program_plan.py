"""A whole program: as many complete weeks as the seats allow, fairly, the same by seed; and what would help."""

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from iopsched.domain.booking import refusals
from iopsched.domain.program_plan import ProgramPlan, Seeker, make
from iopsched.domain.program_plan.buyer import Buyer
from iopsched.domain.program_plan.completion import greedy
from iopsched.domain.session import Session
from iopsched.domain.wishes import Wishes
from iopsched.domain.words import Component, Part
from tests.builders import MONDAY, a_booking, a_plan, a_session, a_week, an_offering, at
from tests.conftest import NOW
from tests.domain.program_plan.random_programs import Crowd, crowds, most_complete

WEEK = tuple(MONDAY + timedelta(days=day) for day in range(7))
SEEDS = st.sampled_from([1, 2, 3])
OFTEN = settings(max_examples=60)


def planned(crowd: Crowd, seed: int = 1, **given: Any) -> ProgramPlan:
    return make(crowd.seekers, crowd.offered, seed=seed, now=NOW, **given)


def a_seeker(patient_id: int = 1, wishes: Wishes | None = None, busy: Any = (), **plan: Any) -> Seeker:
    return Seeker(a_week(patient_id=patient_id, busy=busy, plans=(a_plan(**plan),)), wishes or Wishes())


def ids(sessions: tuple[Session, ...]) -> list[int]:
    return [session.id for session in sessions]


@given(crowds(), SEEDS)
@OFTEN
def test_no_seat_is_given_twice(crowd: Crowd, seed: int):
    plan = planned(crowd, seed)

    given_away = Counter(session.id for one in plan.proposals for session in one.sessions)
    assert all(given_away[session.id] <= session.seats_left for session in crowd.offered)
    assert [one.taken for one in plan.sessions] == [one.taken + given_away[one.id] for one in crowd.offered]


@given(crowds(), SEEDS)
@OFTEN
def test_every_week_can_be_booked_and_what_is_booked_stays(crowd: Crowd, seed: int):
    for seeker, one in zip(crowd.seekers, planned(crowd, seed).proposals, strict=True):
        week = seeker.week
        for session in one.sessions:
            assert not [*refusals(week, session, NOW)]
            week = week.adding(a_booking(session, patient_id=week.patient_id))
        assert {*seeker.week.bookings} <= {*one.week.bookings}
        assert one.is_complete == week.is_met


@given(crowds(), SEEDS)
@OFTEN
def test_never_fewer_complete_weeks_than_the_greedy_finds(crowd: Crowd, seed: int):
    places = {session.id: place for place, session in enumerate(crowd.offered)}
    buyers = [Buyer.of(seeker, crowd.offered, places, NOW) for seeker in crowd.seekers]

    random = Random(seed)  # noqa: S311 # a draw that can be repeated
    plain = greedy(buyers, crowd.offered, random, lambda: None)

    assert len(planned(crowd, seed).complete) >= plain.completed


@given(crowds(), SEEDS)
@OFTEN
def test_at_most_one_complete_week_is_missed_in_a_tiny_program(crowd: Crowd, seed: int):
    possible = most_complete(crowd)

    assert possible - 1 <= len(planned(crowd, seed).complete) <= possible


@given(crowds())
@OFTEN
def test_the_same_seed_gives_the_same_plan(crowd: Crowd):
    first, again = (planned(crowd, 7, usual=(an_offering(),), days=WEEK) for _ in range(2))

    assert repr(first) == repr(again)


@given(crowds(), SEEDS)
@OFTEN
def test_an_extra_session_completes_as_many_as_is_said(crowd: Crowd, seed: int):
    plan = planned(crowd, seed, days=WEEK)

    for extra in plan.extras:
        wider = Crowd(crowd.seekers, (*crowd.offered, extra.session))
        assert most_complete(wider) >= len(plan.complete) + extra.completes


def test_of_two_who_want_one_seat_the_one_who_can_go_elsewhere_does():
    only, other = a_session(0, 9, 1, seats=1), a_session(1, 9, 1, seats=1)
    free, tied = a_seeker(1, week_least=60), a_seeker(2, week_least=60, busy=((at(1, 8), at(1, 12)),))

    for seed in range(6):
        one, another = make([free, tied], [only, other], seed=seed, now=NOW).proposals

        assert (ids(one.sessions), ids(another.sessions)) == ([other.id], [only.id])


def test_a_scarce_hour_with_a_clinician_goes_to_those_who_must_have_one():
    alone = a_session(0, 9, 1, component=Component.INDIVIDUAL, seats=1)
    group = a_session(1, 9, 1, seats=1)
    needs_it = a_seeker(2, week_least=60, components={Component.INDIVIDUAL: 60})

    plan = make([a_seeker(1, week_least=60), needs_it], [alone, group], seed=1, now=NOW)

    assert [ids(one.sessions) for one in plan.proposals] == [[group.id], [alone.id]]


def test_nobody_loses_a_complete_week_to_anothers_preference():
    morning, evening = a_session(0, 9, 1, seats=1), a_session(0, 18, 1, seats=1)
    wishful = a_seeker(1, Wishes(parts=frozenset({Part.DAYTIME})), week_least=60)
    tied = a_seeker(2, week_least=60, busy=((at(0, 17), at(0, 21)),))

    one, another = make([wishful, tied], [morning, evening], seed=1, now=NOW).proposals

    assert (ids(one.sessions), ids(another.sessions)) == ([evening.id], [morning.id])


def test_a_wish_is_met_where_nobody_falls_short_by_it():
    morning, evening = a_session(0, 9, 1), a_session(0, 18, 1)

    for part, wished in ((Part.DAYTIME, morning), (Part.EVENING, evening)):
        seeker = a_seeker(1, Wishes(parts=frozenset({part})), week_least=60)
        (one,) = make([seeker], [morning, evening], seed=1, now=NOW).proposals

        assert one.sessions == (wished,)


def test_fewest_days_are_preferred_among_complete_weeks():
    long, halves = a_session(0, 9, 2), [a_session(day, 9, 1) for day in (1, 2)]

    (one,) = make([a_seeker(1, week_least=120)], [*halves, long], seed=1, now=NOW).proposals

    assert one.sessions == (long,)


def test_who_stays_short_comes_as_near_as_the_seats_allow():
    only = a_session(0, 9, 2, seats=1)

    plan = make([a_seeker(1), a_seeker(2)], [only], seed=1, now=NOW)

    assert (len(plan.complete), plan.minutes_short) == (0, 540 + 420)
    assert [one.week.to_go for one in plan.short] == [540, 420]


def test_complete_weeks_come_before_hours():
    """The three hours would bring the first nearer; the one who is complete with one of them comes first."""
    three = a_session(0, 9, 3, seats=1)

    plan = make([a_seeker(1), a_seeker(2, week_least=180)], [three], seed=1, now=NOW)

    assert [one.is_complete for one in plan.proposals] == [False, True]


def test_a_week_without_a_plan_or_a_fitting_session_is_left_as_it_is():
    nobody = Seeker(a_week(plans=()))

    plan = make([nobody, a_seeker(2)], [], seed=1, now=NOW, days=WEEK)

    assert [one.sessions for one in plan.proposals] == [(), ()]
    assert plan.extras == ()


def test_the_extra_session_that_completes_most_comes_first():
    full, fuller = a_session(0, 18, 1, taken=8), a_session(2, 18, 1, taken=8)
    tied = [a_seeker(number, week_least=60, busy=((at(0, 17), at(0, 20)),)) for number in (1, 2)]

    plan = make([*tied, a_seeker(3, week_least=60)], [full, fuller], seed=1, now=NOW, days=WEEK)

    assert [(one.session.starts, one.completes) for one in plan.extras] == [(fuller.starts, 3), (full.starts, 1)]


def test_an_extra_session_completes_no_more_than_it_has_seats():
    full = a_session(0, 18, 1, seats=2, taken=2)

    plan = make([a_seeker(number, week_least=60) for number in (1, 2, 3)], [full], seed=1, now=NOW, days=WEEK)

    assert [one.completes for one in plan.extras] == [2]


def test_somebody_inside_may_move_to_the_extra_session_so_that_another_fits():
    """Whoever of the two has Monday's only seat, the one who cannot come on Tuesday gets it in the end."""
    monday, rest_of_week = a_session(0, 18, 1, seats=1), ((at(1, 0), at(6, 23)),)
    seekers = [a_seeker(1, week_least=60), a_seeker(2, week_least=60, busy=rest_of_week)]
    tuesdays = an_offering(weekdays=frozenset({1}), minutes=60, counted_minutes=60)

    for seed in range(6):
        plan = make(seekers, [monday], seed=seed, now=NOW, usual=(tuesdays,), days=WEEK[1:2])

        assert [(one.session.day, one.completes) for one in plan.extras] == [(WEEK[1], 1)]


def test_what_is_usual_is_tried_on_every_open_day():
    plan = make([a_seeker(1, week_least=60)], [], seed=1, now=NOW, usual=(an_offering(),), days=WEEK[:2])

    assert [(one.session.day, one.session.seats) for one in plan.extras] == [(WEEK[0], 8), (WEEK[1], 8)]


def test_nothing_is_added_where_seats_are_left():
    monday = a_session(0, 18, 3)
    plan = make([a_seeker(1, week_least=240)], [monday], seed=1, now=NOW, usual=(an_offering(),), days=WEEK[:2])

    assert [one.session.day for one in plan.extras] == [WEEK[1]]


def test_progress_only_rises_and_ends_with_all():
    told: list[tuple[int, int]] = []

    make([a_seeker(1)], [a_session()], seed=1, now=NOW, progress=lambda done, total: told.append((done, total)))

    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]
