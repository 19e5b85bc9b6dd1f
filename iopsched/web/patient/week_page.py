"""The week page: what the template shows, worked out once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for

from iopsched.domain import zone
from iopsched.domain.booking import Booking
from iopsched.domain.mending import Mending
from iopsched.domain.refusal import Refusal, Why
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.wishes import Wishes
from iopsched.domain.words import Component
from iopsched.usecases.weeks.view_week import WeekView
from iopsched.web.patient.week_days import Cell, HeldDay, Lost, cells, held_days
from iopsched.web.patient.week_filters import Filters
from iopsched.web.patient.week_offers import Offers, offers_of
from iopsched.web.patient.week_step import Step, step_of


@dataclass(frozen=True, slots=True)
class Page:
    """``held`` are the days with a seat, ``cells`` all seven; ``offers`` are those that the filters let through."""

    view: WeekView
    now: datetime
    filters: Filters
    step: Step | None
    held: tuple[HeldDay, ...]
    cells: tuple[Cell, ...]
    offers: Offers

    @property
    def week(self) -> Week:
        return self.view.week

    @property
    def this_monday(self) -> date:
        return zone.week_of(self.view.today, self.week.program.first_weekday)

    @property
    def is_over(self) -> bool:
        return self.week.sunday < self.view.today

    @property
    def is_empty(self) -> bool:
        """Nothing held, nothing lost: a new week."""
        return not self.held

    @property
    def kinds(self) -> list[tuple[Component, int, int]]:
        """Each kind that is asked for or booked: minutes, and minutes asked."""
        asked = in_all.components if (in_all := self.week.requirement) else {}
        rows = [(kind, self.week.minutes_of(kind), asked.get(kind, 0)) for kind in Component]
        return [row for row in rows if row[1] or row[2]]

    @property
    def kinds_offered(self) -> frozenset[Component]:
        return frozenset(candidate.session.component for candidate in self.view.candidates)

    @property
    def back(self) -> dict[str, Any]:
        """What an address carries so that this page is shown again afterwards."""
        return {"day": self.week.monday, **self.filters.query}

    def may_change(self, booking: Booking) -> bool:
        return booking.session.starts > self.now


def page_of(view: WeekView, filters: Filters, wishes: Wishes, *, sets: Sequence[Mending], now: datetime) -> Page:
    """The page of a week; ``wishes``, and what mends it, are what the next step is chosen by."""
    step = step_of(view, wishes, sets, now=now)
    lost = _lost(view, now)
    known = {each.session.id for each in lost} | {each.offer.session.id for each in view.offers}
    program = view.week.program
    held = held_days(view, lost)
    others = (one for one in view.candidates if one.session.id not in known and filters.allow(one.session, program))
    offers = offers_of(view, others)
    drawn = cells(view, held, step.sessions if step else (), offers.days)
    return Page(view, now, filters, step, held, drawn, offers)


def seat_url(endpoint: str, session: Session, filters: Filters) -> str:
    """Where a seat is booked or given up, so that the same offers are shown afterwards."""
    return url_for(f"seats.{endpoint}", session_id=session.id, **filters.query)  # type: ignore[arg-type]


def _lost(view: WeekView, now: datetime) -> tuple[Lost, ...]:
    """Seats of sessions still ahead; a session that is not offered any more was cancelled."""
    off = (Refusal(Why.CANCELLED),)
    refusals = {candidate.session.id: candidate.refusals for candidate in view.candidates}
    return tuple(
        Lost(booking, refusals.get(booking.session.id, off))
        for booking in view.given_up
        if booking.session.starts > now
    )
