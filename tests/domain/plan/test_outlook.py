"""What a patient is told: weeks that meet the plan; or the closest one, what is missing, why, and what would help."""

from datetime import date, time, timedelta
from itertools import combinations
from typing import Any

from hypothesis import given, settings

from iopsched.domain.booking import Attendance, refusals
from iopsched.domain.plan import Hurdle, Loosened, Obstacle, Outlook, Trait, look
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.wishes import Wishes
from iopsched.domain.words import Component, Modality, Part
from tests.builders import MONDAY, a_booking, a_plan, a_program, a_session, a_week, at
from tests.conftest import NOW
from tests.domain.plan.random_weeks import Scene, scenes

EVENINGS_ONLY = Wishes(parts=frozenset({Part.EVENING}))


def outlook(*offered: Session, week: Week | None = None, wishes: Wishes | None = None, **given: Any) -> Outlook:
    return look(week or a_week(), offered, wishes or Wishes(), **{"now": NOW} | given)


def asking(**plan: Any) -> Week:
    return a_week(plans=(a_plan(**plan),))


def evenings(*days: int, **given: Any) -> list[Session]:
    return [a_session(day, **given) for day in days]


def days_of(sessions: tuple[Session, ...]) -> list[int]:
    return [(session.day - MONDAY).days for session in sessions]


def test_nine_hours_are_three_evenings():
    (proposal,) = outlook(*evenings(0, 2, 4)).proposals

    assert days_of(proposal.sessions) == [0, 2, 4]
    assert (proposal.minutes, proposal.days) == (540, tuple(MONDAY + timedelta(days=day) for day in (0, 2, 4)))


def test_fewer_days_come_before_shorter_ones():
    short = [a_session(day, 9, 1.5) for day in range(6)]

    best, *_ = outlook(*short, *evenings(0, 2, 4), week=asking(day_most=180)).proposals

    assert days_of(best.sessions) == [0, 2, 4]


def test_no_more_hours_than_asked_where_that_can_be():
    best, *_ = outlook(*evenings(0, 1, hours=4), *evenings(2, 3, 4)).proposals

    assert best.minutes == 540


def test_known_groups_come_before_earlier_evenings():
    late, early = a_session(0, 19, offering_id=7), a_session(0, 17, offering_id=8)

    best, *_ = outlook(early, late, week=asking(week_least=180), usual=frozenset({7})).proposals

    assert best.sessions == (late,)


def test_the_day_that_ends_earlier_comes_first():
    late, early = a_session(0, 19), a_session(1, 17)

    best, *_ = outlook(late, early, week=asking(week_least=180)).proposals

    assert best.sessions == (early,)


def test_the_three_proposals_are_on_different_days():
    found = outlook(*evenings(0, 1, 2, 3, 4)).proposals

    assert [days_of(one.sessions) for one in found] == [[0, 1, 2], [0, 1, 3], [0, 1, 4]]


def test_on_the_same_days_proposals_differ_by_two_sessions():
    offered = [*evenings(0, 2, 4), *(a_session(day, 9, 3) for day in (0, 2, 4))]

    found = outlook(*offered, week=asking(days_least=3, days_most=3)).proposals

    chosen = [{session.id for session in one.sessions} for one in found]
    assert len(chosen) == 3
    assert all(len(one - other) >= 2 for one in chosen for other in chosen if one is not other)


def test_no_week_holds_more_sessions_than_it_takes():
    found = outlook(*evenings(0, 2), week=asking(week_least=180)).proposals

    assert [days_of(one.sessions) for one in found] == [[0], [2]]


def test_a_night_session_may_not_run_into_the_next_morning():
    night, morning = a_session(0, 23, 10), a_session(1, 8, 3)

    found = outlook(night, morning, week=asking(week_least=13 * 60))

    assert found.proposals == ()


def test_of_two_closed_tracks_a_week_keeps_to_one():
    mixed = [*evenings(0, 2, track="evening"), a_session(4, 9, 3, track="day")]

    assert outlook(*mixed).proposals == ()
    assert len(outlook(*mixed, week=a_week(program=a_program(may_mix_tracks=True))).proposals) == 1


def test_what_was_attended_counts_and_what_was_missed_does_not():
    monday, tuesday, *rest = evenings(0, 1, 2, 3)
    here = a_booking(monday, attendance=Attendance.HERE, attended_minutes=170)
    week = a_week(here, a_booking(tuesday, attendance=Attendance.AWAY))

    found = outlook(monday, tuesday, *rest, week=week, now=at(2, 9))

    assert found.proposals == ()
    assert found.closest is not None
    assert (found.closest.minutes, found.closest.week.to_go) == (530, 10)


