"""Staff choose whose holidays count, and decide for each whether the program closes: nothing closes by itself.

Closing is ``keep_closures.close`` as for any other day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from iopsched.domain.errors import Invalid
from iopsched.domain.holiday import AHEAD, Holiday, HolidayCalendar, undecided
from iopsched.domain.staff import Staff
from iopsched.gateways import public_holidays
from iopsched.store import audit, holidays, offerings, programs, sessions
from iopsched.store.db import reading, transaction


@dataclass(frozen=True, slots=True)
class Suggested:
    """A holiday to decide on, with how many sessions there are on it."""

    holiday: Holiday
    sessions: int


@dataclass(frozen=True, slots=True)
class Holidays:
    """Those of a year ahead: to decide, and known to be open; without a calendar there are none."""

    calendar: HolidayCalendar | None
    suggested: tuple[Suggested, ...] = ()
    kept_open: tuple[Holiday, ...] = ()


def view(staff: Staff, *, now: datetime) -> Holidays:
    """Five queries. Raises Forbidden."""
    staff.require_scheduler()
    with reading():
        program, calendar = programs.get(staff.program_id), holidays.calendar(staff.program_id)
        if calendar is None:
            return Holidays(None)
        closures, kept_open = offerings.closures(program.id), holidays.kept_open(program.id)
        days = [session.day for session in sessions.between(program.id, now, now + AHEAD) if not session.is_cancelled]
    today = program.day_of(now)
    ahead = public_holidays.between(calendar, today, today + AHEAD)
    return Holidays(
        calendar,
        tuple(Suggested(one, days.count(one.day)) for one in undecided(ahead, closures, kept_open)),
        tuple(one for one in ahead if one.day in kept_open),
    )


def countries() -> tuple[str, ...]:
    """Codes of those that there is a calendar for."""
    return tuple(public_holidays.calendars())


def choose(staff: Staff, calendar: HolidayCalendar, *, now: datetime) -> HolidayCalendar:
    """Whose holidays are suggested from now on. Raises Invalid for one that nobody knows."""
    staff.require_scheduler()
    regions = public_holidays.calendars().get(calendar.country)
    if regions is None:
        raise Invalid(country="Choose a country from the list.")
    if calendar.region and calendar.region not in regions:
        raise Invalid(region=f"Choose one of: {', '.join(regions)}." if regions else "It has none. Leave this empty.")
    with transaction():
        holidays.choose(staff.program_id, calendar)
        audit.note(staff.program_id, f"staff:{staff.id}", "holidays chosen", now=now)
    return calendar


def keep_open(staff: Staff, day: date, *, is_open: bool, now: datetime) -> None:
    """Open on that holiday: it is not suggested any more. Or ask again."""
    staff.require_scheduler()
    with transaction():
        holidays.keep_open(staff.program_id, day, is_open=is_open)
        audit.note(staff.program_id, f"staff:{staff.id}", "holiday kept open", now=now, day=day.isoformat())
