"""An entry says by whom; a search says between which instants; an address is written down only if it is one."""

from datetime import date, timedelta

import pytest

from iopsched.domain.entry import TOPICS, Entry, Search, Topic, from_web
from iopsched.domain.errors import Invalid
from tests.builders import a_program, at
from tests.conftest import NOW

CLOCKS_CHANGE = date(2027, 3, 14)


@pytest.mark.parametrize(
    ("actor", "patient", "staff"), [("patient:7", 7, None), ("staff:2", None, 2), ("system", None, None)]
)
def test_an_entry_is_by_a_patient_by_staff_or_by_nobody(actor: str, patient: int | None, staff: int | None):
    entry = Entry(1, NOW, actor, "booked")

    assert (entry.by_patient, entry.by_staff) == (patient, staff)


def test_every_topic_has_actions_and_each_action_one_topic():
    actions = [action for topic in Topic for action in TOPICS[topic]]

    assert all(TOPICS[topic] for topic in Topic)
    assert len(actions) == len(set(actions))


def test_days_are_whole_days_of_the_program():
    first, last = Search(since=CLOCKS_CHANGE, until=CLOCKS_CHANGE).span(a_program())

    assert (first, last) == (at(0, 0, monday=CLOCKS_CHANGE), at(1, 0, monday=CLOCKS_CHANGE))


def test_days_that_are_not_said_leave_an_end_open():
    assert Search().span(a_program()) == (None, None)


def test_days_that_end_before_they_begin_are_named():
    with pytest.raises(Invalid) as wrong:
        Search(since=CLOCKS_CHANGE, until=CLOCKS_CHANGE - timedelta(days=1)).span(a_program())

    assert list(wrong.value.problems) == ["until"]


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("203.0.113.7", "web 203.0.113.7"),
        ("2001:DB8:0::7", "web 2001:db8::7"),
        ("fe80::1%eth0", "web fe80::1"),
        ("unknown", "web"),
        ("=1+1", "web"),
        ("", "web"),
        (None, "web"),
    ],
)
def test_an_address_is_written_down_only_if_it_is_one(address: str | None, origin: str):
    assert from_web(address) == origin
