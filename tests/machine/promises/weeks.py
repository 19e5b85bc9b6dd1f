"""Weeks: what a patient is shown is the sum of the sessions, and what is shown as free can be booked."""

from collections.abc import Iterator
from datetime import date, timedelta

from iopsched.usecases.weeks import view_week
from tests.machine import rule
from tests.machine.step import Step
from tests.machine.tables import each


def a_week_is_the_sum_of_its_sessions(step: Step) -> None:
    for patient_id, monday in _weeks_to_look_at(step):
        shown = view_week.view(patient_id, monday, now=step.now)
        booked = rule.bookings_of(step.after, patient_id)
        mine = [row for row in booked if _monday(step, patient_id, row["day"]) == monday]
        assert shown.week.minutes == sum(row["brings"] for row in mine)
        assert {session.id for session in shown.week.sessions} == {row["session_id"] for row in mine}
        for candidate in shown.candidates:
            said = {refusal.why.value for refusal in candidate.refusals}
            asked = rule.reasons(step.after, patient_id, candidate.session.id, step.now)
            assert said == asked, (patient_id, candidate.session, said, asked)


def _weeks_to_look_at(step: Step) -> Iterator[tuple[int, date]]:
    """Those in which something changed; and of somebody in turn, this one and the next."""
    ours = each(step.after["patient"], program_id=step.world.program.id, archived_at=None)
    present = [row["id"] for row in ours]
    touched = step.after.changed_from(step.before, "booking")
    for patient_id in {row["patient_id"] for row in touched} & {*present}:
        for row in touched:
            if row["patient_id"] == patient_id:
                yield patient_id, _monday(step, patient_id, step.session(row)["day"])
    patient_id = present[step.now.second % len(present)]
    this = _monday(step, patient_id, step.world.program.day_of(step.now))
    yield from ((patient_id, this), (patient_id, this + timedelta(weeks=1)))


def _monday(step: Step, patient_id: int, day: date) -> date:
    return rule.week_of(step.after, step.after["patient"][patient_id]["program_id"], day)
