"""A patient's text is carried out, by the same use cases and with the same refusals as on the screen, and answered.

The act goes by the text's own key, so that doing it again changes nothing; the answer and what its numbers stand for
are written in one transaction, once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from iopsched.domain.conversation import Act, Conversation, Step
from iopsched.domain.errors import Busy, Invalid, NotFound, Refused, Taken, whereabouts
from iopsched.domain.incoming import UNANSWERED, Incoming
from iopsched.domain.reply import Reply, Say
from iopsched.domain.week import Week
from iopsched.store import conversations, inbox, locks
from iopsched.store.db import reading, transaction
from iopsched.usecases.seats import book_session, cancel_booking, swap_booking, wait_for_seat
from iopsched.usecases.texts import confirm_day, list_choices, take_text
from iopsched.usecases.texts.list_choices import Answered
from iopsched.usecases.texts.take_text import Text
from iopsched.usecases.weeks import answer_planned_week, plan_week

log = logging.getLogger(__name__)


def receive(text: Text, *, secret: str, now: datetime) -> str:
    """Take a text in, carry it out and have it answered. Words for a stranger, else none: answers go by the outbox.

    Once it is taken in, whatever happens here is made good by ``answer_left``. Raises Busy where it could not be
    taken in: the provider then calls its second address, which may be this one again.
    """
    taken = take_text.take(text, secret=secret, now=now)
    if taken.incoming:
        _try(taken.incoming, now)
    return taken.words


def answer_left(*, now: datetime, going_on: Callable[[], bool] = lambda: True) -> int:
    """Texts that somebody took in and did not answer: how many were. Safe in any number of workers at once.

    One that could not be answered for an hour is for a person.
    """
    with transaction():
        inbox.hand_over(now - take_text.USE)
    with reading():
        left = inbox.unanswered(now - UNANSWERED)
    return sum(going_on() and _try(incoming, now) for incoming in left)


def _try(incoming: Incoming, now: datetime) -> bool:
    """One that cannot be answered now holds up nobody, and is taken up again."""
    try:
        return answer(incoming, now=now)
    except Busy:
        return False
    except Exception as error:
        log.error("text %d: %s", incoming.id, whereabouts(error))
        return False


def answer(incoming: Incoming, *, now: datetime) -> bool:
    """Do what it asks for, then write the answer; False where somebody else has answered it meanwhile."""
    answered = _carry_out(incoming, now)
    with transaction():
        patient = locks.patient(incoming.patient_id)
        if not inbox.finish(incoming.id):
            return False
        if answered.steps:
            conversations.keep(patient.id, Conversation.offering(answered.steps, now), incoming.id)
        take_text.put(incoming, *answered.replies, now=now)
    return True


def _carry_out(incoming: Incoming, now: datetime) -> Answered:
    """What a rule refuses is the answer, in its own words; nothing was changed then."""
    step = incoming.step
    try:
        return ACTS[step.act](incoming, now)
    except Refused as no:
        whys = tuple(reason.why for reason in no.reasons)
    except Taken as no:
        first, reasons = min(no.reasons.items())
        step, whys = Step(step.act, (first,)), tuple(reason.why for reason in reasons)
    except (Invalid, NotFound):
        whys = ()
    return Answered((Reply(Say.REFUSED, step.session_ids[:1], whys=whys),))


def _book(incoming: Incoming, now: datetime) -> Answered:
    wanted = incoming.step.session_id
    week = book_session.book(incoming.patient_id, wanted, now=now, key=incoming.key)
    return _have(Say.BOOKED, week, wanted)


def _swap(incoming: Incoming, now: datetime) -> Answered:
    wanted, old_id = incoming.step.session_id, incoming.step.old_id or 0
    week = swap_booking.swap(incoming.patient_id, old_id, wanted, now=now, key=incoming.key)
    return _have(Say.BOOKED, week, wanted, old_id)


def _have(say: Say, week: Week, session_id: int, old_id: int | None = None) -> Answered:
    """Unless it was carried out before and staff have changed it since."""
    if not week.has_seat_in(session_id):
        return Answered((Reply(Say.REFUSED, (session_id,)),))
    reply = Reply(say, (session_id,), old_id, minutes=week.minutes, required=week.required)
    return Answered((reply,))


def _give_up(incoming: Incoming, now: datetime) -> Answered:
    old_id = incoming.step.session_id
    cancel_booking.cancel(incoming.patient_id, old_id, now=now, key=incoming.key)
    return Answered((Reply(Say.GIVEN_UP, old_id=old_id),))


def _take(incoming: Incoming, now: datetime) -> Answered:
    week = plan_week.accept(incoming.patient_id, incoming.step.session_ids, now=now, key=incoming.key)
    return Answered((Reply.of_week(Say.TAKEN, week),))


def _take_kept(incoming: Incoming, now: datetime) -> Answered:
    """One seat that is held for them is taken at once, as its text named it; of more, or of a week, they choose."""
    found = list_choices.kept(incoming.patient_id, now)
    if len(found.steps) != 1 or found.steps[0].act is not Act.BOOK:
        return found
    return _meant(incoming, found, now)


def _take_planned(incoming: Incoming, now: datetime) -> Answered:
    week = answer_planned_week.take(incoming.patient_id, incoming.step.plan_id or 0, now=now)
    return Answered((Reply.of_week(Say.TAKEN, week),))


def _queue(incoming: Incoming, now: datetime) -> Answered:
    wanted = incoming.step.session_id
    wait_for_seat.wait(incoming.patient_id, wanted, now=now, key=incoming.key)
    return Answered((Reply(Say.WAITS, (wanted,)),))


def _leave(incoming: Incoming, now: datetime) -> Answered:
    """The only thing that is waited for is left at once; of more they choose."""
    found = list_choices.waited_for(incoming.patient_id)
    return _meant(incoming, found, now) if len(found.steps) == 1 else found


def _unqueue(incoming: Incoming, now: datetime) -> Answered:
    """One session by name, or all that is not waited for by name."""
    wanted = incoming.step.session_ids
    wait_for_seat.leave_all(incoming.patient_id, set(wanted) or {None}, now=now)
    return Answered((Reply(Say.LEFT, wanted),))


def _meant(incoming: Incoming, found: Answered, now: datetime) -> Answered:
    """The only step there is, for good: whoever takes the text up again does the same."""
    (step,) = found.steps
    meant = replace(incoming, step=step)
    with transaction():
        locks.patient(incoming.patient_id)
        inbox.understood(meant)
    return _carry_out(meant, now)


ACTS: dict[Act, Callable[[Incoming, datetime], Answered]] = {
    Act.CONFIRM: lambda text, now: Answered((confirm_day.confirm(text.patient_id, now=now, key=text.key),)),
    Act.CHANGE: lambda text, now: list_choices.after_news(text.patient_id, now),
    Act.WHICH: lambda text, now: list_choices.other_times(text.patient_id, now),
    Act.PLAN: lambda text, now: list_choices.whole_weeks(text.patient_id, now),
    Act.WEEK: lambda text, now: list_choices.this_week(text.patient_id, now),
    Act.WAIT: lambda text, now: list_choices.full_times(text.patient_id, now),
    Act.INSTEAD: lambda text, now: list_choices.instead(text.patient_id, text.step.session_id, now),
    Act.OPEN: lambda text, now: list_choices.open_times(text.patient_id, now),
    Act.BOOK: _book,
    Act.SWAP: _swap,
    Act.GIVE_UP: _give_up,
    Act.TAKE: _take,
    Act.TAKE_KEPT: _take_kept,
    Act.TAKE_PLANNED: _take_planned,
    Act.QUEUE: _queue,
    Act.LEAVE: _leave,
    Act.UNQUEUE: _unqueue,
}
