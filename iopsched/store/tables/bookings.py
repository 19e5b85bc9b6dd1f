"""Seats that patients hold or held, and the log of who did what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from iopsched.store.tables.columns import Base, Instant

ACTIVE = text("cancelled_at IS NULL")


class BookingRow(Base):
    """One patient's seat. ``starts`` and ``ends`` repeat the session's, so that nobody can be in two places.

    That constraint (``two_places``: EXCLUDE on PostgreSQL, triggers on SQLite) stands in the first migration.
    """

    __tablename__ = "booking"
    __table_args__ = (
        Index(
            "uq_booking_active", "patient_id", "session_id", unique=True, sqlite_where=ACTIVE, postgresql_where=ACTIVE
        ),
        Index("ix_booking_patient_id_starts", "patient_id", "starts"),
        Index("ix_booking_session_id", "session_id"),
        CheckConstraint("attended_minutes >= 0", name="attended"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"))
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    starts: Mapped[datetime] = mapped_column(Instant)
    ends: Mapped[datetime] = mapped_column(Instant)
    booked_at: Mapped[datetime] = mapped_column(Instant)
    cancelled_at: Mapped[datetime | None] = mapped_column(Instant)
    cancelled_by: Mapped[str | None]
    is_late: Mapped[bool] = mapped_column(default=False)
    attendance: Mapped[str | None]
    attended_minutes: Mapped[int] = mapped_column(default=0)
    uid: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    revised_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)


class AuditRow(Base):
    """Who did what to whom, when, and from where. Ids, never names.

    Append only, by the database: triggers that refuse to change or to delete stand in the migration of 2026-11-26.
    """

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_program_id_at_id", "program_id", "at", "id"),
        Index("ix_audit_patient_id_at_id", "patient_id", "at", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str]
    action: Mapped[str]
    patient_id: Mapped[int | None]
    session_id: Mapped[int | None]
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    origin: Mapped[str] = mapped_column(default="")
