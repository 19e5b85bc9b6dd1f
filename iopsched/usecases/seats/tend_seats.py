"""What becomes of seats as time passes: holds that are over are passed on, waitings that are over are closed.

The worker's part, and it could be away: whoever looks at a session does the same for that one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from iopsched.domain.program import Program
from iopsched.domain.unmet import Unmet, of_wait
from iopsched.domain.waiting import Ended
from iopsched.store import audit, change_drafts, holds, locks, offers, programs, sessions, unmets, waitings
from iopsched.store.db import reading, transaction
from iopsched.usecases.seats import offer_seats

BATCH = 50


def pass_on(*, now: datetime) -> int:
    """Pass on the seats of every hold that is over; how many sessions that were. Each in a transaction of its own."""
    with reading():
        session_ids = holds.sessions_with_lapsed(now, BATCH)
    for session_id in session_ids:
        with transaction():
            offer_seats.seen(None, locks.sessions([session_id]), now=now)
    return len(session_ids)


def look_around(*, now: datetime) -> None:
    """Take back offers that their patients could not take any more; offer seats that nobody's leaving announced."""
    with reading():
        everyone = programs.everyone()
    for program in everyone:
        with reading():
            pending = offers.in_program(program.id, now)
            wanted = waitings.sessions_with_room(program.id, now)
        for session_id in sorted({offer.session.id for offer in pending}):
            _revise(program, session_id, now)
        for session_id in wanted:
            with transaction():
                locks.sessions([session_id])
                offer_seats.offer_free(program, [session_id], now=now)
        _close(program, now)


def _revise(program: Program, session_id: int, now: datetime) -> None:
    """Offers that their patients would be refused, by what they booked since, go to the next."""
    with transaction():
        offer_seats.seen(None, locks.sessions([session_id]), now=now)
        if offer_seats.take_back(program, session_id, now=now):
            offer_seats.offer_free(program, [session_id], now=now)


def _close(program: Program, now: datetime) -> None:
    """Whoever waits for what was called off keeps the place in line while that can be taken back."""
    with reading():
        kept = change_drafts.closing(program.id, now)
        over = waitings.over(program.id, program.week_of(now), now, kept=kept)
    for patient_id, theirs in groupby(over, key=lambda row: row[0]):
        with transaction():
            locks.patient(patient_id)
            ended = [waiting_id for _, waiting_id in theirs]
            unmets.count(program.id, _unserved(program, ended))
            waitings.end(patient_id, ended, Ended.OVER, now=now)
            for waiting_id in ended:
                audit.note(program.id, "system", "stopped waiting", now=now, patient_id=patient_id, waiting=waiting_id)


def _unserved(program: Program, waiting_ids: Iterable[int]) -> frozenset[Unmet]:
    """What was waited for and never offered."""
    found: set[Unmet] = set()
    for one in (waitings.get(program.id, waiting_id) for waiting_id in waiting_ids):
        wanted = one.wanted
        if one.last_offered_at is None:
            session = sessions.get(wanted.session_id) if wanted.session_id is not None else None
            found |= of_wait(wanted, session, program)
    return frozenset(found)
