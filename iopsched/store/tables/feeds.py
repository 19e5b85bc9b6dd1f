"""Calendar feeds: the hash of a private link, and the stored calendar it answers with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from iopsched.store.tables.columns import Base, Instant


class FeedRow(Base):
    """``built_version`` is the patient's schedule version that ``body`` shows; -1 before the first build.

    ``built_at`` is when ``body`` last became other bytes: Last-Modified. ``warning`` names the wording of the warning
    that the patient saw before choosing detail, at ``warned_at`` (42 CFR Part 2).
    """

    __tablename__ = "feed"
    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    detail: Mapped[str]
    title: Mapped[str]
    warning: Mapped[str] = mapped_column(default="")
    warned_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    last_read_at: Mapped[datetime | None] = mapped_column(Instant)
    last_reader: Mapped[str] = mapped_column(default="")
    built_version: Mapped[int] = mapped_column(default=-1)
    built_at: Mapped[datetime | None] = mapped_column(Instant)
    stale_at: Mapped[datetime | None] = mapped_column(Instant)
    etag: Mapped[str] = mapped_column(default="")
    body: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
