"""A patient with a seat is shown the way into a session by video, shortly before it begins and while it lasts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from iopsched.domain.words import Modality
from iopsched.store import bookings, offerings
from iopsched.store.db import reading


@dataclass(frozen=True, slots=True)
class Door:
    """``link`` is empty until ``opens``; there is none at all without a link or after the end."""

    opens: datetime
    link: str = ""


def door(patient_id: int, session_id: int, *, now: datetime) -> Door | None:
    """Two queries. The link goes nowhere but onto this patient's page: not into feeds, texts or logs."""
    with reading():
        booking = bookings.find(patient_id, session_id)
        if booking is None or not booking.is_active:
            return None
        session = booking.session
        if session.is_cancelled or session.modality is not Modality.TELEHEALTH or session.ends <= now:
            return None
        link, minutes = offerings.link_of(session_id)
    opens = session.starts - timedelta(minutes=minutes)
    return Door(opens, link if opens <= now else "") if link else None
