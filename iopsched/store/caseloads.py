"""Caseloads: whom a clinician sees in own sessions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from iopsched.store.bookings import ACTIVE
from iopsched.store.db import db
from iopsched.store.tables import BookingRow, SessionRow


def of_clinician(program_id: int, clinician_id: int, since: datetime) -> frozenset[int]:
    """Ids of those who hold, or held to its end, a seat in a session of that clinician that begins after ``since``."""
    query = select(BookingRow.patient_id).join(SessionRow, SessionRow.id == BookingRow.session_id)
    mine = (SessionRow.program_id == program_id, SessionRow.clinician_id == clinician_id, SessionRow.starts > since)
    return frozenset(db.session.scalars(query.where(*mine, ACTIVE).distinct()))
