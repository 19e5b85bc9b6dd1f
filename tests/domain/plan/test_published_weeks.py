"""Timetables that real programs publish, planned: who asks for the published hours gets exactly them."""

from datetime import timedelta
from itertools import count

import pytest

from iopsched.domain.session import Session
from iopsched.domain.wishes import Wishes
from tests.builders import a_plan, a_week
from tests.conftest import NOW
from tests.domain.plan.random_weeks import Scene
from tests.domain.plan.verdict import on, outlook_of
from tests.domain.test_published_timetables import MONDAYS, declared, published, week_of

TRACKS = {" ".join(name): lines for name, lines in published()}


@pytest.mark.parametrize("monday", MONDAYS.values(), ids=MONDAYS)
@pytest.mark.parametrize("track", TRACKS)
def test_the_published_hours_are_the_best_week(track: str, monday):
    one = declared(TRACKS[track])
    offered = tuple(
        Session(
            id=number,
            program_id=one.program.id,
            starts=sitting.starts,
            ends=sitting.ends,
            day=sitting.day,
            component=sitting.component,
            modality=sitting.modality,
            counted_minutes=sitting.counted_minutes,
            seats=sitting.seats,
        )
        for number, sitting in zip(count(1), week_of(one, monday), strict=False)
    )
    minutes = sum(session.counted_minutes for session in offered)
    plan = a_plan(
        first_day=monday, last_day=monday + timedelta(days=6), week_least=minutes, week_most=max(minutes, 19 * 60)
    )

    scene = Scene(a_week(program=one.program, monday=monday, plans=(plan,)), offered, Wishes(), frozenset(), NOW)

    best, *others = outlook_of(scene).proposals

    for found in (best, *others):
        assert (on(scene, found.sessions).broken, on(scene, found.sessions).is_met) == ([], True)
    assert {session.id for session in best.sessions} == {session.id for session in offered}
    assert best.minutes == minutes
