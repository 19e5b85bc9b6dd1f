"""Whether messages go out and arrive: for staff's pages, for the log, and for whoever watches the service."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from iopsched.domain.delivery import DAY, Alarm, tallies
from iopsched.domain.gate import Gate
from iopsched.domain.staff import Staff
from iopsched.store import carriers, limits, messages, programs
from iopsched.store.db import reading, transaction

log = logging.getLogger(__name__)
SAID_AGAIN = timedelta(hours=1)


def view(staff: Staff, *, now: datetime) -> Alarm:
    """What is wrong now; nothing for a clinician, who can do nothing about it. Three queries."""
    if not staff.may_schedule:
        return Alarm()
    with reading():
        return _alarm(staff.program_id, now)


def shut() -> tuple[Gate, ...]:
    """Carriers that refuse everything."""
    with reading():
        return tuple(gate for gate in carriers.gates().values() if gate.is_shut)


def warn(*, now: datetime) -> None:
    """Say in the log, once an hour for each program, that too few messages arrive. By whichever worker comes first."""
    with reading():
        alarms = {program.id: _alarm(program.id, now).falling for program in programs.everyone()}
    for program_id, falling in alarms.items():
        if falling and _is_first(program_id, now):
            what = (program_id, falling.failed, falling.tried, falling.span)
            log.error("program %d: %d of %d messages failed within %s", *what)


def _is_first(program_id: int, now: datetime) -> bool:
    with transaction():
        return limits.hit(f"deliveries:{program_id}", int(SAID_AGAIN.total_seconds()), 1, now) == 1


def _alarm(program_id: int, now: datetime) -> Alarm:
    gates = tuple(gate for gate in carriers.gates().values() if gate.is_lasting(now))
    bad = [tally for tally in tallies(messages.tried(program_id, now - DAY), now) if tally.is_bad]
    found = carriers.listings().values()
    strangers, unlisted = sum(each.strangers for each in found), sum(each.unlisted for each in found)
    return Alarm(gates, bad[0] if bad else None, strangers, unlisted)
