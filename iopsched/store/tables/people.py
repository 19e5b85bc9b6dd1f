"""Patients and staff, what a patient must attend, wishes for and has in the way, and how both sign in."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from iopsched.store.tables.columns import Base, Instant

WITH_PHONE = text("phone <> ''")
WITH_EMAIL = text("email <> ''")
MERGED = text("merged_into IS NOT NULL")


class PatientRow(Base):
    """``schedule_version`` rises with every change of the patient's bookings; feeds are rebuilt by it.

    ``devices`` and ``tellings`` count the rows of those tables. ``waits`` counts the open waitings, so
    that whoever books for somebody who waits for nothing need not look. One that is merged into another is archived,
    and all that it had is the other's.
    """

    __tablename__ = "patient"
    __table_args__ = (
        Index("uq_patient_phone", "phone", unique=True, sqlite_where=WITH_PHONE, postgresql_where=WITH_PHONE),
        Index("ix_patient_program_id", "program_id"),
        Index("ix_patient_email", "email", sqlite_where=WITH_EMAIL, postgresql_where=WITH_EMAIL),
        Index("ix_patient_merged_into", "merged_into", sqlite_where=MERGED, postgresql_where=MERGED),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"))
    given_name: Mapped[str]
    family_name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    phone_is_bad: Mapped[bool] = mapped_column(default=False)
    timezone: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="en")
    accepts_texts: Mapped[bool] = mapped_column(default=False)
    sign_in_version: Mapped[int] = mapped_column(default=0)
    schedule_version: Mapped[int] = mapped_column(default=0)
    waits: Mapped[int] = mapped_column(default=0)
    planned_until: Mapped[datetime | None] = mapped_column(Instant)
    travel_minutes: Mapped[int | None]
    email: Mapped[str] = mapped_column(default="")
    email_is_bad: Mapped[bool] = mapped_column(default=False)
    accepts_email: Mapped[bool] = mapped_column(default=False)
    accepts_push: Mapped[bool] = mapped_column(default=False)
    devices: Mapped[int] = mapped_column(default=0)
    tellings: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None] = mapped_column(Instant)
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("patient.id"))


class ToldApartRow(Base):
    """Two records that look alike and are two people; ``patient_id`` is the lower of both."""

    __tablename__ = "told_apart"
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), primary_key=True, autoincrement=False)
    other_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), primary_key=True, autoincrement=False)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)


class ConsentRow(Base):
    """Every answer ever given; ``patient.accepts_texts`` and its like repeat the latest of each channel."""

    __tablename__ = "consent"
    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    channel: Mapped[str]
    is_given: Mapped[bool]
    wording: Mapped[str]
    source: Mapped[str]
    at: Mapped[datetime] = mapped_column(Instant)


class TreatmentPlanRow(Base):
    """``components`` is {"group": 360}; ``modalities`` is 'in_person,telehealth'."""

    __tablename__ = "treatment_plan"
    __table_args__ = (Index("ix_treatment_plan_patient_id_first_day", "patient_id", "first_day"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    level_of_care: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    week_least: Mapped[int]
    week_most: Mapped[int]
    day_least: Mapped[int]
    day_most: Mapped[int]
    days_least: Mapped[int]
    days_most: Mapped[int]
    components: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    modalities: Mapped[str]
    certified_on: Mapped[date | None]
    track: Mapped[str] = mapped_column(default="")


class AuthorisationRow(Base):
    """``amount`` is minutes, sessions or days, as ``unit`` says."""

    __tablename__ = "authorisation"
    __table_args__ = (Index("ix_authorisation_patient_id_first_day", "patient_id", "first_day"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"))
    payer: Mapped[str]
    reference: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    unit: Mapped[str]
    amount: Mapped[int]


class CommitmentRow(Base):
    """Busy time of a patient; times only, never what for. With ``last_day`` it lasts from the one day to the other."""

    __tablename__ = "commitment"
    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), index=True)
    weekday: Mapped[int | None]
    day: Mapped[date | None]
    last_day: Mapped[date | None]
    begins: Mapped[time]
    ends: Mapped[time]


class WishesRow(Base):
    """The last wishes of a patient, so that nobody says them twice."""

    __tablename__ = "wishes"
    patient_id: Mapped[int] = mapped_column(ForeignKey("patient.id"), primary_key=True, autoincrement=False)
    said: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class StaffRow(Base):
    """An account with e-mail and an Argon2 hash."""

    __tablename__ = "staff"
    id: Mapped[int] = mapped_column(primary_key=True)
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"), index=True)
    clinician_id: Mapped[int | None] = mapped_column(ForeignKey("clinician.id"))
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    password_hash: Mapped[str]
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(Instant)
    is_active: Mapped[bool] = mapped_column(default=True)
    sign_in_version: Mapped[int] = mapped_column(default=0)


class SignInCodeRow(Base):
    """One code asked for. The digits are derived from ``nonce`` and the installation's key, and kept nowhere.

    A number that nobody has gets a row too (no patient), so that asking looks and counts the same.
    """

    __tablename__ = "sign_in_code"
    __table_args__ = (Index("ix_sign_in_code_phone_hash_asked_at", "phone_hash", "asked_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    phone_hash: Mapped[str]
    patient_id: Mapped[int | None] = mapped_column(ForeignKey("patient.id"))
    nonce: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
