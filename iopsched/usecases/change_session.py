"""Staff change one session: another time or place, more or fewer seats, or none at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.offering import Change
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.store import offerings, sessions
from iopsched.usecases.adjust_availability import adjust, require_open
from iopsched.usecases.reconcile_sessions import BACK, Effect


def move(staff: Staff, session_id: int, day: date, begins: time, *, now: datetime, place: str | None = None) -> Effect:
    """One session at another day, hour or place. Raises Invalid for a time that is past, closed or that clocks skip."""

    def write(program: Program) -> dict[str, str]:
        before = _before(program, session_id, now)
        require_open(program, day, begins, now)
        if day - before.day > BACK:
            raise Invalid(day=f"Choose a day within {BACK.days} days of {before.day.isoformat()}, where it belongs.")
        where = before.place if place is None else place
        after = replace(before, to_day=day, begins=begins, place=where, is_cancelled=False)
        offerings.put_change(program.id, after)
        return {"day": day.isoformat()}

    return adjust(staff, "session moved", write, now=now, session_id=session_id)


def change_seats(staff: Staff, session_id: int, seats: int, *, now: datetime) -> Effect:
    """One session with more or fewer seats; fewer than are booked evicts nobody, it closes the session."""

    def write(program: Program) -> dict[str, int]:
        before = _before(program, session_id, now)
        if not 1 <= seats <= 100:
            raise Invalid(seats="Seats must be between 1 and 100.")
        offerings.put_change(program.id, replace(before, seats=seats))
        return {"seats": seats}

    return adjust(staff, "seats changed", write, now=now, session_id=session_id)


def cancel(staff: Staff, session_id: int, *, now: datetime) -> Effect:
    """One session will not be; everybody inside is told."""

    def write(program: Program) -> None:
        offerings.put_change(program.id, replace(_before(program, session_id, now), is_cancelled=True))

    return adjust(staff, "session cancelled", write, now=now, session_id=session_id)


def reopen(staff: Staff, session_id: int, *, now: datetime) -> Effect:
    """A session that was cancelled will be after all; it comes back empty."""

    def write(program: Program) -> None:
        offerings.put_change(program.id, replace(_before(program, session_id, now), is_cancelled=False))

    return adjust(staff, "session reopened", write, now=now, session_id=session_id)


def _before(program: Program, session_id: int, now: datetime) -> Change:
    """What was changed of the session until now. Raises NotFound for another program's, Invalid once it has begun."""
    session = sessions.get(session_id)
    if session.program_id != program.id:
        raise NotFound("session")
    if session.starts <= now:
        raise Invalid(session="This session has begun. What has been cannot be changed.")
    key = sessions.key_of(session_id)
    known = {(change.offering_id, change.day, change.slot): change for change in offerings.changes(program.id)}
    return known.get(key, Change(*key))
