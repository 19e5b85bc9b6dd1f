"""An offering: what staff offer again and again; with closures and changes it says which sessions should exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from iopsched.domain.pattern import MOST_WEEKS, rule_of
from iopsched.domain.season import Season
from iopsched.domain.span import MIDNIGHT, Span
from iopsched.domain.words import Component, Modality
from iopsched.domain.zone import week_of

LONGEST = 12 * 60
LONGEST_BUFFER, LONGEST_LINK = 120, 500
LONGEST_CLOSURE = timedelta(days=92)
NO_START, NO_END = date(2000, 1, 1), date(2099, 12, 31)
"""First and last day of an offering that is for good."""


@dataclass(frozen=True, slots=True)
class Offering:
    """On ``weekdays`` (Monday = 0) at wall time ``begins`` for ``minutes``, between two dates, both included.

    ``every`` is 1 for each week, 2 for every other one, counted from the week (Monday to Sunday) of ``first_day``.
    ``buffer_minutes`` lie between two slots. With fewer than ``least`` people a session is thin: staff see it.
    ``link`` leads to it by video, and is shown to whoever has a seat from ``link_minutes`` before on; to nobody else.
    With a ``season`` it holds only in that; or, where it ``pauses``, only outside it.
    ``series_id`` is the first offering of the series that it continues.
    ``slot_minutes`` cuts the span into slots that are sessions of their own (individual work); 0 means no cutting.
    ``place`` is a room, ``site`` the building that it is in; empty is the program's own.
    ``counted_minutes`` is what one session counts towards a plan: breaks are left out unless the program counts them.
    """

    id: int
    program_id: int
    component: Component
    modality: Modality
    weekdays: frozenset[int]
    begins: time
    minutes: int
    counted_minutes: int
    seats: int
    first_day: date
    last_day: date
    slot_minutes: int = 0
    clinician_id: int | None = None
    place: str = ""
    site: str = ""
    track: str = ""
    key: str = ""
    every: int = 1
    series_id: int | None = None
    buffer_minutes: int = 0
    least: int = 0
    link: str = ""
    link_minutes: int = 15
    season: Season | None = None
    pauses: bool = False

    @property
    def root(self) -> int:
        """The offering that it continues in the end; its own id for the first of a series."""
        return self.series_id or self.id

    @property
    def session_minutes(self) -> int:
        return self.slot_minutes or self.minutes

    @property
    def slots(self) -> int:
        """How many sessions one date has."""
        pace = self.slot_minutes + self.buffer_minutes
        return (self.minutes + self.buffer_minutes) // pace if self.slot_minutes else 1

    def shift(self, slot: int) -> timedelta:
        """How long after the first slot that one begins."""
        return timedelta(minutes=slot * (self.slot_minutes + self.buffer_minutes))

    @property
    def is_single(self) -> bool:
        """Whether it is an extra session: one date and no more."""
        return self.first_day == self.last_day

    @property
    def rule(self) -> str:
        """The same as RFC 5545 says it, counted from ``first_day``."""
        return rule_of(self.weekdays, self.every)

    def falls_on(self, day: date) -> bool:
        return self._would_fall_on(day) and not self._weeks_since_first(day) % self.every and self.is_in_season(day)

    def next_date(self, day: date) -> date | None:
        """The first day from ``day`` on that it falls on; None where it is over by then."""
        turns: Iterable[date] = self.season.turns(day) if self.season else ()
        for start in sorted({max(day, self.first_day, turn) for turn in (day, *turns)}):
            days = (start + timedelta(days=number) for number in range(7 * self.every + 7))
            found = [each for each in days if self.falls_on(each)]
            if found:
                return found[0]
        return None

    def rests_on(self, day: date) -> bool:
        """Whether it only passes over that week, or its season."""
        return self._would_fall_on(day) and not self.falls_on(day)

    def is_in_season(self, day: date) -> bool:
        """Whether it would hold on such a day, were that one of its dates."""
        return self.season is None or self.season.holds(day) != self.pauses

    def _would_fall_on(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day and day.weekday() in self.weekdays

    def _weeks_since_first(self, day: date) -> int:
        return (week_of(day) - week_of(self.first_day)).days // 7


@dataclass(frozen=True, slots=True)
class Closure:
    """Days, or parts of days, without any session: as ``domain/span`` has them. Known by when it begins."""

    day: date
    reason: str = ""
    last_day: date | None = None
    begins: time = MIDNIGHT
    ends: time = MIDNIGHT

    @property
    def span(self) -> Span:
        return Span(self.day, self.last_day, self.begins, self.ends)


@dataclass(frozen=True, slots=True)
class Change:
    """One date (and slot) of an offering, moved, altered or cancelled; None keeps what the offering says."""

    offering_id: int
    day: date
    slot: int = 0
    is_cancelled: bool = False
    to_day: date | None = None
    begins: time | None = None
    seats: int | None = None
    modality: Modality | None = None
    clinician_id: int | None = None
    place: str | None = None
    link: str | None = None
    minutes: int | None = None
    counted_minutes: int | None = None


def problems(offering: Offering) -> Iterator[tuple[str, str]]:
    """Every (field, what is wrong and what would be right) that keeps an offering from being taken."""
    if not offering.weekdays:
        yield "weekdays", "Choose at least one weekday."
    if not 1 <= offering.every <= MOST_WEEKS:
        yield "every", f"Weeks from one to the next must be between 1 and {MOST_WEEKS}."
    elif offering.every > 1 and offering.first_day <= NO_START:
        yield "first_day", "Choose the first day: weeks are counted from its week."
    if not 0 < offering.minutes <= LONGEST:
        yield "minutes", "The length must be between 1 minute and 12 hours."
    if offering.slot_minutes and not 0 < offering.slot_minutes <= offering.minutes:
        yield "slot_minutes", "A slot must fit into the length."
    if not 0 <= offering.buffer_minutes <= LONGEST_BUFFER:
        yield "buffer_minutes", f"Minutes between slots must be between 0 and {LONGEST_BUFFER}."
    if not 0 <= offering.counted_minutes <= offering.session_minutes:
        yield "counted_minutes", "Minutes that count must be at most the length of one session."
    if not 0 < offering.seats <= 100:
        yield "seats", "Seats must be between 1 and 100."
    if not 0 <= offering.least <= max(offering.seats, 0):
        yield "least", "The least number of people must not be above the seats."
    yield from link_problems(offering.link, offering.link_minutes)
    if offering.last_day < offering.first_day:
        yield "last_day", "The last day is before the first. Choose a later last day."
    elif offering.weekdays and offering.every > 0 and offering.next_date(offering.first_day) is None:
        yield "weekdays", "None of these weekdays falls between the first and the last day. Choose others."


def link_problems(link: str, minutes: int = 0) -> Iterator[tuple[str, str]]:
    """What is wrong with a link to a session by video."""
    is_sound = link.startswith("https://") and len(link) <= LONGEST_LINK and link.isprintable() and " " not in link
    if link and not is_sound:
        yield "link", "Give a link that begins with https://, without spaces."
    if not 0 <= minutes <= LONGEST:
        yield "link_minutes", "Minutes must be between 0 and 720."
