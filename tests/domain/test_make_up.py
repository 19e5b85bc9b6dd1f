"""What mends a week that fell short: the smallest sets, the best first, against an oracle that tries them all."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from iopsched.domain.booking import Attendance, Booking, CancelledBy, refusals
from iopsched.domain.make_up import Loss, losses, owed, smallest
from iopsched.domain.preference import USUAL_ORDER, Preference
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.travel import Travel
from iopsched.domain.week import Week
from iopsched.domain.words import Component, Modality
from tests.builders import MONDAY, a_booking, a_plan, a_program, a_session, a_week
from tests.conftest import NOW

KNOWN = frozenset({1, 2, 3})
Sets = list[tuple[int, ...]]


def found(week: Week, *offered: Session, owed: int = 0) -> list[list[int]]:
    """Ids of the sessions of each set."""
    return [[session.id for session in one.sessions] for one in smallest(week, offered, owed=owed, now=NOW)]


def by_hand(week: Week, offered: Iterable[Session], more: int, usual: frozenset[int]) -> Sets:
    """The same by trying every set: what the brief of ``smallest`` says, word by word."""
    one_by_one = [one for one in offered if one.counted_minutes]
    for size in (1, 2, 3):
        mending = [some for some in combinations(one_by_one, size) if mends(week, some, more)]
        if week.plan and not is_mended(week, more) and mending:
            return chosen(sorted(mending, key=lambda some: goodness(week, some, more, usual)))
    return []


def is_mended(week: Week, more: int) -> bool:
    return week.is_met and week.minutes >= week.required + more


def mends(week: Week, some: Iterable[Session], more: int) -> bool:
    for session in sorted(some, key=lambda one: one.starts):
        if any(refusals(week, session, NOW)):
            return False
        week = week.adding(a_booking(session))
    return is_mended(week, more)


def goodness(week: Week, some: Iterable[Session], more: int, usual: frozenset[int]) -> tuple[object, ...]:
    taken, zone = list(some), week.program.zone
    days = {one.day for one in taken}
    ends = {
        day: [one.ends for one in week.sessions if one.day == day and day in week.days]
        or [a_session((day - MONDAY).days, 0).starts]
        for day in days
    }
    late = {one: max(timedelta(), one.ends.astimezone(zone) - max(ends[one.day])) for one in taken}
    is_new = {one: one.offering_id not in usual for one in taken}
    amounts: dict[Preference, object] = {
        Preference.BEYOND: max(0, week.minutes + sum(one.counted_minutes for one in taken) - week.required - more),
        Preference.DAYS: len(days - week.days),
        Preference.HOME_GROUP: sum(is_new.values()),
        Preference.EARLIEST_END: sum((max(late[one] for one in taken if one.day == day) for day in days), timedelta()),
    }
    return (
        *(amounts[matter] for matter in week.program.preferences if matter in amounts),
        len(days),
        sorted(days),
        sorted((is_new[one], late[one], one.id) for one in taken),
    )


def chosen(in_order: list[tuple[Session, ...]]) -> Sets:
    """Three that differ: by days as long as there are such, then by all of their sessions."""
    had: list[tuple[Session, ...]] = []
    for differ in (on_other_days, shares_nothing):
        for some in in_order:
            if len(had) < 3 and all(differ(some, other) for other in had):
                had.append(some)
    return [tuple(one.id for one in sorted(some, key=lambda one: one.starts)) for some in had]


def on_other_days(some: Iterable[Session], other: Iterable[Session]) -> bool:
    return {one.day for one in some} != {one.day for one in other}


def shares_nothing(some: Iterable[Session], other: Iterable[Session]) -> bool:
    return not {one.id for one in some} & {one.id for one in other}


@st.composite
def sessions(draw: st.DrawFn, most: int) -> list[Session]:
    return [
        a_session(
            draw(st.integers(0, 4)),
            draw(st.sampled_from([9, 10, 11.5, 13, 18, 18.5])),
            draw(st.sampled_from([1, 1.5, 2, 3])),
            component=draw(st.sampled_from(Component)),
            modality=draw(st.sampled_from(Modality)),
            taken=draw(st.sampled_from([0, 0, 0, 8])),
            track=draw(st.sampled_from(["", "", "A", "B"])),
            offering_id=number,
        )
        for number in range(draw(st.integers(0, most)))
    ]


def programs() -> st.SearchStrategy[Program]:
    return st.builds(a_program, may_mix_tracks=st.booleans(), preferences=st.permutations(USUAL_ORDER).map(tuple))


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    """A week that was booked as far as the rule allows, under a plan that may end in it."""
    plan = a_plan(
        week_least=draw(st.sampled_from([180, 360, 540])),
        week_most=draw(st.sampled_from([400, 1140])),
        day_most=draw(st.sampled_from([240, 1440])),
        day_least=draw(st.sampled_from([0, 0, 120])),
        days_least=draw(st.sampled_from([0, 0, 3])),
        days_most=draw(st.sampled_from([3, 7])),
        components=draw(st.sampled_from([{}, {Component.FAMILY: 60}, {Component.GROUP: 180, Component.SKILLS: 60}])),
        last_day=MONDAY + timedelta(days=draw(st.sampled_from([3, 60]))),
    )
    week = a_week(plans=(plan,), program=draw(programs()), travel=Travel(30))
    for session in draw(sessions(3)):
        if not any(refusals(week, session, NOW)):
            seen = draw(st.sampled_from([None, Attendance.HERE, Attendance.AWAY]))
            minutes = session.counted_minutes if seen is Attendance.HERE else 0
            week = week.adding(a_booking(session, attendance=seen, attended_minutes=minutes))
    return week


@settings(max_examples=400)
@given(weeks(), sessions(9), st.sampled_from([0, 0, 60, 90]), st.sampled_from([frozenset[int](), KNOWN]))
def test_the_sets_are_those_of_trying_them_all(week: Week, offered: list[Session], more: int, usual: frozenset[int]):
    asked = usual or frozenset(one.offering_id for one in offered if one.offering_id is not None)

    sets = smallest(week, offered, owed=more, usual=usual, now=NOW)

    assert [tuple(one.id for one in each.sessions) for each in sets] == by_hand(week, offered, more, asked)
    assert all(is_mended(each.week, more) for each in sets)


def test_one_session_goes_before_two_and_fewer_minutes_beyond_before_more():
    week = a_week(a_session(0), a_session(2))
    halves = a_session(1, 9, 1.5), a_session(1, 11, 1.5)
    long, right = a_session(3, 9, 4), a_session(4, 9, 3)

    assert found(week, *halves, long, right) == [[right.id], [long.id]]
    assert found(week, *halves) == [[one.id for one in halves]]


def test_a_day_that_is_attended_anyway_goes_before_another():
    week = a_week(a_session(0, 9), a_session(2))
    other, same = a_session(1, 9), a_session(0, 18)

    assert found(week, other, same) == [[same.id], [other.id]]


def test_the_order_is_that_of_the_program():
    longer_same_day, other_day = a_session(0, 18, 4), a_session(1, 9, 3)
    minutes_first = a_program(
        preferences=(Preference.BEYOND, *(one for one in USUAL_ORDER if one != Preference.BEYOND))
    )

    usual, changed = (a_week(a_session(0, 9), a_session(2), program=one) for one in (a_program(), minutes_first))

    assert found(usual, longer_same_day, other_day) == [[longer_same_day.id], [other_day.id]]
    assert found(changed, longer_same_day, other_day) == [[other_day.id], [longer_same_day.id]]


def test_they_are_on_other_days_and_only_else_other_sessions():
    week = a_week(a_session(0), a_session(2))
    morning, noon, evening = (a_session(1, hour) for hour in (9, 12, 18))
    friday = a_session(4)

    assert found(week, morning, noon, evening, friday) == [[morning.id], [friday.id], [noon.id]]


def test_what_is_missing_of_a_kind_is_what_is_offered():
    week = a_week(a_session(0), a_session(2), a_session(4), plans=(a_plan(components={Component.FAMILY: 60}),))
    family = a_session(1, 9, 1, component=Component.FAMILY)

    assert found(week, a_session(3), family) == [[family.id]]


def test_what_was_lost_before_comes_on_top_within_the_most():
    week = a_week(a_session(0), a_session(2), a_session(4))
    short, long = a_session(1, 9, 1), a_session(3, 9, 1.5)

    assert found(week, short, long) == []
    assert found(week, short, long, owed=90) == [[long.id]]
    tight = a_week(a_session(0), a_session(2), a_session(4), plans=(a_plan(week_most=540),))
    assert found(tight, short, long, owed=90) == []


def test_more_than_three_sessions_are_a_plan_and_no_make_up():
    hours = [a_session(day, 9, 1) for day in range(5)]

    assert found(a_week(plans=(a_plan(week_least=240),)), *hours) == []
    assert len(found(a_week(plans=(a_plan(week_least=180),)), *hours)) == 3


def test_without_a_plan_there_is_nothing_to_mend():
    assert found(a_week(plans=()), a_session()) == []


def given_up(by: CancelledBy, day: int = 3) -> Booking:
    return a_booking(a_session(day), cancelled_at=NOW, cancelled_by=by)


def test_what_was_lost_says_how_and_how_much():
    late = a_booking(a_session(0), attendance=Attendance.LATE, attended_minutes=150)
    away, here = (
        a_booking(a_session(day), attendance=seen, attended_minutes=minutes)
        for day, seen, minutes in ((1, Attendance.AWAY, 0), (2, Attendance.HERE, 180))
    )
    ended = given_up(CancelledBy.STAFF), given_up(CancelledBy.PATIENT, 4)

    lost = losses(a_week(late, away, here), ended)

    assert [(one.loss, one.minutes) for one in lost] == [
        (Loss.PARTLY, 30),
        (Loss.AWAY, 180),
        (Loss.CANCELLED, 180),
        (Loss.GIVEN_UP, 180),
    ]


def test_a_seat_that_was_taken_again_is_not_lost():
    seat = given_up(CancelledBy.PATIENT)

    assert losses(a_week(seat.session), [seat]) == ()


def test_of_a_seat_that_was_exchanged_only_the_difference_is_lost():
    gone = replace(given_up(CancelledBy.PATIENT), cancelled_at=NOW)
    as_long, shorter = (a_booking(a_session(1, 18, hours, id=30), booked_at=NOW) for hours in (3, 2))

    assert losses(a_week(as_long), [gone]) == ()
    assert [(one.session, one.minutes) for one in losses(a_week(shorter), [gone])] == [(gone.session, 60)]


def test_only_what_was_lost_and_is_still_wanting_is_owed():
    two, three = (a_week(*(a_session(day) for day in range(number))) for number in (2, 3))

    assert owed(two, [given_up(CancelledBy.STAFF)]) == 180
    assert owed(three, [given_up(CancelledBy.STAFF)]) == 0
    assert owed(a_week(), []) == 0
    assert owed(a_week(), [given_up(CancelledBy.STAFF, day) for day in range(4)]) == 540
