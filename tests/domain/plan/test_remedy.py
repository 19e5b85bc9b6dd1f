"""What would complete a week that cannot be filled: found by the search, and again by trying every set of sessions."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from hypothesis import given, settings

from iopsched.domain.booking import refusals
from iopsched.domain.plan.case import Case
from iopsched.domain.plan.remedy import MOST, Lifted, Remedy, remedies
from iopsched.domain.refusal import Why
from iopsched.domain.session import Session
from iopsched.domain.treatment import EVERY_MODALITY
from iopsched.domain.week import Span, Week
from iopsched.domain.wishes import Wishes
from iopsched.domain.words import Component, Modality
from tests.builders import a_plan, a_session, a_week, at
from tests.conftest import NOW
from tests.domain.plan.brute_force import every_week
from tests.domain.plan.random_weeks import Scene, scenes

FULL: dict[str, Any] = {"seats": 8, "taken": 8}


def remedies_of(week: Week, *offered: Session) -> tuple[Remedy, ...]:
    case = Case.of(week, offered, frozenset(), NOW)
    return remedies(case, offered, Wishes(), case.closest(Wishes()))


def without(week: Week, starts: datetime, ends: datetime) -> tuple[Span, ...]:
    return tuple(other for other in week.busy if other[0] < starts or ends < other[1])


def six_hours(**given: Any) -> Week:
    return a_week(plans=(a_plan(week_least=360),), **given)


def test_a_seat_in_a_full_session_that_would_complete_the_week():
    monday, full = a_session(0), a_session(1, **FULL)

    (remedy,) = remedies_of(six_hours(), monday, full)

    assert (remedy.what, [session.id for session in remedy.sessions]) == (Lifted.SEAT, [full.id])
    assert remedy.proposal.is_complete


def test_a_full_session_that_is_too_short_to_help_is_not_named():
    assert remedies_of(six_hours(), a_session(0), a_session(1, hours=2, **FULL)) == ()


def test_a_busy_time_that_would_have_to_give_way():
    evening, work = (at(1, 17), at(1, 22)), (at(2, 9), at(2, 17))
    monday, tuesday = a_session(0), a_session(1)

    (remedy,) = remedies_of(six_hours(busy=(evening, work)), monday, tuesday)

    assert (remedy.what, remedy.span, [s.id for s in remedy.sessions]) == (Lifted.BUSY, evening, [tuesday.id])


def test_a_busy_time_that_is_known_twice_gives_way_as_one():
    evening, dinner = (at(1, 17), at(1, 22)), (at(1, 18), at(1, 19))

    (remedy,) = remedies_of(six_hours(busy=(evening, dinner, evening)), a_session(0), a_session(1))

    assert (remedy.what, remedy.span) == (Lifted.BUSY, evening)


def test_a_modality_that_the_plan_does_not_allow():
    plan = a_plan(week_least=360, modalities=frozenset({Modality.IN_PERSON}))
    video = a_session(1, modality=Modality.TELEHEALTH)

    (remedy,) = remedies_of(a_week(plans=(plan,)), a_session(0), video)

    assert (remedy.what, [session.id for session in remedy.sessions]) == (Lifted.MODALITY, [video.id])


def test_where_nothing_that_is_offered_helps_how_much_more_of_what_is_needed():
    week = a_week(plans=(a_plan(week_least=180, components={Component.INDIVIDUAL: 30}),))

    (remedy,) = remedies_of(week, a_session(0))

    assert (remedy.what, remedy.component, remedy.minutes) == (Lifted.MORE, Component.INDIVIDUAL, 30)


def test_each_kind_of_remedy_is_named_before_a_second_of_one_kind():
    plan = a_plan(week_least=360, modalities=frozenset({Modality.IN_PERSON}))
    full = [a_session(day, **FULL) for day in (1, 2, 3, 4, 5)]
    video = a_session(6, modality=Modality.TELEHEALTH)

    found = remedies_of(a_week(plans=(plan,)), a_session(0), *full, video)

    assert [one.what for one in found][:2] == [Lifted.SEAT, Lifted.MODALITY]
    assert len(found) == MOST


@given(scenes(most=7))
@settings(max_examples=300, deadline=None)
def test_every_single_remedy_is_found_and_none_that_does_not_help(scene: Scene):
    case = Case.of(scene.week, scene.offered, scene.usual, scene.now)
    closest = case.closest(scene.wishes)
    if scene.week.is_met or case.proposals(scene.wishes):
        return

    found = {one.what for one in remedies(case, scene.offered, scene.wishes, closest)} - {Lifted.MORE}

    assert found == (kinds_that_help(scene) if scene.week.plan else set())


def kinds_that_help(scene: Scene) -> set[Lifted]:
    week, offered = scene.week, scene.offered
    full = [one for one in offered if {refusal.why for refusal in refusals(week, one, scene.now)} == {Why.FULL}]
    with_a_seat = [tuple(replace(o, taken=0) if o is one else o for o in offered) for one in full]
    less_busy = [replace(week, busy=without(week, *span)) for span in week.busy]
    free = replace(week, plans=tuple(replace(plan, modalities=EVERY_MODALITY) for plan in week.plans))
    kinds = {
        Lifted.SEAT: any(can_be_met(scene, week, sessions) for sessions in with_a_seat),
        Lifted.BUSY: any(can_be_met(scene, then, offered) for then in less_busy),
        Lifted.MODALITY: can_be_met(scene, free, offered),
    }
    return {kind for kind, helps in kinds.items() if helps}


def can_be_met(scene: Scene, week: Week, offered: tuple[Session, ...]) -> bool:
    return every_week(week, offered, scene.wishes, scene.usual, scene.now)[0].week.is_met
