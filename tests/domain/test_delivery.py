"""When too many messages fail: a share of an hour's or a day's, and never on account of a few."""

from datetime import timedelta

import pytest

from iopsched.domain.delivery import DAY, HOUR, Alarm, Tally, Trying, tallies
from tests.conftest import NOW


@pytest.mark.parametrize(
    ("tally", "is_bad"),
    [
        (Tally(HOUR, 7, 7), False),
        (Tally(HOUR, 8, 2), True),
        (Tally(HOUR, 40, 9), False),
        (Tally(DAY, 19, 19), False),
        (Tally(DAY, 20, 3), True),
        (Tally(DAY, 100, 14), False),
    ],
)
def test_a_share_from_so_many_on_is_an_alarm(tally: Tally, is_bad: bool):
    assert tally.is_bad is is_bad


def test_each_span_counts_its_own():
    tried = [Trying(NOW - timedelta(minutes=minutes), minutes > 60) for minutes in (1, 30, 90, 1439, 1441)]

    assert tallies(tried, NOW) == (Tally(HOUR, 2, 0), Tally(DAY, 4, 2))


def test_no_alarm_says_nothing():
    assert not Alarm().is_raised
    assert Alarm(strangers=1).is_raised
