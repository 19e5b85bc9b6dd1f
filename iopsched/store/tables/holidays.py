"""Whose holidays a program looks at, and on which of them it stays open."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from iopsched.store.tables.columns import Base


class HolidayCalendarRow(Base):
    """One for a program, once staff have chosen it."""

    __tablename__ = "holiday_calendar"
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"), primary_key=True)
    country: Mapped[str]
    region: Mapped[str] = mapped_column(default="")


class OpenHolidayRow(Base):
    """A holiday on which staff said that the program is open."""

    __tablename__ = "open_holiday"
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
