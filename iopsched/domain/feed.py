"""A feed: the calendar that one app or device of a patient subscribes to, and what each event may say.

DOMAIN.md section 3: nothing that leaves for a calendar says or implies treatment, unless that patient asked for
detail on that feed. Section 5: unchanged data give the same bytes.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from iopsched.domain.booking import Booking
from iopsched.domain.errors import Invalid
from iopsched.domain.words import Component, Modality

BACK = timedelta(weeks=4)
GRACE = timedelta(days=14)
SHELF_LIFE = timedelta(days=1)
"""A stored calendar is made afresh at least this often: a release may bring new rules of a zone."""
CALENDAR = "Week"
TITLE = "Appointment"
CANCELLED = "Canceled: "
WARNING = "2026-11"
"""The wording of the warning before detail; it changes whenever that text says something else."""
LONGEST = 60
MOST_LINKS = 12
KINDS = {
    Component.GROUP: "Group",
    Component.SKILLS: "Skills",
    Component.INDIVIDUAL: "Individual",
    Component.FAMILY: "Family",
}
WAYS = {Modality.IN_PERSON: "in person", Modality.TELEHEALTH: "by video"}


class Detail(StrEnum):
    """How much an event says: discreet is time and a neutral title, nothing else."""

    DISCREET = "discreet"
    DETAILED = "detailed"


@dataclass(frozen=True, slots=True)
class Feed:
    """One private link. The token itself is never kept, only its hash."""

    id: int
    patient_id: int
    name: str
    detail: Detail = Detail.DISCREET
    title: str = TITLE
    created_at: datetime | None = None
    last_read_at: datetime | None = None
    last_reader: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One VEVENT. ``revised_at`` is DTSTAMP and LAST-MODIFIED: unchanged data give the same bytes (RFC 5545)."""

    uid: str
    sequence: int
    revised_at: datetime
    starts: datetime
    ends: datetime
    title: str
    is_cancelled: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """The calendar as it was last made: what a poll is answered with for as long as it holds.

    ``version`` is the patient's schedule version that it shows; ``changed_at`` is when its bytes last became others.
    """

    body: bytes = b""
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
        return Edition(body, etag, version, changed_at, stale_at)


def events(feed: Feed, bookings: Iterable[Booking], now: datetime) -> tuple[Event, ...]:
    """What the feed's calendar holds, in order of time."""
    return tuple(_event(feed, booking) for booking in shown(tuple(bookings), now))


def shown(bookings: tuple[Booking, ...], now: datetime) -> tuple[Booking, ...]:
    """Bookings that the feed holds: some weeks back, all ahead, and what was given up for a grace time after.

    A session given up and booked again is one event, not two.
    """
    latest = {b.session.id: b for b in sorted(bookings, key=lambda b: (b.is_active, b.booked_at, b.id))}
    held = [b for b in latest.values() if b.ends > now - BACK and not _is_past_grace(b, now)]
    return tuple(sorted(held, key=lambda b: (b.starts, b.id)))


def stale_at(bookings: Iterable[Booking], now: datetime) -> datetime:
    """When the passing of time alone next changes what is shown, or the shelf life is over."""
    kept = tuple(bookings)
    moments = [b.ends + BACK for b in kept] + [b.cancelled_at + GRACE for b in kept if b.cancelled_at]
    return min([now + SHELF_LIFE, *(moment for moment in moments if moment > now)])


def checked(text: str, field: str) -> str:
    """One line of the patient's own words. Raises Invalid, named after ``field``, for what no calendar can show."""
    words = text.strip()
    if any(unicodedata.category(sign) in {"Cc", "Zl", "Zp", "Cs"} for sign in words):
        raise Invalid(**{field: "Use letters, numbers and signs on one line."})
    if len(words) > LONGEST:
        raise Invalid(**{field: f"Use at most {LONGEST} letters."})
    return words


def _event(feed: Feed, booking: Booking) -> Event:
    session = booking.session
    is_detailed = feed.detail is Detail.DETAILED
    title = f"{KINDS[session.component]}, {WAYS[session.modality]}" if is_detailed else feed.title or TITLE
    return Event(
        uid=booking.uid,
        sequence=booking.sequence,
        revised_at=booking.revised_at or booking.booked_at,
        starts=booking.starts,
        ends=booking.ends,
        title=title if booking.is_active else CANCELLED + title,
        is_cancelled=not booking.is_active,
        place=session.where if is_detailed else "",
    )


def _is_past_grace(booking: Booking, now: datetime) -> bool:
    return booking.cancelled_at is not None and booking.cancelled_at + GRACE <= now
