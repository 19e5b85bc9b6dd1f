"""Wall time and instants. UTC inside; a zone is asked only which day, which week, what wall time.

DOMAIN.md section 6: same-zone subtraction over a clock change is an hour wrong, so lengths are always
counted between UTC instants, and a day or a week is the span between two local midnights.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from iopsched.domain.errors import Invalid
from iopsched.domain.spoken_date import spoken, spoken_time


def exists(day: date, wall: time, zone: ZoneInfo) -> bool:
    """Whether clocks show this wall time on that day: 02:30 does not exist on a night that springs forward."""
    local = datetime.combine(day, wall, zone)
    return local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None)


def instant(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The UTC instant of a wall time; the first of two when clocks go back. Raises Invalid in the spring gap."""
    if not exists(day, wall, zone):
        raise Invalid(starts=f"Clocks skip {spoken_time(wall)} on {spoken(day)}. Choose a time an hour later.")
    return datetime.combine(day, wall, zone).astimezone(UTC)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The UTC instant at which that local day begins."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The date on the wall at that instant."""
    return moment.astimezone(zone).date()


def week_of(day: date, first_weekday: int = 0) -> date:
    """The first day of the week that holds ``day``; ``first_weekday`` counts from Monday = 0."""
    return day - timedelta(days=(day.weekday() - first_weekday) % 7)


def week_bounds(monday: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """First and past-the-last UTC instant of a local week: 167, 168 or 169 hours apart."""
    return midnight(monday, zone), midnight(monday + timedelta(days=7), zone)


def minutes_between(start: datetime, end: datetime) -> int:
    """Whole minutes from one instant to another."""
    return int((end.astimezone(UTC) - start.astimezone(UTC)).total_seconds()) // 60


def next_change(day: date, zone: ZoneInfo) -> date:
    """The first day of the year after this one with other clocks at noon; this day itself where there is none."""
    days = (day + timedelta(days=offset) for offset in range(1, 366))
    noons = ((one, datetime.combine(one, time(12), zone).utcoffset()) for one in days)
    today = datetime.combine(day, time(12), zone).utcoffset()
    return next((one for one, offset in noons if offset != today), day)
