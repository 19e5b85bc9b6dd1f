"""Plans of a whole program's week."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from iopsched.store.tables.columns import Base, Instant


class ProgramPlanRow(Base):
    """One run of the planner that staff look at; ``extras`` are sessions that would help, as plain values."""

    __tablename__ = "program_plan"
    __table_args__ = (Index("ix_program_plan_program_id_monday", "program_id", "monday"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"))
    monday: Mapped[date]
    seed: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(Instant)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    state: Mapped[str]
    extras: Mapped[list[Any]] = mapped_column(JSON)


class PlannedWeekRow(Base):
    """One patient's part of it; ``version`` is the patient's schedule version when it was made."""

    __tablename__ = "planned_week"
    program_plan_id: Mapped[int] = mapped_column(ForeignKey("program_plan.id"), primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), primary_key=True, index=True)
    session_ids: Mapped[list[Any]] = mapped_column(JSON)
    is_complete: Mapped[bool]
    to_go: Mapped[int]
    hurdles: Mapped[list[Any]] = mapped_column(JSON)
    version: Mapped[int]
    outcome: Mapped[str | None]
    until: Mapped[datetime | None] = mapped_column(Instant)
