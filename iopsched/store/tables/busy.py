"""Calendars of patients' own, and the busy times that are all that is kept of them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from iopsched.store.tables.columns import Base, Instant

DUE = text("due_at IS NOT NULL")


class OwnCalendarRow(Base):
    """``link`` is empty for a file, else sealed (gateways/seal); nobody is shown more of it than ``host``.

    ``kept_at`` is NULL while the patient looks at what was found, and then all of it goes unless they say yes.
    ``claims`` rises with each reading, so that one that took too long writes nothing. ``whole_at`` is when all of it
    was last read, and not only that nothing had changed. No id is given twice: a page that still shows one look can
    not say yes to another.
    """

    __tablename__ = "own_calendar"
    __table_args__ = (
        Index("ix_own_calendar_due", "due_at", sqlite_where=DUE, postgresql_where=DUE),
        Index("ix_own_calendar_patient_id", "patient_id"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    host: Mapped[str]
    link: Mapped[str]
    etag: Mapped[str] = mapped_column(default="")
    modified: Mapped[str] = mapped_column(default="")
    counts_all_day: Mapped[bool] = mapped_column(default=False)
    is_paused: Mapped[bool] = mapped_column(default=False)
    until: Mapped[date]
    kept_at: Mapped[datetime | None] = mapped_column(Instant)
    attempted_at: Mapped[datetime] = mapped_column(Instant)
    read_at: Mapped[datetime] = mapped_column(Instant)
    whole_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    claims: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None] = mapped_column(Instant)
    trouble: Mapped[str | None]


class BusyTimeRow(Base):
    """From when to when, and nothing of what. ``counts``: its calendar is kept and not paused."""

    __tablename__ = "busy_time"
    __table_args__ = (
        Index("ix_busy_time_patient_id_starts", "patient_id", "starts"),
        Index("ix_busy_time_program_id_starts", "program_id", "starts"),
        Index("ix_busy_time_calendar_id", "calendar_id"),
        Index("ix_busy_time_ends", "ends"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"))
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    calendar_id: Mapped[int] = mapped_column(ForeignKey("own_calendar.id"))
    starts: Mapped[datetime] = mapped_column(Instant)
    ends: Mapped[datetime] = mapped_column(Instant)
    is_all_day: Mapped[bool]
    counts: Mapped[bool]
