"""Who and which room is free: what is asked before anything is suggested to staff."""

from __future__ import annotations

from datetime import datetime

from iopsched.domain.ground import Ground
from iopsched.domain.program import Program
from iopsched.store import absences, clinicians, offerings, rooms


def survey(program: Program, *, now: datetime) -> Ground:
    """As it is written now, beside no session yet. Six queries, within a look or the writing of a change."""
    return Ground(
        program=program,
        known=(),
        offerings={one.id: one for one in offerings.in_program(program.id)},
        clinicians=clinicians.at_work(program.id),
        absences=absences.in_program(program.id),
        limits=rooms.limits(program.id),
        closed=frozenset(day for closure in offerings.closures(program.id) for day in closure.span.days),
        now=now,
    )
