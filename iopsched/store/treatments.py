"""Treatment plans."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, insert, select, update

from iopsched.domain.treatment import TreatmentPlan
from iopsched.domain.words import Component, LevelOfCare, Modality
from iopsched.store.db import db, run
from iopsched.store.tables import PatientRow, TreatmentPlanRow

COLUMNS: tuple[Any, ...] = tuple(TreatmentPlanRow.__table__.columns)
_OF_PATIENT = (
    select(*COLUMNS).where(TreatmentPlanRow.patient_id == bindparam("patient_id")).order_by(TreatmentPlanRow.first_day)
)


def of_patient(patient_id: int) -> tuple[TreatmentPlan, ...]:
    """Every plan of one patient, in order of time."""
    return tuple(map(_one, run(_OF_PATIENT, {"patient_id": patient_id})))


def in_program(program_id: int, first_day: date, last_day: date) -> dict[int, tuple[TreatmentPlan, ...]]:
    """Patient id to plans that hold on some day from the first to the last, in order of time."""
    query = select(*COLUMNS).join(PatientRow, PatientRow.id == TreatmentPlanRow.patient_id)
    held = (TreatmentPlanRow.first_day <= last_day, TreatmentPlanRow.last_day >= first_day)
    return _by_patient(query.where(PatientRow.program_id == program_id, *held))


def of_patients(patient_ids: Iterable[int]) -> dict[int, tuple[TreatmentPlan, ...]]:
    """Patient id to every plan of theirs, in order of time."""
    theirs = select(*COLUMNS).where(TreatmentPlanRow.patient_id.in_(sorted(set(patient_ids))))
    return _by_patient(theirs)


def add(plan: TreatmentPlan) -> int:
    """Write the plan; its ``id`` is not looked at."""
    added = insert(TreatmentPlanRow).values(**_values(plan)).returning(TreatmentPlanRow.id)
    return db.session.execute(added).scalar_one()


def change(plan: TreatmentPlan) -> None:
    """The plan of this id as it is to be."""
    db.session.execute(update(TreatmentPlanRow).where(TreatmentPlanRow.id == plan.id).values(**_values(plan)))


def remove(plan_id: int) -> None:
    db.session.execute(delete(TreatmentPlanRow).where(TreatmentPlanRow.id == plan_id))


def certify(plan_id: int, day: date | None) -> None:
    """When the plan was last certified; None takes it back."""
    db.session.execute(update(TreatmentPlanRow).where(TreatmentPlanRow.id == plan_id).values(certified_on=day))


def _values(plan: TreatmentPlan) -> dict[str, Any]:
    """Every column but the id."""
    values = {column.name: getattr(plan, column.name) for column in COLUMNS if column.name != "id"}
    values["level_of_care"] = plan.level_of_care.value
    values["components"] = {component.value: minutes for component, minutes in plan.components.items()}
    values["modalities"] = ",".join(sorted(modality.value for modality in plan.modalities))
    return values


def _by_patient(query: Select[Any]) -> dict[int, tuple[TreatmentPlan, ...]]:
    found: dict[int, tuple[TreatmentPlan, ...]] = {}
    for row in db.session.execute(query.order_by(TreatmentPlanRow.first_day)):
        plan = _one(row)
        found[plan.patient_id] = (*found.get(plan.patient_id, ()), plan)
    return found


def _one(row: Row[Any]) -> TreatmentPlan:
    facts = dict(row._mapping)
    facts["level_of_care"] = LevelOfCare(facts["level_of_care"])
    facts["components"] = {Component(name): minutes for name, minutes in facts["components"].items()}
    facts["modalities"] = frozenset(map(Modality, facts["modalities"].split(",")))
    return TreatmentPlan(**facts)
