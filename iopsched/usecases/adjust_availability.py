"""Staff say what should be offered; what exists follows in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from typing import Any

from iopsched.domain import zone
from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.offering import LONGEST_CLOSURE, Closure, Offering, problems
from iopsched.domain.program import Program
from iopsched.domain.span import MIDNIGHT
from iopsched.domain.staff import Staff
from iopsched.gateways.tokens import new_uid
from iopsched.store import absences, audit, locks, offerings, programs, rooms, seasons
from iopsched.store.db import reading, transaction
from iopsched.usecases import change_series, check_clashes
from iopsched.usecases.reconcile_sessions import Effect, desired, difference, reconcile
from iopsched.usecases.watch_change import watcher

CLOSED = "It is closed then. Choose another time, or take the closure away first."
PASSED = "That day has passed. Choose a day ahead."
Write = Callable[[Program], Mapping[str, Any] | None]
"""Writes what staff want of the program; the ids and numbers that it gives back are noted with it."""


def add_offering(staff: Staff, offering: Offering, *, now: datetime, clinician: str = "") -> Effect:
    """A new weekly pattern, or an extra session (one date). Raises Invalid naming each field.

    ``clinician`` is the name of who leads it, added where it is new; empty keeps what the offering says.
    """
    _require_sound(offering)

    def write(program: Program) -> dict[str, int]:
        _require_ahead(offering, program, now)
        mine = as_known(program, offering, clinician)
        new = replace(mine, program_id=program.id, key=mine.key or f"staff-{new_uid()[:12]}")
        return {"offering_id": offerings.add(new)}

    return adjust(staff, "offering added", write, now=now)


def change_offering(
    staff: Staff, offering: Offering, *, now: datetime, clinician: str = "", since: date | None = None
) -> Effect:
    """The pattern with new facts, from now on or from ``since``; bookings follow where the patient still can."""
    _require_sound(offering)

    def write(program: Program) -> dict[str, int]:
        known = offerings.get(program.id, offering.id)
        _starts_of(offering, program)
        after = as_known(program, offering, clinician)
        if since is None:
            change_series.change_all(program, known, after, now=now)
            return {"offering_id": known.id}
        return {"offering_id": change_series.change_following(program, known, after, since, now=now)}

    return adjust(staff, "offering changed from a day on" if since else "offering changed", write, now=now)


def close_day(staff: Staff, closure: Closure, *, now: datetime) -> Effect:
    """A day, or several, or a part of one, without any session. Raises Invalid naming each field."""

    def write(program: Program) -> dict[str, str]:
        if found := dict(closure.span.problems(LONGEST_CLOSURE)):
            raise Invalid(**found)
        if closure.span.bounds(program.zone)[1] <= now:
            raise Invalid(day=PASSED)
        if known := _closed_already(program, closure):
            why = f" ({known.reason})" if known.reason else ""
            raise Invalid(
                day=f"It is closed already {known.span.said}{why}. Choose another day, or open that one first."
            )
        offerings.close(program.id, closure)
        return {"day": closure.day.isoformat()}

    return adjust(staff, "day closed", write, now=now)


def _closed_already(program: Program, closure: Closure) -> Closure | None:
    """The closure that holds all of this one; one that begins as it does is changed, unless all of it is the same."""
    known = (one for one in offerings.closures(program.id) if one.span.holds(closure.span))
    return next(
        (one for one in known if one == closure or (one.day, one.begins) != (closure.day, closure.begins)), None
    )


def reopen_day(staff: Staff, day: date, *, now: datetime, begins: time = MIDNIGHT) -> Effect:
    """The sessions of what was closed from then on come back, empty. Raises NotFound for what is not closed."""

    def write(program: Program) -> dict[str, str]:
        if not any((closure.day, closure.begins) == (day, begins) for closure in offerings.closures(program.id)):
            raise NotFound("closure")
        offerings.reopen(program.id, day, begins)
        return {"day": day.isoformat()}

    return adjust(staff, "day reopened", write, now=now)


def open_sessions(*, now: datetime, until: date | None = None, going_on: Callable[[], bool] = lambda: True) -> int:
    """Open what has come within each program's horizon; how many sessions. The worker does this every day."""
    with reading():
        everyone = programs.everyone()
    opened = 0
    for each in takewhile(lambda _: going_on(), everyone):
        with transaction():
            locks.program(each.id)
            program = programs.get(each.id)
            if new := reconcile(program, difference(program, now, until), actor="system", now=now).opened:
                audit.note(each.id, "system", "sessions opened", now=now, opened=new)
            opened += new
    return opened


