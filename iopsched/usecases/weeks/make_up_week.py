"""A patient whose week fell short, or who lost hours in the week before, looks at what would make up for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from iopsched.domain.booking import CancelledBy
from iopsched.domain.make_up import Lost, losses, smallest
from iopsched.domain.mending import Mending
from iopsched.domain.week import Week
from iopsched.domain.wishes import Wishes
from iopsched.usecases.weeks import plan_week, view_week
from iopsched.usecases.weeks.view_week import WeekView


@dataclass(frozen=True, slots=True)
class MakeUp:
    """``lost`` this week; ``owed`` minutes from the week before, which nobody has to make up; ``sets`` would do it.

    ``next_monday`` is the week in which what this one lacks can be made up, where the program allows that.
    """

    week: Week
    lost: tuple[Lost, ...]
    owed: int
    sets: tuple[Mending, ...]
    next_monday: date | None = None

    @property
    def is_of_before(self) -> bool:
        """Whether the sets bring in what the week before lost, as this one is met."""
        return self.week.is_met

    @property
    def still_owed(self) -> int:
        """What of the week before is not made up by what is booked this week."""
        return max(0, self.owed - max(0, self.week.minutes - self.week.required))


def make_up_of(view: WeekView, wishes: Wishes, *, now: datetime) -> MakeUp:
    """What mends the week of that view: by what is liked, else by what these wishes allow, else by any session. Asks
    nothing more.

    A week that was never booked full has not fallen short: only one that lost something is mended here. Offerings that
    the patient had a seat in that week are known to them; a seat that they gave up is not offered to them again.
    """
    week, lost = view.week, losses(view.week, view.given_up)
    is_short = bool(lost) and bool(week.plan) and not week.is_met
    allowed = is_short and week.program.make_up_weeks > 0
    later = week.monday + timedelta(weeks=1) if allowed else None
    wanted = view.owed if week.is_met else 0
    if week.sunday < view.today or not (is_short or wanted):
        return MakeUp(week, lost, view.owed, (), later)
    unwanted = {one.session.id for one in view.given_up if one.cancelled_by is CancelledBy.PATIENT}
    offered = tuple(one.session for one in view.candidates if one.fits and one.session.id not in unwanted)
    suiting = tuple(session for session in offered if wishes.allow(session, week.program))
    liked = tuple(session for session in suiting if wishes.likes(session, week.program))
    had = (booking.session for booking in (*week.bookings, *view.given_up))
    usual = frozenset(session.offering_id for session in had if session.offering_id)
    for some in dict.fromkeys((liked, suiting, offered)):
        if sets := smallest(week, some, owed=wanted, usual=usual, now=now):
            return MakeUp(week, lost, view.owed, sets, later)
    return MakeUp(week, lost, view.owed, (), later)


def look(patient_id: int, day: date | None, *, now: datetime) -> MakeUp:
    """The same for the program's week that holds ``day`` (or now). Raises NotFound."""
    view = view_week.view(patient_id, day, now=now)
    return make_up_of(view, plan_week.last_wishes(patient_id), now=now)
