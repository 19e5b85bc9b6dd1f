"""Dropping what has had its day: counts that are over, codes that ran out, keys of old forms, drafts, past times."""

from __future__ import annotations

from datetime import datetime, timedelta

from iopsched.domain import change_draft
from iopsched.store import (
    addresses,
    busy_times,
    change_drafts,
    conversations,
    limits,
    own_calendars,
    people,
    receipts,
    requests,
    sign_ins,
)
from iopsched.store.db import transaction
from iopsched.usecases.messages import hear_receipt

KEPT = timedelta(days=1)
FORMS_KEPT = timedelta(days=7)
LOOKS_KEPT = timedelta(hours=1)
"""How long what was found in a calendar waits for the patient's yes."""
DATES_KEPT = timedelta(days=90)


def clear(*, now: datetime) -> None:
    """Safe to run at any time and in many processes."""
    with transaction():
        sign_ins.forget(now - KEPT)
        limits.forget(now)
        receipts.forget(now - hear_receipt.KEPT)
        requests.forget(now - FORMS_KEPT)
        own_calendars.remove(own_calendars.looked_at(before=now - LOOKS_KEPT))
        busy_times.forget(now - KEPT)
        conversations.forget(now)
        addresses.forget_expired(now)
        change_drafts.forget(now - change_draft.KEPT)
        people.forget_commitments((now - DATES_KEPT).date())
