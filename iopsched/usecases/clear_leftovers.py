"""Dropping what has had its day: counts of rate limits that are over, codes that ran out, keys of old forms."""

from __future__ import annotations

from datetime import datetime, timedelta

from iopsched.store import limits, requests, sign_ins
from iopsched.store.db import transaction

KEPT = timedelta(days=1)
FORMS_KEPT = timedelta(days=7)


def clear(*, now: datetime) -> None:
    """Safe to run at any time and in many processes."""
    with transaction():
        sign_ins.forget(now - KEPT)
        limits.forget(now)
        requests.forget(now - FORMS_KEPT)
