"""Patients: who they are, what they agreed to, what they wish for and what is in their way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, delete, func, insert, select, update

from iopsched.domain.channel import Channel
from iopsched.domain.commitment import Commitment
from iopsched.domain.consent import Consent, Source
from iopsched.domain.errors import NotFound
from iopsched.domain.patient import Patient
from iopsched.store.db import db, run
from iopsched.store.tables import CommitmentRow, ConsentRow, PatientRow, WishesRow

COLUMNS: tuple[Any, ...] = (
    PatientRow.id,
    PatientRow.program_id,
    PatientRow.given_name,
    PatientRow.family_name,
    PatientRow.phone,
    PatientRow.phone_is_bad,
    PatientRow.timezone,
    PatientRow.language,
    PatientRow.accepts_texts,
    PatientRow.sign_in_version,
    PatientRow.schedule_version,
    PatientRow.waits,
    PatientRow.planned_until,
    PatientRow.travel_minutes,
    PatientRow.email,
    PatientRow.email_is_bad,
    PatientRow.accepts_email,
    PatientRow.accepts_push,
    PatientRow.devices,
    PatientRow.tellings,
    PatientRow.archived_at,
    PatientRow.merged_into,
)
PRESENT = PatientRow.archived_at.is_(None)
ACCEPTS = {Channel.SMS: "accepts_texts", Channel.EMAIL: "accepts_email", Channel.PUSH: "accepts_push"}
_ONE = select(*COLUMNS).where(PatientRow.id == bindparam("id"))
COMMITMENT: tuple[Any, ...] = (
    CommitmentRow.id,
    CommitmentRow.begins,
    CommitmentRow.ends,
    CommitmentRow.weekday,
    CommitmentRow.day,
    CommitmentRow.last_day,
)
_BUSY = (
    select(*COMMITMENT)
    .where(CommitmentRow.patient_id == bindparam("patient_id"))
    .order_by(CommitmentRow.weekday, CommitmentRow.day, CommitmentRow.begins)
)
_CHANGED = (
    update(PatientRow.__table__)  # type: ignore[arg-type]
    .where(PatientRow.id.in_(bindparam("ids", expanding=True)))
    .values(schedule_version=PatientRow.schedule_version + 1)
)


def selected() -> Select[Any]:
    """Every column of a patient, to be filtered further."""
    return select(*COLUMNS)


def patient(patient_id: int) -> Patient:
    """Raises NotFound."""
    row = run(_ONE, {"id": patient_id}).first()
    if row is None:
        raise NotFound("patient")
    return one(row)


def in_program(program_id: int) -> tuple[Patient, ...]:
    """Every patient of a program, by name; those who are archived, too."""
    return _by_name(PatientRow.program_id == program_id)


def present(program_id: int) -> tuple[Patient, ...]:
    """Those who are not archived, by name."""
    return _by_name(PatientRow.program_id == program_id, PRESENT)


def archived(program_id: int) -> tuple[Patient, ...]:
    """Those who are, by name; without those who were merged into another."""
    return _by_name(PatientRow.program_id == program_id, ~PRESENT, PatientRow.merged_into.is_(None))


def some(patient_ids: Iterable[int]) -> dict[int, Patient]:
    query = select(*COLUMNS).where(PatientRow.id.in_(sorted(set(patient_ids))))
    return {row.id: one(row) for row in db.session.execute(query)}


def with_phone(phone: str) -> Patient | None:
    """Whose number this is; ``phone`` is E.164."""
    row = db.session.execute(select(*COLUMNS).where(PatientRow.phone == phone)).first()
    return one(row) if row and phone else None


def reached_at(phone: str) -> Patient | None:
    """The same of those who are not archived: to the others this number is a stranger's."""
    found = with_phone(phone)
    return None if found and found.is_archived else found


def add(program_id: int, **facts: Any) -> int:
    """``facts`` are columns of the patient: given_name and family_name at least."""
    added = insert(PatientRow).values(program_id=program_id, **facts).returning(PatientRow.id)
    return db.session.execute(added).scalar_one()


