"""What became of bookings: those of a whole program between two instants, for ledgers and reports."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_

from iopsched.domain.booking import Booking
from iopsched.store import bookings, sessions
from iopsched.store.db import db
from iopsched.store.tables import BookingRow, SessionRow


def every(program_id: int, first: datetime, last: datetime) -> tuple[Booking, ...]:
    """Seats of the half-open span, given up or not; one that was given up is where it was."""
    return _many(_of(program_id).where(BookingRow.starts >= first, BookingRow.starts < last))


def judged(program_id: int, first: datetime, last: datetime) -> dict[int, tuple[Booking, ...]]:
    """Patient id to the seats of the half-open span that were marked, or given up late."""
    within = (SessionRow.starts >= first, SessionRow.starts < last)
    marked = and_(bookings.ACTIVE, BookingRow.attendance.is_not(None))
    found: dict[int, tuple[Booking, ...]] = {}
    for booking in _many(_of(program_id).where(*within, or_(marked, BookingRow.is_late))):
        found[booking.patient_id] = (*found.get(booking.patient_id, ()), booking)
    return found


def _of(program_id: int) -> Select[Any]:
    known = sessions.selected(*bookings.COLUMNS).join(BookingRow, BookingRow.session_id == SessionRow.id)
    return known.where(SessionRow.program_id == program_id)


def _many(query: Select[Any]) -> tuple[Booking, ...]:
    return tuple(map(bookings.one, db.session.execute(query.order_by(BookingRow.starts, BookingRow.id))))
