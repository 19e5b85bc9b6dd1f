"""What somebody finds in their calendar."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple, Protocol

CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"


class Seen(NamedTuple):
    """One event, as an app tells of it."""

    starts: datetime
    ends: datetime
    title: str
    status: str


class App(Protocol):
    """A calendar app that is subscribed to one calendar."""

    def look(self) -> set[Seen]:
        """Read the calendar anew, as far as this app does so when asked, and show it."""


def at_epoch(seconds: float) -> datetime:
    """An instant that is told in seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC)
