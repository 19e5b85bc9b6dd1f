"""Bookings: seats that patients hold, held, and were marked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, bindparam, case, insert, or_, select, update

from iopsched.domain.booking import Attendance, Booking, CancelledBy
from iopsched.domain.errors import NotFound
from iopsched.domain.session import Session
from iopsched.store import sessions
from iopsched.store.db import db, run
from iopsched.store.tables import BookingRow, SessionRow

COLUMNS: tuple[Any, ...] = (
    BookingRow.id.label("booking_id"),
    BookingRow.patient_id,
    BookingRow.booked_at,
    BookingRow.attendance,
    BookingRow.attended_minutes,
    BookingRow.cancelled_at,
    BookingRow.cancelled_by,
    BookingRow.is_late,
    BookingRow.uid,
    BookingRow.sequence,
    BookingRow.revised_at,
    BookingRow.starts.label("seat_starts"),
    BookingRow.ends.label("seat_ends"),
    BookingRow.confirmed_at,
)
ACTIVE = BookingRow.cancelled_at.is_(None)


def of_patient(patient_id: int, since: datetime, until: datetime | None = None) -> tuple[Booking, ...]:
    """Those that end after ``since`` and begin before ``until``, given up or not, in order of time."""
    values = {"patient_id": patient_id, "since": since}
    found = run(_UNTIL, values | {"until": until}) if until else run(_SINCE, values)
    return tuple(map(one, found))


def every(patient_id: int) -> tuple[Booking, ...]:
    """Active bookings of a patient, of whatever time, in order of time."""
    return _many(_selected().where(BookingRow.patient_id == patient_id, ACTIVE))


def around(patient_id: int, session_id: int, since: datetime, until: datetime) -> tuple[Booking, ...]:
    """Those between the two instants and all of this session, given up or not, in order of time."""
    values = {"patient_id": patient_id, "session_id": session_id, "since": since, "until": until}
    return tuple(map(one, run(_AROUND, values)))


def in_sessions(session_ids: Iterable[int]) -> tuple[Booking, ...]:
    """Active bookings of these sessions, by patient."""
    return _many(_selected().where(BookingRow.session_id.in_(sorted(set(session_ids))), ACTIVE))


def some(booking_ids: Iterable[int]) -> tuple[Booking, ...]:
    """These, given up or not; no query for none."""
    wanted = sorted(set(booking_ids))
    return _many(_selected().where(BookingRow.id.in_(wanted))) if wanted else ()


def on_roster(session_id: int) -> tuple[Booking, ...]:
    """Active bookings of this session, and those that were given up when the program's notice was over."""
    return _many(_selected().where(BookingRow.session_id == session_id, or_(ACTIVE, BookingRow.is_late)))


def in_program(program_id: int, first: datetime, last: datetime) -> tuple[Booking, ...]:
    """Active bookings of a program whose session begins in the half-open span."""
    span = (SessionRow.program_id == program_id, SessionRow.starts >= first, SessionRow.starts < last)
    return _many(_selected().where(*span, ACTIVE))


def of_patients(patient_ids: Iterable[int], first: datetime, last: datetime) -> tuple[Booking, ...]:
    """Active bookings of these patients whose session begins in the half-open span."""
    span = (BookingRow.patient_id.in_(sorted(set(patient_ids))), SessionRow.starts >= first, SessionRow.starts < last)
    return _many(_selected().where(*span, ACTIVE))


def given_up(patient_id: int, first: datetime, last: datetime) -> frozenset[int]:
    """Sessions that begin in the half-open span in which the patient had a seat and has none now."""
    known = of_patient(patient_id, first, last)
    return frozenset(b.session.id for b in known if not b.is_active) - {b.session.id for b in known if b.is_active}


def find(patient_id: int, session_id: int) -> Booking | None:
    """The active booking of this patient for this session, else the latest that was given up."""
    return latest(patient_id, [session_id]).get(session_id)


def latest(patient_id: int, session_ids: Iterable[int]) -> dict[int, Booking]:
    """Session id to this patient's booking for it: the active one, else the latest; the others are left out."""
    rows = run(_LATEST, {"patient_id": patient_id, "ids": sorted(set(session_ids))})
    return {row.id: one(row) for row in rows}


def uids(patient_id: int) -> frozenset[str]:
    """What calendars call this patient's seats, given up or not."""
    return frozenset(db.session.scalars(select(BookingRow.uid).where(BookingRow.patient_id == patient_id)))


def add(patient_id: int, session: Session, *, uid: str, now: datetime) -> int:
    """A new seat; the session's count is changed by ``sessions.change_seats_taken``."""
    added = insert(BookingRow).values(**_seat(patient_id, session, uid, now)).returning(BookingRow.id)
    return db.session.execute(added).scalar_one()


def add_all(patient_id: int, seats: Mapping[str, Session], *, now: datetime) -> dict[str, int]:
    """The same for several at once, uid to session; gives uid to id."""
    rows = [_seat(patient_id, session, uid, now) for uid, session in seats.items()]
    return {row.uid: row.id for row in run(_ADDED, rows)} if rows else {}


