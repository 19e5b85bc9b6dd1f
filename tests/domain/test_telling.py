"""How a patient wants to be told: nobody has to say anything, and no wish leaves a message without an hour."""

from datetime import time

import pytest

from iopsched.domain.channel import Channel
from iopsched.domain.errors import Invalid
from iopsched.domain.telling import USUAL, Telling, require_sound
from tests.builders import a_program

SMS, PUSH, EMAIL = Channel.SMS, Channel.PUSH, Channel.EMAIL


def test_who_says_nothing_is_told_as_usual():
    assert USUAL.ordered((SMS, PUSH, EMAIL)) == (SMS, PUSH, EMAIL)
    assert USUAL.within(a_program()) == a_program()


def test_the_wanted_channel_goes_first_where_there_is_one():
    assert Telling(first=EMAIL).ordered((SMS, PUSH, EMAIL)) == (EMAIL, SMS, PUSH)
    assert Telling(first=EMAIL).ordered((SMS,)) == (SMS,)
    assert Telling(is_off=True).ordered((SMS,)) == ()


def test_hours_are_those_that_both_leave():
    program = a_program(send_from=time(9), send_until=time(20))

    narrowed = Telling(since=time(8), until=time(16)).within(program)

    assert (narrowed.send_from, narrowed.send_until) == (time(9), time(16))


def test_hours_that_a_program_has_given_up_since_are_not_waited_for():
    program = a_program(send_from=time(9), send_until=time(12))

    assert Telling(since=time(13)).within(program) == program


@pytest.mark.parametrize("hours", [(time(16), time(12)), (time(20), None), (None, time(8))])
def test_hours_that_leave_none_are_refused(hours: tuple[time | None, time | None]):
    program = a_program(send_from=time(9), send_until=time(20))

    with pytest.raises(Invalid):
        require_sound(Telling(since=hours[0], until=hours[1]), program)


def test_detail_is_for_the_channel_that_it_was_chosen_for():
    assert Telling(is_detailed=True).says_more_by(SMS)
    assert not Telling(is_detailed=True).says_more_by(EMAIL)
    assert Telling(is_detailed=True, first=EMAIL).says_more_by(EMAIL)
    assert not Telling(first=EMAIL).says_more_by(EMAIL)
