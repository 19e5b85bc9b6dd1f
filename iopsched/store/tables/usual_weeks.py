"""Usual weeks of patients, and what became of them week by week."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from iopsched.store.tables.columns import Base, Instant

GOING_ON = text("stopped_at IS NULL")
TO_TELL = text("why <> '' AND seen_at IS NULL")


class UsualWeekRow(Base):
    """``habits`` is [[offering, weekday, slot], ...] and never changes; a patient has one that goes on at most."""

    __tablename__ = "usual_week"
    __table_args__ = (
        Index("uq_usual_week_patient", "patient_id", unique=True, sqlite_where=GOING_ON, postgresql_where=GOING_ON),
        Index("ix_usual_week_program", "program_id", sqlite_where=GOING_ON, postgresql_where=GOING_ON),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"))
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    monday: Mapped[date]
    habits: Mapped[list[Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(Instant)
    stopped_at: Mapped[datetime | None] = mapped_column(Instant)


class UsualTurnRow(Base):
    """One habit in one week, once it was tried: ``session_id`` is what it came to, ``why`` what was in the way.

    ``habit`` is the place among the habits; ``why`` is empty where the patient has the seat. ``day`` and ``begins``
    say when it is, or would have been.
    """

    __tablename__ = "usual_turn"
    __table_args__ = (
        Index("ix_usual_turn_to_tell", "patient_id", "monday", sqlite_where=TO_TELL, postgresql_where=TO_TELL),
    )
    usual_week_id: Mapped[int] = mapped_column(ForeignKey("usual_week.id"), primary_key=True)
    monday: Mapped[date] = mapped_column(primary_key=True)
    habit: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("session.id"))
    day: Mapped[date]
    begins: Mapped[time]
    why: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime | None] = mapped_column(Instant)
