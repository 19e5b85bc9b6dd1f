"""Calendar feeds: the hash of a private link, the stored calendar it answers with, and what that has shown."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from iopsched.store.tables.columns import Base, Instant


class FeedRow(Base):
    """A patient's or a member of staff's. ``built_version`` is the version of the schedule that ``packed`` shows.

    It is -1 before the first build. ``packed`` is after gzip; ``built_at`` is when it last became other bytes:
    Last-Modified. ``warning`` names the wording of the warning that the patient saw before choosing detail, at
    ``warned_at`` (42 CFR Part 2).
    """

    __tablename__ = "feed"
    __table_args__ = (CheckConstraint("(patient_id IS NULL) <> (staff_id IS NULL)", name="owner"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"))
    patient_id: Mapped[int | None] = mapped_column(ForeignKey("patient.id"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    detail: Mapped[str]
    title: Mapped[str]
    travel_minutes: Mapped[int] = mapped_column(default=0)
    shows_tentative: Mapped[bool] = mapped_column(default=False)
    clinician_id: Mapped[int | None] = mapped_column(ForeignKey("clinician.id"))
    place: Mapped[str] = mapped_column(default="")
    warning: Mapped[str] = mapped_column(default="")
    warned_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    last_read_at: Mapped[datetime | None] = mapped_column(Instant)
    last_reader: Mapped[str] = mapped_column(default="")
    built_version: Mapped[int] = mapped_column(default=-1)
    built_at: Mapped[datetime | None] = mapped_column(Instant)
    stale_at: Mapped[datetime | None] = mapped_column(Instant)
    etag: Mapped[str] = mapped_column(default="")
    packed: Mapped[bytes] = mapped_column(LargeBinary, default=b"")


class FeedEventRow(Base):
    """What a feed has shown of something that does not itself know its UID and SEQUENCE."""

    __tablename__ = "feed_event"
    feed_id: Mapped[int] = mapped_column(ForeignKey("feed.id"), primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    uid: Mapped[str]
    sequence: Mapped[int]
    revised_at: Mapped[datetime] = mapped_column(Instant)
    starts: Mapped[datetime] = mapped_column(Instant)
    ends: Mapped[datetime] = mapped_column(Instant)
    title: Mapped[str]
    status: Mapped[str]
    place: Mapped[str]
    is_private: Mapped[bool]
