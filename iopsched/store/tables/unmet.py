"""Wishes that were not met, counted."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from iopsched.store.tables.columns import Base

ANY_DAY = -1


class UnmetWishRow(Base):
    """How often, of one kind in one week, and nothing of who. Empty words are any, as ``ANY_DAY`` is."""

    __tablename__ = "unmet_wish"
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"), primary_key=True)
    monday: Mapped[date] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(primary_key=True)
    component: Mapped[str] = mapped_column(primary_key=True)
    modality: Mapped[str] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    times: Mapped[int]
