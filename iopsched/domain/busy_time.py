"""A busy time: a UTC span that somebody's own calendar has something in, and nobody knows what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from iopsched.domain.booking import Booking
from iopsched.domain.week import Span


@dataclass(frozen=True, slots=True)
class BusyTimes:
    """What is busy in a calendar: spans with a time, and spans of whole days, which may mean less (a birthday)."""

    timed: tuple[Span, ...] = ()
    all_day: tuple[Span, ...] = ()

    def within(self, first: datetime, last: datetime) -> BusyTimes:
        """What lies in the half-open span, each kind cut to it and merged."""
        return BusyTimes(merged(_cut(self.timed, first, last)), merged(_cut(self.all_day, first, last)))


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same time in as few spans as can be, in order; those that touch become one."""
    whole: list[Span] = []
    for starts, ends in sorted(spans):
        if whole and starts <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], ends))
        else:
            whole.append((starts, ends))
    return tuple(whole)


def clashing(bookings: Iterable[Booking], busy: Iterable[Span]) -> tuple[Booking, ...]:
    """Those whose session meets a busy time."""
    spans = tuple(busy)
    return tuple(booking for booking in bookings if any(booking.session.meets(*span) for span in spans))


def _cut(spans: Iterable[Span], first: datetime, last: datetime) -> Iterable[Span]:
    cut = ((max(starts, first), min(ends, last)) for starts, ends in spans)
    return ((starts, ends) for starts, ends in cut if starts < ends)
