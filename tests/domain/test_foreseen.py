"""Whose week is called short in a preview: one that lacks more than before, or has fewer of its hours."""

import pytest

from iopsched.domain.foreseen import Touched
from iopsched.domain.session import Session
from iopsched.domain.words import Component
from tests.builders import a_patient, a_plan, a_session, a_week

GROUP, SKILLS = Component.GROUP, Component.SKILLS


def skills(day: int, minutes: int) -> Session:
    return a_session(day=day, component=SKILLS, hours=minutes / 60)


@pytest.mark.parametrize(
    ("before", "after", "is_short"),
    [
        ((skills(0, 180), skills(1, 120)), (skills(0, 180),), True),
        ((skills(0, 120), skills(1, 60)), (skills(0, 120),), True),
        ((skills(0, 180), skills(1, 120)), (skills(0, 180), skills(1, 60)), False),
        ((skills(0, 120),), (skills(0, 120),), False),
    ],
)
def test_a_week_is_shorter_that_has_fewer_of_its_hours_though_its_kinds_lacked_as_much(
    before: tuple[Session, ...], after: tuple[Session, ...], is_short: bool
):
    plan = a_plan(week_least=240, components={GROUP: 120})

    one = Touched(a_patient(), a_week(*before, plans=(plan,)), a_week(*after, plans=(plan,)))

    assert one.falls_short is is_short
    assert not one.after.is_met
