"""Whom to call, and of what: each seat once, as it is now, against what was last heard."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from iopsched.domain.booking import Booking, CancelledBy
from iopsched.domain.call import News, news_of, unheard
from iopsched.domain.heard import Aspect, Heard
from iopsched.domain.message import CALLED, NO_CONSENT, Kind, Message, State
from tests.builders import a_booking, a_session, at

NOW = at(0, 12)
SEAT = a_booking(a_session(day=1, place="Room 2"))
ELSEWHERE = replace(SEAT, session=replace(SEAT.session, place="Room 3"))
LOST = replace(SEAT, cancelled_at=NOW, cancelled_by=CancelledBy.STAFF)


def a_message(number: int, kind: Kind, known: Booking = SEAT, **given: object) -> Message:
    """That is not agreed to, so that nobody hears of it."""
    heard = Heard.of(replace(known, session=replace(known.session, clinician_id=None)))
    about = {"booking_id": "1", "was": heard.starts.isoformat(), "where": heard.where}
    facts = {"about": about, "state": State.WITHDRAWN, "failure": NO_CONSENT} | given
    return Message(number, 1, 1, kind, f"{kind.value}:1:{number}", NOW, SEAT.session.starts, **facts)  # type: ignore[arg-type]


def called(message: Message, moment: datetime = NOW) -> Message:
    return replace(message, about={**message.about, CALLED: moment.isoformat()})


def news(*messages: Message, now: Booking) -> News | None:
    missed = unheard(messages, is_reached=False)
    return news_of(missed, now, ()) if missed else None


def test_several_changes_of_a_seat_are_said_once_as_it_is_now_against_the_first():
    said = news(a_message(1, Kind.MOVED, SEAT), a_message(2, Kind.MOVED, LOST), now=ELSEWHERE)

    assert said
    assert (said.message.id, said.kind, said.differs) == (2, Kind.MOVED, frozenset({Aspect.PLACE}))


@pytest.mark.parametrize(
    "messages",
    [
        [a_message(1, Kind.MOVED, SEAT), a_message(2, Kind.MOVED, ELSEWHERE)],
        [a_message(1, Kind.CANCELLED), a_message(2, Kind.BOOKED)],
    ],
    ids=["moved back", "given back"],
)
def test_what_is_again_as_they_know_it_is_not_said(messages: list[Message]):
    assert news(*messages, now=SEAT) is None


def test_what_came_after_a_call_is_said_against_what_was_said_then():
    first, back = called(a_message(1, Kind.MOVED, SEAT)), a_message(2, Kind.MOVED, ELSEWHERE)

    said = news(first, back, now=SEAT)

    assert news(first, now=ELSEWHERE) is None
    assert said
    assert (said.kind, said.differs) == (Kind.MOVED, frozenset({Aspect.PLACE}))


def test_a_seat_given_back_after_they_were_told_of_its_loss_is_a_seat_that_they_get():
    said = news(called(a_message(1, Kind.CANCELLED)), a_message(2, Kind.BOOKED), now=SEAT)

    assert said
    assert said.kind is Kind.BOOKED


def test_a_seat_lost_after_a_move_that_nobody_heard_of_is_lost_at_the_time_that_they_know():
    earlier = replace(SEAT, session=replace(SEAT.session, starts=SEAT.session.starts - timedelta(hours=1)))

    said = news(a_message(1, Kind.MOVED, earlier), a_message(2, Kind.CANCELLED, SEAT), now=LOST)

    assert said
    assert (said.kind, said.was) == (Kind.CANCELLED, earlier.session.starts)


def test_of_a_seat_that_came_and_went_unheard_there_is_nothing_to_say():
    assert news(a_message(1, Kind.BOOKED), a_message(2, Kind.CANCELLED), now=LOST) is None


def test_what_a_later_message_brings_or_will_bring_needs_no_call():
    missed = a_message(1, Kind.MOVED)

    for state in (State.SENT, State.DUE):
        assert unheard([missed, a_message(2, Kind.MOVED, state=state, failure="")], is_reached=True) == ()
    assert unheard([missed, a_message(2, Kind.MOVED, failure="")], is_reached=True) == (missed,)
