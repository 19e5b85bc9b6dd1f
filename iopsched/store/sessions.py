"""Sessions and their seats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, case, insert, select, update

from iopsched.domain.errors import NotFound
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.timetable import Existing, Key, Sitting
from iopsched.domain.words import Component, Modality
from iopsched.store.db import db, run
from iopsched.store.tables import ClinicianRow, SessionRow

COLUMNS: tuple[Any, ...] = (
    SessionRow.id,
    SessionRow.program_id,
    SessionRow.starts,
    SessionRow.ends,
    SessionRow.day,
    SessionRow.component,
    SessionRow.modality,
    SessionRow.counted_minutes,
    SessionRow.seats,
    SessionRow.taken,
    SessionRow.offering_id,
    SessionRow.clinician_id,
    ClinicianRow.name.label("clinician"),
    SessionRow.place,
    SessionRow.site,
    SessionRow.track,
    SessionRow.is_cancelled,
    SessionRow.revision,
    SessionRow.held_until,
    SessionRow.least,
)

_NAMES = tuple(column.key for column in COLUMNS)
_KEY: tuple[Any, ...] = (SessionRow.offering_id, SessionRow.offered_on, SessionRow.slot)


def selected(*more: Any) -> Select[Any]:
    """Every column of a session with its clinician's name, and then more, to be joined or filtered further."""
    return select(*COLUMNS, *more).select_from(SessionRow).outerjoin(ClinicianRow)


_IN_TIME = selected().order_by(SessionRow.starts, SessionRow.id)
_ONE = selected().where(SessionRow.id == bindparam("id"))
_SOME = _IN_TIME.where(SessionRow.id.in_(bindparam("ids", expanding=True)))
_BETWEEN = _IN_TIME.where(
    SessionRow.program_id == bindparam("program_id"),
    SessionRow.starts >= bindparam("first"),
    SessionRow.starts < bindparam("last"),
)


def get(session_id: int) -> Session:
    """Raises NotFound."""
    if row := run(_ONE, {"id": session_id}).first():
        return one(row)
    raise NotFound("session")


def some(session_ids: Iterable[int]) -> tuple[Session, ...]:
    """In order of time."""
    return tuple(map(one, run(_SOME, {"ids": sorted(set(session_ids))})))


def in_week(program: Program, monday: date) -> tuple[Session, ...]:
    """What happens in a program's week, in order of time; the cancelled are left out."""
    first, last = program.week_bounds(monday)
    return tuple(session for session in between(program.id, first, last) if not session.is_cancelled)


def between(program_id: int, first: datetime, last: datetime) -> tuple[Session, ...]:
    """Every session that begins in the half-open span, the cancelled too."""
    return tuple(map(one, run(_BETWEEN, {"program_id": program_id, "first": first, "last": last})))


def change_seats_taken(session_ids: Iterable[int], by: int) -> None:
    """Take (``by`` = 1) or give back (-1) a seat in each; the database's CHECK is the second line of defence.

    A seat given back in an overbooked session stays closed: it only makes the session less overbooked.
    """
    run(_TAKEN, {"ids": sorted(set(session_ids)), "by": by})


def make_room(session_id: int) -> None:
    """Let one more sit in a locked session than there are seats: the next ``change_seats_taken`` may then take it."""
    over = SessionRow.taken + 1 - SessionRow.seats
    short_of_it = update(SessionRow).where(SessionRow.id == session_id, SessionRow.overbooked < over)
    db.session.execute(short_of_it.values(overbooked=over))


def _less_overbooked(left: Any) -> Any:
    within = (SessionRow.overbooked > 0) & (left >= 0) & (left < SessionRow.overbooked)
    return case((within, left), (left < 0, 0), else_=SessionRow.overbooked)


_TAKEN = (
    update(SessionRow.__table__)  # type: ignore[arg-type]
    .where(SessionRow.id.in_(bindparam("ids", expanding=True)))
    .values(
        taken=SessionRow.taken + bindparam("by"),
        overbooked=_less_overbooked(SessionRow.taken + bindparam("by") - SessionRow.seats),
    )
)


def existing(program_id: int, first: date) -> tuple[Existing, ...]:
    """What exists of the timetable from an original date on, for the difference with what should."""
    columns = SessionRow.__table__.columns
    query = select(*columns).where(SessionRow.program_id == program_id, SessionRow.offered_on >= first)
    return tuple(map(_existing, db.session.execute(query)))


