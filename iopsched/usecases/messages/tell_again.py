"""Tell once more what a message did not bring: a new message about the same matter, of which there is one at most."""

from __future__ import annotations

from datetime import datetime

from iopsched.domain.message import ONCE_MORE, Message
from iopsched.store import messages


def tell_again(message: Message, due_at: datetime) -> None:
    """Called inside a transaction; opens none itself. Whether it still holds is asked when it is sent."""
    whose = message.program_id, message.patient_id, message.kind
    messages.put(*whose, message.key_again, due_at, message.useless_at, message.about)


def try_once_more(message: Message, now: datetime) -> None:
    """By ourselves, a while later, once, and only while it is of use."""
    due_at = now + ONCE_MORE * (1 + message.spread)
    if not message.is_again and due_at < message.useless_at:
        tell_again(message, due_at)
