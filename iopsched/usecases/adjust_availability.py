"""Staff say what should be offered; what exists follows in the same transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from iopsched.domain import zone
from iopsched.domain.errors import Forbidden, Invalid
from iopsched.domain.offering import Change, Closure, Offering, problems
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.gateways.tokens import new_uid
from iopsched.store import audit, locks, offerings, programs, sessions
from iopsched.store.db import reading, transaction
from iopsched.usecases.reconcile_sessions import Effect, reconcile


@dataclass(frozen=True, slots=True)
class Availability:
    """What is offered: patterns, days without any session, clinicians by id."""

    program: Program
    offerings: tuple[Offering, ...]
    closures: tuple[Closure, ...]
    clinicians: dict[int, str]


def view(staff: Staff) -> Availability:
    """Everything that the program's offerings page shows. Four queries."""
    _require_scheduler(staff)
    with reading():
        return Availability(
            programs.get(staff.program_id),
            offerings.in_program(staff.program_id),
            offerings.closures(staff.program_id),
            programs.clinicians(staff.program_id),
        )


def add_offering(staff: Staff, offering: Offering, *, now: datetime) -> Effect:
    """A new weekly pattern, or an extra session (one date). Raises Invalid naming each field."""
    _require_sound(offering)

    def write(program: Program) -> None:
        _refuse_skipped_hour(offering, program)
        mine = replace(offering, program_id=program.id, key=offering.key or f"staff-{new_uid()[:12]}")
        offerings.add(mine)

    return _adjust(staff, "offering added", write, now=now)


def change_offering(staff: Staff, offering: Offering, *, now: datetime) -> Effect:
    """The pattern with new facts, from now on; bookings follow where the patient still can."""
    _require_sound(offering)

    def write(program: Program) -> None:
        known = offerings.get(program.id, offering.id)
        offerings.change(replace(offering, program_id=program.id, key=known.key))

    return _adjust(staff, "offering changed", write, now=now)


def move_session(
    staff: Staff, session_id: int, day: date, begins: time, *, now: datetime, place: str | None = None
) -> Effect:
    """One session at another day or hour. Raises Invalid for a time that is past or that clocks skip."""

    def write(program: Program) -> None:
        starts = zone.instant(day, begins, program.zone)
        if starts <= now:
            raise Invalid(begins="That time has passed. Choose a time ahead.")
        _put(program, session_id, now, to_day=day, begins=begins, place=place, is_cancelled=False)

    return _adjust(staff, "session moved", write, now=now, session_id=session_id)


def change_seats(staff: Staff, session_id: int, seats: int, *, now: datetime) -> Effect:
    """One session with more or fewer seats; fewer than are booked evicts nobody, it closes the session."""

    def write(program: Program) -> None:
        if not 1 <= seats <= 100:
            raise Invalid(seats="Seats must be between 1 and 100.")
        _put(program, session_id, now, seats=seats)

    return _adjust(staff, "seats changed", write, now=now, session_id=session_id)


def cancel_session(staff: Staff, session_id: int, *, now: datetime) -> Effect:
    """One session will not be; everybody inside is told."""

    def write(program: Program) -> None:
        _put(program, session_id, now, is_cancelled=True)

    return _adjust(staff, "session cancelled", write, now=now, session_id=session_id)


def close_day(staff: Staff, closure: Closure, *, now: datetime) -> Effect:
    """A day without any session."""

    def write(program: Program) -> None:
        if closure.day < program.day_of(now):
            raise Invalid(day="That day has passed. Choose a day ahead.")
        offerings.close(program.id, closure)

    return _adjust(staff, "day closed", write, now=now)


def reopen_day(staff: Staff, day: date, *, now: datetime) -> Effect:
    """The day's sessions come back, empty."""
    return _adjust(staff, "day reopened", lambda program: offerings.reopen(program.id, day), now=now)


def open_sessions(*, now: datetime, until: date | None = None) -> int:
    """Open what has come within each program's horizon; how many sessions. The worker does this every day."""
    with reading():
        everyone = programs.everyone()
    opened = 0
    for program in everyone:
        with transaction():
            locks.program(program.id)
            opened += reconcile(program, actor="system", now=now, until=until).opened
    return opened


def _adjust(
    staff: Staff, action: str, write: Callable[[Program], None], *, now: datetime, session_id: int | None = None
) -> Effect:
    _require_scheduler(staff)
    actor = f"staff:{staff.id}"
    with transaction():
        locks.program(staff.program_id)
        program = programs.get(staff.program_id)
        write(program)
        effect = reconcile(program, actor=actor, now=now)
        audit.note(program.id, actor, action, now=now, session_id=session_id, ended=effect.ended, kept=effect.kept)
    return effect


def _put(program: Program, session_id: int, now: datetime, **facts: object) -> None:
    """Write the change of one session on top of what was changed before. Raises NotFound for another program's."""
    session = sessions.get(session_id)
    offering_id, day, slot = sessions.key_of(session_id)
    offerings.get(program.id, offering_id)
    if session.starts <= now:
        raise Invalid(session="This session has begun. What has been cannot be changed.")
    known = [c for c in offerings.changes(program.id) if (c.offering_id, c.day, c.slot) == (offering_id, day, slot)]
    before = known[0] if known else Change(offering_id, day, slot)
    kept = {name: value for name, value in facts.items() if value is not None}
    offerings.put_change(program.id, replace(before, **kept))  # type: ignore[arg-type]


def _refuse_skipped_hour(offering: Offering, program: Program) -> None:
    """For a single date the wall time must exist; a series begins an hour later on such a night."""
    if offering.first_day == offering.last_day:
        zone.instant(offering.first_day, offering.begins, program.zone)


def _require_sound(offering: Offering) -> None:
    if found := dict(problems(offering)):
        raise Invalid(**found)


def _require_scheduler(staff: Staff) -> None:
    if not staff.may_schedule:
        raise Forbidden("a clinician changes nothing that is offered")
