"""The outbox: what is to go out, or has."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from iopsched.store.tables.columns import Base, Instant

WITH_RECEIPT = text("provider_id <> ''")
WAITING = text("state IN ('due', 'sending', 'unclear')")


class MessageRow(Base):
    """One message for one matter (``key``). ``about`` holds ids and dates; the words are made when it is sent.

    Nobody touches a waiting row before ``lease_until``. ``claims`` rises with each claim: who claimed before an
    answer came too late can no longer write. ``sent_to`` and ``body_hash`` say what the last attempt was, so that
    a crash between provider and database can be reconciled, and ``channel`` which way it went; ``spent`` lists the
    channels, 'sms,push', by which it cannot arrive. ``arrived_at`` is when the provider said that it is on the
    phone: nothing changes it any more.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_waiting", "due_at", "id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_message_patient_id_due_at", "patient_id", "due_at"),
        Index("ix_message_program_id_due_at", "program_id", "due_at"),
        Index("ix_message_provider_id", "provider_id", sqlite_where=WITH_RECEIPT, postgresql_where=WITH_RECEIPT),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"))
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    about: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    due_at: Mapped[datetime] = mapped_column(Instant)
    useless_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(default="due")
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    claims: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    attempted_at: Mapped[datetime | None] = mapped_column(Instant)
    sent_to: Mapped[str] = mapped_column(default="")
    body_hash: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    provider_id: Mapped[str] = mapped_column(default="")
    arrived_at: Mapped[datetime | None] = mapped_column(Instant)
    failure: Mapped[str] = mapped_column(default="")
    channel: Mapped[str] = mapped_column(default="")
    spent: Mapped[str] = mapped_column(default="")
