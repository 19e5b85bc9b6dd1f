"""A patient's own busy time: every week on one weekday, or once on one date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from iopsched.domain.errors import Invalid


@dataclass(frozen=True, slots=True)
class Commitment:
    """Busy from ``begins`` to ``ends`` (wall time in the patient's zone); exactly one of weekday and day is set."""

    id: int
    begins: time
    ends: time
    weekday: int | None = None
    day: date | None = None

    def falls_on(self, day: date) -> bool:
        return self.day == day if self.day else self.weekday == day.weekday()

    def says_the_same_as(self, other: Commitment) -> bool:
        return (self.weekday, self.day, self.begins, self.ends) == (other.weekday, other.day, other.begins, other.ends)

    def span_on(self, day: date, tz: ZoneInfo) -> tuple[datetime, datetime]:
        """The busy UTC span that begins on that day; an end at or before the start is on the next day."""
        until = day if self.ends > self.begins else day + timedelta(days=1)
        starts = datetime.combine(day, self.begins, tz).astimezone(UTC)
        return starts, datetime.combine(until, self.ends, tz).astimezone(UTC)


def busy_spans(
    commitments: tuple[Commitment, ...], monday: date, tz: ZoneInfo
) -> tuple[tuple[datetime, datetime], ...]:
    """Every busy UTC span that can touch the week, the night before it included."""
    days = [monday + timedelta(days=offset) for offset in range(-1, 8)]
    return tuple(mine.span_on(day, tz) for mine in commitments for day in days if mine.falls_on(day))


def require_sound(commitment: Commitment) -> None:
    """Raise Invalid unless the commitment says one weekday or one date, and a time that is not empty."""
    if (commitment.weekday is None) == (commitment.day is None):
        raise Invalid(day="Choose a weekday, or a date.")
    if commitment.begins == commitment.ends:
        raise Invalid(ends="The end is the same as the start. Choose a later end.")
