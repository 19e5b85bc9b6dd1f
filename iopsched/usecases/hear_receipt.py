"""The provider tells what became of a text: late, twice, out of order or never; the first end that it tells stays."""

from __future__ import annotations

from datetime import datetime

from iopsched.gateways.sms import end_of
from iopsched.store import outbox
from iopsched.store.db import transaction
from iopsched.usecases import record_receipt


def hear(provider_id: str, status: str, code: str, *, now: datetime) -> None:
    """``code`` is the provider's, where it did not arrive. Nothing follows from a text that is not ours."""
    if (outcome := end_of(status, code)) is None:
        return
    with transaction():
        if message := outbox.on_its_way(provider_id):
            record_receipt.follow(message, outcome, code or status, now=now)
