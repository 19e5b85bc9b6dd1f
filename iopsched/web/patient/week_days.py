"""The seven days of a week: what is held on each, what was lost, and how a day is drawn and spoken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from iopsched.domain.booking import Booking
from iopsched.domain.refusal import Refusal
from iopsched.domain.session import Session
from iopsched.usecases.weeks.view_week import WeekView
from iopsched.web import amounts, strips


@dataclass(frozen=True, slots=True)
class Lost:
    """A seat given up or taken away; it can be taken again where ``refusals`` is empty."""

    booking: Booking
    refusals: tuple[Refusal, ...]

    @property
    def session(self) -> Session:
        return self.booking.session


@dataclass(frozen=True, slots=True)
class HeldDay:
    """A day with the seats that are held on it, and those that were."""

    day: date
    bookings: tuple[Booking, ...]
    lost: tuple[Lost, ...] = ()

    @property
    def attended(self) -> int:
        return sum(booking.attended_minutes for booking in self.bookings if booking.attendance)

    @property
    def ahead(self) -> int:
        return sum(booking.minutes for booking in self.bookings if not booking.attendance)


@dataclass(frozen=True, slots=True)
class Cell:
    """One of the seven days: what is drawn, and what is spoken."""

    day: date
    href: str
    says: str
    strip: strips.Column
    sum: str
    today: bool


def held_days(view: WeekView, lost: Iterable[Lost]) -> tuple[HeldDay, ...]:
    """Only days on which something is held or was lost."""
    known = tuple(lost)
    days = (
        HeldDay(
            day,
            tuple(booking for booking in view.week.bookings if booking.session.day == day),
            tuple(each for each in known if each.session.day == day),
        )
        for day in _days(view)
    )
    return tuple(held for held in days if held.bookings or held.lost)


def cells(
    view: WeekView, held: Iterable[HeldDay], step: Collection[Session], offered: Collection[date]
) -> tuple[Cell, ...]:
    """All seven. ``step`` is what is suggested next, ``offered`` the days on which something else fits."""
    known = {each.day: each for each in held}
    return tuple(_cell(view, known.get(day) or HeldDay(day, ()), step, offered) for day in _days(view))


def _cell(view: WeekView, held: HeldDay, step: Collection[Session], offered: Collection[date]) -> Cell:
    day = held.day
    new = [session for session in step if session.day == day]
    more = sum(session.counted_minutes for session in new)
    return Cell(
        day=day,
        href=f"#day-{day}" if held.bookings or held.lost else f"#add-{day}" if day in offered else "#add",
        says="; ".join(_says(held, more, is_closed=day in view.closed)),
        strip=strips.day_column(
            day, [*map(strips.booked, held.bookings), *map(strips.suggested, new)], view.week.program
        ),
        sum=_sum(held.attended + held.ahead, more),
        today=day == view.today,
    )


def _says(held: HeldDay, more: int, *, is_closed: bool) -> Iterator[str]:
    if held.attended:
        yield _("%(hours)s attended", hours=amounts.hours_in_words(held.attended))
    if held.ahead:
        yield _("%(hours)s booked", hours=amounts.hours_in_words(held.ahead))
    if not held.attended + held.ahead:
        yield _("closed") if is_closed else _("nothing booked")
    if more:
        yield _("%(hours)s fit", hours=amounts.hours_in_words(more))


def _sum(minutes: int, more: int) -> str:
    if more:
        return f"+{amounts.hours(more)}"
    return amounts.hours(minutes) if minutes else ""


def _days(view: WeekView) -> Iterator[date]:
    return (view.week.monday + timedelta(days=offset) for offset in range(7))
