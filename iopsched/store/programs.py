"""Programs and their clinicians."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from iopsched.domain.errors import NotFound
from iopsched.domain.name import meant
from iopsched.domain.preference import order_of
from iopsched.domain.program import Handing, Program
from iopsched.store.db import db, run
from iopsched.store.tables import ClinicianRow, PatientRow, ProgramRow

COLUMNS: tuple[Any, ...] = (
    ProgramRow.id,
    ProgramRow.name,
    ProgramRow.timezone,
    ProgramRow.phone,
    ProgramRow.first_weekday,
    ProgramRow.evening_from,
    ProgramRow.send_from,
    ProgramRow.send_until,
    ProgramRow.remind_at,
    ProgramRow.billable_day_minutes,
    ProgramRow.count_breaks,
    ProgramRow.may_mix_tracks,
    ProgramRow.tracks_by_plan,
    ProgramRow.weeks_ahead,
    ProgramRow.notice_hours,
    ProgramRow.hold_minutes,
    ProgramRow.offer_minutes,
    ProgramRow.planned_weeks,
    ProgramRow.travel_minutes,
    ProgramRow.site_minutes,
    ProgramRow.make_up_weeks,
    ProgramRow.preferences,
    ProgramRow.day_cost,
    ProgramRow.answers_texts,
    ProgramRow.miss_limit,
    ProgramRow.miss_weeks,
    ProgramRow.miss_row,
    ProgramRow.return_days,
    ProgramRow.late_is_miss,
    ProgramRow.certification_days,
    ProgramRow.weekly_at,
    ProgramRow.digest_weekday,
    ProgramRow.shortfall_weekday,
    ProgramRow.plan_end_days,
    ProgramRow.silenced,
    ProgramRow.in_detail,
    ProgramRow.takes_codes,
    ProgramRow.counts_joins,
    ProgramRow.late_minutes,
    ProgramRow.texts_a_day,
    ProgramRow.texts_a_week,
    ProgramRow.news_past_caps,
)
SETS = ("silenced", "in_detail")
"""Columns of words with commas, in no order."""
_ONE = select(*COLUMNS).where(ProgramRow.id == bindparam("id"))


def get(program_id: int) -> Program:
    """Raises NotFound."""
    return _one(run(_ONE, {"id": program_id}).first())


def of_patient(patient_id: int) -> Program:
    """The program that a patient belongs to. Raises NotFound."""
    query = select(*COLUMNS).join(PatientRow, PatientRow.program_id == ProgramRow.id).where(PatientRow.id == patient_id)
    return _one(db.session.execute(query).first())


def everyone() -> tuple[Program, ...]:
    return tuple(map(_one, db.session.execute(select(*COLUMNS).order_by(ProgramRow.id))))


def by_key(key: str) -> Program | None:
    """The program that a timetable file or a command calls by this key."""
    row = db.session.execute(select(*COLUMNS).where(ProgramRow.key == key)).first()
    return _one(row) if row else None


def keys() -> dict[int, str]:
    return {row.id: row.key for row in db.session.execute(select(ProgramRow.id, ProgramRow.key))}


def add(key: str, **facts: Any) -> Program:
    """``facts`` are columns of the program: name and timezone at least."""
    added = db.session.execute(insert(ProgramRow).values(key=key, **_kept(facts)).returning(ProgramRow.id)).scalar_one()
    return get(added)


def change(program_id: int, **facts: Any) -> None:
    db.session.execute(update(ProgramRow).where(ProgramRow.id == program_id).values(**_kept(facts)))


def clinicians(program_id: int) -> dict[int, str]:
    """Id to name, by name: of everybody who ever led something. ``clinicians.at_work`` are those to choose from."""
    query = select(ClinicianRow.id, ClinicianRow.name).where(ClinicianRow.program_id == program_id)
    return {row.id: row.name for row in db.session.execute(query.order_by(ClinicianRow.name))}


def clinician_named(program_id: int, name: str) -> int:
    """The clinician's id, however their name is capitalised and spaced; one who is new is added.

    The name of one that was merged means whoever they are now.
    """
    named = select(ClinicianRow.id, ClinicianRow.name, ClinicianRow.merged_into)
    rows = db.session.execute(named.where(ClinicianRow.program_id == program_id)).all()
    known: dict[str, int] = {row.name: row.merged_into or row.id for row in rows}
    if (found := meant(name, known)) is not None:
        return found
    added = insert(ClinicianRow).values(program_id=program_id, name=name).returning(ClinicianRow.id)
    return db.session.execute(added).scalar_one()


def one(facts: Mapping[str, Any]) -> Program:
    """A program of its columns."""
    sets = {name: frozenset(filter(None, facts[name].split(","))) for name in SETS}
    order = order_of(facts["preferences"].split(","))
    return Program(**{**facts, **sets, "planned_weeks": Handing(facts["planned_weeks"]), "preferences": order})


def _kept(facts: dict[str, Any]) -> dict[str, Any]:
    """The same as columns hold them."""
    lists = {"preferences": facts["preferences"]} if "preferences" in facts else {}
    lists |= {name: sorted(facts[name]) for name in SETS if name in facts}
    return facts | {name: ",".join(words) for name, words in lists.items()}


def _one(row: Row[Any] | None) -> Program:
    if row is None:
        raise NotFound("program")
    return one(row._asdict())