def test_the_page_can_say_what_a_week_is_called():
    saturday = a_session(5, 9)

    (proposal,) = outlook(*evenings(0, 2), saturday).proposals

    assert {part: len(days) for part, days in proposal.parts.items()} == {Part.EVENING: 2, Part.WEEKEND: 1}
    assert not proposal.is_from_home


def test_a_week_says_what_it_gains_and_costs_beside_the_others():
    home = [a_session(day, 18, 3, offering_id=9, modality=Modality.TELEHEALTH) for day in (1, 3)]
    known, saturday = a_session(0, offering_id=7), a_session(5, 9, offering_id=8)
    week = asking(week_least=360, days_most=2)

    first, second, _ = outlook(*home, known, saturday, week=week, usual=frozenset({7, 8})).proposals

    assert [(one.trait, one.sessions, one.days) for one in first.gains] == [
        (Trait.KEEPS, (known, saturday), ()),
        (Trait.FREE_DAYS, (), (date(2026, 12, 1), date(2026, 12, 3))),
    ]
    assert first.costs == ()
    assert Trait.NEW in {one.trait for one in second.costs}


def test_a_week_from_home_says_so():
    (proposal,) = outlook(*evenings(0, 2, 4, modality=Modality.TELEHEALTH)).proposals

    assert proposal.is_from_home
    assert [one.trait for one in proposal.gains] == [Trait.NO_TRAVEL]


def test_more_than_asked_is_a_cost():
    (proposal,) = outlook(*evenings(0, 2, 4, hours=3.5)).proposals

    assert [(one.trait, one.amount) for one in proposal.costs] == [(Trait.BEYOND, 90)]


def test_nothing_is_proposed_for_a_week_that_is_met():
    monday, wednesday, friday, extra = evenings(0, 2, 4, 5)

    found = outlook(monday, wednesday, friday, extra, week=a_week(monday, wednesday, friday))

    assert (found.proposals, found.closest, found.missing, found.changes) == ((), None, None, ())


def test_a_week_that_cannot_be_filled_says_how_near_it_comes():
    found = outlook(*evenings(0, 2), a_session(4, taken=8))

    assert found.closest is not None
    assert found.missing is not None
    assert (found.closest.minutes, days_of(found.closest.sessions)) == (360, [0, 2])
    assert (found.missing.minutes, found.missing.hurdles) == (180, (Hurdle(Obstacle.FULL, 1),))


def test_everything_in_the_way_is_counted_most_often_first():
    full, others = a_session(1, taken=8), [a_session(3, 9), a_session(4, 9)]
    week = a_week(busy=((at(5, 8), at(5, 12)),))

    found = outlook(full, *others, a_session(5, 9), week=week, wishes=EVENINGS_ONLY)

    assert found.missing is not None
    assert found.missing.hurdles == (
        Hurdle(Obstacle.WISHES, 2),
        Hurdle(Obstacle.FULL, 1),
        Hurdle(Obstacle.COMMITTED, 1),
    )


def test_a_component_that_is_not_offered_is_named():
    found = outlook(*evenings(0, 2, 4), week=asking(components={Component.FAMILY: 60}))

    assert found.missing is not None
    assert found.missing.components == {Component.FAMILY: 60}
    assert found.missing.hurdles == (Hurdle(Obstacle.NONE_OFFERED, 0, Component.FAMILY),)


def test_without_a_plan_there_is_nothing_to_fill():
    found = outlook(*evenings(0, 2, 4), week=a_week(plans=()))

    assert found.closest is not None
    assert found.missing is not None
    assert (found.closest.sessions, found.missing.hurdles) == ((), (Hurdle(Obstacle.NO_PLAN, 0),))


def test_an_empty_week_is_answered_too():
    found = outlook()

    assert found.closest is not None
    assert found.missing is not None
    assert (found.closest.sessions, found.missing.minutes) == ((), 540)
    assert found.missing.hurdles == (Hurdle(Obstacle.NONE_OFFERED, 0),)


def test_one_day_let_go_that_fills_the_week_is_a_change_that_helps():
    saturday = a_session(5, 9)

    (change,) = outlook(*evenings(0, 2), saturday, wishes=Wishes(days_off=frozenset({5, 6}))).changes

    assert (change.what, change.weekday, change.sessions) == (Loosened.DAY, 5, (saturday,))
    assert change.wishes == Wishes(days_off=frozenset({6}))
    assert change.proposal.is_complete


