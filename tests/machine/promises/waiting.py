"""Waiting: nobody is forgotten, nobody is offered what they could not have, and the order is what was said."""

from itertools import combinations
from typing import Any

from tests.machine import line, rule
from tests.machine.step import Step
from tests.machine.tables import Row, each


def a_patient_waits_for_as_much_as_is_counted(step: Step) -> None:
    for patient in step.after["patient"].values():
        assert patient["waits"] == len([*each(step.after["waiting"], patient_id=patient["id"], ended_at=None)]), patient


def nobody_waits_for_a_session_that_they_are_in(step: Step) -> None:
    for waiting in each(step.after["waiting"], ended_at=None):
        held = step.bookings(patient_id=waiting["patient_id"], session_id=waiting["session_id"])
        assert not [*held], waiting


def nobody_is_offered_what_the_rule_would_refuse(step: Step) -> None:
    for offer in _made(step):
        assert not rule.reasons(step.after, offer["patient_id"], offer["session_id"], step.now), offer


def nobody_is_offered_what_they_do_not_wait_for(step: Step) -> None:
    for offer in _made(step):
        waiting = step.after["waiting"][offer["waiting_id"]]
        assert waiting["patient_id"] == offer["patient_id"]
        assert line.fits(step.after, waiting, step.session(offer)), (waiting, offer)


def nobody_is_offered_two_seats_at_once(step: Step) -> None:
    for patient_id in step.after["patient"]:
        for one, other in combinations(step.open_offers(patient_id=patient_id), 2):
            assert not rule.meets(step.session(one), *_span(step, other)), (one, other)


def nobody_is_asked_twice_about_one_waiting(step: Step) -> None:
    """About the same session, and unless it was taken back."""
    for offer in step.new("offer"):
        same = each(step.after["offer"], waiting_id=offer["waiting_id"], session_id=offer["session_id"])
        assert len([one for one in same if one["answer"] != "withdrawn"]) <= 1, offer


def an_offer_leaves_time_to_answer(step: Step) -> None:
    for offer in step.new("offer"):
        until = line.lasts_until(step.after, step.patient(offer), step.session(offer), step.now)
        assert offer["until"] == until, (offer, until)
        assert until - step.now >= line.ENOUGH, offer


def an_offer_goes_to_whose_turn_it_is(step: Step) -> None:
    for offer in _made(step):
        session = step.session(offer)
        mine = line.rank(step.after, step.after["waiting"][offer["waiting_id"]], session, step.now)
        for other in line.candidates(step.after, session, step.now):
            theirs = line.rank(step.after, other, session, step.now)
            assert mine <= theirs, (offer, other)


def what_comes_free_is_offered_at_once(step: Step) -> None:
    """By whoever frees it, unless a hold that is over is still to be passed on."""
    for session_id, session in step.after["session"].items():
        if session_id in step.before["session"] and not rule.is_lapsed(step.after, [session_id], step.now):
            free = line.free_seats(step.after, session, step.now)
            was = line.free_seats(step.before, step.before["session"][session_id], step.now)
            assert free <= max(was, 0) or not [*line.candidates(step.after, session, step.now)], (session, free, was)


def _made(step: Step) -> list[Row]:
    """Offers that are new, and open still."""
    return [offer for offer in step.new("offer") if offer["answer"] is None]


def _span(step: Step, offer: Row) -> tuple[Any, Any]:
    session = step.session(offer)
    return session["starts"], session["ends"]
