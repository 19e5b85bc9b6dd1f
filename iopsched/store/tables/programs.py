"""Programs, their kiosks and clinicians, and the counters of rate limits."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from iopsched.store.tables.columns import Base, Instant


class ProgramRow(Base):
    """One clinic's IOP and its policies; times are wall times of its zone. ``preferences`` are words with commas, in
    their order; empty is the usual order. ``silenced`` and ``in_detail`` are kinds of message with commas.
    """

    __tablename__ = "program"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    timezone: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    first_weekday: Mapped[int] = mapped_column(default=0)
    evening_from: Mapped[time] = mapped_column(default=time(17))
    send_from: Mapped[time] = mapped_column(default=time(9))
    send_until: Mapped[time] = mapped_column(default=time(20))
    remind_at: Mapped[time] = mapped_column(default=time(18))
    billable_day_minutes: Mapped[int] = mapped_column(default=180)
    count_breaks: Mapped[bool] = mapped_column(default=False)
    may_mix_tracks: Mapped[bool] = mapped_column(default=False)
    tracks_by_plan: Mapped[bool] = mapped_column(default=False)
    weeks_ahead: Mapped[int] = mapped_column(default=12)
    notice_hours: Mapped[int] = mapped_column(default=24)
    hold_minutes: Mapped[int] = mapped_column(default=10)
    offer_minutes: Mapped[int] = mapped_column(default=120)
    planned_weeks: Mapped[str] = mapped_column(default="offer")
    travel_minutes: Mapped[int] = mapped_column(default=0)
    site_minutes: Mapped[int] = mapped_column(default=0)
    make_up_weeks: Mapped[int] = mapped_column(default=0)
    preferences: Mapped[str] = mapped_column(default="")
    day_cost: Mapped[int] = mapped_column(default=0)
    answers_texts: Mapped[bool] = mapped_column(default=False)
    miss_limit: Mapped[int] = mapped_column(default=3)
    miss_weeks: Mapped[int] = mapped_column(default=4)
    miss_row: Mapped[int] = mapped_column(default=0)
    return_days: Mapped[int] = mapped_column(default=0)
    late_is_miss: Mapped[bool] = mapped_column(default=False)
    certification_days: Mapped[int] = mapped_column(default=60)
    weekly_at: Mapped[time] = mapped_column(default=time(11))
    digest_weekday: Mapped[int] = mapped_column(default=5)
    shortfall_weekday: Mapped[int] = mapped_column(default=2)
    plan_end_days: Mapped[int] = mapped_column(default=7)
    silenced: Mapped[str] = mapped_column(default="")
    in_detail: Mapped[str] = mapped_column(default="")
    takes_codes: Mapped[bool] = mapped_column(default=False)
    counts_joins: Mapped[bool] = mapped_column(default=False)
    late_minutes: Mapped[int] = mapped_column(default=10)
    texts_a_day: Mapped[int] = mapped_column(default=1)
    texts_a_week: Mapped[int] = mapped_column(default=3)
    news_past_caps: Mapped[bool] = mapped_column(default=True)


class KioskRow(Base):
    """A tablet at the entrance; closed ones stay, as the log names them."""

    __tablename__ = "kiosk"
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"), index=True)
    name: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(Instant)
    is_open: Mapped[bool]


class ClinicianRow(Base):
    """Somebody who leads sessions, with or without an account; one that was merged stays, as the log names them."""

    __tablename__ = "clinician"
    __table_args__ = (UniqueConstraint("program_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"))
    name: Mapped[str]
    retired_at: Mapped[datetime | None] = mapped_column(Instant)
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("clinician.id"))


class LimitRow(Base):
    """A count within one fixed window: of a rate limit, or of looks of which the first is noted."""

    __tablename__ = "rate_limit"
    key: Mapped[str] = mapped_column(primary_key=True)
    hits: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(Instant, index=True)
