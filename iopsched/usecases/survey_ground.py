"""Who and which room is free: what is asked before anything is suggested to staff."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from iopsched.domain.ground import Ground
from iopsched.domain.offering import Offering
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.store import absences, programs, rooms


def survey(
    program: Program,
    offered: Iterable[Offering],
    closed: frozenset[date],
    *,
    known: Iterable[Session] = (),
    now: datetime,
) -> Ground:
    """Beside the sessions that are ``known``. Four queries, within a look."""
    return Ground(
        program=program,
        known=tuple(known),
        offerings={one.id: one for one in offered},
        clinicians=programs.clinicians(program.id),
        absences=absences.in_program(program.id),
        limits=rooms.limits(program.id),
        closed=closed,
        now=now,
    )
