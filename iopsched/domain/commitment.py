"""A patient's own busy time: every week on one weekday, or once on one date or from one date to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from iopsched.domain import zone
from iopsched.domain.errors import Invalid

MIDNIGHT, DAY = time(), timedelta(days=1)
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Commitment:
    """Busy from ``begins`` to ``ends`` (wall time in the patient's zone); exactly one of weekday and day is set.

    From midnight to midnight is the whole day. With ``last_day`` it begins on ``day`` and ends on that one, the
    nights between them included.
    """

    id: int
    begins: time
    ends: time
    weekday: int | None = None
    day: date | None = None
    last_day: date | None = None

    @property
    def is_whole_day(self) -> bool:
        return self.begins == self.ends == MIDNIGHT

    def is_over(self, today: date) -> bool:
        """Whether it was once, and is past; what comes every week never is."""
        return self.day is not None and (self.last_day or self.day) < today

    def says_the_same_as(self, other: Commitment) -> bool:
        return self._said() == other._said()

    def is_alike(self, other: Commitment) -> bool:
        """Whether both come every week at the same times, on whatever weekdays."""
        weekly = self.weekday is not None and other.weekday is not None
        return weekly and (self.begins, self.ends) == (other.begins, other.ends)

    def beginnings(self, days: Iterable[date]) -> Iterator[date]:
        """The days on which it begins, as far as it can touch any of these days in a row."""
        row = tuple(days)
        if self.day is None:
            yield from (day for day in row if day.weekday() == self.weekday)
        elif self.day <= row[-1] and row[0] <= (self.last_day or self.day):
            yield self.day

    def wall_on(self, day: date) -> tuple[datetime, datetime]:
        """From when to when by the clock, where it begins on ``day``; an end at or before the start is the next day."""
        until = self.last_day or day
        if self.ends == MIDNIGHT or (until == day and self.ends <= self.begins):
            until += DAY
        return datetime.combine(day, self.begins), datetime.combine(until, self.ends)

    def span_on(self, day: date, tz: ZoneInfo) -> tuple[datetime, datetime]:
        """The same as UTC instants; where clocks show a time twice, or skip it, the longer of what could be meant."""
        begins, ends = self.wall_on(day)
        return min(_instants(begins, tz)), max(_instants(ends, tz))

    def _said(self) -> tuple[int | None, date | None, date | None, time, time]:
        return self.weekday, self.day, self.last_day, self.begins, self.ends


def busy_spans(
    commitments: tuple[Commitment, ...], monday: date, tz: ZoneInfo
) -> tuple[tuple[datetime, datetime], ...]:
    """Every busy UTC span that can touch the week, the night before it included."""
    days = [monday + timedelta(days=offset) for offset in range(-1, 8)]
    return tuple(mine.span_on(day, tz) for mine in commitments for day in mine.beginnings(days))


def require_sound(commitment: Commitment, tz: ZoneInfo) -> None:
    """Raise Invalid unless it says one weekday, or dates in order, and times that are not empty and do exist."""
    if (commitment.weekday is None) == (commitment.day is None):
        raise Invalid(day="Choose a weekday, or a date.")
    if commitment.last_day:
        _require_order(commitment.day, commitment.last_day)
    elif commitment.begins == commitment.ends and not commitment.is_whole_day:
        raise Invalid(ends="The end is the same as the start. Choose a later end.")
    if commitment.day:
        _require_clocks(commitment, commitment.day, tz)


def _require_order(first: date | None, last: date) -> None:
    if first is None or last <= first:
        raise Invalid(last_day="The last date is not after the first. Leave it empty for one day.")
    if last - first > LONGEST:
        raise Invalid(last_day="That is more than a year. Choose an earlier last date.")


def _require_clocks(commitment: Commitment, day: date, tz: ZoneInfo) -> None:
    begins, ends = commitment.wall_on(day)
    for field, wall in (("begins", begins), ("ends", ends)):
        if not zone.exists(wall.date(), wall.time(), tz):
            raise Invalid(**{field: "Clocks skip that time on that date. Choose a time an hour later."})


def _instants(wall: datetime, tz: ZoneInfo) -> Iterator[datetime]:
    return (wall.replace(tzinfo=tz, fold=fold).astimezone(UTC) for fold in (0, 1))
