"""A patient with a seat is shown the way into a session by video, shortly before it begins and while it lasts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from iopsched.domain.session import Session
from iopsched.domain.words import Modality
from iopsched.store import bookings, offerings
from iopsched.store.db import reading


@dataclass(frozen=True, slots=True)
class Door:
    """``link`` is empty until ``opens``; there is none at all without a link or after the end."""

    opens: datetime
    link: str = ""


def door(patient_id: int, session_id: int, *, now: datetime) -> Door | None:
    """Of a session that the patient may have a seat in. Two queries, one where they have none."""
    with reading():
        booking = bookings.find(patient_id, session_id)
    return way_into(booking.session, now=now) if booking and booking.is_active else None


def way_into(session: Session, *, now: datetime) -> Door | None:
    """For whoever has a seat in it. One query, and none unless it is still to come or on, by video.

    The link goes nowhere but onto this patient's page: not into feeds, texts or logs.
    """
    if session.is_cancelled or session.modality is not Modality.TELEHEALTH or session.ends <= now:
        return None
    with reading():
        link, minutes = offerings.link_of(session.id)
    opens = session.starts - timedelta(minutes=minutes)
    return Door(opens, link if opens <= now else "") if link else None
