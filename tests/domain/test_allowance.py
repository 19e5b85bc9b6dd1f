"""So many messages a day and a week, in the patient's zone; better ones first, and what was asked for never counts."""

from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from iopsched.domain.allowance import DAY, WEEK, Enough, Told, enough
from iopsched.domain.message import Kind, State
from tests.builders import NEW_YORK, a_program, at

_ids = count(1)
NOON = at(2, 12)
"""A Wednesday."""


def told(kind: Kind = Kind.REMINDER, when: datetime = NOON, state: State = State.SENT) -> Told:
    return Told(next(_ids), kind, state, when)


def now(kind: Kind = Kind.REMINDER) -> Told:
    return told(kind, NOON, State.SENDING)


def verdict(one: Told, *others: Told, tz: ZoneInfo = NEW_YORK, **policy: int) -> Enough | None:
    return enough(one, others, a_program(**policy), tz, NOON)


def test_the_first_of_a_day_goes():
    assert verdict(now(), told(when=at(1, 18))) is None


@pytest.mark.parametrize("state", [State.SENT, State.UNCLEAR])
def test_the_second_waits_for_the_next_morning(state: State):
    assert verdict(now(), told(when=at(2, 9), state=state)) == Enough(DAY, at(3, 9))


@pytest.mark.parametrize("state", [State.FAILED, State.WITHDRAWN, State.MISSED])
def test_what_reached_nobody_is_not_counted(state: State):
    assert verdict(now(), told(state=state)) is None


def test_the_fourth_of_a_week_waits_for_the_next_week():
    three = [told(when=at(day, 18)) for day in (-1, 0, 1)]

    assert verdict(now(), *three) is None
    assert verdict(now(), *three, told(when=at(0, 12))) == Enough(WEEK, at(7, 9))


def test_days_are_those_of_the_patient():
    """Half past eleven of the evening in New York is half past eight in Los Angeles."""
    late = told(when=at(1, 23.5))

    assert verdict(now(), late) is None
    early = told(when=at(2, 1))
    assert verdict(now(), early) is not None
    assert verdict(now(), early, tz=ZoneInfo("America/Los_Angeles")) is None


def test_what_was_asked_for_goes_and_is_not_counted():
    assert verdict(now(Kind.ANSWER), told()) is None
    assert verdict(now(), told(Kind.SIGN_IN_CODE), told(Kind.ANSWER)) is None


def test_news_goes_all_the_same_and_counts():
    assert verdict(now(Kind.MOVED), told()) is None
    assert verdict(now(), told(Kind.MOVED)) == Enough(DAY, at(3, 9))


def test_a_program_may_cap_news_too():
    assert verdict(now(Kind.MOVED), told(), news_past_caps=False) == Enough(DAY, at(3, 9))


def test_a_message_yields_to_better_ones_that_are_to_go_on_the_same_day():
    later = timedelta(hours=6)
    move = told(Kind.MOVED, NOON + later, State.DUE)

    assert verdict(now(), move) == Enough(DAY, at(3, 9))
    assert verdict(now(Kind.MOVED), told(Kind.REMINDER, NOON + later, State.DUE), news_past_caps=False) is None
    assert verdict(now(), told(Kind.MOVED, NOON + timedelta(days=1), State.DUE)) is None


def test_a_program_may_set_other_numbers_or_none():
    others = [told() for _ in range(5)]

    assert verdict(now(), *others, texts_a_day=6, texts_a_week=6) is None
    assert verdict(now(), *others, texts_a_day=0, texts_a_week=0) is None
    assert verdict(now(), *others, texts_a_day=0, texts_a_week=5) == Enough(WEEK, at(7, 9))
