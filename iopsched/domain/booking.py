"""A booking: one patient's seat in one session, and the one rule that says what may be booked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from iopsched.domain.refusal import Refusal, Why
from iopsched.domain.session import Session

if TYPE_CHECKING:
    from iopsched.domain.program import Program
    from iopsched.domain.treatment import TreatmentPlan
    from iopsched.domain.week import Week


class Attendance(StrEnum):
    """What was marked; None on a booking means not marked yet. Excused is away, for a reason that staff accept."""

    HERE = "here"
    LATE = "late"
    LEFT = "left"
    AWAY = "away"
    EXCUSED = "excused"

    @property
    def is_part(self) -> bool:
        """Whether only some of the minutes count, which somebody has to say."""
        return self in {Attendance.LATE, Attendance.LEFT}

    @property
    def is_missed(self) -> bool:
        return self in {Attendance.AWAY, Attendance.EXCUSED}


class CancelledBy(StrEnum):
    """Who gave up a seat."""

    PATIENT = "patient"
    STAFF = "staff"


SECOND_THOUGHT = timedelta(minutes=15)
"""A seat given up so soon after it was first booked was a slip, however near its session."""


@dataclass(frozen=True, slots=True)
class Booking:
    """One patient's seat. ``attended_minutes`` counts only once attendance is marked.

    ``is_late``: the patient gave it up after the program's notice was over (DOMAIN.md section 2); staff see it.

    ``confirmed_at``: when the patient said to come, at the time at which the seat is now.

    ``span`` is when the seat is, as calendars were told: one that was given up stays where it was if the session moves.
    """

    id: int
    patient_id: int
    session: Session
    booked_at: datetime
    attendance: Attendance | None = None
    attended_minutes: int = 0
    cancelled_at: datetime | None = None
    cancelled_by: CancelledBy | None = None
    is_late: bool = False
    uid: str = ""
    sequence: int = 0
    revised_at: datetime | None = None
    span: tuple[datetime, datetime] | None = None
    confirmed_at: datetime | None = None

    @property
    def starts(self) -> datetime:
        return self.span[0] if self.span else self.session.starts

    @property
    def ends(self) -> datetime:
        return self.span[1] if self.span else self.session.ends

    @property
    def is_active(self) -> bool:
        return self.cancelled_at is None

    @property
    def is_missed(self) -> bool:
        return self.attendance is not None and self.attendance.is_missed

    @property
    def minutes(self) -> int:
        """What it brings to its week: what was attended once marked, what counts before."""
        return self.attended_minutes if self.attendance else self.session.counted_minutes


def free_until(booking: Booking, program: Program) -> datetime:
    """Until when its patient gives it up in good time: the program's notice, or a second thought before it begins."""
    starts = booking.session.starts
    return max(program.free_until(starts), min(starts, booking.booked_at + SECOND_THOUGHT))


def refusals(week: Week, session: Session, now: datetime) -> Iterator[Refusal]:
    """Every reason this session cannot join this week; none means it can.

    The screen, the booking, the planner and the text answers all ask here, so what is offered can be booked.
    """
    if week.holds(session):
        yield Refusal(Why.BOOKED)
        return
    if session.is_cancelled:
        yield Refusal(Why.CANCELLED)
    if session.starts <= now:
        yield Refusal(Why.STARTED)
    if session.is_full:
        yield Refusal(Why.FULL)
    yield from _clashes(week, session)
    yield from against_plan(week, session)


def _clashes(week: Week, session: Session) -> Iterator[Refusal]:
    if other := next((mine for mine in week.sessions if mine.overlaps(session)), None):
        yield Refusal(Why.OVERLAPS, other=other)
    if any(session.meets(*span) for span in week.busy):
        yield Refusal(Why.COMMITTED)
    if far := next((mine for mine in week.sessions if _is_too_far(week, mine, session)), None):
        yield Refusal(Why.TRAVEL, other=far, minutes=week.travel.minutes(far, session))


def _is_too_far(week: Week, mine: Session, session: Session) -> bool:
    return not mine.overlaps(session) and not week.travel.allows(mine, session)


def against_plan(week: Week, session: Session) -> Iterator[Refusal]:
    """What of it the plans of the week forbid; a seat that is held already is asked by the week without it."""
    plan, in_all = week.plan_on(session.day), week.requirement
    if plan is None or in_all is None:
        yield Refusal(Why.NO_PLAN)
        return
    if session.modality not in plan.modalities:
        yield Refusal(Why.MODALITY)
    if (minutes := week.minutes_on(session.day) + session.counted_minutes) > plan.day_most:
        yield Refusal(Why.DAY_MOST, minutes=minutes, limit=plan.day_most)
    if session.day not in week.days and len(week.days) >= in_all.days_most:
        yield Refusal(Why.DAYS_MOST, limit=in_all.days_most)
    if (minutes := week.minutes + session.counted_minutes) > in_all.most:
        yield Refusal(Why.WEEK_MOST, minutes=minutes, limit=in_all.most)
    if _is_closed_to(plan, session, week.program):
        yield Refusal(Why.TRACK)
    elif other := _other_track(week, session):
        yield Refusal(Why.TRACK, other=other)


def _is_closed_to(plan: TreatmentPlan, session: Session, program: Program) -> bool:
    """Whether the session is of a track that is not the plan's; without one, where the program lets plans say so."""
    return bool(session.track) and session.track != plan.track and bool(plan.track or program.tracks_by_plan)


def _other_track(week: Week, session: Session) -> Session | None:
    """A booked session of another closed track, where the program says tracks may not be mixed."""
    if week.program.may_mix_tracks or not session.track:
        return None
    return next((mine for mine in week.sessions if mine.track and mine.track != session.track), None)
