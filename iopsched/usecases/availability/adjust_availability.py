"""What exists follows what is offered: in the transaction of each change, and as days come within the horizon."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from itertools import takewhile
from typing import Any

from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.store import absences, audit, locks, programs, rooms
from iopsched.store.db import reading, transaction
from iopsched.usecases.availability import check_clashes
from iopsched.usecases.availability.reconcile_sessions import Effect, desired, difference, reconcile
from iopsched.usecases.availability.watch_change import watcher

Write = Callable[[Program], Mapping[str, Any] | None]
"""Writes what staff want of the program; the ids and numbers that it gives back are noted with it."""


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
