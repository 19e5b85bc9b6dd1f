"""Those who carry messages: how each of them is, and receipts that came before the text they are about was known."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from iopsched.store.tables.columns import Base, Instant


class CarrierRow(Base):
    """One channel's carrier. Its gate (domain/gate.py), and the daily comparison with what it lists.

    ``listed_until`` is up to when its list has been compared, ``listing_until`` for how long somebody is at it;
    ``strangers`` texts of the last comparison are none of ours, ``unlisted`` ones of ours it did not know.
    """

    __tablename__ = "carrier"
    channel: Mapped[str] = mapped_column(primary_key=True)
    trouble: Mapped[str] = mapped_column(default="")
    failure: Mapped[str] = mapped_column(default="")
    tries: Mapped[int] = mapped_column(default=0)
    since: Mapped[datetime | None] = mapped_column(Instant)
    told_at: Mapped[datetime | None] = mapped_column(Instant)
    until: Mapped[datetime | None] = mapped_column(Instant)
    listed_until: Mapped[datetime | None] = mapped_column(Instant)
    listing_until: Mapped[datetime | None] = mapped_column(Instant)
    strangers: Mapped[int] = mapped_column(default=0)
    unlisted: Mapped[int] = mapped_column(default=0)


class ReceiptRow(Base):
    """The end of a text whose provider's id no row has yet: the provider called back before our own record was made."""

    __tablename__ = "receipt"
    provider_id: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str]
    code: Mapped[str]
    heard_at: Mapped[datetime] = mapped_column(Instant, index=True)
