"""Busy times: what patients said, and spans out of their own calendars, of which nobody knows what they hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CompoundSelect, Row, bindparam, cast, delete, insert, null, select, union_all, update

from iopsched.domain.busy_time import BusyTimes
from iopsched.domain.commitment import Commitment, busy_spans
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.week import Span
from iopsched.store import people
from iopsched.store.db import db, run
from iopsched.store.tables import BusyTimeRow, CommitmentRow, Instant, PatientRow

NIGHT = timedelta(days=1)
"""A session may begin in a week and end in the next."""
_NEVER = cast(null(), Instant)
_SAID = select(CommitmentRow.patient_id, *people.COMMITMENT, _NEVER.label("first"), _NEVER.label("last"))
_FOUND = select(
    BusyTimeRow.patient_id,
    BusyTimeRow.id,
    *(null() for _ in people.COMMITMENT[1:]),
    BusyTimeRow.starts,
    BusyTimeRow.ends,
).where(BusyTimeRow.counts, BusyTimeRow.starts < bindparam("last"), BusyTimeRow.ends > bindparam("first"))
_OF_ONE: CompoundSelect[Any] = union_all(
    _SAID.where(CommitmentRow.patient_id == bindparam("patient_id")),
    _FOUND.where(BusyTimeRow.patient_id == bindparam("patient_id")),
)
_OF_SEVERAL: CompoundSelect[Any] = union_all(
    _SAID.where(CommitmentRow.patient_id.in_(bindparam("ids", expanding=True))),
    _FOUND.where(BusyTimeRow.patient_id.in_(bindparam("ids", expanding=True))),
)
_OF_PROGRAM: CompoundSelect[Any] = union_all(
    _SAID.join(PatientRow, PatientRow.id == CommitmentRow.patient_id).where(
        PatientRow.program_id == bindparam("program_id")
    ),
    _FOUND.where(BusyTimeRow.program_id == bindparam("program_id")),
)
_ADDED = insert(BusyTimeRow.__table__)  # type: ignore[arg-type]


def of_week(patient: Patient, program: Program, monday: date) -> tuple[Span, ...]:
    """All that is in the patient's way in a week: what they said, and what their own calendars hold. One query."""
    rows = run(_OF_ONE, _bounds(program, [monday]) | {"patient_id": patient.id})
    return _spans(rows, patient, program, monday)


def of_weeks(
    patients: Iterable[Patient], program: Program, mondays: Sequence[date]
) -> dict[date, dict[int, tuple[Span, ...]]]:
    """The same of several patients in some weeks, given in order: one query too."""
    whose = {patient.id: patient for patient in patients}
    rows = _by_patient(run(_OF_SEVERAL, _bounds(program, mondays) | {"ids": sorted(whose)}))
    return {
        monday: {patient.id: _spans(rows[patient.id], patient, program, monday) for patient in whose.values()}
        for monday in mondays
    }


def in_program(patients: Iterable[Patient], program: Program, monday: date) -> dict[int, tuple[Span, ...]]:
    """The same of a week for these of one program, however many: one query."""
    rows = _by_patient(run(_OF_PROGRAM, _bounds(program, [monday]) | {"program_id": program.id}))
    return {patient.id: _spans(rows[patient.id], patient, program, monday) for patient in patients}


def ahead(patient_id: int, now: datetime) -> tuple[Span, ...]:
    """What the patient's own calendars hold from now on, in order of time."""
    mine = (BusyTimeRow.patient_id == patient_id, BusyTimeRow.counts, BusyTimeRow.ends > now)
    query = select(BusyTimeRow.starts, BusyTimeRow.ends).where(*mine).order_by(BusyTimeRow.starts)
    return tuple((row.starts, row.ends) for row in db.session.execute(query))


def of_calendar(calendar_id: int) -> BusyTimes:
    """All of one calendar, counted or not, in order of time."""
    columns = (BusyTimeRow.starts, BusyTimeRow.ends, BusyTimeRow.is_all_day)
    query = select(*columns).where(BusyTimeRow.calendar_id == calendar_id).order_by(BusyTimeRow.starts)
    rows = db.session.execute(query).all()
    timed, all_day = ([(row.starts, row.ends) for row in rows if row.is_all_day is kind] for kind in (False, True))
    return BusyTimes(tuple(timed), tuple(all_day))


def replace(calendar_id: int, patient: Patient, busy: BusyTimes, *, counts: bool) -> None:
    """These instead of all that is kept of the calendar."""
    db.session.execute(delete(BusyTimeRow).where(BusyTimeRow.calendar_id == calendar_id))
    whose = {"program_id": patient.program_id, "patient_id": patient.id, "calendar_id": calendar_id, "counts": counts}
    rows = [
        whose | {"starts": starts, "ends": ends, "is_all_day": is_all_day}
        for is_all_day, spans in ((False, busy.timed), (True, busy.all_day))
        for starts, ends in spans
    ]
    if rows:
        run(_ADDED, rows)


def count(calendar_id: int, counts: bool) -> None:
    """Whether the calendar's times stand in anybody's way."""
    db.session.execute(update(BusyTimeRow).where(BusyTimeRow.calendar_id == calendar_id).values(counts=counts))


def remove_all_day(calendar_id: int) -> None:
    """Those of whole days, which the patient does not count as busy."""
    db.session.execute(delete(BusyTimeRow).where(BusyTimeRow.calendar_id == calendar_id, BusyTimeRow.is_all_day))


def forget(before: datetime) -> None:
    """Drop what has long been over."""
    db.session.execute(delete(BusyTimeRow).where(BusyTimeRow.ends < before))


def _bounds(program: Program, mondays: Sequence[date]) -> dict[str, Any]:
    return {"first": program.week_bounds(mondays[0])[0], "last": program.week_bounds(mondays[-1])[1] + NIGHT}


def _by_patient(rows: Iterable[Row[Any]]) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row.patient_id].append(row)
    return found


def _spans(rows: Iterable[Row[Any]], patient: Patient, program: Program, monday: date) -> tuple[Span, ...]:
    """Rows of the one kind and the other."""
    said: list[Commitment] = []
    found: list[Span] = []
    for row in rows:
        if row.first is None:
            said.append(Commitment(row.id, row.begins, row.ends, row.weekday, row.day, row.last_day))
        else:
            found.append((row.first, row.last))
    return (*busy_spans(tuple(said), monday, patient.zone_or(program.zone)), *found)
