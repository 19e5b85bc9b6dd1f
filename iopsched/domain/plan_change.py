"""A change of somebody's treatment plans, and what it does to the weeks ahead before anybody makes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from iopsched.domain.booking import Booking, against_plan
from iopsched.domain.errors import Invalid
from iopsched.domain.refusal import Refusal
from iopsched.domain.spoken_date import spoken
from iopsched.domain.treatment import TreatmentPlan, problems
from iopsched.domain.week import Week

ONE_DAY = timedelta(days=1)
DATES = frozenset({"first_day", "last_day"})


@dataclass(frozen=True, slots=True)
class Draft:
    """Plans that are to come, and the id of the one that is to go for them; one that is changed keeps its id."""

    plans: tuple[TreatmentPlan, ...] = ()
    instead_of: int | None = None

    def over(self, known: tuple[TreatmentPlan, ...]) -> tuple[TreatmentPlan, ...]:
        """All plans as they would be, in order of time."""
        kept = [plan for plan in known if plan.id != self.instead_of]
        return tuple(sorted((*kept, *self.plans), key=lambda plan: plan.first_day))

    def require_sound(self, known: tuple[TreatmentPlan, ...]) -> None:
        """Raise Invalid, naming each field, unless every plan can be taken beside those that stay.

        Of one that asks what it asked only the days can be wrong.
        """
        kept = tuple(plan for plan in known if plan.id != self.instead_of)
        found: dict[str, str] = {}
        for plan in self.plans:
            is_known = any(plan.id == one.id and asks_the_same(plan, one) for one in known)
            found |= {field: text for field, text in problems(plan, kept) if not is_known or field in DATES}
        if found:
            raise Invalid(**found)


def asks_the_same(plan: TreatmentPlan, other: TreatmentPlan) -> bool:
    """Whether the two differ in their days at most."""
    return replace(plan, first_day=other.first_day, last_day=other.last_day) == other


def from_day(plan: TreatmentPlan, wanted: TreatmentPlan, day: date | None) -> Draft:
    """That ``plan`` asks what is ``wanted`` from that day on: it is split there, and asks until then what it asked.

    None is from its first day. Raises Invalid for a day after the last.
    """
    if day is None or day <= wanted.first_day or asks_the_same(wanted, plan):
        return Draft((wanted,), instead_of=plan.id)
    if day > wanted.last_day:
        raise Invalid(changes_from=f"The plan ends on {spoken(wanted.last_day)}. Choose that day or one before it.")
    until_then = replace(plan, first_day=wanted.first_day, last_day=day - ONE_DAY)
    return Draft((until_then, replace(wanted, id=0, first_day=day)), instead_of=plan.id)


@dataclass(frozen=True, slots=True)
class Broken:
    """A booking ahead that the plans would not allow, and why. Nothing happens to it by itself."""

    booking: Booking
    reasons: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One week with the plans as they are and as they would be."""

    before: Week
    after: Week
    broken: tuple[Broken, ...] = ()

    @property
    def monday(self) -> date:
        return self.after.monday

    @property
    def is_any(self) -> bool:
        """Whether the week asks something else, or has a booking that it would not allow."""
        return _asks(self.before) != _asks(self.after) or bool(self.broken)

    @property
    def becomes_short(self) -> bool:
        """It meets what it asks, or asks nothing, and would lack something."""
        return self.after.plan is not None and not self.after.is_met and (self.before.is_met or not self.before.plan)

    @property
    def becomes_full(self) -> bool:
        """It lacks something, and would not."""
        return self.after.is_met and not self.before.is_met

    @property
    def is_beyond(self) -> bool:
        """More is booked than the plans would allow in a week."""
        asked = self.after.requirement
        return asked is not None and self.after.minutes > asked.most


def _asks(week: Week) -> tuple[object, ...]:
    """All that a week is judged by, whichever plans say so."""
    asked = week.requirement
    days = [week.plan_on(week.monday + timedelta(days=offset)) for offset in range(7)]
    limits = [plan and (plan.day_least, plan.day_most, plan.modalities, plan.track) for plan in days]
    return asked and replace(asked, plans=()), *limits


def changes(weeks: Iterable[Week], plans: tuple[TreatmentPlan, ...], now: datetime) -> tuple[Change, ...]:
    """The weeks that would ask something else or hold what they may not, under ``plans``."""
    told = (_change(week, plans, now) for week in weeks)
    return tuple(change for change in told if change.is_any)


def _change(week: Week, plans: tuple[TreatmentPlan, ...], now: datetime) -> Change:
    after = replace(week, plans=plans)
    return Change(week, after, _broken(after, now))


def _broken(week: Week, now: datetime) -> tuple[Broken, ...]:
    """What has been stays; what is ahead is asked for in order of time, so that the first that fit are in order."""
    allowed = replace(week, bookings=tuple(one for one in week.bookings if one.session.starts <= now))
    found = []
    for booking in sorted(week.bookings, key=lambda one: one.session.starts):
        if booking.session.starts <= now:
            continue
        if reasons := tuple(against_plan(allowed, booking.session)):
            found.append(Broken(booking, reasons))
        else:
            allowed = allowed.adding(booking)
    return tuple(found)
