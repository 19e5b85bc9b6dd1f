"""A feed: the calendar that one app or device of a patient subscribes to, and what each event may say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from iopsched.domain.booking import Booking

BACK = timedelta(weeks=4)
GRACE = timedelta(days=14)
TITLE = "Appointment"


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
    """One VEVENT. ``revised_at`` is DTSTAMP and LAST-MODIFIED, so that unchanged data give the same bytes (RFC 5545)."""

    uid: str
    sequence: int
    revised_at: datetime
    starts: datetime
    ends: datetime
    title: str
    is_cancelled: bool = False
    place: str = ""


def shown(bookings: tuple[Booking, ...], now: datetime) -> tuple[Booking, ...]:
    """Bookings that the feed holds: some weeks back, all ahead, and what was given up for a grace time after."""
    return tuple(b for b in bookings if b.session.ends > now - BACK and not _is_past_grace(b, now))


def stale_at(bookings: tuple[Booking, ...], now: datetime) -> datetime | None:
    """When the passing of time alone next changes what is shown."""
    moments = [b.session.ends + BACK for b in bookings]
    moments += [b.cancelled_at + GRACE for b in bookings if b.cancelled_at]
    return min((moment for moment in moments if moment > now), default=None)


def _is_past_grace(booking: Booking, now: datetime) -> bool:
    return booking.cancelled_at is not None and booking.cancelled_at + GRACE <= now
