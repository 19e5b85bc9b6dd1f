"""What answers of a provider say of whoever carries its messages: too busy, to be mended, or well again."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from iopsched.domain.channel import Channel
from iopsched.domain.gate import Gate, Trouble
from iopsched.domain.message import Message
from iopsched.gateways.sender import Outcome, Receipt
from iopsched.store import carriers, outbox

log = logging.getLogger(__name__)
Answer = tuple[Message, Receipt]
STOPPED = (
    "%s: the provider refuses everything (code %s): nothing goes out there until that is mended, but a try now and then"
)
SILENT = frozenset({Outcome.UNCLEAR})
"""Of these nothing follows for the carrier."""


def tell_gate(channel: Channel, answers: Sequence[Answer], *, now: datetime, is_late: bool = False) -> None:
    """Slow it, shut it, or open it again. ``is_late``: these are ends of what it took, and not its first answers.

    Called inside a transaction; opens none itself.
    """
    known = carriers.gates()[channel]
    if not known.trouble and not any(said.outcome.is_trouble for _, said in answers):
        return
    before = gate = carriers.hold(channel)
    for message, said in answers:
        if gate.is_news(message.attempted_at or now):
            gate = _after(gate, message, said, now, is_late)
    if gate != before:
        carriers.keep(gate)
    if before.trouble and not gate.trouble:
        log.warning("%s: the provider takes messages again", channel.value)
        outbox.free(before.failure)


def _after(gate: Gate, message: Message, said: Receipt, now: datetime, is_late: bool) -> Gate:
    if said.outcome is Outcome.BUSY:
        return gate.slowed(said.code, now, message.spread, said.wait)
    if said.outcome is Outcome.MISCONFIGURED:
        log.critical(STOPPED, gate.channel, said.code)
        return gate.shut(said.code, now, message.spread, Trouble.DEAF if is_late else Trouble.SHUT)
    if said.outcome in SILENT:
        return gate
    return gate.opened() if is_late else gate.taking(now)
