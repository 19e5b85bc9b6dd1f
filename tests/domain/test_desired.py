"""What should exist, over random timetables: a difference is the least that it can be, and edits can be taken back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from iopsched.domain.absence import Absence
from iopsched.domain.offering import Change, Closure, Offering
from iopsched.domain.room import Room, SeatLimits
from iopsched.domain.season import Season
from iopsched.domain.timetable import Existing, Sitting, difference, sittings
from iopsched.domain.words import Component, Modality
from tests.builders import a_program, an_offering

FIRST, LAST = date(2028, 2, 21), date(2028, 3, 19)
"""Four weeks over 29 February and the night on which clocks go forward."""
DAYS = st.integers(0, 27).map(lambda number: FIRST + timedelta(days=number))
WALLS = st.sampled_from([time(), time(2, 30), time(9), time(18), time(23)])
LIMITS = SeatLimits((Room(1, "Room 2", "", 5),), {Component.GROUP: 6})


@dataclass(frozen=True)
class Wanted:
    """All that staff have said."""

    offerings: tuple[Offering, ...]
    closures: tuple[Closure, ...] = ()
    changes: tuple[Change, ...] = ()
    absences: tuple[Absence, ...] = ()

    def sittings(self) -> list[Sitting]:
        said = (self.offerings, self.closures, self.changes)
        return [*sittings(a_program(), *said, FIRST, LAST, self.absences, LIMITS)]


CLOSURES = st.builds(
    lambda day, days, begins, ends: Closure(day, "", day + timedelta(days=days), begins, ends),
    *(DAYS, st.integers(1, 5), WALLS, WALLS),
)
SEASONS = st.sampled_from([None, None, Season(1, "Leap", date(2028, 2, 25), date(2028, 2, 29), yearly=True)])
OFFERINGS: st.SearchStrategy[Offering] = st.builds(
    an_offering,
    first_day=st.just(FIRST),
    last_day=st.just(LAST),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    begins=WALLS,
    minutes=st.sampled_from([60, 180]),
    every=st.integers(1, 2),
    place=st.sampled_from(["", "Room 2"]),
    season=SEASONS,
    pauses=st.booleans(),
    slot_minutes=st.sampled_from([0, 60]),
    buffer_minutes=st.sampled_from([0, 15]),
)
CHANGES = st.builds(
    Change,
    st.integers(1, 3),
    DAYS,
    st.integers(0, 1),
    is_cancelled=st.booleans(),
    to_day=st.one_of(st.none(), DAYS),
    begins=st.sampled_from([None, time(10)]),
    seats=st.sampled_from([None, 2, 9]),
    place=st.sampled_from([None, "Room 2"]),
    clinician_id=st.sampled_from([None, 3]),
    modality=st.sampled_from([None, Modality.TELEHEALTH]),
)
ABSENCES = st.builds(Absence, st.just(1), st.integers(1, 3), DAYS, stand_in_id=st.sampled_from([None, 1, 2]))


@st.composite
def wanted(draw: st.DrawFn) -> Wanted:
    """Up to three offerings, the nth led by the nth clinician, and whatever stands in their way."""
    found = draw(st.lists(OFFERINGS, min_size=1, max_size=3))
    return Wanted(
        tuple(replace(one, id=number, clinician_id=number) for number, one in enumerate(found, 1)),
        tuple(draw(st.lists(CLOSURES, max_size=2))),
        tuple(draw(st.lists(CHANGES, max_size=3))),
        tuple(draw(st.lists(ABSENCES, max_size=2))),
    )


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


@given(wanted(), wanted())
def test_a_difference_is_the_least_there_is_and_is_made_once(before: Wanted, after: Wanted):
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


@given(wanted(), wanted())
def test_what_is_edited_and_taken_back_leaves_the_same_sessions(before: Wanted, after: Wanted):
    rows = applied(before.sittings())

    assert is_open(rows).items() <= is_open(applied(before.sittings(), applied(after.sittings(), rows))).items()
    assert len(is_open(applied(before.sittings(), applied(after.sittings(), rows)))) == len(is_open(rows))


@given(wanted())
def test_what_is_closed_holds_nothing_and_the_rest_is_as_without(said: Wanted):
    zone = a_program().zone
    free = replace(said, closures=()).sittings()
    closed = [closure.span.bounds(zone) for closure in said.closures]

    def touches(sitting: Sitting, span: tuple[datetime, datetime]) -> bool:
        return max(sitting.starts, span[0]) < min(sitting.ends, span[1])

    left = {sitting.key for sitting in said.sittings()}
    assert left == {sitting.key for sitting in free if not any(touches(sitting, span) for span in closed)}


@given(wanted())
def test_no_session_has_more_seats_than_its_room_or_kind(said: Wanted):
    assert all(sitting.seats <= (5 if sitting.place else 6) for sitting in said.sittings())


def by_key(sitting: Sitting) -> tuple[int, date, int]:
    return sitting.key
