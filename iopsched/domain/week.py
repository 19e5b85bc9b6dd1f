"""A patient's week: the one thing that booking, planning, feeds and reminders are views of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from iopsched.domain.booking import Booking
from iopsched.domain.program import Program
from iopsched.domain.requirement import Requirement, requirement
from iopsched.domain.session import Session
from iopsched.domain.travel import NO_WAY, Travel
from iopsched.domain.treatment import TreatmentPlan, covering
from iopsched.domain.words import Component

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Week:
    """One patient's active bookings of one program week, with the plans, busy times and ways that bear on it."""

    program: Program
    patient_id: int
    monday: date
    bookings: tuple[Booking, ...] = ()
    plans: tuple[TreatmentPlan, ...] = ()
    busy: tuple[Span, ...] = ()
    travel: Travel = NO_WAY

    @property
    def sunday(self) -> date:
        """Last day of the week, whatever weekday the program's week begins on."""
        return self.monday + timedelta(days=6)

    @property
    def plan(self) -> TreatmentPlan | None:
        """The plan in force on most of the week's days, the later on a tie; what the week asks is its requirement."""
        days = [self.monday + timedelta(days=offset) for offset in range(7)]
        covered = [(sum(map(plan.covers, days)), plan.first_day, plan) for plan in self.plans]
        best = max(covered, key=lambda row: row[:2], default=None)
        return best[2] if best and best[0] else None

    @property
    def requirement(self) -> Requirement | None:
        """What the week asks in all; None when no plan is in force on any of its days."""
        return requirement(self.plans, self.monday)

    def plan_on(self, day: date) -> TreatmentPlan | None:
        return covering(self.plans, day)

    @property
    def sessions(self) -> tuple[Session, ...]:
        return tuple(booking.session for booking in self.bookings)

    @property
    def days(self) -> frozenset[date]:
        """Local days on which something counts: booked and not missed."""
        return frozenset(booking.session.day for booking in self.bookings if booking.minutes)

    def holds(self, session: Session) -> bool:
        return self.has_seat_in(session.id)

    def has_seat_in(self, session_id: int) -> bool:
        return any(mine.id == session_id for mine in self.sessions)

    @property
    def required(self) -> int:
        """Minutes that the week asks for; 0 when no plan is in force."""
        return asked.least if (asked := self.requirement) else 0

    @property
    def attended(self) -> int:
        """Minutes marked as attended."""
        return sum(booking.attended_minutes for booking in self.bookings if booking.attendance)

    @property
    def booked(self) -> int:
        """Minutes of all that was booked, attended or not."""
        return sum(booking.session.counted_minutes for booking in self.bookings)

    @property
    def lost(self) -> int:
        """Minutes booked that were missed, in whole or in part: they bring the week no nearer."""
        return max(0, self.booked - self.minutes)

    @property
    def ahead(self) -> int:
        """Minutes booked and not yet marked."""
        return sum(booking.session.counted_minutes for booking in self.bookings if not booking.attendance)

    @property
    def minutes(self) -> int:
        """Attended and still ahead: what the week comes to if nothing more is missed."""
        return self.attended + self.ahead

    def minutes_on(self, day: date) -> int:
        return sum(booking.minutes for booking in self.bookings if booking.session.day == day)

    def minutes_of(self, component: Component) -> int:
        return sum(booking.minutes for booking in self.bookings if booking.session.component is component)

    @property
    def missing_components(self) -> dict[Component, int]:
        """Minutes of each component still to go; only what is above 0."""
        asked = self.requirement
        kinds = asked.components.items() if asked else ()
        gaps = {component: minutes - self.minutes_of(component) for component, minutes in kinds}
        return {component: gap for component, gap in gaps.items() if gap > 0}

    @property
    def short_by(self) -> int:
        """Minutes of the hours that are missing, of whatever kind."""
        return max(0, self.required - self.minutes)

    @property
    def to_go(self) -> int:
        """Minutes still to book: the hours or the components that are missing, whichever is more."""
        return max(self.short_by, sum(self.missing_components.values()))

    @property
    def missing_days(self) -> int:
        return max(0, asked.days_least - len(self.days)) if (asked := self.requirement) else 0

    @property
    def short_days(self) -> dict[date, int]:
        """Days attended for less than the least minutes a day of the plan in force on them, and by how much."""
        in_force = ((day, self.plan_on(day)) for day in sorted(self.days))
        gaps = {day: plan.day_least - self.minutes_on(day) for day, plan in in_force if plan}
        return {day: gap for day, gap in gaps.items() if gap > 0}

    @property
    def lack(self) -> tuple[int, int, int]:
        """What is missing: minutes of the week, days, and minutes of days."""
        return self.to_go, self.missing_days, sum(self.short_days.values())

    def lacks_more_than(self, other: Week) -> bool:
        """Whether more is missing of anything."""
        return any(mine > theirs for mine, theirs in zip(self.lack, other.lack, strict=True))

    @property
    def is_met(self) -> bool:
        """Whether the week meets everything that it asks at least."""
        return self.plan is not None and not (self.to_go or self.missing_days or self.short_days)

    @property
    def billable_days(self) -> int:
        """Days with at least the program's daily minimum attended (H0015, New York: 3 h)."""
        per_day: dict[date, int] = {}
        for booking in self.bookings:
            if booking.attendance:
                per_day[booking.session.day] = per_day.get(booking.session.day, 0) + booking.attended_minutes
        return sum(minutes >= self.program.billable_day_minutes for minutes in per_day.values())

    def adding(self, *bookings: Booking) -> Week:
        """The week with more bookings, in order of time."""
        return replace(self, bookings=tuple(sorted((*self.bookings, *bookings), key=lambda b: b.session.starts)))

    def seated(self, *sessions: Session, now: datetime) -> Week:
        """The week as if these were booked ``now``; those that are booked are as they were."""
        new = (session for session in sessions if not self.holds(session))
        return self.adding(*(Booking(0, self.patient_id, session, booked_at=now) for session in new))

    def without(self, session_id: int) -> Week:
        return replace(self, bookings=tuple(b for b in self.bookings if b.session.id != session_id))
