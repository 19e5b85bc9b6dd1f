"""Rate limits: each hit is one transaction of its own, so that it counts even when what it guards is refused."""

from __future__ import annotations

from datetime import datetime

from iopsched.store import limits
from iopsched.store.db import reading, transaction


def hit(key: str, seconds: int, amount: int, *, now: datetime) -> int:
    """Count within a window of so many seconds; gives the count."""
    with transaction():
        return limits.hit(key, seconds, amount, now)


def count(key: str, *, now: datetime) -> int:
    """Hits within the window at hand."""
    with reading():
        return limits.count(key, now)


def ends_at(key: str, *, now: datetime) -> datetime:
    """When the window at hand is over."""
    with reading():
        return limits.ends_at(key, now)


def clear(key: str) -> None:
    """Begin the window of this key anew."""
    with transaction():
        limits.clear(key)
