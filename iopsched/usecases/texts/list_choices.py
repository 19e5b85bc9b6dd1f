"""What a patient could do next, as replies and as the steps that their numbers stand for. Looks; changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from iopsched.domain.booking import Booking
from iopsched.domain.conversation import LAST, LIFE, MOST, Act, Step, with_last
from iopsched.domain.message import Kind
from iopsched.domain.plan import Outlook, Proposal
from iopsched.domain.refusal import is_only_full
from iopsched.domain.replacement import replacements
from iopsched.domain.reply import Reply, Say
from iopsched.domain.session import Session
from iopsched.store import bookings, conversations, sessions, waitings
from iopsched.store.db import reading
from iopsched.usecases.weeks import answer_planned_week, plan_week, view_week
from iopsched.usecases.weeks.view_week import WeekView

MOST_PROPOSALS = 3
WEEK = timedelta(weeks=1)
TOLD = tuple(kind for kind in Kind if not kind.is_asked_for)


@dataclass(frozen=True, slots=True)
class Answered:
    """What to say, each a text of its own, and what the numbers in it stand for; none leaves what was offered."""

    replies: tuple[Reply, ...]
    steps: tuple[Step, ...] = ()


def this_week(patient_id: int, now: datetime) -> Answered:
    """Hours and the times that are still ahead; next week's in a text of its own where any is booked."""
    told = [(number, view) for number, view in enumerate(_weeks(patient_id, now)) if number == 0 or _ahead(view, now)]
    if len(told) > 1 and not _ahead(told[0][1], now):
        told = told[1:]
    return Answered(tuple(Reply.of_week(Say.WEEK, view.week, _ids(_ahead(view, now)), n) for n, view in told))


def after_news(patient_id: int, now: datetime) -> Answered:
    """What could be had for the seat of whose loss they were told last, and have not booked since; else other times."""
    with reading():
        lost = _told_lost(patient_id, now)
    if lost:
        old, view = view_week.view_around(patient_id, lost.session.id, now=now)
        offered = [candidate.session for candidate in view.candidates]
        found = [each.session for each in replacements(view.week, old, offered, now)[:MOST]]
        is_open = not any(each.booked_at > (lost.cancelled_at or now) for each in view.week.bookings)
        if found and is_open:
            steps = with_last([Step(Act.BOOK, (each.id,)) for each in found], Step(Act.WHICH))
            return Answered((Reply(Say.LOST, _ids(found), old.id, number=LAST),), steps)
    return other_times(patient_id, now)


def _told_lost(patient_id: int, now: datetime) -> Booking | None:
    """Only where nothing else was told since."""
    told = conversations.last_told(patient_id, now - LIFE, *TOLD)
    if told is None or told.kind is not Kind.CANCELLED:
        return None
    lost = next(iter(bookings.some([int(told.about["booking_id"])])), None)
    return lost if lost and not lost.is_active and lost.session.starts > now else None


def other_times(patient_id: int, now: datetime) -> Answered:
    """What could be taken instead of the next time; which one, where there are several; what is open, where none is."""
    view = next((each for each in _weeks(patient_id, now) if _ahead(each, now)), None)
    if view is None:
        return open_times(patient_id, now)
    booked, adds = _ahead(view, now)[:MOST], not view.week.is_met
    if len(booked) == 1 and not adds:
        return instead(patient_id, booked[0].id, now)
    steps = [Step(Act.INSTEAD, (session.id,)) for session in booked] + [Step(Act.OPEN)] * adds
    return Answered((Reply(Say.WHICH, _ids(booked), more=adds),), tuple(steps))


def instead(patient_id: int, old_id: int, now: datetime) -> Answered:
    """Up to five times that one booked time could be exchanged for, and to give it up for none."""
    old, view = view_week.view_around(patient_id, old_id, now=now)
    if not view.week.holds(old) or old.starts <= now:
        return other_times(patient_id, now) if old.starts <= now else open_times(patient_id, now)
    offered = [candidate.session for candidate in view.candidates]
    found = [each.session for each in replacements(view.week, old, offered, now)[:MOST]]
    steps = with_last([Step(Act.SWAP, (each.id,), old_id) for each in found], Step(Act.GIVE_UP, (old_id,)))
    return Answered((Reply(Say.INSTEAD, _ids(found), old_id, number=LAST),), steps)


