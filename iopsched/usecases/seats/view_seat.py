"""A patient looks at a seat: what could be taken instead, and what it would mean to give it up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from iopsched.domain import zone
from iopsched.domain.booking import Booking, free_until
from iopsched.domain.errors import NotFound
from iopsched.domain.replacement import Replacement, replacements
from iopsched.domain.session import Session
from iopsched.domain.waiting import Waiting
from iopsched.domain.week import Week
from iopsched.store import holds, sessions, visitors, waitings, weeks
from iopsched.store.db import reading


@dataclass(frozen=True, slots=True)
class SeatView:
    """``instead`` is what the seat could be exchanged for, the best first.

    ``free_until`` is when notice is over: later, giving it up is late. ``is_awaited``: given up, it goes at once to
    somebody who waits, and cannot be taken back.
    """

    booking: Booking
    session: Session
    week: Week
    instead: tuple[Replacement, ...]
    free_until: datetime
    is_awaited: bool
    now: datetime

    @property
    def without(self) -> Week:
        return self.week.without(self.session.id)

    @property
    def is_ahead(self) -> bool:
        """Whether it can still be exchanged or given up."""
        return self.now < self.session.starts

    @property
    def is_late(self) -> bool:
        return self.free_until < self.now


def view(patient_id: int, session_id: int, *, now: datetime) -> SeatView:
    """Seven queries, one more while seats of the week are held. Raises NotFound unless the patient has that seat."""
    with reading():
        patient, program = visitors.known_patient(patient_id)
        session = sessions.get(session_id)
        if session.program_id != program.id:
            raise NotFound("session")
        monday = zone.week_of(session.day, program.first_weekday)
        week = weeks.load(patient, program, monday)
        booking = next((one for one in week.bookings if one.session.id == session_id), None)
        if booking is None:
            raise NotFound("booking")
        offered = holds.seen(patient_id, sessions.in_week(program, monday), now)
        waiting = waitings.for_session(program.id, session_id, monday)
    seen = next((one for one in offered if one.id == session_id), session)
    return SeatView(
        booking=booking,
        session=seen,
        week=week,
        instead=replacements(week, session, offered, now),
        free_until=free_until(booking, program),
        is_awaited=_others_waiting(week, seen, waiting) > seen.seats_left,
        now=now,
    )


def _others_waiting(week: Week, session: Session, waiting: Iterable[Waiting]) -> int:
    fits = (one for one in waiting if one.wanted.fits(session, week.program))
    return len({one.patient_id for one in fits} - {week.patient_id})
