"""An extra date: one session more, like one that there is or as an offering has it, and what offers that alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from iopsched.domain import zone
from iopsched.domain.offering import Offering
from iopsched.domain.program import Program
from iopsched.domain.session import Session

NOT_YET = -1_000_000
"""The id of a session that is only thought of; further below are more of them."""


def like(session: Session, day: date, program: Program) -> Session:
    """The same at the same time of another day, with nobody in it. Raises Invalid where clocks skip that time."""
    starts = zone.instant(day, wall_of(session, program), program.zone)
    ends = starts + timedelta(minutes=session.clock_minutes)
    return replace(session, id=NOT_YET, day=day, starts=starts, ends=ends, taken=0, held=0, held_until=None)


def as_offered(offering: Offering, day: date, program: Program) -> Session:
    """The first session that the offering would have on that day. Raises Invalid where clocks skip its time."""
    starts = zone.instant(day, offering.begins, program.zone)
    return Session(
        id=NOT_YET,
        program_id=program.id,
        starts=starts,
        ends=starts + timedelta(minutes=offering.session_minutes),
        day=day,
        component=offering.component,
        modality=offering.modality,
        counted_minutes=offering.counted_minutes,
        seats=offering.seats,
        offering_id=offering.id,
        clinician_id=offering.clinician_id,
        place=offering.place,
        site=offering.site,
        track=offering.track,
        least=offering.least,
    )


def offering_of(session: Session, program: Program) -> Offering:
    """What offers that one session and no other; it has no id yet."""
    return Offering(
        id=0,
        program_id=program.id,
        component=session.component,
        modality=session.modality,
        weekdays=frozenset({session.day.weekday()}),
        begins=wall_of(session, program),
        minutes=session.clock_minutes,
        counted_minutes=session.counted_minutes,
        seats=session.seats,
        first_day=session.day,
        last_day=session.day,
        clinician_id=session.clinician_id,
        place=session.place,
        site=session.site,
        track=session.track,
        least=session.least,
    )


def wall_of(session: Session, program: Program) -> time:
    """When it begins, on the wall."""
    return session.starts.astimezone(program.zone).time()