def open_sittings(program_id: int, sittings: Iterable[Sitting]) -> tuple[int, ...]:
    """Insert a session for each and give their ids; none of them may exist yet."""
    rows = [{**_values(sitting), **_key(sitting), "program_id": program_id, "taken": 0} for sitting in sittings]
    return tuple(db.session.scalars(insert(SessionRow).returning(SessionRow.id), rows)) if rows else ()


def alter(session_id: int, sitting: Sitting) -> None:
    """Make the session what the sitting says, open again if it was cancelled; those inside keep their seat."""
    over = case((SessionRow.taken > sitting.seats, SessionRow.taken - sitting.seats), else_=0)
    values = {**_values(sitting), "is_cancelled": False, "revision": SessionRow.revision + 1, "overbooked": over}
    db.session.execute(update(SessionRow).where(SessionRow.id == session_id).values(**values))


def cancel(session_ids: Iterable[int]) -> None:
    values = {"is_cancelled": True, "revision": SessionRow.revision + 1}
    db.session.execute(update(SessionRow).where(SessionRow.id.in_(sorted(set(session_ids)))).values(**values))


def key_of(session_id: int) -> Key:
    """Offering, original date and slot. Raises NotFound."""
    row = db.session.execute(select(*_KEY).where(SessionRow.id == session_id)).first()
    if row is None:
        raise NotFound("session")
    return row.offering_id, row.offered_on, row.slot


def rename(names: Mapping[Key, Key]) -> None:
    """Give sessions another offering, original date and slot; each stays the session that it is. None may be taken."""
    for old, new in names.items():
        mine = (column == value for column, value in zip(_KEY, old, strict=True))
        db.session.execute(update(SessionRow).where(*mine).values(dict(zip(_KEY, new, strict=True))))


def keys_of(session_ids: Iterable[int]) -> frozenset[Key]:
    """The same of several at once."""
    query = select(*_KEY).where(SessionRow.id.in_(sorted(set(session_ids))))
    return frozenset((row.offering_id, row.offered_on, row.slot) for row in db.session.execute(query))


def by_key(offering_ids: Iterable[int], since: date) -> dict[Key, Session]:
    """Every session of these offerings from an original date on, the cancelled too."""
    wanted = (SessionRow.offering_id.in_(sorted(set(offering_ids))), SessionRow.offered_on >= since)
    rows = db.session.execute(selected(SessionRow.offered_on, SessionRow.slot).where(*wanted))
    return {(row.offering_id, row.offered_on, row.slot): one(row) for row in rows}


def last_start(program_id: int) -> datetime | None:
    """When the program's last session begins; None where there is none."""
    query = select(SessionRow.starts).where(SessionRow.program_id == program_id, ~SessionRow.is_cancelled)
    return db.session.scalars(query.order_by(SessionRow.starts.desc()).limit(1)).first()


def one(row: Row[Any]) -> Session:
    """A session from a row that begins with COLUMNS."""
    facts = dict(zip(_NAMES, row, strict=False))
    facts["component"] = Component(facts["component"])
    facts["modality"] = Modality(facts["modality"])
    facts["clinician"] = facts["clinician"] or ""
    return Session(**facts)


def _key(sitting: Sitting) -> dict[str, Any]:
    offering_id, offered_on, slot = sitting.key
    return {"offering_id": offering_id, "offered_on": offered_on, "slot": slot}


def _values(sitting: Sitting) -> dict[str, Any]:
    return {
        "starts": sitting.starts,
        "ends": sitting.ends,
        "day": sitting.day,
        "component": sitting.component.value,
        "modality": sitting.modality.value,
        "counted_minutes": sitting.counted_minutes,
        "seats": sitting.seats,
        "clinician_id": sitting.clinician_id,
        "place": sitting.place,
        "site": sitting.site,
        "track": sitting.track,
        "least": sitting.least,
    }


def _existing(row: Row[Any]) -> Existing:
    sitting = Sitting(
        key=(row.offering_id, row.offered_on, row.slot),
        starts=row.starts,
        ends=row.ends,
        day=row.day,
        component=Component(row.component),
        modality=Modality(row.modality),
        counted_minutes=row.counted_minutes,
        seats=row.seats,
        clinician_id=row.clinician_id,
        place=row.place,
        site=row.site,
        track=row.track,
        least=row.least,
    )
    return Existing(row.id, sitting, row.is_cancelled)
