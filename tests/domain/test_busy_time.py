"""Spans of busy time: merged without losing or gaining an instant, cut to what is asked, held against seats."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from iopsched.domain.busy_time import BusyTimes, clashing, merged
from iopsched.domain.week import Span
from tests.builders import a_booking, a_session, at

HOUR = timedelta(hours=1)


def a_span(start: int, length: int) -> Span:
    return at(0, 0) + start * HOUR, at(0, 0) + (start + length) * HOUR


def hours(spans: Iterable[Span]) -> set[datetime]:
    return {starts + step * HOUR for starts, ends in spans for step in range(round((ends - starts) / HOUR))}


@given(st.lists(st.builds(a_span, st.integers(0, 40), st.integers(1, 6)), max_size=12))
def test_merging_keeps_every_instant_and_no_other(spans: list[Span]):
    whole = merged(spans)

    assert hours(whole) == hours(spans)
    assert all(before[1] < after[0] for before, after in pairwise(whole))


def test_what_is_beyond_is_cut_off_each_kind_by_itself():
    timed = ((at(0, 8), at(0, 10)), (at(0, 9), at(0, 12)), (at(2, 9), at(2, 10)))
    busy = BusyTimes(timed, all_day=((at(-3, 0), at(1, 0)),))

    assert busy.within(at(0, 9), at(1, 0)) == BusyTimes(((at(0, 9), at(0, 12)),), ((at(0, 9), at(1, 0)),))
    assert busy.within(at(5, 0), at(6, 0)) == BusyTimes()


def test_a_seat_clashes_where_its_session_meets_a_busy_time():
    evening, after = a_booking(a_session(0, 18)), a_booking(a_session(1, 18))
    busy = ((at(0, 20), at(0, 22)), (at(1, 17), at(1, 18)))

    assert clashing([evening, after], busy) == (evening,)
