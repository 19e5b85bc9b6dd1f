"""Seats that are kept for somebody until a time, and forms that came before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from iopsched.store.tables.columns import Base, Instant


class HoldRow(Base):
    """One seat for one patient and purpose. Past ``until`` the row means nothing; whoever comes by next takes it
    away.
    """

    __tablename__ = "hold"
    __table_args__ = (Index("ix_hold_patient_id", "patient_id"), Index("ix_hold_until", "until"))
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"), primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), primary_key=True)
    purpose: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[datetime] = mapped_column(Instant)
    extensions: Mapped[int] = mapped_column(default=0)


class RequestRow(Base):
    """A form that was carried out, by the key that the page gave it: sent again, it changes nothing more."""

    __tablename__ = "request"
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
