"""Usual weeks, and what each habit of theirs came to in each week."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Executable, Row, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from iopsched.domain.program import Program
from iopsched.domain.recurrence import Gap, Turn
from iopsched.domain.usual_week import Habit, Offered, UsualWeek
from iopsched.store import offerings, sessions
from iopsched.store.db import db, dialect, run
from iopsched.store.tables import UsualTurnRow, UsualWeekRow

COLUMNS: tuple[Any, ...] = tuple(UsualWeekRow.__table__.columns)
_GAP: tuple[Any, ...] = (
    UsualTurnRow.monday,
    UsualTurnRow.day,
    UsualTurnRow.begins,
    UsualTurnRow.why,
    UsualTurnRow.session_id,
)
GOES_ON = UsualWeekRow.stopped_at.is_(None)
_OF_PATIENT = select(*COLUMNS).where(UsualWeekRow.patient_id == bindparam("patient_id"), GOES_ON)
Tried = Mapping[Habit, int | None]
TriedWeeks = Mapping[tuple[int, date], Tried]


def of_patient(patient_id: int) -> UsualWeek | None:
    """The one that goes on."""
    row = run(_OF_PATIENT, {"patient_id": patient_id}).first()
    return _one(row) if row else None


def in_program(program_id: int) -> tuple[UsualWeek, ...]:
    """All that go on, the one that has gone on for longest first."""
    query = select(*COLUMNS).where(UsualWeekRow.program_id == program_id, GOES_ON)
    return tuple(map(_one, db.session.execute(query.order_by(UsualWeekRow.made_at, UsualWeekRow.id))))


def add(program_id: int, patient_id: int, monday: date, habits: Iterable[Habit], *, now: datetime) -> UsualWeek:
    """In place of the one that went on so far, if any; the patient is locked."""
    stop(patient_id, now=now)
    said = [[habit.offering_id, habit.weekday, habit.slot] for habit in habits]
    facts = {"program_id": program_id, "patient_id": patient_id, "monday": monday, "habits": said, "made_at": now}
    return _one(db.session.execute(insert(UsualWeekRow).values(**facts).returning(*COLUMNS)).one())


def stop(patient_id: int, *, now: datetime) -> None:
    """It does not go on, and there is nothing more to tell of it."""
    mine = update(UsualWeekRow).where(UsualWeekRow.patient_id == patient_id, GOES_ON)
    db.session.execute(mine.values(stopped_at=now))
    told = update(UsualTurnRow).where(UsualTurnRow.patient_id == patient_id, UsualTurnRow.seen_at.is_(None))
    db.session.execute(told.values(seen_at=now))


def offered(program: Program, usual: Collection[UsualWeek], since: date) -> Offered:
    """All that there is for these weeks from the week that begins on ``since``: four queries, however many they are."""
    ids = {habit.offering_id for one in usual for habit in one.habits}
    known = offerings.in_program(program.id)
    roots = {one.root for one in known if one.id in ids}
    series = {one.id: one for one in known if one.root in roots}
    last = sessions.last_start(program.id)
    return Offered(
        offerings=series,
        closed=frozenset(day for closure in offerings.closures(program.id) for day in closure.span.days),
        sittings=sessions.by_key(series, since),
        last_day=program.day_of(last) if last else since - timedelta(days=1),
    )


def tried(usual: Collection[UsualWeek], since: date) -> TriedWeeks:
    """Id of a usual week and first day of a week to what each habit that was tried came to: one query."""
    known = {one.id: one.habits for one in usual}
    query = select(UsualTurnRow).where(UsualTurnRow.usual_week_id.in_(sorted(known)), UsualTurnRow.monday >= since)
    found: dict[tuple[int, date], dict[Habit, int | None]] = {}
    for row in db.session.scalars(query):
        habit = known[row.usual_week_id][row.habit]
        found.setdefault((row.usual_week_id, row.monday), {})[habit] = row.session_id
    return found


def record(usual: UsualWeek, monday: date, turns: Iterable[Turn], *, now: datetime) -> None:
    """These were tried now; what is to tell of them is told anew."""
    rows = [
        {
            "usual_week_id": usual.id,
            "monday": monday,
            "habit": usual.habits.index(turn.habit),
            "patient_id": usual.patient_id,
            "session_id": turn.session.id if turn.session else None,
            "day": turn.day,
            "begins": turn.begins,
            "why": turn.why,
            "at": now,
            "seen_at": None if turn.is_news else now,
        }
        for turn in turns
    ]
    if rows:
        run(_RECORDED[dialect()], rows)


def gaps(patient_id: int, mondays: Collection[date]) -> tuple[Gap, ...]:
    """What could not be booked in these weeks and was not put away yet, in order of time: one query."""
    mine = (UsualTurnRow.patient_id == patient_id, UsualTurnRow.why != "", UsualTurnRow.seen_at.is_(None))
    query = select(*_GAP).where(*mine, UsualTurnRow.monday.in_(sorted(mondays)))
    rows = db.session.execute(query.order_by(UsualTurnRow.day, UsualTurnRow.begins, UsualTurnRow.habit))
    return tuple(Gap(**row._mapping) for row in rows)


def put_away(patient_id: int, monday: date, *, now: datetime) -> None:
    """The patient has read what could not be booked in that week."""
    mine = (UsualTurnRow.patient_id == patient_id, UsualTurnRow.monday == monday, UsualTurnRow.seen_at.is_(None))
    db.session.execute(update(UsualTurnRow).where(*mine).values(seen_at=now))


def _one(row: Row[Any]) -> UsualWeek:
    return UsualWeek(**{**row._mapping, "habits": tuple(Habit(*habit) for habit in row.habits)})


def _recorded_on(dialect: Any) -> Executable:
    added = dialect.insert(UsualTurnRow.__table__)
    new = {name: added.excluded[name] for name in ("session_id", "day", "begins", "why", "at", "seen_at")}
    said: Executable = added.on_conflict_do_update(index_elements=["usual_week_id", "monday", "habit"], set_=new)
    return said


_RECORDED = {"postgresql": _recorded_on(postgresql), "sqlite": _recorded_on(sqlite)}
