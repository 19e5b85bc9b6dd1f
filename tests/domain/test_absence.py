"""An absence in the timetable: who stands in where they are free, and what is led by nobody."""

from collections.abc import Iterable
from datetime import time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from iopsched.domain.absence import Absence, Diary
from iopsched.domain.offering import Change, Offering
from iopsched.domain.timetable import Sitting, sittings
from tests.builders import MONDAY, NEW_YORK, a_program, an_offering

RIVERA, DIAZ, STONE = 1, 2, 3


def led(
    *offered: Offering, absences: Iterable[Absence] = (), changes: Iterable[Change] = (), days: int = 14
) -> list[Sitting]:
    """What should exist in two weeks, in order of time."""
    last = MONDAY + timedelta(days=days - 1)
    found = sittings(a_program(), offered, (), changes, MONDAY, last, absences)
    return sorted(found, key=lambda sitting: (sitting.starts, sitting.key))


def leaders(*offered: Offering, **given: Iterable[Absence]) -> list[int | None]:
    return [sitting.clinician_id for sitting in led(*offered, **given)]  # type: ignore[arg-type]


def test_whoever_stands_in_leads_while_the_other_is_away():
    away = Absence(1, RIVERA, MONDAY, stand_in_id=DIAZ)

    assert leaders(an_offering(clinician_id=RIVERA), absences=[away]) == [DIAZ, RIVERA]


def test_without_a_stand_in_nobody_leads_and_the_sitting_takes_place():
    assert leaders(an_offering(clinician_id=RIVERA), absences=[Absence(1, RIVERA, MONDAY)]) == [None, RIVERA]


def test_a_part_of_a_day_leaves_the_rest_alone():
    morning = an_offering(id=1, begins=time(9), clinician_id=RIVERA)
    evening = an_offering(id=2, begins=time(18), clinician_id=RIVERA)
    away = Absence(1, RIVERA, MONDAY, begins=time(12), stand_in_id=DIAZ)

    assert leaders(morning, evening, absences=[away]) == [RIVERA, DIAZ, RIVERA, RIVERA]


def test_a_stand_in_who_leads_something_else_or_is_away_too_is_not_free():
    group, other = an_offering(id=1, clinician_id=RIVERA), an_offering(id=2, begins=time(20), clinician_id=DIAZ)
    away = Absence(1, RIVERA, MONDAY, stand_in_id=DIAZ)

    assert leaders(group, other, absences=[away])[:2] == [None, DIAZ]
    assert leaders(group, absences=[away, Absence(2, DIAZ, MONDAY)])[:1] == [None]


def test_one_who_stands_in_for_two_at_once_leads_the_first():
    group, other = an_offering(id=1, clinician_id=RIVERA), an_offering(id=2, begins=time(19), clinician_id=STONE)
    away = [Absence(1, RIVERA, MONDAY, stand_in_id=DIAZ), Absence(2, STONE, MONDAY, stand_in_id=DIAZ)]

    assert leaders(group, other, absences=away)[:2] == [DIAZ, None]


def test_who_was_named_for_one_date_leads_it():
    named = [Change(1, MONDAY, clinician_id=STONE)]
    away = Absence(1, RIVERA, MONDAY, stand_in_id=DIAZ)

    first, second = led(an_offering(clinician_id=RIVERA), absences=[away], changes=named)

    assert (first.clinician_id, second.clinician_id) == (STONE, RIVERA)


SPANS = st.builds(
    Absence,
    st.just(1),
    st.sampled_from([RIVERA, DIAZ, STONE]),
    st.integers(0, 13).map(lambda number: MONDAY + timedelta(days=number)),
    begins=st.sampled_from([time(), time(12), time(19)]),
    stand_in_id=st.sampled_from([None, RIVERA, DIAZ, STONE]),
)
OFFERED = st.lists(
    st.builds(
        lambda weekdays, hour, who: an_offering(weekdays=weekdays, begins=time(hour), clinician_id=who),
        st.frozensets(st.integers(0, 6), min_size=1),
        st.integers(8, 20),
        st.sampled_from([RIVERA, DIAZ, STONE, None]),
    ),
    max_size=4,
)


@given(OFFERED, st.lists(SPANS, max_size=4))
def test_nobody_leads_while_away_and_no_stand_in_leads_two_at_once(offered: list[Offering], away: list[Absence]):
    numbered = [an_offering(**{"id": n, **facts(each)}) for n, each in enumerate(offered, 1)]
    plain, found = led(*numbered), led(*numbered, absences=away)
    diary = Diary(tuple(found), tuple(away), NEW_YORK)
    usual = {sitting.key: sitting.clinician_id for sitting in plain}

    assert [sitting.key for sitting in found] == [sitting.key for sitting in plain]
    assert not any(diary.away(sitting.clinician_id, sitting) for sitting in found)
    for sitting in found:
        if sitting.clinician_id not in {None, usual[sitting.key]}:
            assert diary.is_free(sitting.clinician_id or 0, sitting)


def facts(offering: Offering) -> dict[str, object]:
    return {name: getattr(offering, name) for name in ("weekdays", "begins", "clinician_id")}
