"""Plans of a whole program's week, kept from when they are proposed until they have reached everybody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, insert, select, update

from iopsched.domain.errors import NotFound
from iopsched.domain.plan.hurdle import Hurdle, Obstacle
from iopsched.domain.program_plan.extra import Extra
from iopsched.domain.program_plan.planned_week import KeptPlan, Outcome, PlannedWeek, State
from iopsched.domain.session import Session
from iopsched.domain.words import Component, Modality
from iopsched.store.db import db
from iopsched.store.tables import PlannedWeekRow, ProgramPlanRow

WEEK = tuple(PlannedWeekRow.__table__.columns)
PLAIN = ("id", "program_id", "counted_minutes", "seats", "offering_id", "place", "site", "track", "clinician")
"""What an extra session keeps as it is; the rest has a shape of its own."""


def add(plan: KeptPlan) -> int:
    """Keep it; plans of the same week that were only proposed are replaced by it."""
    same = (ProgramPlanRow.program_id == plan.program_id, ProgramPlanRow.monday == plan.monday)
    open_ones = update(ProgramPlanRow).where(*same, ProgramPlanRow.state == State.PROPOSED.value)
    db.session.execute(open_ones.values(state=State.REPLACED.value))
    facts = {name: getattr(plan, name) for name in ("program_id", "monday", "seed", "made_at", "made_by")}
    said = {"state": plan.state.value, "extras": [_as_said(extra) for extra in plan.extras]}
    added = insert(ProgramPlanRow).values(**facts, **said).returning(ProgramPlanRow.id)
    plan_id = db.session.execute(added).scalar_one()
    if plan.weeks:
        db.session.execute(insert(PlannedWeekRow), [_row(plan_id, week) for week in plan.weeks])
    return plan_id


def get(program_id: int, plan_id: int) -> KeptPlan:
    """Two queries. Raises NotFound."""
    mine = (ProgramPlanRow.id == plan_id, ProgramPlanRow.program_id == program_id)
    if (found := _find(select(ProgramPlanRow.__table__).where(*mine))) is None:
        raise NotFound("plan")
    return found


def latest(program_id: int, monday: date) -> KeptPlan | None:
    """The last one that was made of that week: two queries, one where there is none."""
    same = (ProgramPlanRow.program_id == program_id, ProgramPlanRow.monday == monday)
    return _find(select(ProgramPlanRow.__table__).where(*same).order_by(ProgramPlanRow.id.desc()).limit(1))


def accepted(plan_id: int) -> None:
    db.session.execute(update(ProgramPlanRow).where(ProgramPlanRow.id == plan_id).values(state=State.ACCEPTED.value))


def claim(plan_id: int, patient_id: int) -> bool:
    """Hold one patient's part until the transaction ends; False where it has come to something already."""
    mine = (PlannedWeekRow.program_plan_id == plan_id, PlannedWeekRow.patient_id == patient_id)
    held = update(PlannedWeekRow).where(*mine, PlannedWeekRow.outcome.is_(None)).values(until=None)
    return db.session.execute(held.returning(PlannedWeekRow.patient_id)).first() is not None


def settle(plan_id: int, patient_id: int, outcome: Outcome, until: datetime | None = None) -> None:
    """What became of one patient's part."""
    mine = (PlannedWeekRow.program_plan_id == plan_id, PlannedWeekRow.patient_id == patient_id)
    db.session.execute(update(PlannedWeekRow).where(*mine).values(outcome=outcome.value, until=until))


def offered_to(patient_id: int, now: datetime) -> tuple[tuple[int, PlannedWeek], ...]:
    """What this patient may still answer, each with the id of its plan; the latest first."""
    mine = (PlannedWeekRow.patient_id == patient_id, PlannedWeekRow.outcome == Outcome.OFFERED.value)
    query = select(*WEEK).where(*mine, PlannedWeekRow.until > now)
    rows = db.session.execute(query.order_by(PlannedWeekRow.program_plan_id.desc()))
    return tuple((row.program_plan_id, _week(row)) for row in rows)


def part(plan_id: int, patient_id: int) -> PlannedWeek:
    """One patient's part of a plan. Raises NotFound."""
    mine = (PlannedWeekRow.program_plan_id == plan_id, PlannedWeekRow.patient_id == patient_id)
    row = db.session.execute(select(*WEEK).where(*mine)).first()
    if row is None:
        raise NotFound("planned week")
    return _week(row)


def asked(program_id: int, monday: date, now: datetime) -> frozenset[int]:
    """Patients for whom a planned week of this program's week is kept now."""
    same = (ProgramPlanRow.program_id == program_id, ProgramPlanRow.monday == monday)
    query = select(PlannedWeekRow.patient_id).join(ProgramPlanRow, ProgramPlanRow.id == PlannedWeekRow.program_plan_id)
    still = (PlannedWeekRow.outcome == Outcome.OFFERED.value, PlannedWeekRow.until > now)
    return frozenset(db.session.scalars(query.where(*same, *still)))


def _find(query: Select[Any]) -> KeptPlan | None:
    row = db.session.execute(query).first()
    if row is None:
        return None
    parts = select(*WEEK).where(PlannedWeekRow.program_plan_id == row.id).order_by(PlannedWeekRow.patient_id)
    return KeptPlan(
        id=row.id,
        program_id=row.program_id,
        monday=row.monday,
        seed=row.seed,
        made_at=row.made_at,
        made_by=row.made_by,
        weeks=tuple(map(_week, db.session.execute(parts))),
        extras=tuple(map(_extra, row.extras)),
        state=State(row.state),
    )


def _row(plan_id: int, week: PlannedWeek) -> dict[str, Any]:
    return {
        "program_plan_id": plan_id,
        "patient_id": week.patient_id,
        "session_ids": [*week.session_ids],
        "is_complete": week.is_complete,
        "to_go": week.to_go,
        "hurdles": [[one.obstacle.value, one.count, one.component and one.component.value] for one in week.hurdles],
        "version": week.version,
        "outcome": week.outcome and week.outcome.value,
        "until": week.until,
    }


def _week(row: Row[Any]) -> PlannedWeek:
    return PlannedWeek(
        patient_id=row.patient_id,
        session_ids=tuple(row.session_ids),
        is_complete=row.is_complete,
        to_go=row.to_go,
        hurdles=tuple(_hurdles(row.hurdles)),
        version=row.version,
        outcome=Outcome(row.outcome) if row.outcome else None,
        until=row.until,
    )


def _hurdles(said: list[list[Any]]) -> Iterable[Hurdle]:
    for obstacle, count, component in said:
        yield Hurdle(Obstacle(obstacle), count, Component(component) if component else None)


def _as_said(extra: Extra) -> dict[str, Any]:
    session = extra.session
    when = {name: getattr(session, name).isoformat() for name in ("starts", "ends", "day")}
    what = {"component": session.component.value, "modality": session.modality.value, "completes": extra.completes}
    return when | what | {name: getattr(session, name) for name in PLAIN}


def _extra(said: dict[str, Any]) -> Extra:
    session = Session(
        starts=datetime.fromisoformat(said["starts"]),
        ends=datetime.fromisoformat(said["ends"]),
        day=date.fromisoformat(said["day"]),
        component=Component(said["component"]),
        modality=Modality(said["modality"]),
        **{name: said[name] for name in PLAIN if name in said},
    )
    return Extra(session, said["completes"])
