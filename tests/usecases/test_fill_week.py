"""Invented people book as real ones do: nothing that would be refused, whole weeks where one can be found."""

from collections.abc import Collection
from random import Random
from typing import Any

from iopsched.domain.booking import Booking, refusals
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.words import Component, Modality, Part
from iopsched.usecases.demo.fill_week import choose
from iopsched.usecases.demo.invent_patients import Fill
from tests.builders import a_plan, a_session, a_week
from tests.conftest import NOW

EVENINGS = [a_session(day=day) for day in range(5)]


def chosen(offered: list[Session], week: Week | None = None, fill: Fill = Fill.WHOLE, **how: Any) -> list[Session]:
    likes: Collection[str] = how.get("likes", ())
    random = Random(1)  # noqa: S311 # nothing here is a secret
    found = choose(week or a_week(), offered, fill, likes, now=how.get("now", NOW), random=random)
    return sorted(found, key=lambda session: session.starts)


def test_a_whole_week_meets_its_plan():
    three = chosen(EVENINGS)

    assert sum(session.counted_minutes for session in three) == 9 * 60


def test_nothing_is_chosen_that_would_be_refused():
    week = a_week(a_session(day=0))
    offered = [*EVENINGS, a_session(day=1, seats=1, taken=1), a_session(day=2, modality=Modality.TELEHEALTH)]

    for session in chosen(offered, week):
        assert not [*refusals(week, session, NOW)]
        week = week.adding(Booking(0, 1, session, booked_at=NOW))
    assert week.is_met


def test_each_component_gets_its_hours():
    plan = a_plan(
        components={Component.GROUP: 300, Component.SKILLS: 120, Component.INDIVIDUAL: 60, Component.FAMILY: 60}
    )
    skills = [a_session(day=day, hour=18, hours=2, component=Component.SKILLS) for day in (1, 3)]
    short = [a_session(day=day, hour=10, hours=2) for day in (4, 5)]
    single = [a_session(day=5, hour=hour, hours=1, component=Component.INDIVIDUAL) for hour in (13, 14)]
    family = [a_session(day=5, hour=15, hours=1, component=Component.FAMILY)]

    found = chosen([*EVENINGS, *skills, *short, *single, *family], a_week(plans=(plan,)))

    assert sum(session.counted_minutes for session in found) == 9 * 60
    assert {session.component for session in found} == {*Component}


def test_a_week_that_cannot_be_met_is_filled_as_far_as_it_goes():
    assert len(chosen(EVENINGS[:2])) == 2


def test_part_of_a_week_is_its_first_sessions():
    assert chosen(EVENINGS, fill=Fill.PART) == chosen(EVENINGS)[:2]


def test_who_books_nothing_or_has_no_plan_chooses_nothing():
    assert not chosen(EVENINGS, fill=Fill.NONE)
    assert not chosen(EVENINGS, a_week(plans=()))


def test_what_has_begun_is_left_alone():
    assert chosen(EVENINGS, now=EVENINGS[2].starts) == EVENINGS[3:]


def test_what_is_liked_comes_more_often():
    remote = [a_session(day=day, hour=10, modality=Modality.TELEHEALTH) for day in range(5)]

    found = chosen([*EVENINGS, *remote], likes={Part.DAYTIME, Modality.TELEHEALTH})

    assert sum(session.modality is Modality.TELEHEALTH for session in found) > len(found) / 2
