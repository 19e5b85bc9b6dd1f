"""Dropping what has had its day: counts of rate limits that are over, and codes that ran out."""

from __future__ import annotations

from datetime import datetime, timedelta

from iopsched.store import limits, sign_ins
from iopsched.store.db import transaction

KEPT = timedelta(days=1)


def clear(*, now: datetime) -> None:
    """Safe to run at any time and in many processes."""
    with transaction():
        sign_ins.forget(now - KEPT)
        limits.forget(now)
