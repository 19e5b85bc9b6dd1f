"""The one place where the clock is read."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def utc_now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def time_left(seconds: float) -> Callable[[], float]:
    """Counts down from now; below 0 once they are over."""
    ends = time.monotonic() + seconds
    return lambda: ends - time.monotonic()


def running_from(now: datetime) -> Callable[[], datetime]:
    """A clock that shows ``now`` and goes on from there, for work that takes long enough to matter."""
    began = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - began)