def change(patient_id: int, **facts: Any) -> None:
    db.session.execute(update(PatientRow).where(PatientRow.id == patient_id).values(**facts))


def schedule_changed(patient_ids: Iterable[int]) -> None:
    """Feeds of these patients are to be built anew."""
    run(_CHANGED, {"ids": sorted(set(patient_ids))})


def sign_out_everywhere(patient_id: int) -> None:
    change(patient_id, sign_in_version=PatientRow.sign_in_version + 1)


def record_consent(consent: Consent) -> None:
    """Add to the history, and repeat the answer on the patient."""
    db.session.execute(
        insert(ConsentRow).values(
            patient_id=consent.patient_id,
            channel=consent.channel.value,
            is_given=consent.is_given,
            wording=consent.wording,
            source=consent.source.value,
            at=consent.at,
        )
    )
    change(consent.patient_id, **{ACCEPTS[consent.channel]: consent.is_given})


def consents(patient_id: int) -> tuple[Consent, ...]:
    """Every answer, the latest first."""
    columns = (ConsentRow.is_given, ConsentRow.at, ConsentRow.source, ConsentRow.wording, ConsentRow.channel)
    query = select(*columns).where(ConsentRow.patient_id == patient_id).order_by(ConsentRow.id.desc())
    return tuple(
        Consent(patient_id, row.is_given, row.at, Source(row.source), row.wording, Channel(row.channel))
        for row in db.session.execute(query)
    )


def commitments(patient_id: int) -> tuple[Commitment, ...]:
    return tuple(Commitment(**row._mapping) for row in run(_BUSY, {"patient_id": patient_id}))


def add_commitment(patient_id: int, commitment: Commitment) -> int:
    values = {
        "weekday": commitment.weekday,
        "day": commitment.day,
        "last_day": commitment.last_day,
        "begins": commitment.begins,
        "ends": commitment.ends,
    }
    added = insert(CommitmentRow).values(patient_id=patient_id, **values).returning(CommitmentRow.id)
    return db.session.execute(added).scalar_one()


def remove_commitments(patient_id: int, commitment_ids: Iterable[int]) -> None:
    """Those of them that are this patient's."""
    mine = (CommitmentRow.patient_id == patient_id, CommitmentRow.id.in_(sorted(set(commitment_ids))))
    db.session.execute(delete(CommitmentRow).where(*mine))


def forget_commitments(before: date) -> None:
    """Drop the dated ones that were over before that day."""
    last = func.coalesce(CommitmentRow.last_day, CommitmentRow.day)
    db.session.execute(delete(CommitmentRow).where(CommitmentRow.day.is_not(None), last < before))


def wishes_said(patient_id: int) -> dict[str, Any]:
    """The last wishes as plain values; empty when none were said."""
    said = db.session.scalars(select(WishesRow.said).where(WishesRow.patient_id == patient_id)).first()
    return dict(said or {})


def wishes_in_program(program_id: int) -> dict[int, dict[str, Any]]:
    """Patient id to the last wishes, for everybody of a program who ever said any."""
    query = select(WishesRow.patient_id, WishesRow.said).join(PatientRow, PatientRow.id == WishesRow.patient_id)
    rows = db.session.execute(query.where(PatientRow.program_id == program_id))
    return {row.patient_id: dict(row.said) for row in rows}


def keep_wishes(patient_id: int, said: dict[str, Any]) -> None:
    kept = update(WishesRow).where(WishesRow.patient_id == patient_id).values(said=said).returning(WishesRow.patient_id)
    if not db.session.execute(kept).first():
        db.session.execute(insert(WishesRow).values(patient_id=patient_id, said=said))


def _by_name(*which: ColumnElement[bool]) -> tuple[Patient, ...]:
    query = select(*COLUMNS).where(*which)
    return tuple(map(one, db.session.execute(query.order_by(PatientRow.given_name, PatientRow.family_name))))


def one(row: Row[Any]) -> Patient:
    """A patient from a row that holds COLUMNS."""
    return Patient(**row._mapping)
