"""What a booked session could be exchanged for, and which booked one is in the way of another."""

from datetime import datetime
from typing import Any

from iopsched.domain.booking import refusals
from iopsched.domain.replacement import in_the_way, replacements
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.words import Component, Modality
from tests.builders import a_plan, a_session, a_week, at
from tests.conftest import NOW

SKILLS: dict[str, Any] = {"component": Component.SKILLS}


def instead_of(week: Week, old: Session, *offered: Session) -> list[Session]:
    return [one.session for one in replacements(week, old, offered, NOW)]


def in_way_of(week: Week, session: Session, now: datetime = NOW) -> Session | None:
    return in_the_way(week, session, tuple(refusals(week, session, now)), now)


def test_what_fits_once_the_old_seat_is_given_up_can_be_had_instead():
    old, same_time = a_session(0), a_session(0, 19)

    assert instead_of(a_week(old), old, same_time) == [same_time]


def test_what_is_refused_all_the_same_cannot():
    old, kept = a_session(0), a_session(1)

    assert instead_of(a_week(old, kept), old, a_session(1, 19), a_session(2, seats=0), old) == []


def test_first_what_leaves_the_week_no_shorter_then_the_same_kind_and_way_the_nearest_in_length_and_time():
    old = a_session(1, 18, 2, **SKILLS)
    shorter = a_session(1, 20, 1, **SKILLS)
    group = a_session(1, 18, 2)
    by_video = a_session(1, 18, 2, modality=Modality.TELEHEALTH, **SKILLS)
    far, near, longer = a_session(5, 18, 2, **SKILLS), a_session(2, 18, 2, **SKILLS), a_session(2, 18, 3, **SKILLS)

    ordered = instead_of(a_week(old), old, shorter, group, by_video, far, longer, near)

    assert ordered == [near, far, longer, by_video, group, shorter]


def test_hours_of_a_kind_that_is_asked_for_count_as_well_as_hours():
    old = a_session(1, 18, 2, **SKILLS)
    week = a_week(a_session(0, 9, 7), old, plans=(a_plan(components={Component.SKILLS: 120}),))

    (found,) = replacements(week, old, [a_session(2, 18, 2)], NOW)

    assert found.week.minutes == week.minutes
    assert not found.keeps


def test_the_one_session_at_the_same_time_could_be_exchanged():
    mine = a_session(2, 18, **SKILLS)

    assert in_way_of(a_week(mine), a_session(2, 19)) == mine


def test_where_something_else_is_in_the_way_as_well_nothing_could_be_exchanged():
    mine = a_session(2, 18, **SKILLS)
    week = a_week(mine)

    assert in_way_of(week, a_session(2, 19, seats=0)) is None
    assert in_way_of(a_week(mine, a_session(2, 21)), a_session(2, 20, 2)) is None
    assert in_way_of(week, a_session(3, seats=0)) is None


def test_what_has_begun_is_not_exchanged():
    mine = a_session(0, 18)

    assert in_way_of(a_week(mine), a_session(0, 20), now=at(0, 19)) is None
