"""Changes that staff look at before they make them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from iopsched.store.tables.columns import Base, Instant


class ChangeDraftRow(Base):
    """``facts`` are those of an intent of that ``kind``; ``reverse`` is one too, with the seats that come back."""

    __tablename__ = "change_draft"
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    seats_back: Mapped[list[Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(Instant, index=True)
    seen: Mapped[dict[str, Any]] = mapped_column(JSON)
    fingerprint: Mapped[str]
    applied_at: Mapped[datetime | None] = mapped_column(Instant)
    reverse: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    came_from: Mapped[int | None]
    undoes: Mapped[int | None]
    typed: Mapped[dict[str, Any]] = mapped_column(JSON)
