"""The gate before a carrier: open, slowed while it is too busy, or shut while it refuses everything.

All workers share it, so it is a row and not a memory. Of attempts that were under way when it was last told of trouble
nothing follows: fifty that fail at once are one trouble, and one that began before proves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

LONG_BUSY = timedelta(minutes=10)
"""How long a carrier may be too busy before staff need to know, and messages go by another channel."""
LONGEST_PAUSE, LONGEST_SHUT = timedelta(minutes=5), timedelta(minutes=15)
LISTENING = timedelta(minutes=30)
"""After so long without bad news a carrier that took messages and delivered none is believed that it takes one."""
PROBING = timedelta(minutes=2)
"""How long one message has to show whether the carrier takes messages again, before another one tries."""


class Trouble(StrEnum):
    """What a carrier is in."""

    NONE = ""
    BUSY = "busy"
    SHUT = "shut"
    DEAF = "deaf"
    """It takes messages, and says later that it delivers none."""


class Way(StrEnum):
    """What may pass now."""

    ALL = "all"
    ONE = "one"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Gate:
    """One carrier's. In ``trouble`` since ``since``, told of it last at ``told_at``, ``tries`` times in a row.

    Nothing passes before ``until``; then one message where it is shut, all where it was busy. ``failure`` is the code.
    """

    channel: str
    trouble: Trouble = Trouble.NONE
    failure: str = ""
    tries: int = 0
    since: datetime | None = None
    told_at: datetime | None = None
    until: datetime | None = None

    @property
    def is_shut(self) -> bool:
        return self.trouble in {Trouble.SHUT, Trouble.DEAF}

    def is_lasting(self, now: datetime) -> bool:
        """Whether its trouble is more than a moment's."""
        return self.is_shut or (self.since is not None and now - self.since >= LONG_BUSY)

    def way(self, now: datetime) -> Way:
        if self.until and now < self.until:
            return Way.NONE
        return Way.ONE if self.is_shut else Way.ALL

    def is_news(self, attempted_at: datetime) -> bool:
        """Whether an attempt began after the last trouble that is known."""
        return self.told_at is None or attempted_at > self.told_at

    def slowed(self, failure: str, now: datetime, spread: float, asked: timedelta = timedelta()) -> Gate:
        """Too busy: a pause of a second and twice that each time, spread by 0 to 1, or as long as it ``asked`` for."""
        pause = min(timedelta(seconds=2.0 ** min(self.tries, 20)), LONGEST_PAUSE) * (1 + spread)
        return self if self.is_shut else self._in(Trouble.BUSY, failure, now, max(pause, min(asked, LONGEST_SHUT)))

    def shut(self, failure: str, now: datetime, spread: float, trouble: Trouble = Trouble.SHUT) -> Gate:
        """It refuses everything: one message tries after a minute, then after twice that each time."""
        pause = min(timedelta(minutes=2.0 ** min(self.tries, 20)), LONGEST_SHUT) * (1 + spread / 10)
        return self._in(trouble, failure, now, pause)

    def probing(self, now: datetime) -> Gate:
        """One message has passed: the others wait for what becomes of it."""
        return replace(self, until=now + PROBING)

    def taking(self, now: datetime) -> Gate:
        """It has taken a message, which opens it, unless it did so before and delivered none: that is waited for."""
        is_doubted = self.trouble is Trouble.DEAF and now - (self.told_at or now) < LISTENING
        return replace(self, until=now + 2 * PROBING) if is_doubted else self.opened()

    def opened(self) -> Gate:
        return Gate(self.channel)

    def _in(self, trouble: Trouble, failure: str, now: datetime, pause: timedelta) -> Gate:
        tries = self.tries + 1 if self.trouble is trouble else 1
        since = self.since if self.trouble is trouble and self.since else now
        return Gate(self.channel, trouble, failure, tries, since, told_at=now, until=now + pause)
