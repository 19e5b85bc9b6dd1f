"""When a calendar is read again, after a good reading and after bad ones; and that its link stays out of everything."""

from dataclasses import replace
from datetime import timedelta

import pytest

from iopsched.domain.own_calendar import (
    DAY,
    GIVEN_UP_AFTER,
    HOUR,
    SPREAD,
    Claimed,
    OwnCalendar,
    Trouble,
    Validators,
    next_reading,
    next_try,
)
from tests.builders import MONDAY
from tests.conftest import NOW

CALENDAR = OwnCalendar(1, 1, "calendar.example", True, False, False, MONDAY, attempted_at=NOW, read_at=NOW)


def test_an_hour_lies_between_two_readings_at_least_and_not_all_are_read_at_once():
    due = {next_reading(number, NOW) - NOW for number in range(100)}

    assert min(due) >= HOUR
    assert max(due) < HOUR + timedelta(seconds=SPREAD)
    assert len(due) > 50


def test_after_each_failure_it_is_left_alone_twice_as_long_up_to_a_day():
    waits = [next_try(failures, NOW, Trouble.SLOW, NOW) for failures in (1, 2, 3, 4, 5, 6, 60)]

    assert [due - NOW if due else None for due in waits] == [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR, DAY, DAY]


@pytest.mark.parametrize("trouble", Trouble)
def test_what_is_gone_or_failed_for_a_month_is_given_up(trouble: Trouble):
    is_final = trouble in {Trouble.GONE, Trouble.FORBIDDEN, Trouble.SEALED}

    assert (next_try(1, NOW, trouble, NOW) is None) == is_final
    assert next_try(9, NOW - GIVEN_UP_AFTER, trouble, NOW) is None


def test_one_failure_is_not_told_but_one_that_is_final_is():
    assert not replace(CALENDAR, failures=1, trouble=Trouble.SLOW).is_failing
    assert replace(CALENDAR, failures=2, trouble=Trouble.SLOW).is_failing
    assert replace(CALENDAR, failures=1, trouble=Trouble.GONE).is_failing


def test_the_link_is_in_no_representation():
    claimed = Claimed(1, 1, 1, 0, None, False, NOW, "https://calendar.example/secret", Validators("secret", ""))

    assert "secret" not in repr(claimed)
