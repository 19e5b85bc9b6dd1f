"""An edition: a feed's calendar as it was last made, and what a poll is answered with for as long as it holds."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from iopsched.domain.event import Event

SHELF_LIFE = timedelta(days=1)
"""A stored calendar is made afresh at least this often: a release may bring new rules of a zone."""


@dataclass(frozen=True, slots=True)
class Edition:
    """``packed`` is the body after gzip, the same for the same body; ``etag`` the hash of the body itself.

    ``version`` is the one of the schedule that it shows; ``changed_at`` is when its bytes last became others.
    """

    packed: bytes = b""
    etag: str = ""
    version: int = -1
    changed_at: datetime | None = None
    stale_at: datetime | None = None

    def holds(self, version: int, now: datetime) -> bool:
        return self.version == version and self.stale_at is not None and now < self.stale_at

    def followed_by(self, body: bytes, *, version: int, now: datetime, stale_at: datetime) -> Edition:
        """The next one. The same bytes keep their ETag and their time."""
        etag = hashlib.sha256(body).hexdigest()[:32]
        changed_at = self.changed_at if self.changed_at and etag == self.etag else now
        return Edition(gzip.compress(body, mtime=0), etag, version, changed_at, stale_at)


def stale_at(events: Iterable[Event], now: datetime) -> datetime:
    """When the passing of time alone next changes what is shown, or the shelf life is over."""
    return min([now + SHELF_LIFE, *(event.leaves_at for event in events if event.leaves_at > now)])
