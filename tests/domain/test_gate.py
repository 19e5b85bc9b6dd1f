"""The gate before a carrier: slowed while it is too busy, shut while it refuses everything, opened by who passes."""

from datetime import timedelta

from iopsched.domain.gate import LISTENING, LONGEST_PAUSE, LONGEST_SHUT, PROBING, Gate, Trouble, Way
from tests.conftest import NOW

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
OPEN = Gate("sms")


def test_all_pass_an_open_gate():
    assert OPEN.way(NOW) is Way.ALL


def test_nothing_passes_within_a_pause_and_everything_after_it():
    slowed = OPEN.slowed("20429", NOW, spread=0.5)

    assert slowed.way(NOW + SECOND) is Way.NONE
    assert slowed.way(NOW + 2 * SECOND) is Way.ALL


def test_pauses_grow_and_have_an_end():
    gate, pauses = OPEN, []
    for _ in range(12):
        gate = gate.slowed("20429", NOW, spread=0)
        assert gate.until
        pauses.append(gate.until - NOW)

    assert pauses[:3] == [SECOND, 2 * SECOND, 4 * SECOND]
    assert pauses[-1] == LONGEST_PAUSE


def test_a_carrier_that_says_for_how_long_is_left_alone_for_that_long():
    assert OPEN.slowed("20429", NOW, 0, asked=MINUTE).until == NOW + MINUTE
    assert OPEN.slowed("20429", NOW, 0, asked=timedelta(days=9)).until == NOW + LONGEST_SHUT


def test_one_tries_at_a_shut_gate_and_the_others_wait_for_it():
    shut = OPEN.shut("20003", NOW, spread=0)

    assert shut.way(NOW + MINUTE - SECOND) is Way.NONE
    assert shut.way(NOW + MINUTE) is Way.ONE
    probing = shut.probing(NOW + MINUTE)
    assert probing.way(NOW + MINUTE + SECOND) is Way.NONE
    assert probing.way(NOW + MINUTE + PROBING) is Way.ONE


def test_a_gate_that_stays_shut_remembers_since_when():
    again = OPEN.shut("20003", NOW, 0).shut("20003", NOW + MINUTE, 0)

    assert (again.tries, again.since, again.until) == (2, NOW, NOW + 3 * MINUTE)


def test_too_busy_opens_no_gate_that_is_shut():
    assert OPEN.shut("20003", NOW, 0).slowed("20429", NOW, 0).trouble is Trouble.SHUT


def test_attempts_from_before_the_trouble_say_nothing():
    slowed = OPEN.slowed("20429", NOW, 0)

    assert not slowed.is_news(NOW - SECOND)
    assert slowed.is_news(NOW + SECOND)
    assert OPEN.is_news(NOW)


def test_an_opened_gate_is_as_new():
    assert OPEN.shut("20003", NOW, 0).opened() == OPEN


def test_a_carrier_that_took_messages_and_delivered_none_is_not_believed_at_its_word():
    deaf = OPEN.shut("30034", NOW, 0, Trouble.DEAF)

    taken = deaf.taking(NOW + MINUTE)
    assert (taken.is_shut, taken.way(NOW + 2 * MINUTE), taken.way(NOW + 6 * MINUTE)) == (True, Way.NONE, Way.ONE)
    assert taken.taking(NOW + LISTENING) == OPEN
    assert OPEN.shut("20003", NOW, 0).taking(NOW + MINUTE) == OPEN
