"""Texts that came in, and what the numbers mean that were last offered to somebody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from iopsched.store.tables.columns import Base, Instant

OPEN = text("handling = 'open'")
FOR_A_PERSON = text("handling = 'person'")


class ConversationRow(Base):
    """``steps`` is ['swap:7:5', 'book:8:']: what 1 and 2 stand for until an instant, as answered to the text."""

    __tablename__ = "conversation"
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), primary_key=True, autoincrement=False)
    steps: Mapped[list[Any]] = mapped_column(JSON)
    until: Mapped[datetime] = mapped_column(Instant)
    text_id: Mapped[int] = mapped_column(ForeignKey("incoming_text.id"))


class IncomingTextRow(Base):
    """A stranger's has neither program nor patient, only the provider's id, by which a replay is known for ever.

    ``body`` is empty unless a person must read it, and again once somebody has.
    """

    __tablename__ = "incoming_text"
    __table_args__ = (
        Index("ix_incoming_text_open", "received_at", sqlite_where=OPEN, postgresql_where=OPEN),
        Index(
            "ix_incoming_text_person",
            "program_id",
            "received_at",
            sqlite_where=FOR_A_PERSON,
            postgresql_where=FOR_A_PERSON,
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[str] = mapped_column(unique=True)
    program_id: Mapped[int | None] = mapped_column(ForeignKey("program.id"))
    patient_id: Mapped[int | None] = mapped_column(ForeignKey("patient.id"))
    received_at: Mapped[datetime] = mapped_column(Instant)
    step: Mapped[str]
    handling: Mapped[str]
    body: Mapped[str] = mapped_column(default="")
