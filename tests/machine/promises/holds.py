"""Holds: seats that there are, for as long as was said, and then they end."""

from datetime import timedelta

from tests.machine import rule
from tests.machine.step import Step
from tests.machine.tables import Row, Rows, each

PLAN, OFFER, PLANNED = "plan", "offer", "planned"


def a_seat_is_held_only_where_there_is_one(step: Step) -> None:
    for hold in _put(step):
        session = step.session(hold)
        kept = rule.kept_for_others(step.after, session["id"], None, step.now)
        assert session["taken"] + kept <= session["seats"], (hold, session)


def a_hold_for_a_plan_ends_soon(step: Step) -> None:
    for hold in _put(step):
        if hold["purpose"] == PLAN:
            session = step.session(hold)
            soon = step.now + timedelta(minutes=step.program(session)["hold_minutes"])
            assert hold["until"] <= min(soon, session["starts"]), hold
            assert hold["extensions"] <= 10, hold


def a_hold_that_is_for_longer_counts_how_often(step: Step) -> None:
    """Where the whole plan is the same as before."""
    for patient_id in step.after["patient"]:
        was, is_now = _plan(step, step.before["hold"], patient_id), _plan(step, step.after["hold"], patient_id)
        if was.keys() == is_now.keys() and was and any(is_now[key]["until"] > was[key]["until"] for key in was):
            often = 1 + max(hold["extensions"] for hold in was.values())
            assert all(hold["extensions"] == often for hold in is_now.values()), (was, is_now)


def what_is_offered_is_held_as_long(step: Step) -> None:
    for offer in step.open_offers():
        hold = step.after["hold"].get((offer["session_id"], offer["patient_id"], OFFER))
        assert hold, ("an offer without a hold", offer)
        assert hold["until"] == offer["until"], (hold, offer)


def what_is_held_for_an_offer_is_offered(step: Step) -> None:
    for hold in step.live_holds(purpose=OFFER):
        who = {"session_id": hold["session_id"], "patient_id": hold["patient_id"]}
        assert len(step.open_offers(**who)) == 1, hold


def what_is_held_for_a_planned_week_can_be_answered(step: Step) -> None:
    for hold in step.live_holds(purpose=PLANNED):
        weeks = each(step.after["planned_week"], patient_id=hold["patient_id"], outcome="offered")
        assert any(hold["session_id"] in week["session_ids"] and week["until"] > step.now for week in weeks), hold


def a_session_says_until_when_something_is_held(step: Step) -> None:
    for hold in step.after["hold"].values():
        until = step.session(hold)["held_until"]
        assert until, ("a hold that nobody looks for", hold)
        assert until >= hold["until"], (hold, until)


def nothing_is_held_in_a_session_that_is_off_or_has_begun(step: Step) -> None:
    for hold in step.live_holds():
        session = step.session(hold)
        assert not session["is_cancelled"], hold
        assert hold["until"] <= session["starts"], (hold, session)


def nobody_is_kept_a_seat_beside_their_own(step: Step) -> None:
    for hold in step.after["hold"].values():
        assert not [*step.bookings(session_id=hold["session_id"], patient_id=hold["patient_id"])], hold


def _put(step: Step) -> list[Row]:
    """Holds that are new, or for longer than they were."""
    before = step.before["hold"]
    found = step.after["hold"].items()
    return [hold for key, hold in found if key not in before or hold["until"] > before[key]["until"]]


def _plan(step: Step, holds: Rows, patient_id: int) -> Rows:
    """What is kept for a plan of theirs now."""
    return {
        key: hold
        for key, hold in holds.items()
        if hold["patient_id"] == patient_id and hold["until"] > step.now and hold["purpose"] == PLAN
    }
