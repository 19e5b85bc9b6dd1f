"""Whether messages arrive: of those tried lately, how many failed, and when that is too many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from iopsched.domain.gate import Gate

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tally:
    """Of so many that were tried within a span, so many failed."""

    span: timedelta
    tried: int
    failed: int

    @property
    def is_bad(self) -> bool:
        """A quarter of an hour's, from eight on; a seventh of a day's, from twenty on: one bad number is no alarm."""
        least, share = (8, 0.25) if self.span <= HOUR else (20, 0.15)
        return self.tried >= least and self.failed >= share * self.tried


@dataclass(frozen=True, slots=True)
class Trying:
    """One message that a provider was called for."""

    at: datetime
    has_failed: bool


def tallies(tried: Iterable[Trying], now: datetime) -> tuple[Tally, Tally]:
    """Of the last hour and of the last day."""
    known = list(tried)
    return _tally(known, HOUR, now), _tally(known, DAY, now)


def _tally(tried: Iterable[Trying], span: timedelta, now: datetime) -> Tally:
    within = [each.has_failed for each in tried if each.at > now - span]
    return Tally(span, len(within), sum(within))


@dataclass(frozen=True, slots=True)
class Alarm:
    """What staff have to know of how messages go out; none of it is well that is named here."""

    gates: tuple[Gate, ...] = ()
    falling: Tally | None = None
    strangers: int = 0
    unlisted: int = 0

    @property
    def is_raised(self) -> bool:
        return bool(self.gates or self.falling or self.strangers or self.unlisted)
