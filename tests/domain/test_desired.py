"""What should exist, over random timetables: a difference is the least that it can be, and edits can be taken back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from iopsched.domain.absence import Absence
from iopsched.domain.offering import Change, Closure, Offering
from iopsched.domain.program import Program
from iopsched.domain.room import Room, SeatLimits
from iopsched.domain.season import Season
from iopsched.domain.span import Span
from iopsched.domain.timetable import Existing, Sitting, difference, sittings
from iopsched.domain.words import Component, Modality
from tests.builders import a_program, an_offering

STARTS = st.sampled_from([date(2028, 2, 21), date(2027, 10, 25)])
"""Four weeks over 29 February and the night on which clocks go forward, or over that on which they go back."""
ZONES = st.sampled_from(["America/New_York", "America/New_York", "America/Los_Angeles", "America/Phoenix"])
WALLS = st.sampled_from([time(), time(1, 30), time(2, 30), time(9), time(18), time(23)])
LIMITS = SeatLimits((Room(1, "Room 2", "", 5),), {Component.GROUP: 6})
MOST_DAYS = 27


@dataclass(frozen=True)
class Wanted:
    """All that staff of a program have said of four weeks."""

    program: Program
    first: date
    offerings: tuple[Offering, ...]
    closures: tuple[Closure, ...] = ()
    changes: tuple[Change, ...] = ()
    absences: tuple[Absence, ...] = ()

    def sittings(self) -> list[Sitting]:
        said, last = (self.offerings, self.closures, self.changes), self.first + timedelta(days=MOST_DAYS)
        return [*sittings(self.program, *said, self.first, last, self.absences, LIMITS)]


@cache
def days(first: date) -> st.SearchStrategy[date]:
    return st.integers(0, MOST_DAYS).map(lambda number: first + timedelta(days=number))


@cache
def spans(first: date) -> st.SearchStrategy[Span]:
    """Whole days or parts of them, up to midnight and from midnight on."""
    built = st.builds(
        lambda day, more, begins, ends: Span(day, day + timedelta(days=more), begins, ends),
        *(days(first), st.integers(0, 5), WALLS, WALLS),
    )
    return built.filter(lambda span: not [*span.problems(timedelta(days=9))])


@cache
def seasons(first: date) -> st.SearchStrategy[Season | None]:
    leap = Season(1, "Leap", date(2028, 2, 25), date(2028, 2, 29), yearly=True)
    some = st.builds(
        Season, st.just(2), st.just("Some"), days(first), st.just(first + timedelta(days=20)), st.booleans()
    )
    return st.one_of(st.none(), st.none(), st.just(leap), some)


@cache
def offerings(first: date) -> st.SearchStrategy[Offering]:
    return st.builds(
        an_offering,
        first_day=st.sampled_from([first, first + timedelta(days=9)]),
        last_day=st.sampled_from([first + timedelta(days=number) for number in (15, MOST_DAYS)]),
        weekdays=st.frozensets(st.integers(0, 6), min_size=1),
        begins=WALLS,
        minutes=st.sampled_from([60, 180]),
        every=st.integers(1, 3),
        place=st.sampled_from(["", "Room 2"]),
        site=st.sampled_from(["", "", "North"]),
        season=seasons(first),
        pauses=st.booleans(),
        slot_minutes=st.sampled_from([0, 60]),
        buffer_minutes=st.sampled_from([0, 15]),
        component=st.sampled_from(Component),
        modality=st.sampled_from(Modality),
        seats=st.integers(1, 9),
        track=st.sampled_from(["", "days"]),
        series_id=st.sampled_from([None, 1]),
    )


@cache
def changes(first: date) -> st.SearchStrategy[Change]:
    return st.builds(
        Change,
        st.integers(1, 3),
        days(first),
        st.integers(0, 1),
        is_cancelled=st.booleans(),
        to_day=st.one_of(st.none(), days(first)),
        begins=st.one_of(st.none(), WALLS),
        seats=st.sampled_from([None, 2, 9]),
        place=st.sampled_from([None, "", "Room 2"]),
        clinician_id=st.sampled_from([None, 3]),
        modality=st.sampled_from([None, *Modality]),
        minutes=st.sampled_from([None, 90, 300]),
        counted_minutes=st.sampled_from([None, 0, 60]),
    )


@cache
def absences(first: date) -> st.SearchStrategy[Absence]:
    return st.builds(
        lambda who, span, other: Absence(1, who, span.day, span.last_day, span.begins, span.ends, other),
        *(st.integers(1, 3), spans(first), st.sampled_from([None, 1, 2])),
    )


@st.composite
def wanted(draw: st.DrawFn, first: date) -> Wanted:
    """Up to three offerings, the nth led by the nth clinician, and whatever stands in their way."""
    found = draw(st.lists(offerings(first), min_size=1, max_size=3))
    closed = draw(st.lists(spans(first), max_size=2))
    return Wanted(
        a_program(timezone=draw(ZONES)),
        first,
        tuple(replace(one, id=number, clinician_id=number) for number, one in enumerate(found, 1)),
        tuple(Closure(span.day, "", span.last_day, span.begins, span.ends) for span in closed),
        tuple(draw(st.lists(changes(first), max_size=3))),
        tuple(draw(st.lists(absences(first), max_size=2))),
    )


ONE = STARTS.flatmap(wanted)
TWO = STARTS.flatmap(lambda first: st.tuples(wanted(first), wanted(first)))
"""Of the same weeks."""


def applied(desired: Iterable[Sitting], rows: Iterable[Existing] = ()) -> list[Existing]:
    """The rows once what is desired is made so."""
    known = {row.session_id: row for row in rows}
    found = difference(desired, known.values())
    for number, sitting in found.altered:
        known[number] = Existing(number, sitting)
    for number in found.cancelled:
        known[number] = replace(known[number], is_cancelled=True)
    for sitting in found.opened:
        known[len(known) + 1] = Existing(len(known) + 1, sitting)
    return [*known.values()]


def is_open(rows: Iterable[Existing]) -> dict[int, Sitting]:
    return {row.session_id: row.sitting for row in rows if not row.is_cancelled}


@given(TWO)
def test_a_difference_is_the_least_there_is_and_is_made_once(both: tuple[Wanted, Wanted]):
    before, after = both
    rows, desired = applied(before.sittings()), after.sittings()
    there, then = {row.sitting.key: row for row in rows}, {sitting.key: sitting for sitting in desired}

    found = difference(desired, rows)

    assert {sitting.key for sitting in found.opened} == then.keys() - there.keys()
    assert {number for number, _ in found.altered} == {
        row.session_id for key, row in there.items() if key in then and row.sitting != then[key]
    }
    assert set(found.cancelled) == {row.session_id for key, row in there.items() if key not in then}
    assert difference(desired, applied(desired, rows)).is_empty
    assert sorted(is_open(applied(desired, rows)).values(), key=by_key) == sorted(desired, key=by_key)


@given(TWO)
def test_what_is_edited_and_taken_back_leaves_the_same_sessions(both: tuple[Wanted, Wanted]):
    before, after = both
    rows = applied(before.sittings())

    assert is_open(rows).items() <= is_open(applied(before.sittings(), applied(after.sittings(), rows))).items()
    assert len(is_open(applied(before.sittings(), applied(after.sittings(), rows)))) == len(is_open(rows))


@given(ONE)
def test_what_is_closed_holds_nothing_and_the_rest_is_as_without(said: Wanted):
    zone = said.program.zone
    free = replace(said, closures=()).sittings()
    closed = [closure.span.bounds(zone) for closure in said.closures]

    def touches(sitting: Sitting, span: tuple[datetime, datetime]) -> bool:
        return max(sitting.starts, span[0]) < min(sitting.ends, span[1])

    left = {sitting.key for sitting in said.sittings()}
    assert left == {sitting.key for sitting in free if not any(touches(sitting, span) for span in closed)}


@given(ONE)
def test_no_session_has_more_seats_than_its_room_or_kind(said: Wanted):
    for sitting in said.sittings():
        assert sitting.seats <= (6 if sitting.component is Component.GROUP else 9)
        assert sitting.seats <= 5 or (sitting.place, sitting.site) != ("Room 2", "")


@given(ONE)
def test_what_nobody_changed_begins_at_its_wall_time_and_is_as_long_as_said(said: Wanted):
    """But where clocks skip it: an hour later."""
    offered = {offering.id: offering for offering in said.offerings}

    for sitting in replace(said, changes=()).sittings():
        name, day, slot = sitting.key
        wall = sitting.starts.astimezone(said.program.zone).replace(tzinfo=None)
        meant = datetime.combine(day, offered[name].begins)
        assert sitting.ends - sitting.starts == timedelta(minutes=offered[name].session_minutes)
        assert slot or wall == meant or (meant.time() == time(2, 30) and wall - meant == timedelta(hours=1))


def by_key(sitting: Sitting) -> tuple[int, date, int]:
    return sitting.key
