"""Mergers: all that one patient's record holds becomes another's. Both are locked by whoever calls."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from iopsched.domain.offer import Answer
from iopsched.domain.patient import Patient
from iopsched.store import addresses, devices, own_calendars, people
from iopsched.store.db import db
from iopsched.store.tables import (
    AuthorisationRow,
    BookingRow,
    BusyTimeRow,
    CommitmentRow,
    ConsentRow,
    FeedRow,
    IncomingTextRow,
    MessageRow,
    OfferRow,
    OwnCalendarRow,
    PatientRow,
    TreatmentPlanRow,
    UsualTurnRow,
    UsualWeekRow,
    WaitingRow,
    WishesRow,
)

MOVED: tuple[Any, ...] = (
    *(BookingRow, TreatmentPlanRow, AuthorisationRow, ConsentRow, CommitmentRow, MessageRow, IncomingTextRow),
    *(WaitingRow, OfferRow, UsualWeekRow, UsualTurnRow, OwnCalendarRow, BusyTimeRow, FeedRow),
)
"""What is moved row by row. The log stays as it was written, under the id that it was written for."""


def move(gone_id: int, stays_id: int, *, now: datetime) -> None:
    """Every row of the one is the other's. Nothing may be waited for or kept for the one that goes any more."""
    _answer_all(gone_id, now)
    _drop_what_is_sealed(gone_id)
    for table in MOVED:
        db.session.execute(update(table).where(table.patient_id == gone_id).values(patient_id=stays_id))
    _forget_editions(stays_id)
    _move_wishes(gone_id, stays_id)


def close(gone: Patient, stays_id: int, *, now: datetime) -> None:
    """The record that goes leads to the one that stays, and so does every one that was merged into it before."""
    silent = {"phone": "", "email": "", "accepts_texts": False, "accepts_email": False, "accepts_push": False}
    people.change(gone.id, archived_at=gone.archived_at or now, merged_into=stays_id, **silent)
    people.sign_out_everywhere(gone.id)
    earlier = update(PatientRow).where(PatientRow.merged_into == gone.id)
    db.session.execute(earlier.values(merged_into=stays_id))


def merged_into(patient_id: int) -> tuple[Patient, ...]:
    """Records that lead to this one, by id."""
    query = people.selected().where(PatientRow.merged_into == patient_id)
    return tuple(map(people.one, db.session.execute(query.order_by(PatientRow.id))))


def _answer_all(patient_id: int, now: datetime) -> None:
    """Offers that nobody answered, over or not, so that none is open twice."""
    unanswered = update(OfferRow).where(OfferRow.patient_id == patient_id, OfferRow.answer.is_(None))
    db.session.execute(unanswered.values(answer=Answer.WITHDRAWN.value, answered_at=now))


def _drop_what_is_sealed(patient_id: int) -> None:
    """Links of own calendars and devices are sealed for this patient and open for no other."""
    addresses.forget(patient_id)
    devices.remove(patient_id, [device.id for device in devices.of_patient(patient_id)])
    linked = select(OwnCalendarRow.id).where(OwnCalendarRow.patient_id == patient_id, OwnCalendarRow.host != "")
    own_calendars.remove(db.session.scalars(linked).all())


def _forget_editions(patient_id: int) -> None:
    """Links that were of another record hold a calendar of another version of it."""
    mine = update(FeedRow).where(FeedRow.patient_id == patient_id)
    db.session.execute(mine.values(built_version=-1))


def _move_wishes(gone_id: int, stays_id: int) -> None:
    if people.wishes_said(stays_id):
        db.session.execute(delete(WishesRow).where(WishesRow.patient_id == gone_id))
    else:
        db.session.execute(update(WishesRow).where(WishesRow.patient_id == gone_id).values(patient_id=stays_id))
