"""A number means what was offered last, for a while; after that it does no harm."""

from dataclasses import replace
from datetime import timedelta

import pytest

from iopsched.domain.command import Command, Word
from iopsched.domain.conversation import LIFE, READING, UNHEARD, Act, Conversation, Shown, Step, silence, with_last
from iopsched.domain.refusal import Why
from iopsched.domain.reply import Reply, Say
from tests.conftest import NOW

LONG_AGO = Shown(NOW - UNHEARD)
LIST = Conversation((Step(Act.SWAP, (7,), 5), Step(Act.OPEN)), NOW + LIFE, (LONG_AGO,))
FIRST, SECOND, THIRD = (Command(Word.CHOOSE, digit) for digit in (1, 2, 3))
SECONDS = timedelta(seconds=1)


def test_a_number_means_what_was_offered():
    assert LIST.step_for(FIRST, NOW) == Step(Act.SWAP, (7,), 5)
    assert LIST.step_for(SECOND, NOW + LIFE - timedelta(seconds=1)) == Step(Act.OPEN)


def test_a_number_that_comes_late_or_was_never_offered_means_nothing():
    assert LIST.step_for(FIRST, NOW + LIFE) == Step(Act.LAPSED)
    assert LIST.step_for(THIRD, NOW) == Step(Act.LAPSED)
    assert silence(NOW).step_for(FIRST, NOW) == Step(Act.LAPSED)


@pytest.mark.parametrize(
    "shown",
    [
        Shown(),
        Shown(NOW - UNHEARD + SECONDS),
        Shown(NOW - READING, NOW - READING + SECONDS),
    ],
)
def test_a_number_that_comes_before_all_of_the_list_can_have_been_read_does_nothing(shown: Shown):
    assert replace(LIST, shown=(LONG_AGO, shown)).step_for(FIRST, NOW) == Step(Act.TOO_SOON)
    assert replace(LIST, shown=(LONG_AGO, shown)).step_for(FIRST, NOW + UNHEARD).act is (
        Act.SWAP if shown.went_at else Act.TOO_SOON
    )


def test_a_list_that_is_known_to_have_arrived_counts_sooner():
    arrived = Shown(NOW - READING - SECONDS, NOW - READING)

    assert replace(LIST, shown=(arrived,)).step_for(FIRST, NOW).act is Act.SWAP


def test_a_list_that_never_went_out_stands_for_nothing():
    assert replace(LIST, shown=()).step_for(FIRST, NOW) == Step(Act.LAPSED)


@pytest.mark.parametrize("found", [0, 1, 5])
def test_a_time_is_given_up_by_nine_however_short_the_list(found: int):
    steps = with_last([Step(Act.SWAP, (each,), 5) for each in range(found)], Step(Act.GIVE_UP, (5,)))
    listed = replace(LIST, steps=steps)

    meant = [listed.step_for(Command(Word.CHOOSE, digit), NOW).act for digit in range(1, 10)]
    assert meant == [Act.SWAP] * found + [Act.LAPSED] * (8 - found) + [Act.GIVE_UP]


@pytest.mark.parametrize("word", [word for word in Word if word is not Word.CHOOSE])
def test_a_word_means_the_same_whatever_was_offered(word: Word):
    assert LIST.step_for(Command(word), NOW) == silence(NOW).step_for(Command(word), NOW) == Step(Act(word.value))


@pytest.mark.parametrize(
    "step",
    [Step(Act.WEEK), Step(Act.TAKE, (3, 4, 5)), Step(Act.SWAP, (7,), 5), Step(Act.TAKE_PLANNED, (7, 8), plan_id=3)],
)
def test_a_step_is_kept_as_it_was(step: Step):
    assert Step.from_said(step.said) == step


@pytest.mark.parametrize(
    "reply", [Reply(Say.HELP), Reply(Say.REFUSED, (3,), 5, (Why.FULL, Why.TRACK), 360, 540, 2, more=True)]
)
def test_a_reply_is_kept_as_it_was(reply: Reply):
    assert Reply.from_about(reply.about) == reply
