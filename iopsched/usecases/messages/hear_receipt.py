"""The provider tells what became of a text: late, twice, out of order or never; the first end that it tells stays."""

from __future__ import annotations

from datetime import datetime, timedelta

from iopsched.gateways.sms import end_of
from iopsched.store import outbox, receipts
from iopsched.store.db import reading, transaction
from iopsched.usecases.messages import record_receipt

KEPT = timedelta(days=2)
"""How long the end of a text waits for its text."""


def hear(provider_id: str, status: str, code: str, *, now: datetime) -> None:
    """``code`` is the provider's, where it did not arrive.

    One that comes before our own record of the text is kept until that is made. Nothing follows from texts that are
    not ours.
    """
    if not provider_id or end_of(status, code) is None:
        return
    with transaction():
        _follow(provider_id, status, code, now)
        if not outbox.is_known(provider_id):
            receipts.keep(provider_id, status, code, now)


def catch_up(*, now: datetime) -> int:
    """What was heard before its text was known follows now; how many. Safe in any number of workers at once."""
    with reading():
        early = receipts.known_by_now()
    for provider_id, status, code in early:
        with transaction():
            _follow(provider_id, status, code, now)
            receipts.drop(provider_id)
    return len(early)


def _follow(provider_id: str, status: str, code: str, now: datetime) -> None:
    outcome = end_of(status, code)
    if outcome and (message := outbox.on_its_way(provider_id)):
        record_receipt.follow(message, outcome, code or status, now=now)
