"""Which channel is next: an open one that has not failed, and no other while nobody knows what became of the first."""

from dataclasses import replace

from iopsched.domain.channel import Channel, left
from iopsched.domain.message import Kind, Message, State
from tests.conftest import NOW

SMS, EMAIL, PUSH = Channel.SMS, Channel.EMAIL, Channel.PUSH
MESSAGE = Message(1, 1, 1, Kind.REMINDER, "reminder:1", NOW, NOW)


def test_what_has_failed_for_good_is_left_out_and_the_order_stays():
    assert left((EMAIL, SMS, PUSH), {SMS}) == (EMAIL, PUSH)
    assert left((SMS,), {SMS}) == ()


def test_what_may_have_gone_by_one_channel_goes_by_no_other():
    unclear = replace(MESSAGE, state=State.UNCLEAR, channel=EMAIL)

    assert unclear.bound_to is EMAIL
    assert left((SMS, EMAIL), (), unclear.bound_to) == (EMAIL,)
    assert left((SMS,), (), unclear.bound_to) == ()


def test_what_a_provider_lists_is_known_not_to_have_gone():
    assert replace(MESSAGE, state=State.UNCLEAR, channel=SMS).bound_to is None
    assert replace(MESSAGE, state=State.DUE, channel=EMAIL).bound_to is None
