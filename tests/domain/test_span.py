"""A span of days or of parts of days: midnight belongs to one side only, and clocks that change do not shift it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopsched.domain.span import MIDNIGHT, Span
from tests.builders import MONDAY, NEW_YORK, at

TUESDAY = MONDAY + timedelta(days=1)
LONGEST = timedelta(days=92)
DAYS = st.dates(date(2026, 10, 20), date(2028, 3, 20))
WALLS = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))


def test_a_day_is_from_midnight_to_midnight():
    assert Span(MONDAY).bounds(NEW_YORK) == (at(0, 0), at(1, 0))
    assert Span(date(2027, 3, 14)).bounds(NEW_YORK)[1] - Span(date(2027, 3, 14)).bounds(NEW_YORK)[0] == timedelta(
        hours=23
    )


@pytest.mark.parametrize(
    ("span", "hours"),
    [
        (Span(MONDAY, begins=time(18)), (18, 24)),
        (Span(MONDAY, ends=time(12)), (0, 12)),
        (Span(MONDAY, begins=time(9), ends=time(12)), (9, 12)),
        (Span(MONDAY, TUESDAY, time(18), time(9)), (18, 33)),
        (Span(MONDAY, TUESDAY), (0, 48)),
    ],
)
def test_parts_of_days_touch_midnight_from_either_side(span: Span, hours: tuple[int, int]):
    first, last = hours

    assert span.bounds(NEW_YORK) == (at(first // 24, first % 24), at(last // 24, last % 24))


def test_what_ends_at_midnight_does_not_meet_the_next_day():
    evening = (at(0, 21), at(1, 0))

    assert Span(MONDAY, begins=time(23, 59)).meets(*evening, NEW_YORK)
    assert not Span(TUESDAY).meets(*evening, NEW_YORK)


def test_whole_days_are_those_that_it_holds_from_midnight_to_midnight():
    wednesday = MONDAY + timedelta(days=2)

    assert Span(MONDAY, wednesday, time(18), time(9)).whole_days == (TUESDAY,)
    assert Span(MONDAY, TUESDAY).whole_days == (MONDAY, TUESDAY)
    assert Span(MONDAY, begins=time(18)).whole_days == ()


@pytest.mark.parametrize(
    ("span", "field"),
    [
        (Span(TUESDAY, MONDAY), "last_day"),
        (Span(MONDAY, MONDAY + LONGEST), "last_day"),
        (Span(MONDAY, begins=time(12), ends=time(12)), "ends"),
        (Span(MONDAY, begins=time(12), ends=time(9)), "ends"),
    ],
)
def test_what_is_wrong_with_it_is_said_by_field(span: Span, field: str):
    assert field in dict(span.problems(LONGEST))


@given(DAYS, st.integers(0, 10), WALLS, WALLS)
def test_two_spans_that_follow_each_other_make_one_without_a_gap(day: date, days: int, cut: time, ends: time):
    last = day + timedelta(days=days + 1)
    whole = Span(day, last, MIDNIGHT, ends)
    before, after = Span(day, None, MIDNIGHT, cut), Span(day, last, cut, ends)

    if cut != MIDNIGHT:
        assert before.bounds(NEW_YORK)[1] == after.bounds(NEW_YORK)[0]
    assert after.bounds(NEW_YORK)[1] == whole.bounds(NEW_YORK)[1]
    assert not [*whole.problems(LONGEST)]


@given(DAYS, st.integers(0, 10))
def test_every_day_of_a_span_of_whole_days_is_a_whole_day(day: date, days: int):
    span = Span(day, day + timedelta(days=days))

    assert span.days == span.whole_days
    assert len(span.days) == days + 1
    assert span.bounds(NEW_YORK)[0] == datetime.combine(day, MIDNIGHT, NEW_YORK).astimezone(UTC)


SPANS = st.builds(
    lambda day, more, begins, ends: Span(day, day + timedelta(days=more), begins, ends),
    st.dates(MONDAY, MONDAY + timedelta(days=3)),
    st.integers(0, 2),
    st.sampled_from([MIDNIGHT, time(9), time(12)]),
    st.sampled_from([MIDNIGHT, time(9), time(12)]),
).filter(lambda span: not [*span.problems(LONGEST)])


@given(SPANS, SPANS)
def test_one_holds_or_overlaps_another_as_its_instants_do(one: Span, other: Span):
    (first, last), (begins, ends) = one.bounds(NEW_YORK), other.bounds(NEW_YORK)

    assert one.holds(other) == (first <= begins and ends <= last)
    assert one.overlaps(other) == other.overlaps(one) == one.meets(begins, ends, NEW_YORK)
