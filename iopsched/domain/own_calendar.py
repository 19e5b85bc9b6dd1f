"""A calendar of the patient's own, of which only busy times are kept: a file read once, or a link read each hour."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SPREAD = 300
"""Seconds over which readings of many calendars are spread."""
TOLD_AFTER = 2
"""Failures in a row after which the patient is told."""
GIVEN_UP_AFTER = timedelta(days=30)
LARGEST_FILE, LARGEST_LINKED = 1_000_000, 5_000_000
"""Bytes; whoever publishes a calendar has many years in it."""
MOST_EVENTS = 5_000
"""Occurrences within the weeks ahead."""
MOST_CALENDARS = 5


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that one reading may take: over the net, waiting for a turn to be worked out, and working it out."""

    reading: float
    turn: float
    working: float


WAITED_FOR, UNHURRIED = Patience(4, 1, 4), Patience(12, 10, 15)
"""While a patient waits for the page, and while nobody does."""


class Trouble(StrEnum):
    """Why a calendar could not be read."""

    FORBIDDEN = "forbidden"
    UNREACHABLE = "unreachable"
    UNTRUSTED = "untrusted"
    SLOW = "slow"
    LOCKED = "locked"
    MISSING = "missing"
    GONE = "gone"
    ELSEWHERE = "elsewhere"
    OVERLOADED = "overloaded"
    LARGE = "large"
    NO_CALENDAR = "no_calendar"
    CROWDED = "crowded"
    TANGLED = "tangled"
    SEALED = "sealed"

    @property
    def is_final(self) -> bool:
        """Whether reading it again by ourselves makes no sense."""
        return self in {Trouble.GONE, Trouble.FORBIDDEN, Trouble.SEALED}


@dataclass(frozen=True, slots=True)
class OwnCalendar:
    """``host`` is all that is ever shown of a link, empty for a file. Not ``is_kept``: a look that waits for a yes.

    ``until`` is the last day that was looked at; ``read_at`` the last good reading, ``attempted_at`` the last one at
    all, ``due_at`` the next; ``busy`` counts the times that are not over.
    """

    id: int
    patient_id: int
    host: str
    is_kept: bool
    counts_all_day: bool
    is_paused: bool
    until: date
    attempted_at: datetime
    read_at: datetime
    due_at: datetime | None = None
    failing_since: datetime | None = None
    failures: int = 0
    trouble: Trouble | None = None
    busy: int = 0

    @property
    def is_link(self) -> bool:
        return bool(self.host)

    @property
    def readable_at(self) -> datetime:
        """From when on it may be read again, whoever asks."""
        return self.attempted_at + HOUR

    @property
    def is_failing(self) -> bool:
        return self.failures >= TOLD_AFTER or bool(self.trouble and self.trouble.is_final)


@dataclass(frozen=True, slots=True)
class Validators:
    """What the server of a link said to ask with, so that nothing is sent again that has not changed."""

    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A linked calendar that is to be read now. The link is a secret of the patient's, and sealed.

    ``claims`` rises with each reading: who was too slow writes nothing any more. ``whole_at`` is when all of it was
    last read.
    """

    id: int
    patient_id: int
    claims: int
    failures: int
    failing_since: datetime | None
    counts_all_day: bool
    whole_at: datetime
    seal: str = field(repr=False)
    validators: Validators = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a link answered: bytes, or None where nothing has changed since."""

    content: bytes | None = field(repr=False)
    validators: Validators = Validators()


def whose_link(patient_id: int) -> str:
    """What a link is sealed for: this patient, and nothing else that a secret may be kept for."""
    return f"own calendar of {patient_id}"


def next_reading(calendar_id: int, now: datetime) -> datetime:
    """After a good one: in an hour, a little later for some, so that none crowd."""
    return now + HOUR + timedelta(seconds=calendar_id * 47 % SPREAD)


def next_try(failures: int, since: datetime, trouble: Trouble, now: datetime) -> datetime | None:
    """After a bad one: twice as long each time, at most a day; never for what is gone, or failed for a month."""
    if trouble.is_final or now - since >= GIVEN_UP_AFTER:
        return None
    hours: int = 2 ** min(failures - 1, 8)
    return now + min(HOUR * hours, DAY)
