"""People who wait for a seat, and the seats that were offered to them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from iopsched.store.tables.columns import Base, Instant

OPEN = text("ended_at IS NULL")
UNANSWERED = text("answer IS NULL")


class WaitingRow(Base):
    """Either ``session_id`` or ``monday`` is set; ``weekdays`` is 'MO,WE', empty for any day."""

    __tablename__ = "waiting"
    __table_args__ = (
        CheckConstraint("(session_id IS NULL) <> (monday IS NULL)", name="wanted"),
        Index("uq_waiting_session", "session_id", "patient_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_waiting_week", "program_id", "monday", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_waiting_patient", "patient_id", sqlite_where=OPEN, postgresql_where=OPEN),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"))
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("session.id"))
    monday: Mapped[date | None]
    component: Mapped[str | None]
    part: Mapped[str | None]
    modality: Mapped[str | None]
    weekdays: Mapped[str] = mapped_column(default="")
    since: Mapped[datetime] = mapped_column(Instant)
    placed: Mapped[int | None]
    placed_why: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    ended: Mapped[str | None]


class OfferRow(Base):
    """A seat that was offered. While open, a hold keeps the seat. Never changed but for the answer."""

    __tablename__ = "offer"
    __table_args__ = (
        Index("ix_offer_patient_id_offered_at", "patient_id", "offered_at"),
        Index("ix_offer_session_id", "session_id"),
        Index(
            "uq_offer_open",
            "session_id",
            "patient_id",
            unique=True,
            sqlite_where=UNANSWERED,
            postgresql_where=UNANSWERED,
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    waiting_id: Mapped[int] = mapped_column(ForeignKey("waiting.id"))
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"))
    offered_at: Mapped[datetime] = mapped_column(Instant)
    until: Mapped[datetime] = mapped_column(Instant)
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
