"""Which sessions should exist: wall times over clock changes, closures, changes, slots; and the difference."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count, pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopsched.domain.offering import NO_END, NO_START, Change, Closure, Offering, problems
from iopsched.domain.pattern import WEEKDAYS
from iopsched.domain.program import Program
from iopsched.domain.timetable import Difference, Existing, Sitting, difference, sittings
from iopsched.domain.words import Component, Modality
from tests.builders import MONDAY, NEW_YORK, a_program, an_offering, at

SPRING_SUNDAY, AUTUMN_SUNDAY = date(2027, 3, 14), date(2027, 11, 7)
CHANGES = [date(2026, 11, 1), SPRING_SUNDAY, AUTUMN_SUNDAY, date(2028, 3, 12)]
ZONES = ["America/New_York", "America/Chicago", "America/Los_Angeles", "America/Phoenix", "Pacific/Honolulu"]


def week(*offered: Offering, first: date = MONDAY, weeks: int = 1, **given: Any) -> list[Sitting]:
    """What should exist from a Monday on, in order of time."""
    program = given.get("program", a_program())
    last = first + timedelta(days=7 * weeks - 1)
    found = sittings(program, offered, given.get("closures", ()), given.get("changes", ()), first, last)
    return sorted(found, key=lambda sitting: (sitting.starts, sitting.key))


def for_good(**given: Any) -> Offering:
    return an_offering(**{"first_day": NO_START, "last_day": NO_END} | given)


def wall(sitting: Sitting, zone: ZoneInfo = NEW_YORK) -> datetime:
    return sitting.starts.astimezone(zone).replace(tzinfo=None)


def test_an_offering_sits_on_each_of_its_weekdays():
    three = week(an_offering(weekdays=frozenset({0, 2, 3})))

    assert [sitting.starts for sitting in three] == [at(0, 18), at(2, 18), at(3, 18)]
    assert {sitting.ends - sitting.starts for sitting in three} == {timedelta(hours=3)}


def test_a_sitting_is_named_by_offering_date_and_slot():
    (monday,) = week(an_offering(id=7))

    assert monday.key == (7, MONDAY, 0)


def test_first_and_last_day_are_both_included():
    fortnight = an_offering(first_day=MONDAY, last_day=MONDAY + timedelta(days=7))

    assert [sitting.day for sitting in week(fortnight, weeks=4)] == [MONDAY, MONDAY + timedelta(days=7)]


def test_nothing_sits_outside_the_span_that_is_asked_for():
    daily = an_offering(weekdays=frozenset(range(7)))

    assert [sitting.day.weekday() for sitting in week(daily)] == [*range(7)]


@pytest.mark.parametrize("sunday", CHANGES)
@pytest.mark.parametrize("timezone", ZONES)
def test_a_weekly_series_keeps_its_wall_time_over_a_clock_change(sunday: date, timezone: str):
    program = a_program(timezone=timezone)
    daily = for_good(weekdays=frozenset(range(7)), begins=time(18), minutes=180)

    month = week(daily, first=sunday - timedelta(days=13), weeks=4, program=program)

    assert {wall(sitting, program.zone).time() for sitting in month} == {time(18)}
    assert {sitting.ends - sitting.starts for sitting in month} == {timedelta(hours=3)}
    assert len(month) == 28


@pytest.mark.parametrize(("sunday", "hours"), [(SPRING_SUNDAY, 167), (AUTUMN_SUNDAY, 169), (MONDAY, 168)])
def test_the_same_evening_a_week_later_is_as_far_away_as_the_clocks_say(sunday: date, hours: int):
    saturday = for_good(weekdays=frozenset({5}))

    before, after = week(saturday, first=sunday - timedelta(days=6), weeks=2)

    assert after.starts - before.starts == timedelta(hours=hours)


def test_phoenix_knows_no_summer_time():
    program = a_program(timezone="America/Phoenix")
    year = week(for_good(), first=MONDAY, weeks=52, program=program)

    assert {later.starts - earlier.starts for earlier, later in pairwise(year)} == {timedelta(days=7)}


def test_a_wall_time_that_a_spring_night_skips_begins_an_hour_later():
    night = for_good(weekdays=frozenset({6}), begins=time(2, 30), minutes=60)

    (sitting,) = week(night, first=SPRING_SUNDAY - timedelta(days=6))

    assert wall(sitting) == datetime.combine(SPRING_SUNDAY, time(3, 30))
    assert sitting.ends - sitting.starts == timedelta(hours=1)


def test_a_wall_time_that_comes_twice_is_the_first_of_the_two():
    night = for_good(weekdays=frozenset({6}), begins=time(1, 30), minutes=60)

    (sitting,) = week(night, first=AUTUMN_SUNDAY - timedelta(days=6))

    assert sitting.starts == datetime(2027, 11, 7, 5, 30, tzinfo=UTC)


def test_three_hours_over_the_spring_night_are_three_hours():
    night = for_good(weekdays=frozenset({6}), begins=time(1), minutes=180)

    (sitting,) = week(night, first=SPRING_SUNDAY - timedelta(days=6))

    assert sitting.ends.astimezone(NEW_YORK).time() == time(5)
    assert sitting.ends - sitting.starts == timedelta(hours=3)


def test_a_closed_day_has_no_sitting_of_any_offering():
    monday_and_tuesday = (an_offering(id=1, weekdays=frozenset({0, 1})), an_offering(id=2, begins=time(9)))

    left = week(*monday_and_tuesday, closures=[Closure(MONDAY, "Holiday")])

    assert [sitting.key for sitting in left] == [(1, MONDAY + timedelta(days=1), 0)]


def test_a_sitting_that_is_moved_onto_a_closed_day_does_not_happen():
    moved = Change(1, MONDAY, to_day=MONDAY + timedelta(days=1))

    assert not week(an_offering(), changes=[moved], closures=[Closure(MONDAY + timedelta(days=1))])


def test_a_sitting_that_is_moved_off_a_closed_day_happens():
    moved = Change(1, MONDAY, to_day=MONDAY + timedelta(days=1))

    (sitting,) = week(an_offering(), changes=[moved], closures=[Closure(MONDAY)])

    assert sitting.starts == at(1, 18)


@pytest.mark.parametrize(
    ("closure", "left"),
    [
        (Closure(MONDAY, begins=time(12)), [at(0, 9)]),
        (Closure(MONDAY, ends=time(18)), [at(0, 18)]),
        (Closure(MONDAY, begins=time(10), ends=time(11)), [at(0, 18)]),
        (Closure(MONDAY, begins=time(12), ends=time(18)), [at(0, 9), at(0, 18)]),
        (Closure(MONDAY - timedelta(days=2), last_day=MONDAY, ends=time(9)), [at(0, 9), at(0, 18)]),
        (Closure(MONDAY - timedelta(days=2), last_day=MONDAY + timedelta(days=2)), []),
    ],
)
def test_a_part_of_a_day_that_is_closed_has_no_sitting(closure: Closure, left: list[datetime]):
    morning, evening = an_offering(id=1, begins=time(9)), an_offering(id=2)

    assert [sitting.starts for sitting in week(morning, evening, closures=[closure])] == left


@pytest.mark.parametrize(("closed", "is_left"), [(0, False), (1, False), (2, True)])
def test_a_night_over_midnight_happens_only_where_both_days_are_open(closed: int, is_left: bool):
    night = an_offering(begins=time(22), minutes=180)

    assert bool(week(night, closures=[Closure(MONDAY + timedelta(days=closed))])) is is_left


def test_a_cancelled_date_is_left_out_and_the_others_stay():
    left = week(an_offering(), changes=[Change(1, MONDAY, is_cancelled=True)], weeks=3)

    assert [sitting.day for sitting in left] == [MONDAY + timedelta(days=7), MONDAY + timedelta(days=14)]


def test_a_change_alters_one_date_and_keeps_the_name_of_the_sitting():
    altered = Change(1, MONDAY, to_day=MONDAY + timedelta(days=1), begins=time(17), seats=3, place="Room 9")

    first, second = week(an_offering(place="Room 2"), changes=[altered], weeks=2)

    assert (first.key, first.starts, first.seats, first.place) == ((1, MONDAY, 0), at(1, 17), 3, "Room 9")
    assert (second.seats, second.place) == (8, "Room 2")


def test_a_change_of_modality_or_clinician_keeps_the_time():
    altered = Change(1, MONDAY, modality=Modality.TELEHEALTH, clinician_id=4)

    (sitting,) = week(an_offering(clinician_id=2), changes=[altered])

    assert (sitting.modality, sitting.clinician_id, sitting.starts) == (Modality.TELEHEALTH, 4, at(0, 18))


def test_a_clinicians_hours_are_cut_into_slots():
    hours = an_offering(
        component=Component.INDIVIDUAL, begins=time(15), minutes=180, slot_minutes=60, counted_minutes=50
    )

    slots = week(hours)

    assert [(sitting.key[2], sitting.starts) for sitting in slots] == [(0, at(0, 15)), (1, at(0, 16)), (2, at(0, 17))]
    assert {(sitting.ends - sitting.starts, sitting.counted_minutes) for sitting in slots} == {(timedelta(hours=1), 50)}


def test_a_slot_past_midnight_is_on_the_day_that_it_begins_on():
    late = week(an_offering(begins=time(23), minutes=120, slot_minutes=60, counted_minutes=60))

    assert [(sitting.key[1], sitting.day) for sitting in late] == [
        (MONDAY, MONDAY),
        (MONDAY, MONDAY + timedelta(days=1)),
    ]


def test_a_rest_that_is_shorter_than_a_slot_is_no_slot():
    assert len(week(an_offering(minutes=170, slot_minutes=60, counted_minutes=60))) == 2


def test_a_change_of_one_slot_leaves_the_others():
    hours = an_offering(begins=time(15), minutes=180, slot_minutes=60, counted_minutes=60)
    changes = [Change(1, MONDAY, slot=1, is_cancelled=True), Change(1, MONDAY, slot=2, begins=time(19))]

    assert [sitting.starts for sitting in week(hours, changes=changes)] == [at(0, 15), at(0, 19)]


def test_what_exists_already_makes_no_difference():
    desired = week(an_offering(weekdays=frozenset({0, 2})), weeks=4)

    assert difference(desired, existing(desired)).is_empty


def test_what_does_not_exist_is_opened():
    desired = week(an_offering(), weeks=2)

    assert difference(desired, existing(desired[:1])) == Difference(opened=(desired[1],))


def test_what_should_not_exist_any_more_is_cancelled_once():
    (monday,) = week(an_offering())

    assert difference([], [Existing(5, monday)]) == Difference(cancelled=(5,))
    assert difference([], [Existing(5, monday, is_cancelled=True)]).is_empty


def test_a_move_alters_the_session_that_exists():
    (before,) = week(an_offering())
    (after,) = week(an_offering(begins=time(17)))

    assert difference([after], [Existing(5, before)]) == Difference(altered=((5, after),))


def test_a_cancelled_session_that_is_wanted_again_is_opened_again():
    (monday,) = week(an_offering())

    assert difference([monday], [Existing(5, monday, is_cancelled=True)]) == Difference(altered=((5, monday),))


@given(
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    begins=st.times().map(lambda moment: moment.replace(second=0, microsecond=0)),
    minutes=st.integers(1, 12 * 60),
    sunday=st.sampled_from(CHANGES),
    timezone=st.sampled_from(ZONES),
)
def test_every_week_of_a_series_has_the_same_hours(
    weekdays: frozenset[int], begins: time, minutes: int, sunday: date, timezone: str
):
    offering = for_good(weekdays=weekdays, begins=begins, minutes=minutes, counted_minutes=minutes)
    program: Program = a_program(timezone=timezone)

    found = week(offering, first=sunday - timedelta(days=6), program=program)

    assert [sitting.day.weekday() for sitting in found] == sorted(weekdays)
    assert {sitting.ends - sitting.starts for sitting in found} == {timedelta(minutes=minutes)}


@given(st.sets(st.integers(0, 20)), st.sets(st.integers(0, 20)), st.sets(st.integers(0, 20)))
def test_after_a_difference_is_applied_there_is_none(wanted: set[int], there: set[int], gone: set[int]):
    all_of_them = week(an_offering(weekdays=frozenset(range(7))), weeks=3)
    desired = [all_of_them[at] for at in sorted(wanted)]
    rows = [Existing(at, all_of_them[at], is_cancelled=at in gone) for at in sorted(there)]

    assert difference(desired, applied(difference(desired, rows), rows)).is_empty


def existing(found: list[Sitting]) -> list[Existing]:
    return [Existing(number, sitting) for number, sitting in enumerate(found, 1)]


def applied(change: Difference, rows: list[Existing]) -> list[Existing]:
    """The rows as they are once the change is made."""
    fresh = count(100)
    altered = dict(change.altered)
    kept = [row for row in rows if row.session_id not in altered]
    return [
        *(
            Existing(row.session_id, row.sitting, row.is_cancelled or row.session_id in change.cancelled)
            for row in kept
        ),
        *(Existing(session_id, sitting) for session_id, sitting in altered.items()),
        *(Existing(next(fresh), sitting) for sitting in change.opened),
    ]


def test_a_sound_offering_has_no_problems():
    assert not [*problems(an_offering())]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("weekdays", {"weekdays": frozenset()}),
        ("minutes", {"minutes": 0, "counted_minutes": 0}),
        ("minutes", {"minutes": 721}),
        ("slot_minutes", {"slot_minutes": 200}),
        ("counted_minutes", {"counted_minutes": 181}),
        ("counted_minutes", {"slot_minutes": 60, "counted_minutes": 61}),
        ("seats", {"seats": 0}),
        ("seats", {"seats": 101}),
        ("last_day", {"last_day": date(2020, 1, 1)}),
    ],
)
def test_what_is_wrong_with_an_offering_is_said_by_field(field: str, wrong: dict[str, Any]):
    assert field in dict(problems(an_offering(**wrong)))


def test_weekdays_are_counted_from_monday():
    assert (WEEKDAYS[0], WEEKDAYS[MONDAY.weekday()]) == ("MO", "MO")
