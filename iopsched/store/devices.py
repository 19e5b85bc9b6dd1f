"""Phones and computers that show notifications; where they take them is sealed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, func, insert, select

from iopsched.domain.device import Device
from iopsched.store import people
from iopsched.store.db import db
from iopsched.store.tables import DeviceRow

COLUMNS = (DeviceRow.id, DeviceRow.patient_id, DeviceRow.name, DeviceRow.mark, DeviceRow.added_at)


def of_patient(patient_id: int) -> tuple[Device, ...]:
    """The oldest first, without where they take notifications."""
    query = select(*COLUMNS).where(DeviceRow.patient_id == patient_id).order_by(DeviceRow.id)
    return tuple(Device(**row._mapping) for row in db.session.execute(query))


def seals_of(patient_id: int) -> tuple[tuple[Device, str], ...]:
    """Each with its sealed subscription."""
    query = select(*COLUMNS, DeviceRow.subscription).where(DeviceRow.patient_id == patient_id).order_by(DeviceRow.id)
    rows = db.session.execute(query).all()
    return tuple((Device(row.id, row.patient_id, row.name, row.mark, row.added_at), row.subscription) for row in rows)


def keep(patient_id: int, name: str, mark: str, seal: str, *, now: datetime) -> None:
    """In place of the same one as it was before."""
    db.session.execute(delete(DeviceRow).where(DeviceRow.patient_id == patient_id, DeviceRow.mark == mark))
    facts = {"name": name, "mark": mark, "subscription": seal, "added_at": now}
    db.session.execute(insert(DeviceRow).values(patient_id=patient_id, **facts))
    _count(patient_id)


def remove(patient_id: int, device_ids: Iterable[int]) -> None:
    """Those of them that are this patient's."""
    mine = (DeviceRow.patient_id == patient_id, DeviceRow.id.in_(sorted(set(device_ids))))
    db.session.execute(delete(DeviceRow).where(*mine))
    _count(patient_id)


def _count(patient_id: int) -> None:
    held = select(func.count()).where(DeviceRow.patient_id == patient_id).scalar_subquery()
    people.change(patient_id, devices=held)
