"""A span of days, or of parts of days, on the clocks of a program: when it is closed, or somebody is away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from iopsched.domain import zone
from iopsched.domain.spoken_date import spoken

MIDNIGHT = time()


@dataclass(frozen=True, slots=True)
class Span:
    """From ``begins`` on ``day`` until ``ends`` on ``last_day`` (None: the same day) without a break.

    Midnight as ``begins`` is the one before the first day, as ``ends`` the one after the last.
    """

    day: date
    last_day: date | None = None
    begins: time = MIDNIGHT
    ends: time = MIDNIGHT

    @property
    def until(self) -> date:
        """The last day that any of it lies on."""
        return self.last_day or self.day

    @property
    def is_whole(self) -> bool:
        """Whether it is made of whole days."""
        return self.begins == self.ends == MIDNIGHT

    @property
    def days(self) -> tuple[date, ...]:
        """Each day that any of it lies on."""
        return tuple(self.day + timedelta(days=number) for number in range((self.until - self.day).days + 1))

    @property
    def whole_days(self) -> tuple[date, ...]:
        """Each day that all of which it holds."""
        first = self.day + timedelta(days=self.begins > MIDNIGHT)
        return tuple(day for day in self.days if first <= day and (day < self.until or self.ends == MIDNIGHT))

    def bounds(self, tz: ZoneInfo) -> tuple[datetime, datetime]:
        """First and past-the-last UTC instant."""
        starts = datetime.combine(self.day, self.begins, tz).astimezone(UTC)
        if self.ends == MIDNIGHT:
            return starts, zone.midnight(self.until + timedelta(days=1), tz)
        return starts, datetime.combine(self.until, self.ends, tz).astimezone(UTC)

    def meets(self, starts: datetime, ends: datetime, tz: ZoneInfo) -> bool:
        """Whether any of the half-open time between two instants lies in it."""
        first, last = self.bounds(tz)
        return starts < last and first < ends

    def holds(self, other: Span) -> bool:
        """Whether all of the other lies in it."""
        (first, last), (begins, ends) = self._ends, other._ends
        return first <= begins and ends <= last

    def overlaps(self, other: Span) -> bool:
        (first, last), (begins, ends) = self._ends, other._ends
        return first < ends and begins < last

    @property
    def said(self) -> str:
        """``on Thu, Dec 10, 2026``, ``from Thu, Dec 10, 2026 to Fri, Dec 11, 2026``."""
        return (
            f"on {spoken(self.day)}" if self.until == self.day else f"from {spoken(self.day)} to {spoken(self.until)}"
        )

    @property
    def _ends(self) -> tuple[datetime, datetime]:
        """First and past-the-last time on the wall."""
        last = self.until if self.ends > MIDNIGHT else self.until + timedelta(days=1)
        return datetime.combine(self.day, self.begins), datetime.combine(last, self.ends)

    def problems(self, longest: timedelta) -> Iterator[tuple[str, str]]:
        """Every (field, what is wrong and what would be right)."""
        if self.until < self.day:
            yield "last_day", "The last day is before the first. Choose a later last day."
        elif self.until - self.day >= longest:
            yield "last_day", f"That is more than {longest.days} days. Choose a nearer last day."
        elif self.until == self.day and MIDNIGHT < self.ends <= self.begins:
            yield "ends", "The end is not after the start. Choose a later time."
