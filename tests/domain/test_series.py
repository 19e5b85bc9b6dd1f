"""A series changed from a date on: as a split would have it, with every session still the same session."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from iopsched.domain.offering import Offering
from iopsched.domain.season import Season
from iopsched.domain.series import kin, moved, part_of, renamed, split
from iopsched.domain.timetable import Existing, Sitting, difference, sittings
from iopsched.domain.words import Modality
from tests.builders import MONDAY, a_program, an_offering

LAST = MONDAY + timedelta(weeks=30)
WEEKDAYS = st.frozensets(st.integers(0, 6), min_size=1)
DAYS = st.integers(0, 150).map(lambda number: MONDAY + timedelta(days=number))
SEASONS = st.one_of(
    st.none(),
    st.builds(
        lambda first, more: Season(1, "Some", first, first + timedelta(days=more), yearly=True),
        st.dates(MONDAY - timedelta(weeks=60), MONDAY + timedelta(weeks=10)),
        st.integers(30, 300),
    ),
)
FIRST_WEEKDAYS = st.sampled_from([0, 5, 6])


@st.composite
def patterns(draw: st.DrawFn) -> Offering:
    """From some day of the first weeks on, over a new year and a change of clocks, every first to third week, perhaps
    only in a season or not in it, perhaps cut into slots.
    """
    return an_offering(
        weekdays=draw(WEEKDAYS),
        begins=draw(st.sampled_from([time(2, 30), time(9), time(18), time(23)])),
        every=draw(st.integers(1, 3)),
        first_day=MONDAY + timedelta(days=draw(st.integers(0, 13))),
        last_day=LAST,
        season=draw(SEASONS),
        pauses=draw(st.booleans()),
        slot_minutes=draw(st.sampled_from([0, 0, 90])),
        counted_minutes=90,
        seats=draw(st.integers(1, 9)),
        modality=draw(st.sampled_from(Modality)),
    )


def otherwise(before: Offering, facts: Offering) -> Offering:
    """The same series on the same weekdays, with these facts."""
    its = {name: getattr(before, name) for name in ("id", "weekdays", "first_day", "last_day", "series_id")}
    return replace(facts, **its)


def steadily(before: Offering) -> Offering:
    """The same pattern each week, from before what is looked at until after it."""
    first, last = MONDAY - timedelta(weeks=1), LAST + timedelta(weeks=1)
    return replace(before, every=1, season=None, slot_minutes=0, first_day=first, last_day=last)


class Clinic:
    """Sessions as the store would hold them: id to sitting, and which are called off."""

    def __init__(self, *offered: Offering) -> None:
        self.rows: dict[int, Existing] = {}
        self.settle(*offered)

    def settle(self, *offered: Offering) -> None:
        """Make what exists what these offerings ask for."""
        found = difference(all_of(*offered), self.rows.values())
        for number in found.cancelled:
            self.rows[number] = replace(self.rows[number], is_cancelled=True)
        for number, sitting in found.altered:
            self.rows[number] = Existing(number, sitting)
        for sitting in found.opened:
            self.rows[len(self.rows) + 1] = Existing(len(self.rows) + 1, sitting)

    def change(self, before: Offering, after: Offering, since: date, first_weekday: int, *others: Offering) -> None:
        names = renamed(before, after, [row.sitting.key for row in self.rows.values()], since, first_weekday)
        for number, row in self.rows.items():
            key = names.get(row.sitting.key, row.sitting.key)
            self.rows[number] = replace(row, sitting=replace(row.sitting, key=key))
        self.settle(after, *others)

    @property
    def open(self) -> dict[int, Sitting]:
        """What takes place, each without the name of its offering."""
        return {n: nameless(row.sitting) for n, row in self.rows.items() if not row.is_cancelled}


def all_of(*offered: Offering) -> list[Sitting]:
    return [*sittings(a_program(), offered, (), (), MONDAY, LAST)]


def nameless(sitting: Sitting) -> Sitting:
    return replace(sitting, key=(0, MONDAY, 0))


def times(found: Iterable[Sitting]) -> list[Sitting]:
    return sorted(map(nameless, found), key=lambda sitting: (sitting.starts, repr(sitting)))


def test_the_old_part_ends_the_day_before_and_the_new_one_begins():
    since = MONDAY + timedelta(weeks=2)

    old, new = split(an_offering(key="evening"), an_offering(begins=time(17)), since)

    assert (old.last_day, new.first_day) == (since - timedelta(days=1), since)
    assert (old.key, new.key, new.root) == ("evening", "", 1)


def test_moved_to_an_earlier_weekday_it_begins_in_that_very_week():
    thursday = MONDAY + timedelta(days=17)

    old, new = split(an_offering(weekdays=frozenset({3})), an_offering(weekdays=frozenset({1})), thursday)

    assert (old.last_day, new.first_day) == (thursday - timedelta(days=1), thursday - timedelta(days=2))


@pytest.mark.parametrize(("first_weekday", "days"), [(0, 6), (6, -1)])
def test_a_date_moves_within_the_week_of_the_program(first_weekday: int, days: int):
    sundays = an_offering(weekdays=frozenset({6}))

    assert moved(an_offering(), sundays, MONDAY, first_weekday) == MONDAY + timedelta(days=days)


def test_a_name_that_is_taken_is_not_given():
    tuesday = MONDAY + timedelta(days=1)

    names = renamed(an_offering(), an_offering(weekdays=frozenset({1})), [(1, MONDAY, 0), (1, tuesday, 0)], MONDAY)

    assert names == {}


def test_the_part_in_force_is_found_by_any_name_of_its_series():
    old, new = split(an_offering(), an_offering(begins=time(17)), MONDAY + timedelta(weeks=2))
    series = {1: old, 2: replace(new, id=2)}

    for name in series:
        assert part_of(name, series, MONDAY) == series[1]
        assert part_of(name, series, MONDAY + timedelta(weeks=2)) == series[2]
    assert part_of(3, series, MONDAY) is None


@given(patterns(), patterns(), DAYS)
def test_this_and_following_equals_a_split(before: Offering, facts: Offering, day: date):
    since = before.next_date(day)
    assume(since and since < LAST)
    assert since
    after = otherwise(before, facts)

    old, new = split(before, after, since)

    earlier = [sitting for sitting in all_of(before) if sitting.key[1] < since]
    later = all_of(replace(after, first_day=since))
    assert times(all_of(old, replace(new, id=2))) == times([*earlier, *later])


@given(patterns(), patterns(), FIRST_WEEKDAYS, DAYS)
def test_changed_from_a_day_on_and_back_every_session_is_as_it_was(
    before: Offering, facts: Offering, first_weekday: int, day: date
):
    clinic, since = Clinic(before), before.next_date(day)
    assume(since and since < LAST)
    assert since
    was = clinic.open
    old, new = split(before, otherwise(before, facts), since, first_weekday)
    part = replace(new, id=2)

    clinic.change(before, part, since, first_weekday, old)
    clinic.change(part, replace(otherwise(part, before), key=part.key), since, first_weekday, old)

    assert clinic.open == was


@given(patterns(), patterns(), FIRST_WEEKDAYS)
def test_on_other_weekdays_and_back_every_session_is_as_it_was(before: Offering, facts: Offering, first_weekday: int):
    steady = steadily(before)
    clinic = Clinic(steady)
    was = inner(clinic.open)
    other = replace(steady, weekdays=facts.weekdays, begins=facts.begins)

    clinic.change(steady, other, MONDAY, first_weekday)
    clinic.change(other, steady, MONDAY, first_weekday)

    assert inner(clinic.open) == was


@given(patterns(), WEEKDAYS, FIRST_WEEKDAYS)
def test_as_many_sessions_go_along_as_there_are_weekdays_for(
    before: Offering, weekdays: frozenset[int], first_weekday: int
):
    steady = steadily(before)
    clinic = Clinic(steady)
    was = inner(clinic.open)

    clinic.change(steady, replace(steady, weekdays=weekdays), MONDAY, first_weekday)

    a_week = min(len(steady.weekdays), len(weekdays))
    kept = inner(clinic.open).keys() & was.keys()
    assert abs(len(kept) - a_week * 26) <= a_week


def inner(found: dict[int, Sitting]) -> dict[int, Sitting]:
    """Away from the ends of what is looked at, over which a weekday may step."""
    first, last = MONDAY + timedelta(weeks=2), MONDAY + timedelta(weeks=28)
    return {number: sitting for number, sitting in found.items() if first <= sitting.day < last}


def test_who_knows_one_part_of_a_series_knows_all_of_them():
    roots = {1: 1, 2: 1, 3: 3, 4: 1}

    assert kin([2], roots) == {1, 2, 4}
    assert kin([3, 9], roots) == {3, 9}
    assert kin([], roots) == frozenset()
