"""The order of preference: written down, read again, and changed by giving places."""

import pytest

from iopsched.domain.preference import USUAL_ORDER, Order, Preference, order_of, reordered

DAYS, BEYOND, WISHED, HOME, *_ = USUAL_ORDER


def test_nothing_written_is_the_usual_order():
    assert order_of([""]) == USUAL_ORDER


def test_what_is_not_named_follows_and_what_is_not_known_is_left_out():
    assert order_of(["wished", "moon_phase", "days", "wished"])[:4] == (WISHED, DAYS, BEYOND, HOME)
    assert set(order_of(["wished"])) == set(Preference)


@pytest.mark.parametrize(
    ("places", "then"),
    [
        ({}, (DAYS, BEYOND, WISHED, HOME)),
        ({HOME: 1}, (HOME, DAYS, BEYOND, WISHED)),
        ({DAYS: 4}, (BEYOND, WISHED, HOME, DAYS)),
        ({DAYS: 2}, (BEYOND, DAYS, WISHED, HOME)),
        ({WISHED: 2}, (DAYS, WISHED, BEYOND, HOME)),
        ({DAYS: 2, BEYOND: 1}, (BEYOND, DAYS, WISHED, HOME)),
    ],
)
def test_who_is_moved_goes_there_and_the_others_make_room(places: dict[Preference, int], then: Order):
    assert reordered(USUAL_ORDER, places)[:4] == then
