"""What the week page shows of a usual week: that there is one, and what of it could not be booked this week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from iopsched.domain.recurrence import Gap
from iopsched.domain.refusal import is_only_full
from iopsched.domain.session import Session
from iopsched.domain.usual_week import UsualWeek
from iopsched.domain.waiting import Waiting
from iopsched.usecases.weeks import keep_usual_week
from iopsched.usecases.weeks.view_week import Candidate, WeekView


@dataclass(frozen=True, slots=True)
class Missed:
    """What could not be booked; the session as it is now, where it could be had again, and whether one waits for it."""

    gap: Gap
    candidate: Candidate | None = None
    waiting: Waiting | None = None

    @property
    def session(self) -> Session | None:
        return self.candidate.session if self.candidate else None

    @property
    def may_wait(self) -> bool:
        return self.candidate is not None and self.waiting is None and is_only_full(self.candidate.refusals)


@dataclass(frozen=True, slots=True)
class Usual:
    """``usual`` is the one that goes on, if any."""

    usual: UsualWeek | None
    gaps: tuple[Missed, ...] = ()


def usual_of(view: WeekView, *, now: datetime) -> Usual:
    """One query, two where a usual week goes on. What is mended, has begun or is in a full week is not shown."""
    usual, gaps = keep_usual_week.standing(view.week.patient_id, view.week.monday)
    if view.week.is_met or view.week.sunday < view.today:
        return Usual(usual)
    known = {candidate.session.id: candidate for candidate in view.candidates}
    shown = (gap for gap in gaps if gap.day >= view.today and not view.week.has_seat_in(gap.session_id or 0))
    return Usual(usual, tuple(_missed(view, gap, known.get(gap.session_id or 0), now) for gap in shown))


def _missed(view: WeekView, gap: Gap, candidate: Candidate | None, now: datetime) -> Missed:
    if candidate is None or candidate.session.starts <= now:
        return Missed(gap)
    return Missed(gap, candidate, view.waiting_for(candidate.session) if not candidate.fits else None)
