"""A number means what was offered last, for a while; after that it does no harm."""

from datetime import timedelta

import pytest

from iopsched.domain.command import Command, Word
from iopsched.domain.conversation import LIFE, Act, Conversation, Step, silence
from iopsched.domain.refusal import Why
from iopsched.domain.reply import Reply, Say
from tests.conftest import NOW

LIST = Conversation.offering([Step(Act.SWAP, (7,), 5), Step(Act.GIVE_UP, (5,))], NOW)
FIRST, SECOND, THIRD = (Command(Word.CHOOSE, digit) for digit in (1, 2, 3))


def test_a_number_means_what_was_offered():
    assert LIST.step_for(FIRST, NOW) == Step(Act.SWAP, (7,), 5)
    assert LIST.step_for(SECOND, NOW + LIFE - timedelta(seconds=1)) == Step(Act.GIVE_UP, (5,))


def test_a_number_that_comes_late_or_was_never_offered_means_nothing():
    assert LIST.step_for(FIRST, NOW + LIFE) == Step(Act.LAPSED)
    assert LIST.step_for(THIRD, NOW) == Step(Act.LAPSED)
    assert silence(NOW).step_for(FIRST, NOW) == Step(Act.LAPSED)


@pytest.mark.parametrize("word", [word for word in Word if word is not Word.CHOOSE])
def test_a_word_means_the_same_whatever_was_offered(word: Word):
    assert LIST.step_for(Command(word), NOW) == silence(NOW).step_for(Command(word), NOW) == Step(Act(word.value))


@pytest.mark.parametrize("step", [Step(Act.WEEK), Step(Act.TAKE, (3, 4, 5)), Step(Act.SWAP, (7,), 5)])
def test_a_step_is_kept_as_it_was(step: Step):
    assert Step.from_said(step.said) == step


@pytest.mark.parametrize(
    "reply", [Reply(Say.HELP), Reply(Say.REFUSED, (3,), 5, (Why.FULL, Why.TRACK), 360, 540, 2, more=True)]
)
def test_a_reply_is_kept_as_it_was(reply: Reply):
    assert Reply.from_about(reply.about) == reply
