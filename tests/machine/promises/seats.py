"""Seats: never more than there are, never one person in two places, never one that is lost on the way."""

from datetime import timedelta
from itertools import pairwise

from tests.machine import rule
from tests.machine.step import PATIENT, STAFF, Step


def a_session_counts_its_active_bookings(step: Step) -> None:
    active = dict.fromkeys(step.after["session"], 0)
    for booking in step.bookings():
        active[booking["session_id"]] += 1
    assert {key: session["taken"] for key, session in step.after["session"].items()} == active


def no_session_has_more_in_than_its_seats(step: Step) -> None:
    """But for what staff have overbooked, which is just what is over."""
    for session in step.after["session"].values():
        assert session["overbooked"] == max(0, session["taken"] - session["seats"]), session


def nobody_is_in_two_places(step: Step) -> None:
    for patient_id in step.after["patient"]:
        mine = sorted(step.bookings(patient_id=patient_id), key=lambda row: row["starts"])
        for one, other in pairwise(mine):
            assert one["ends"] <= other["starts"], (one, other)


def nobody_sits_in_a_session_that_is_off(step: Step) -> None:
    for booking in step.bookings():
        assert not step.session(booking)["is_cancelled"], booking


def a_seat_is_where_its_session_is(step: Step) -> None:
    for booking in step.bookings():
        session = step.session(booking)
        assert (booking["starts"], booking["ends"]) == (session["starts"], session["ends"]), (booking, session)
        assert booking["program_id"] == session["program_id"] == step.patient(booking)["program_id"]


def nobody_takes_a_seat_that_is_kept_for_another(step: Step) -> None:
    for booking in step.newly_booked() if step.by == PATIENT else ():
        session, whose = step.session(booking), booking["patient_id"]
        kept = rule.kept_for_others(step.after, session["id"], whose, step.now)
        assert session["taken"] + kept <= session["seats"], (booking, session, kept)


def a_patient_gives_up_late_when_the_notice_is_over(step: Step) -> None:
    """The notice is counted in hours that pass, on nights with a change of clocks too."""
    for booking in step.after.changed_from(step.before, "booking"):
        session, hours = step.before["session"][booking["session_id"]], step.program(booking)["notice_hours"]
        is_by_patient = booking["cancelled_by"] == "patient" and booking["cancelled_at"] == step.now
        is_a_slip = step.now - booking["booked_at"] <= timedelta(minutes=15)
        is_near = session["starts"] - step.now < timedelta(hours=hours)
        assert booking["is_late"] == (is_by_patient and is_near and not is_a_slip), booking


def an_event_in_a_calendar_only_goes_on(step: Step) -> None:
    """Its UID stays, and its SEQUENCE rises with whatever a calendar shows of it."""
    shown = ("starts", "ends", "cancelled_at")
    for booking in step.after.changed_from(step.before, "booking"):
        if was := step.before["booking"].get(booking["id"]):
            is_news = any(was[name] != booking[name] for name in shown)
            assert (booking["uid"], booking["booked_at"]) == (was["uid"], was["booked_at"])
            assert booking["sequence"] > was["sequence"] if is_news else booking["sequence"] >= was["sequence"]
            assert not is_news or booking["revised_at"] == step.now, (was, booking)


def only_staff_end_a_booking_of_somebody_who_did_not_ask(step: Step) -> None:
    for booking in step.after.changed_from(step.before, "booking"):
        if booking["cancelled_at"] == step.now:
            assert booking["cancelled_by"] == {PATIENT: "patient", STAFF: "staff"}.get(step.by), (step.by, booking)