def open_times(patient_id: int, now: datetime) -> Answered:
    """Times that can be booked, this week or else next."""
    found = _first_with(patient_id, now, lambda view: (each.session for each in view.candidates if each.fits))
    if not found:
        return Answered((Reply(Say.NONE_OPEN),))
    return Answered((Reply(Say.OPEN, _ids(found)),), tuple(Step(Act.BOOK, (each.id,)) for each in found))


def full_times(patient_id: int, now: datetime) -> Answered:
    """Times that only a seat is wanting for, and for which the patient does not wait yet."""
    found = _first_with(patient_id, now, _full)
    if not found:
        return Answered((Reply(Say.NONE_FULL),))
    return Answered((Reply(Say.FULL, _ids(found)),), tuple(Step(Act.QUEUE, (each.id,)) for each in found))


def waited_for(patient_id: int) -> Answered:
    """What the patient waits for: sessions by name, and all else together."""
    with reading():
        wanted = [one.wanted.session_id for one in waitings.of_patient(patient_id)]
        named = [one for one in sessions.some(each for each in wanted if each is not None) if not one.is_cancelled]
    if not named and None not in wanted:
        return Answered((Reply(Say.NO_WAITS),))
    listed, has_more = _ids(sorted(named, key=lambda each: each.starts))[:MOST], None in wanted
    steps = [Step(Act.UNQUEUE, (each,)) for each in listed] + [Step(Act.UNQUEUE)] * has_more
    return Answered((Reply(Say.WAITING, listed, more=has_more),), tuple(steps))


def kept(patient_id: int, now: datetime) -> Answered:
    """Seats that are held for whoever waited for them, and weeks that staff planned, each in a text of its own."""
    offered = [each.offer.session for each in view_week.view(patient_id, None, now=now).offers]
    planned = answer_planned_week.view(patient_id, now=now)
    first = (Reply(Say.KEPT, _ids(offered)),) if offered else ()
    told = tuple(
        Reply.of_week(Say.PROPOSED, each.week, _ids(each.sessions), number)
        for number, each in enumerate(planned, len(offered) + 1)
    )
    steps = (
        *(Step(Act.BOOK, (session.id,)) for session in offered),
        *(Step(Act.TAKE_PLANNED, _ids(each.sessions), plan_id=each.plan_id) for each in planned),
    )
    return Answered((*first, *told) or (Reply(Say.NOTHING_KEPT),), steps)


def whole_weeks(patient_id: int, now: datetime) -> Answered:
    """Up to three whole weeks, each a text, of the first week that is not complete; else what comes nearest."""
    wishes = plan_week.last_wishes(patient_id)
    monday = None
    for _ in range(2):
        outlook = plan_week.propose(patient_id, monday, wishes, now=now)
        if proposals := _proposals(outlook):
            return _proposed(proposals)
        monday = outlook.week.monday + WEEK
    return Answered((Reply(Say.NOTHING_TO_PLAN),))


def _proposals(outlook: Outlook) -> tuple[Proposal, ...]:
    nearest = (outlook.closest,) if outlook.closest and outlook.closest.sessions else ()
    return outlook.proposals[:MOST_PROPOSALS] or nearest


def _proposed(proposals: tuple[Proposal, ...]) -> Answered:
    told = (
        Reply.of_week(Say.PROPOSED, proposal.week, _ids(proposal.sessions), number)
        for number, proposal in enumerate(proposals, 1)
    )
    return Answered(tuple(told), tuple(Step(Act.TAKE, _ids(proposal.sessions)) for proposal in proposals))


def _full(view: WeekView) -> Iterator[Session]:
    waits_for = {one.wanted.session_id for one in view.waiting}
    for each in view.candidates:
        if is_only_full(each.refusals) and each.session.id not in waits_for:
            yield each.session


def _first_with(patient_id: int, now: datetime, find: Callable[[WeekView], Iterable[Session]]) -> list[Session]:
    """What there is in this week, or else in the next, the soonest first."""
    found = (sorted(find(view), key=lambda session: session.starts) for view in _weeks(patient_id, now))
    return next((sessions[:MOST] for sessions in found if sessions), [])


def _weeks(patient_id: int, now: datetime) -> Iterator[WeekView]:
    view = view_week.view(patient_id, None, now=now)
    yield view
    yield view_week.view(patient_id, view.week.monday + WEEK, now=now)


def _ahead(view: WeekView, now: datetime) -> list[Session]:
    return [session for session in view.week.sessions if session.starts > now and not session.is_cancelled]


def _ids(sessions: Iterable[Session]) -> tuple[int, ...]:
    return tuple(session.id for session in sessions)
