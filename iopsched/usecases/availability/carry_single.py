"""What staff want of one session is carried out by the use case that it belongs to; and what would take it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from iopsched.domain.intent import Part, offered, reach_of, single
from iopsched.domain.program import Program
from iopsched.domain.series import Reach
from iopsched.domain.staff import Staff
from iopsched.store import offerings
from iopsched.usecases.availability import alter_session, change_session, put_back
from iopsched.usecases.availability.reconcile_sessions import Effect


def carry_of(intent: single.OfSingle) -> Callable[[Staff, datetime], Effect]:
    """What carries it out."""
    do = change_session
    match intent:
        case single.MoveSession(known_id, day, begins, place, reach):
            return lambda staff, now: do.move(staff, known_id, day, begins, place=place, reach=reach, now=now)
        case single.SetSeats(known_id, seats, reach):
            return lambda staff, now: do.change_seats(staff, known_id, seats, reach=reach, now=now)
        case single.AlterSession() | single.HandOver():
            return _carry_of_details(intent)
        case single.CancelSession(known_id, reach):
            return lambda staff, now: do.cancel(staff, known_id, reach=reach, now=now)
        case single.ReopenSession(known_id):
            return lambda staff, now: do.reopen(staff, known_id, now=now)
        case single.PutBack(known_id, change):
            return lambda staff, now: put_back.put_session_back(staff, known_id, change, now=now)


def _carry_of_details(intent: single.AlterSession | single.HandOver) -> Callable[[Staff, datetime], Effect]:
    if isinstance(intent, single.AlterSession):
        return lambda staff, now: alter_session.alter(staff, intent, now=now)
    known_id, who = intent.session_id, intent.clinician_id
    return lambda staff, now: change_session.change_leader(staff, known_id, who, now=now)


def as_it_was(program: Program, intent: single.OfSingle) -> Part:
    """What takes it back, asked before it is carried out: the session as it was changed until then, or its series."""
    change = change_session.changed(program, intent.session_id)
    if reach_of(intent) is Reach.THIS:
        return single.PutBack(intent.session_id, change)
    offering = offerings.get(program.id, change.offering_id)
    if offering.is_single:
        return single.PutBack(intent.session_id, change)
    return offered.PutSeriesBack(offering, offering.id, change)
