"""Clinicians, and all that is kept under the name of one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, update

from iopsched.domain.clinician import Clinician
from iopsched.domain.errors import NotFound
from iopsched.domain.session import Session
from iopsched.store import sessions
from iopsched.store.db import db
from iopsched.store.tables import AbsenceRow, ChangeRow, ClinicianRow, FeedRow, OfferingRow, SessionRow, StaffRow

COLUMNS: tuple[Any, ...] = (ClinicianRow.id, ClinicianRow.name, ClinicianRow.retired_at, ClinicianRow.merged_into)
LEADS: tuple[Any, ...] = (
    OfferingRow.clinician_id,
    ChangeRow.clinician_id,
    SessionRow.clinician_id,
    AbsenceRow.clinician_id,
    AbsenceRow.stand_in_id,
    FeedRow.clinician_id,
    StaffRow.clinician_id,
)
"""Every column that says who leads, is away, stands in, is read of in a calendar, or signs in."""


def in_program(program_id: int) -> tuple[Clinician, ...]:
    """By name; those who retired and those that were merged, too."""
    query = select(*COLUMNS).where(ClinicianRow.program_id == program_id).order_by(ClinicianRow.name)
    return tuple(Clinician(**row._mapping) for row in db.session.execute(query))


def at_work(program_id: int) -> dict[int, str]:
    """Id to name of those to choose from, by name."""
    return {one.id: one.name for one in in_program(program_id) if one.is_at_work}


def get(program_id: int, clinician_id: int) -> Clinician:
    """Raises NotFound unless it is this program's, and was not merged into another."""
    for one in in_program(program_id):
        if one.id == clinician_id and one.merged_into is None:
            return one
    raise NotFound("clinician")


def how_much_ahead(program_id: int, now: datetime) -> dict[int, int]:
    """How many sessions to come each leads, by id."""
    ahead = (SessionRow.program_id == program_id, SessionRow.starts > now, ~SessionRow.is_cancelled)
    counted = select(SessionRow.clinician_id, func.count().label("number")).where(*ahead)
    led = counted.where(SessionRow.clinician_id.is_not(None)).group_by(SessionRow.clinician_id)
    return {row.clinician_id or 0: row.number for row in db.session.execute(led)}


def sessions_ahead(program_id: int, clinician_id: int, now: datetime) -> tuple[Session, ...]:
    """To come, in order of time: those that they lead, and those that were given to them, called off or not."""
    given = (
        (ChangeRow.offering_id == SessionRow.offering_id)
        & (ChangeRow.day == SessionRow.offered_on)
        & (ChangeRow.slot == SessionRow.slot)
        & (ChangeRow.clinician_id == clinician_id)
    )
    led = (SessionRow.clinician_id == clinician_id) & ~SessionRow.is_cancelled
    query = sessions.selected().outerjoin(ChangeRow, given).where(or_(led, ChangeRow.id.is_not(None)))
    mine = query.where(SessionRow.program_id == program_id, SessionRow.starts > now)
    return tuple(map(sessions.one, db.session.execute(mine.order_by(SessionRow.starts, SessionRow.id))))


def session_ids(program_id: int, clinician_id: int) -> tuple[int, ...]:
    """All that they ever led."""
    mine = (SessionRow.program_id == program_id, SessionRow.clinician_id == clinician_id)
    return tuple(db.session.scalars(select(SessionRow.id).where(*mine)))


def rename(clinician: Clinician, name: str) -> None:
    """Where one that was merged into them is called so, the two exchange their names."""
    its = (ClinicianRow.merged_into == clinician.id, ClinicianRow.name == name)
    merged = db.session.scalars(select(ClinicianRow.id).where(*its)).first()
    for one_id, called in ((merged, ""), (clinician.id, name), (merged, clinician.name)):
        db.session.execute(update(ClinicianRow).where(ClinicianRow.id == one_id).values(name=called))


def retire(clinician_id: int, at: datetime | None) -> None:
    """None: at work again."""
    db.session.execute(update(ClinicianRow).where(ClinicianRow.id == clinician_id).values(retired_at=at))


def merge(goes_id: int, stays_id: int) -> None:
    """All that is kept under the one is the other's from now on, and whatever was merged into the one."""
    for column in (*LEADS, ClinicianRow.merged_into):
        db.session.execute(update(column.class_).where(column == goes_id).values({column.key: stays_id}))
    self_led = update(AbsenceRow).where(AbsenceRow.stand_in_id == AbsenceRow.clinician_id)
    db.session.execute(self_led.where(AbsenceRow.clinician_id == stays_id).values(stand_in_id=None))
    db.session.execute(update(ClinicianRow).where(ClinicianRow.id == goes_id).values(merged_into=stays_id))