def adjust(staff: Staff, action: str, write: Write, *, now: datetime, session_id: int | None = None) -> Effect:
    """Write what staff want, then make it so, in one transaction that holds the program. Raises Forbidden, and
    Invalid where somebody would lead two sessions at once, or two would be in one room.

    Whoever watches (``watch_change``) looks on, before anything is written and before anything follows.
    """
    staff.require_scheduler()
    with transaction():
        locks.program(staff.program_id)
        program = programs.get(staff.program_id)
        actor, watch = f"staff:{staff.id}", watcher()
        watch.before(program)
        before, stood_in = rooms.limits(program.id), absences.stood_in(program.id, now)
        said = watch.write(program, write)
        wanted = desired(program, now)
        check_clashes.require_no_more(program, wanted, before, now=now)
        found = replace(wanted.difference(now), stood_in=stood_in)
        watch.written(program, found, said)
        effect = reconcile(program, found, actor=actor, now=now, seats_back=watch.seats_back)
        counts = {name: getattr(effect, name) for name in ("opened", "ended", "kept")}
        audit.note(program.id, actor, action, now=now, session_id=session_id, **counts, **said)
    return effect


def as_known(program: Program, offering: Offering, clinician: str = "") -> Offering:
    """The offering with the clinician of that name and its season as it now is. Raises Invalid for one that is gone, or
    of another program.
    """
    its = {one.id: one for one in seasons.in_program(program.id)}
    if offering.season and offering.season.id not in its:
        raise Invalid(season="That season is no longer there. Choose another.")
    offering = replace(offering, season=its[offering.season.id]) if offering.season else offering
    if name := clinician.strip():
        return replace(offering, clinician_id=programs.clinician_named(program.id, name))
    if offering.clinician_id is not None and offering.clinician_id not in programs.clinicians(program.id):
        raise Invalid(clinician="Choose somebody who works here.")
    return offering


def _require_ahead(offering: Offering, program: Program, now: datetime) -> None:
    """A new pattern must not be over; a single date must be open, and its hour still to come."""
    if offering.last_day < program.day_of(now):
        raise Invalid(last_day=PASSED)
    if _starts_of(offering, program):
        require_open(program, offering.first_day, offering.begins, now, minutes=offering.minutes)


def require_open(program: Program, day: date, begins: time, now: datetime, *, minutes: int = 1) -> None:
    """Raise Invalid for a time that is past, closed for any of its ``minutes``, or skipped by clocks."""
    if day < program.day_of(now):
        raise Invalid(day=PASSED)
    starts = _instant(program, day, begins)
    ends, closed = starts + timedelta(minutes=minutes), (one.span for one in offerings.closures(program.id))
    if any(span.meets(starts, ends, program.zone) for span in closed):
        raise Invalid(day=CLOSED)
    if starts <= now:
        raise Invalid(begins="That time has passed. Choose a time ahead.")


def _starts_of(offering: Offering, program: Program) -> datetime | None:
    """When an offering of a single date begins, at a wall time that exists; a series may fall an hour later instead."""
    return _instant(program, offering.first_day, offering.begins) if offering.is_single else None


def _instant(program: Program, day: date, begins: time) -> datetime:
    try:
        return zone.instant(day, begins, program.zone)
    except Invalid as skipped:
        raise Invalid(begins=skipped.problems["starts"]) from skipped


def _require_sound(offering: Offering) -> None:
    if found := dict(problems(offering)):
        raise Invalid(**found)
