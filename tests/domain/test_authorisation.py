"""What is used of a payer's authorisation, what is booked ahead, and when it runs out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopsched.domain.authorisation import Authorisation, Unit, problems, use
from iopsched.domain.booking import Attendance, Booking
from tests.builders import MONDAY, a_booking, a_program, a_session, an_authorisation
from tests.conftest import NOW

PROGRAM = a_program()


def came(day: int, hours: float = 3, **given: object) -> Booking:
    session = a_session(day, hours=hours)
    marked = {"attendance": Attendance.HERE, "attended_minutes": session.counted_minutes}
    return a_booking(session, **(marked | given))


def ahead(day: int, hours: float = 3) -> Booking:
    return a_booking(a_session(day, hours=hours))


def of(unit: Unit, amount: int) -> Authorisation:
    return an_authorisation(unit=unit, amount=amount)


@pytest.mark.parametrize(("unit", "used", "booked"), [(Unit.HOURS, 360, 180), (Unit.SESSIONS, 2, 1), (Unit.DAYS, 2, 1)])
def test_each_unit_counts_its_own(unit: Unit, used: int, booked: int):
    found = use(of(unit, 1000), [came(0), came(1), ahead(2)], PROGRAM)

    assert (found.used, found.ahead, found.left_over) == (used, booked, 1000 - used - booked)


def test_a_day_counts_once_it_has_the_least_minutes_and_no_more_than_once():
    short, second, third = came(0, hours=2), came(0, hours=2), came(0, hours=2)

    assert use(of(Unit.DAYS, 9), [short], PROGRAM).used == 0
    assert use(of(Unit.DAYS, 9), [short, second, third], PROGRAM).used == 1


def test_what_was_missed_uses_nothing():
    away = came(0, attendance=Attendance.AWAY, attended_minutes=0)

    assert [use(of(unit, 9), [away], PROGRAM).used for unit in Unit] == [0, 0, 0]


def test_what_was_given_up_and_what_is_outside_counts_nothing():
    lost, outside = replace(ahead(0), cancelled_at=NOW), ahead(100)

    assert use(of(Unit.SESSIONS, 9), [lost, outside], PROGRAM).ahead == 0


def test_it_runs_out_with_the_first_seat_that_it_does_not_pay_for():
    found = use(of(Unit.SESSIONS, 2), [came(0), ahead(1), ahead(2), ahead(3)], PROGRAM)

    assert found.runs_out == MONDAY + timedelta(days=2)


def test_the_pace_so_far_says_when_it_would_be_used_up():
    one = replace(of(Unit.SESSIONS, 10), first_day=MONDAY)

    found = use(one, [came(day) for day in range(5)], PROGRAM)

    assert found.expected_end(MONDAY + timedelta(days=4)) == MONDAY + timedelta(days=9)
    assert use(replace(one, amount=500), [came(0)], PROGRAM).expected_end(MONDAY + timedelta(days=4)) is None
    assert use(one, [], PROGRAM).expected_end(MONDAY) is None


def test_two_of_one_unit_do_not_overlap_and_two_of_different_units_may():
    one, other = an_authorisation(id=1), an_authorisation(id=2)

    assert [field for field, _ in problems(one, [other])] == ["first_day"]
    assert [*problems(one, [replace(other, unit=Unit.HOURS)])] == []
    assert [*problems(one, [one])] == []


def test_every_problem_is_named():
    wrong = an_authorisation(amount=0, payer=" ", reference="1" * 81, last_day=MONDAY - timedelta(days=90))

    assert sorted(field for field, _ in problems(wrong)) == ["amount", "last_day", "payer", "reference"]


seats = st.lists(
    st.builds(lambda day, is_over: came(day) if is_over else ahead(day), st.integers(-20, 40), st.booleans())
)


@given(st.sampled_from(Unit), st.integers(1, 40), seats)
def test_nothing_is_lost_and_running_out_means_too_much(unit: Unit, amount: int, held: list[Booking]):
    found = use(of(unit, amount), held, PROGRAM)

    assert found.left_over == max(0, amount - found.used - found.ahead)
    assert (found.runs_out is None) == (found.used + found.ahead <= amount or not found.ahead)