def renew(booking_ids: Iterable[int], session: Session, *, now: datetime) -> None:
    """Take given-up seats of a session again: the same events in calendars, with a higher SEQUENCE."""
    afresh = {"cancelled_at": None, "cancelled_by": None, "is_late": False, "confirmed_at": None}
    _revise(booking_ids, now, starts=session.starts, ends=session.ends, **afresh)


def cancel(booking_ids: Iterable[int], by: CancelledBy, *, now: datetime, is_late: bool = False) -> None:
    """Give up these seats; who had arrived before is marked no more."""
    gone = {"attendance": None, "attended_minutes": 0}
    _revise(booking_ids, now, cancelled_at=now, cancelled_by=by.value, is_late=is_late, **gone)


def lift(booking_ids: Iterable[int], *, now: datetime) -> None:
    """Take bookings out of everybody's way while their sessions move; ``follow`` or ``cancel`` must come after."""
    lifted = update(BookingRow).where(BookingRow.id.in_(sorted(set(booking_ids))))
    db.session.execute(lifted.values(cancelled_at=now))


def follow(booking_ids: Iterable[int], session: Session, *, now: datetime) -> None:
    """The seats, lifted before, move with their session to its new time or place; another time is not confirmed."""
    still = case((BookingRow.starts == session.starts, BookingRow.confirmed_at), else_=None)
    times = {"starts": session.starts, "ends": session.ends, "confirmed_at": still}
    _revise(booking_ids, now, cancelled_at=None, **times)


def confirm(booking_ids: Iterable[int], *, now: datetime) -> None:
    """The patient said to come; nothing that a calendar shows has changed."""
    said = update(BookingRow).where(BookingRow.id.in_(sorted(set(booking_ids))))
    db.session.execute(said.values(confirmed_at=now))


def mark(booking_id: int, attendance: Attendance | None, minutes: int) -> None:
    """Attendance and what it credits; None takes the mark away. Raises NotFound for a booking that is not active."""
    marked = update(BookingRow).where(BookingRow.id == booking_id, ACTIVE)
    values = {"attendance": attendance.value if attendance else None, "attended_minutes": minutes}
    if not db.session.execute(marked.values(**values).returning(BookingRow.id)).first():
        raise NotFound("booking")


def one(row: Row[Any]) -> Booking:
    """A booking from a row that holds COLUMNS and a session's."""
    return Booking(
        id=row.booking_id,
        patient_id=row.patient_id,
        session=sessions.one(row),
        booked_at=row.booked_at,
        attendance=Attendance(row.attendance) if row.attendance else None,
        attended_minutes=row.attended_minutes,
        cancelled_at=row.cancelled_at,
        cancelled_by=CancelledBy(row.cancelled_by) if row.cancelled_by else None,
        is_late=row.is_late,
        uid=row.uid,
        sequence=row.sequence,
        revised_at=row.revised_at,
        span=(row.seat_starts, row.seat_ends),
        confirmed_at=row.confirmed_at,
    )


def _seat(patient_id: int, session: Session, uid: str, now: datetime) -> dict[str, Any]:
    return {
        "program_id": session.program_id,
        "patient_id": patient_id,
        "session_id": session.id,
        "starts": session.starts,
        "ends": session.ends,
        "booked_at": now,
        "uid": uid,
        "revised_at": now,
    }


def _selected() -> Select[Any]:
    return sessions.selected(*COLUMNS).join(BookingRow, BookingRow.session_id == SessionRow.id)


_MINE = _selected().where(BookingRow.patient_id == bindparam("patient_id"))
_ENDS_AFTER, _BEGINS_BEFORE = BookingRow.ends > bindparam("since"), BookingRow.starts < bindparam("until")
_SINCE = _MINE.where(_ENDS_AFTER).order_by(BookingRow.starts, BookingRow.id)
_UNTIL = _SINCE.where(_BEGINS_BEFORE)
_AROUND = _MINE.where(
    or_(BookingRow.session_id == bindparam("session_id"), and_(_ENDS_AFTER, _BEGINS_BEFORE))
).order_by(BookingRow.starts, BookingRow.id)
_LATEST = _MINE.where(BookingRow.session_id.in_(bindparam("ids", expanding=True))).order_by(ACTIVE, BookingRow.id)
_ADDED = insert(BookingRow.__table__).returning(BookingRow.id, BookingRow.uid)  # type: ignore[arg-type]


def _many(query: Select[Any]) -> tuple[Booking, ...]:
    return tuple(map(one, db.session.execute(query.order_by(BookingRow.starts, BookingRow.id))))


def _revise(booking_ids: Iterable[int], now: datetime, **values: Any) -> None:
    revised = update(BookingRow).where(BookingRow.id.in_(sorted(set(booking_ids))))
    db.session.execute(revised.values(sequence=BookingRow.sequence + 1, revised_at=now, **values))
