"""What providers answered to many attempts, written down at once; and what it says of those who carry them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from iopsched.domain.message import State
from iopsched.store import attempts
from iopsched.store.db import transaction
from iopsched.usecases.messages.record_receipt import record
from iopsched.usecases.messages.tell_gate import Answer, tell_gate

__all__ = ["Answer", "write"]


def write(answers: Sequence[Answer], *, now: datetime) -> list[State]:
    """The states in which they leave the messages. One transaction."""
    in_turn = sorted(answers, key=lambda answer: answer[0].id)
    with transaction():
        taken = [(message, said.provider_id) for message, said in in_turn if said.is_plain]
        attempts.take(taken, now=now)
        left = [record(message, said, now=now) for message, said in in_turn if not said.is_plain]
        for channel in sorted({message.channel for message, _ in in_turn if message.channel}):
            tell_gate(channel, [answer for answer in in_turn if answer[0].channel is channel], now=now)
    return [State.SENT] * len(taken) + left
