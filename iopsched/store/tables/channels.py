"""What the channels beside texts need, and how a patient wants to be told."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from iopsched.store.tables.columns import Base, Instant


class EmailClaimRow(Base):
    """The address that was given last and is not confirmed; nothing but the question goes there."""

    __tablename__ = "email_claim"
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), primary_key=True, autoincrement=False)
    address: Mapped[str]
    nonce: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)


class DeviceRow(Base):
    """``subscription`` is sealed (gateways/seal); ``mark`` is what tells one from another, and cannot be opened."""

    __tablename__ = "device"
    __table_args__ = (Index("uq_device_patient_id_mark", "patient_id", "mark", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    name: Mapped[str]
    mark: Mapped[str]
    subscription: Mapped[str]
    added_at: Mapped[datetime] = mapped_column(Instant)


class TellingRow(Base):
    """What a patient said of one kind of message; no row says that what is usual holds."""

    __tablename__ = "telling"
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(primary_key=True)
    is_off: Mapped[bool] = mapped_column(default=False)
    first: Mapped[str] = mapped_column(default="")
    since: Mapped[time | None]
    until: Mapped[time | None]
    is_detailed: Mapped[bool] = mapped_column(default=False)
