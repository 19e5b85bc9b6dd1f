"""Others: what belongs to another clinic is never touched."""

from tests.machine.step import Step
from tests.machine.tables import Row, Tables


def the_other_clinic_is_as_it_was(step: Step) -> None:
    assert _theirs(step, step.after) == _theirs(step, step.beginning)


def _theirs(step: Step, tables: Tables) -> dict[str, list[Row]]:
    return {name: [row for row in rows.values() if _is_theirs(step, row)] for name, rows in tables.rows.items()}


def _is_theirs(step: Step, row: Row) -> bool:
    foreign = step.world.foreign.id
    if "program_id" in row:
        return bool(row["program_id"] == foreign)
    patient, session = row.get("patient_id"), row.get("session_id")
    whose = [step.beginning["patient"].get(patient), step.beginning["session"].get(session)]
    return any(known is not None and known["program_id"] == foreign for known in whose)
