"""The search against a brute force that knows only words: the same weeks in every order, filled or not."""

from hypothesis import given, settings

from iopsched.domain.plan import Outlook, Proposal, look
from iopsched.domain.plan.case import Case
from iopsched.domain.preference import USUAL_ORDER, Preference
from iopsched.domain.session import Session
from iopsched.domain.wishes import Wishes
from tests.builders import a_plan, a_program, a_session, a_week
from tests.conftest import NOW
from tests.domain.plan.brute_force import Possible, every_week, is_lean, proposals
from tests.domain.plan.random_weeks import Scene, scenes

THOROUGHLY = settings(max_examples=400, deadline=None)


def case_of(scene: Scene) -> Case:
    return Case.of(scene.week, scene.offered, scene.usual, scene.now, scene.clinicians)


def outlook_of(scene: Scene) -> Outlook:
    return look(scene.week, scene.offered, scene.wishes, usual=scene.usual, clinicians=scene.clinicians, now=scene.now)


def every_week_of(scene: Scene) -> list[Possible]:
    return every_week(scene.week, scene.offered, scene.wishes, scene.usual, scene.now, scene.clinicians)


def ids(sessions: tuple[Session, ...]) -> list[int]:
    return [session.id for session in sorted(sessions, key=lambda session: session.id)]


def said(found: Proposal) -> tuple[object, ...]:
    return (*found.rank[:3], *found.rank.matters)


@given(scenes())
@THOROUGHLY
def test_no_week_is_better_than_the_best(scene: Scene):
    possible = every_week_of(scene)
    expected = next((one for one in possible if one.week.is_met and is_lean(one)), possible[0])

    found = case_of(scene).best(scene.wishes)

    assert (said(found), ids(found.sessions)) == (expected.rank[:-1], ids(expected.sessions))
    assert found.is_complete == found.rank.is_met == expected.week.is_met


@given(scenes())
@THOROUGHLY
def test_the_proposals_are_the_best_weeks_that_really_differ(scene: Scene):
    if scene.week.is_met:
        return
    expected = proposals(every_week_of(scene), scene.week.days)

    found = outlook_of(scene).proposals

    assert [(said(one), ids(one.sessions)) for one in found] == [(one.rank[:-1], ids(one.sessions)) for one in expected]


def test_where_minutes_come_before_days_a_day_more_is_better_than_half_an_hour():
    """Found by the second opinion: fewer days were looked at first even where the program puts minutes first."""
    order = (Preference.BEYOND, Preference.DAYS, *USUAL_ORDER[2:])
    long, *short = a_session(0, hours=5.5), a_session(1, hours=2.5), a_session(2, hours=2.5)
    week = a_week(plans=(a_plan(week_least=300),), program=a_program(preferences=order))

    best, *_ = look(week, (long, *short), Wishes(), now=NOW).proposals

    assert best.sessions == (*short,)


def test_where_the_most_of_a_week_leaves_room_for_one_day_of_two_that_lack_it_is_taken():
    """Found by the rule book: what is booked beyond what is asked left no window open, and nothing was proposed."""
    order = (*(one for one in USUAL_ORDER if one is not Preference.BEYOND), Preference.BEYOND)
    held, first, second = a_session(2, hour=9, hours=11), a_session(0, hours=2), a_session(1, hours=2)
    plan, program = a_plan(week_least=180, week_most=780, days_least=3), a_program(preferences=order)
    week = a_week(held, plans=(plan,), program=program)

    found = Case.of(week, (first, second), frozenset(), NOW).best(Wishes())

    assert (found.sessions, found.rank.missing_days) == ((first,), 1)
