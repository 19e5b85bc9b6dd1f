"""Records: what is archived has nothing ahead, what is merged has nothing at all and the other has all of it once."""

from itertools import pairwise

from tests.machine import rule
from tests.machine.promises.texts import WAITING
from tests.machine.step import WORKER, Step
from tests.machine.tables import Row, each

WRITTEN = {"audit", "request", "planned_week", "unmet"}
"""What stays as it was written, under the id that it was written for."""


def who_is_archived_has_no_seat_ahead(step: Step) -> None:
    for patient in _archived(step):
        assert not [row for row in step.bookings(patient_id=patient["id"]) if row["starts"] > step.now], patient


def nothing_is_kept_waited_for_or_sent_for_who_is_archived(step: Step) -> None:
    for patient in _archived(step):
        whose = {"patient_id": patient["id"]}
        assert not step.live_holds(**whose), patient
        assert not [*each(step.after["waiting"], ended_at=None, **whose)], patient
        assert not step.open_offers(**whose), patient
        assert not [*each(step.after["usual_week"], stopped_at=None, **whose)], patient
        assert not [row for row in each(step.after["message"], **whose) if row["state"] in WAITING], patient
        assert not [plan for plan in each(step.after["treatment_plan"], **whose) if plan["first_day"] > _today(step)]


def who_was_merged_has_nothing(step: Step) -> None:
    for patient in step.after["patient"].values():
        if patient["merged_into"] is not None:
            for name, rows in step.after.rows.items():
                theirs = [row for row in rows.values() if row.get("patient_id") == patient["id"]]
                left = [row for row in theirs if name != "hold" or row["until"] > step.now]
                assert name in WRITTEN or not left, (name, left)


def the_other_has_all_hours_once(step: Step) -> None:
    for gone in step.after.changed_from(step.before, "patient"):
        if gone["merged_into"] and not step.before["patient"][gone["id"]]["merged_into"]:
            both = {gone["id"], gone["merged_into"]}
            had = {row["id"]: _hours(row) for row in step.before["booking"].values() if row["patient_id"] in both}
            has = {row["id"]: _hours(row) for row in each(step.after["booking"], patient_id=gone["merged_into"])}
            assert had == has


def plans_of_one_person_never_overlap(step: Step) -> None:
    for patient_id in step.after["patient"]:
        mine = sorted(each(step.after["treatment_plan"], patient_id=patient_id), key=lambda plan: plan["first_day"])
        for one, other in pairwise(mine):
            assert one["last_day"] < other["first_day"], (one, other)


def authorisations_of_one_unit_never_overlap(step: Step) -> None:
    for patient_id in step.after["patient"]:
        mine = sorted(each(step.after["authorisation"], patient_id=patient_id), key=lambda row: row["first_day"])
        for unit in {row["unit"] for row in mine}:
            for one, other in pairwise(row for row in mine if row["unit"] == unit):
                assert one["last_day"] < other["first_day"], (one, other)


def what_the_worker_books_could_be_booked(step: Step) -> None:
    new = step.newly_booked() if step.by == WORKER else []
    for patient_id in {row["patient_id"] for row in new}:
        mine = [row["session_id"] for row in new if row["patient_id"] == patient_id]
        if not rule.is_lapsed(step.before, mine, step.now):
            against = rule.reasons_against_all(step.before, patient_id, mine, step.now)
            assert not against, (patient_id, against)


def nobody_attends_more_than_there_was(step: Step) -> None:
    for booking in step.after.changed_from(step.before, "booking"):
        assert 0 <= booking["attended_minutes"] <= step.session(booking)["counted_minutes"], booking


def _archived(step: Step) -> list[Row]:
    return [row for row in step.after["patient"].values() if row["archived_at"]]


def _today(step: Step) -> object:
    return step.world.program.day_of(step.now)


def _hours(booking: Row) -> tuple[object, ...]:
    return tuple(booking[name] for name in ("session_id", "cancelled_at", "attendance", "attended_minutes"))
