"""The trail: every change is noted, nothing noted is lost, and calendars are rebuilt when there is something new."""

from tests.machine.step import Step
from tests.machine.tables import Row, each

NOTED = (
    "booking",
    "waiting",
    "offer",
    "offering",
    "closure",
    "change",
    "consent",
    "treatment_plan",
    "authorisation",
    "season",
)
PLANS = {"plan", "plan changed", "plan removed"}
SHOWN = ("starts", "ends", "cancelled_at", "sequence", "place", "site", "is_cancelled", "revision")


def the_log_only_grows(step: Step) -> None:
    before, after = step.before["audit"], step.after["audit"]
    assert {key: after[key] for key in before} == before


def whoever_changes_something_is_noted(step: Step) -> None:
    if any(step.after.changed_from(step.before, name) for name in NOTED):
        assert step.new("audit"), step.after.news(step.before)


def a_calendar_is_rebuilt_when_something_in_it_changed(step: Step) -> None:
    """Or when a plan is another, or two records are one, so that whoever was just booking looks again."""
    for patient_id, was in step.before["patient"].items():
        patient = step.after["patient"][patient_id]
        is_risen = patient["schedule_version"] > was["schedule_version"]
        if _is_news(step, "booking", patient):
            assert is_risen, patient
        elif is_risen:
            is_another = _has_other_plans(step, patient) or _is_merged(step, patient)
            assert is_another or _is_news(step, "session", patient), patient


def _has_other_plans(step: Step, patient: Row) -> bool:
    """Written anew, be it as they were."""
    noted = each(step.after["audit"], at=step.now, patient_id=patient["id"])
    return any(row["action"] in PLANS for row in noted)


def _is_merged(step: Step, patient: Row) -> bool:
    merged = [row for row in step.after.changed_from(step.before, "patient") if row["merged_into"]]
    return any(patient["id"] in {row["id"], row["merged_into"]} for row in merged)


def _is_news(step: Step, name: str, patient: Row) -> bool:
    """Whether a booking of theirs, or a session that they are or were in, is not as it was."""
    mine = [row for row in step.after["booking"].values() if row["patient_id"] == patient["id"]]
    keys = {row["id" if name == "booking" else "session_id"] for row in mine}
    return any(
        row.get(column) != step.before[name].get(key, {}).get(column)
        for key, row in step.after[name].items()
        if key in keys
        for column in SHOWN
    )
