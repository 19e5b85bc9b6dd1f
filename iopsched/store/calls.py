"""Calls that were made: kept with the message that they stand for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from iopsched.domain.message import CALLED, Message
from iopsched.store import messages
from iopsched.store.db import db
from iopsched.store.tables import MessageRow


def add(message: Message, *, now: datetime) -> None:
    """Somebody told it on the phone: unless it has gone out, it does not."""
    messages.withdraw(message.key)
    about = {**message.about, CALLED: now.isoformat()}
    db.session.execute(update(MessageRow).where(MessageRow.id == message.id).values(about=about))
