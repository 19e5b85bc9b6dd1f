"""The search against a brute force that knows only words: the same best week, also where none is complete."""

from datetime import date

from hypothesis import given, settings

from iopsched.domain.plan import Outlook, Proposal, look
from iopsched.domain.plan.case import TRIES, Case
from iopsched.domain.session import Session
from tests.domain.plan.brute_force import Possible, every_week
from tests.domain.plan.random_weeks import Scene, scenes

THOROUGHLY = settings(max_examples=400, deadline=None)


def outlook_of(scene: Scene) -> Outlook:
    return look(scene.week, scene.offered, scene.wishes, usual=scene.usual, now=scene.now)


def best_of(scene: Scene) -> Proposal:
    return Case.of(scene.week, scene.offered, scene.usual, scene.now).best(scene.wishes)


def ids(sessions: tuple[Session, ...]) -> list[int]:
    return [session.id for session in sorted(sessions, key=lambda session: session.id)]


def is_lean(one: Possible) -> bool:
    return not any(one.week.without(session.id).is_met for session in one.sessions)


@given(scenes())
@THOROUGHLY
def test_no_week_is_better_than_the_best(scene: Scene):
    possible = every_week(scene.week, scene.offered, scene.wishes, scene.usual, scene.now)

    found = best_of(scene)

    assert (found.rank[:5], ids(found.sessions)) == (possible[0].rank[:5], ids(possible[0].sessions))
    assert found.is_complete == found.rank.is_met == possible[0].week.is_met


@given(scenes())
@THOROUGHLY
def test_the_proposals_are_the_best_weeks_on_different_days(scene: Scene):
    if scene.week.is_met:
        return
    by_days: dict[frozenset[date], Possible] = {}
    for one in every_week(scene.week, scene.offered, scene.wishes, scene.usual, scene.now):
        if one.week.is_met:
            by_days.setdefault(one.new_days - scene.week.days, one)
    expected = [ids(one.sessions) for one in [*by_days.values()][:TRIES] if is_lean(one)][:3]

    found = [ids(one.sessions) for one in outlook_of(scene).proposals]

    assert found[: len(expected)] == expected
    assert bool(found) == bool(expected)
