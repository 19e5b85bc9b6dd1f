"""What a program tells about weeks by itself: when its rounds come, at which hour, and until when it matters."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from iopsched.domain import zone
from iopsched.domain.message import Kind, next_decent_hour
from iopsched.domain.program import Program

CATCH_UP = timedelta(hours=24)
"""A round that no worker was there for is made good for so long, and then left out."""
USE = timedelta(days=2)
ONE_DAY = timedelta(days=1)
LOOK_AHEAD = timedelta(days=3)


def round_of(kind: Kind, program: Program, now: datetime) -> date | None:
    """The day of the round that has come, of digests or of shortfalls; None between rounds."""
    weekday = program.digest_weekday if kind is Kind.DIGEST else program.shortfall_weekday
    today = program.day_of(now)
    begun = (day for day in (today, today - ONE_DAY) if day.weekday() == weekday)
    return next((day for day in begun if _begins(day, program) <= now < _begins(day, program) + CATCH_UP), None)


def week_told(kind: Kind, day: date, program: Program) -> date:
    """The first day of the week that a round is about: a digest at the end of a week is about the next."""
    return zone.week_of(day + LOOK_AHEAD if kind is Kind.DIGEST else day, program.first_weekday)


def due_at(day: date, program: Program, tz: ZoneInfo, now: datetime) -> datetime:
    """The program's hour of that day on the patient's clock, or later at a decent hour."""
    return next_decent_hour(max(now, zone.instant(day, program.weekly_at, tz)), program, tz)


def useless_at(due: datetime, monday: date, program: Program) -> datetime:
    """News of a week is old after two days, and when the week is over."""
    return min(due + USE, program.week_bounds(monday)[1])


def _begins(day: date, program: Program) -> datetime:
    return zone.instant(day, program.weekly_at, program.zone)
