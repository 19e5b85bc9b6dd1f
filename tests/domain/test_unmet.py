"""An unmet wish says what was looked for: in the words of the search, and no more of them than make sense."""

from iopsched.domain.unmet import Reason, Unmet, of_filters, of_plan, of_wait
from iopsched.domain.waiting import Wanted
from iopsched.domain.wishes import Wishes
from iopsched.domain.words import Component, Modality, Part
from tests.builders import MONDAY, a_plan, a_program, a_session, a_week

GROUP, SKILLS, VIDEO = Component.GROUP, Component.SKILLS, Modality.TELEHEALTH


def test_a_plan_that_cannot_be_filled_names_what_it_lacks_and_the_wish():
    week = a_week(plans=(a_plan(components={GROUP: 180, SKILLS: 60}),))

    found = of_plan(week, Wishes(parts=frozenset({Part.EVENING}), modality=VIDEO))

    assert found == {Unmet(MONDAY, Reason.PLAN, kind, VIDEO, Part.EVENING) for kind in (GROUP, SKILLS)}
    assert of_plan(a_week(), Wishes()) == {Unmet(MONDAY, Reason.PLAN)}


def test_filters_count_as_chosen_and_not_at_all_where_none_is():
    assert of_filters(MONDAY, (), (), ()) == frozenset()
    assert of_filters(MONDAY, [GROUP], [], [Part.WEEKEND]) == {Unmet(MONDAY, Reason.FILTERS, GROUP, None, Part.WEEKEND)}
    assert of_filters(MONDAY, tuple(Component), tuple(Modality), tuple(Part)) == {Unmet(MONDAY, Reason.FILTERS)}


def test_a_wait_is_of_its_session_or_of_what_was_said():
    program, session = a_program(), a_session(day=5, hour=10)

    named = of_wait(Wanted(session_id=session.id), session, program)
    any_of_a_kind = of_wait(Wanted(monday=MONDAY, component=SKILLS, weekdays=frozenset({1, 3})), None, program)

    assert named == {Unmet(MONDAY, Reason.WAIT, GROUP, Modality.IN_PERSON, Part.WEEKEND, 5)}
    assert any_of_a_kind == {Unmet(MONDAY, Reason.WAIT, SKILLS, weekday=day) for day in (1, 3)}
