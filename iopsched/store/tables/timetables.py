"""What staff offer, what stands in its way, and the sessions that come of it."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from iopsched.store.tables.columns import Base, Instant


class OfferingRow(Base):
    """A pattern. ``rule`` is that of RFC 5545, counted from ``first_day``; ``key`` names it for the importer, unique
    in a program. ``series_id`` is the first of the series that it continues, with the same usual weeks.
    """

    __tablename__ = "offering"
    __table_args__ = (UniqueConstraint("program_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"))
    key: Mapped[str]
    component: Mapped[str]
    modality: Mapped[str]
    rule: Mapped[str]
    begins: Mapped[time]
    minutes: Mapped[int]
    counted_minutes: Mapped[int]
    seats: Mapped[int]
    first_day: Mapped[date]
    last_day: Mapped[date]
    slot_minutes: Mapped[int] = mapped_column(default=0)
    clinician_id: Mapped[int | None] = mapped_column(ForeignKey("clinician.id"))
    place: Mapped[str] = mapped_column(default="")
    site: Mapped[str] = mapped_column(default="")
    track: Mapped[str] = mapped_column(default="")
    series_id: Mapped[int | None] = mapped_column(ForeignKey("offering.id"))
    buffer_minutes: Mapped[int] = mapped_column(default=0)
    least: Mapped[int] = mapped_column(default=0)
    link: Mapped[str] = mapped_column(default="")
    link_minutes: Mapped[int] = mapped_column(default=15)
    season_id: Mapped[int | None] = mapped_column(ForeignKey("season.id"))
    pauses: Mapped[bool] = mapped_column(default=False)


class ClosureRow(Base):
    """From ``begins`` on ``day`` until ``ends`` on ``last_day``; NULL is the same day, 00:00 the midnight outside."""

    __tablename__ = "closure"
    __table_args__ = (UniqueConstraint("program_id", "day", "begins"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"))
    day: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")
    last_day: Mapped[date | None]
    begins: Mapped[time] = mapped_column(default=time())
    ends: Mapped[time] = mapped_column(default=time())


class SeasonRow(Base):
    """A named span of days, both included; ``yearly`` ones come back each year."""

    __tablename__ = "season"
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"), index=True)
    name: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    yearly: Mapped[bool] = mapped_column(default=False)


class AbsenceRow(Base):
    """A clinician is away, from and until as a closure has it, and who stands in."""

    __tablename__ = "absence"
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"), index=True)
    clinician_id: Mapped[int] = mapped_column(ForeignKey("clinician.id"))
    day: Mapped[date]
    last_day: Mapped[date | None]
    begins: Mapped[time] = mapped_column(default=time())
    ends: Mapped[time] = mapped_column(default=time())
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("clinician.id"))


class ChangeRow(Base):
    """One date and slot of an offering, altered; NULL keeps what the offering says."""

    __tablename__ = "change"
    __table_args__ = (UniqueConstraint("offering_id", "day", "slot"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"), index=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"))
    day: Mapped[date]
    slot: Mapped[int] = mapped_column(default=0)
    is_cancelled: Mapped[bool] = mapped_column(default=False)
    to_day: Mapped[date | None]
    begins: Mapped[time | None]
    seats: Mapped[int | None]
    modality: Mapped[str | None]
    clinician_id: Mapped[int | None] = mapped_column(ForeignKey("clinician.id"))
    place: Mapped[str | None]
    link: Mapped[str | None]
    minutes: Mapped[int | None]
    counted_minutes: Mapped[int | None]


class SessionRow(Base):
    """One sitting. ``offered_on`` and ``slot`` with the offering name it for good; ``day`` is where it is now.

    ``overbooked`` is how many more are in than there are seats: lowering the seats evicts nobody. ``held_until`` is the
    end of the last hold there was; None where there is no row of one, so that most bookings need not look.
    """

    __tablename__ = "session"
    __table_args__ = (
        UniqueConstraint("offering_id", "offered_on", "slot"),
        CheckConstraint("taken >= 0 AND overbooked >= 0 AND taken <= seats + overbooked", name="seats"),
        CheckConstraint("starts < ends", name="span"),
        Index("ix_session_program_id_starts", "program_id", "starts"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"))
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"))
    offered_on: Mapped[date]
    slot: Mapped[int]
    day: Mapped[date]
    starts: Mapped[datetime] = mapped_column(Instant)
    ends: Mapped[datetime] = mapped_column(Instant)
    component: Mapped[str]
    modality: Mapped[str]
    counted_minutes: Mapped[int]
    seats: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    overbooked: Mapped[int] = mapped_column(default=0)
    clinician_id: Mapped[int | None] = mapped_column(ForeignKey("clinician.id"))
    place: Mapped[str] = mapped_column(default="")
    site: Mapped[str] = mapped_column(default="")
    track: Mapped[str] = mapped_column(default="")
    is_cancelled: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=0)
    held_until: Mapped[datetime | None] = mapped_column(Instant)
    least: Mapped[int] = mapped_column(default=0)


class RoomRow(Base):
    """A room with its seats, known by its name and the building that it is in."""

    __tablename__ = "room"
    __table_args__ = (UniqueConstraint("program_id", "site", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"))
    name: Mapped[str]
    site: Mapped[str] = mapped_column(default="")
    seats: Mapped[int]


class SeatCapRow(Base):
    """The most seats that sessions of a component may have."""

    __tablename__ = "seat_cap"
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"), primary_key=True)
    component: Mapped[str] = mapped_column(primary_key=True)
    seats: Mapped[int]