def test_a_part_a_modality_and_a_day_more_can_help():
    home, morning = a_session(1, modality=Modality.TELEHEALTH), a_session(4, 9)
    wishes = Wishes(parts=frozenset({Part.EVENING}), modality=Modality.IN_PERSON, days_most=2)
    week = asking(week_least=360)

    part = outlook(a_session(0), morning, week=week, wishes=wishes).changes
    modality = outlook(a_session(0), home, week=week, wishes=wishes).changes
    day = outlook(*evenings(0, 1, 2), wishes=wishes).changes

    assert [(one.what, one.part) for one in part] == [(Loosened.PART, Part.DAYTIME)]
    assert [one.what for one in modality] == [Loosened.MODALITY]
    assert [(one.what, one.wishes.days_most) for one in day] == [(Loosened.DAYS, 3)]


def test_an_hour_is_loosened_no_further_than_it_takes():
    offered = [a_session(0, 8), a_session(1, 16), a_session(2, 16.5), a_session(3, 17)]
    wishes = Wishes(earliest=time(17), latest=time(20))

    (change,) = outlook(*offered, week=asking(week_least=360), wishes=wishes).changes

    assert (change.what, change.wishes.earliest) == (Loosened.EARLIER, time(16, 30))
    assert change.sessions == (offered[2],)


def test_a_later_end_helps_as_far_as_it_must():
    offered = [a_session(0, 17), a_session(1, 18), a_session(2, 19), a_session(3, 20, 6)]

    (change,) = outlook(*offered, week=asking(week_least=360), wishes=Wishes(latest=time(20))).changes
    (night,) = outlook(offered[3], week=asking(week_least=360), wishes=Wishes(latest=time(20))).changes

    assert (change.what, change.wishes.latest) == (Loosened.LATER, time(21))
    assert (night.what, night.wishes.latest) == (Loosened.LATER, None)


def test_a_change_that_fills_the_week_comes_before_one_that_only_helps():
    wishes = Wishes(parts=frozenset({Part.EVENING}), days_off=frozenset({3}))

    found = outlook(*evenings(0, 1), a_session(2, 9, 1), a_session(3), wishes=wishes).changes

    assert [(one.what, one.proposal.is_complete) for one in found] == [(Loosened.DAY, True), (Loosened.PART, False)]


@given(scenes())
@settings(max_examples=150, deadline=None)
def test_whatever_is_offered_can_be_booked_in_any_order(scene: Scene):
    found = look(scene.week, scene.offered, scene.wishes, usual=scene.usual, now=scene.now)
    weeks = [*found.proposals, *(one.proposal for one in found.changes), *([found.closest] if found.closest else [])]

    for one in weeks:
        for order in orders(one.sessions):
            week = scene.week
            for session in order:
                assert not [*refusals(week, session, scene.now)]
                week = week.adding(a_booking(session))


@given(scenes())
@settings(max_examples=150, deadline=None)
def test_what_is_said_is_so(scene: Scene):
    found = look(scene.week, scene.offered, scene.wishes, usual=scene.usual, now=scene.now)

    assert all(one.is_complete and one.rank.is_met for one in found.proposals)
    assert all(scene.wishes.allow(each, scene.week.program) for one in found.proposals for each in one.sessions)
    assert bool(found.proposals) + bool(found.closest) + found.week.is_met == 1
    if found.closest:
        assert not found.closest.is_complete
        assert all(one.proposal.rank[:3] < found.closest.rank[:3] for one in found.changes)


@given(scenes())
@settings(max_examples=150, deadline=None)
def test_proposals_really_differ_and_hold_nothing_needless(scene: Scene):
    found = look(scene.week, scene.offered, scene.wishes, usual=scene.usual, now=scene.now).proposals

    assert not any(one.week.without(session.id).is_met for one in found for session in one.sessions)
    for earlier, later in combinations(found, 2):
        new = {session.id for session in later.sessions} - {session.id for session in earlier.sessions}
        assert earlier.week.days != later.week.days or len(new) >= 2


def test_full_sessions_that_would_help_are_named_as_far_as_they_suit():
    suits, weekend = a_session(2, seats=0), a_session(5, 18, seats=0)
    clash, too_much = a_session(0, 19, seats=0), a_session(3, 18, 8, seats=0)
    free = evenings(0, 1)
    week = asking(day_most=240)

    found = outlook(*free, suits, weekend, clash, too_much, week=week, wishes=EVENINGS_ONLY)

    assert found.missing
    assert found.missing.full == (suits,)


def test_of_full_sessions_only_what_is_missing_helps():
    group, skills = a_session(3, seats=0), a_session(4, seats=0, component=Component.SKILLS)

    found = outlook(*evenings(0, 1, 2), group, skills, week=asking(components={Component.SKILLS: 60}))

    assert found.missing
    assert found.missing.full == (skills,)


def orders(sessions: tuple[Session, ...]) -> list[tuple[Session, ...]]:
    """Forwards, backwards, and turned so that each comes last once."""
    turned = [sessions[index:] + sessions[:index] for index in range(len(sessions))]
    return [sessions[::-1], *turned]
