"""Whether something can be held at a time: ahead, on a day that is open, when clocks have that hour."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from iopsched.domain import zone
from iopsched.domain.errors import Invalid
from iopsched.domain.program import Program
from iopsched.store import offerings

CLOSED = "It is closed then. Choose another time, or take the closure away first."
PASSED = "That day has passed. Choose a day ahead."


def require_open(program: Program, day: date, begins: time, now: datetime, *, minutes: int = 1) -> None:
    """Raise Invalid for a time that is past, closed for any of its ``minutes``, or skipped by clocks."""
    if day < program.day_of(now):
        raise Invalid(day=PASSED)
    starts = instant(program, day, begins)
    ends, closed = starts + timedelta(minutes=minutes), (one.span for one in offerings.closures(program.id))
    if any(span.meets(starts, ends, program.zone) for span in closed):
        raise Invalid(day=CLOSED)
    if starts <= now:
        raise Invalid(begins="That time has passed. Choose a time ahead.")


def instant(program: Program, day: date, begins: time) -> datetime:
    """The UTC instant of a wall time of the program. Raises Invalid where clocks skip it."""
    try:
        return zone.instant(day, begins, program.zone)
    except Invalid as skipped:
        raise Invalid(begins=skipped.problems["starts"]) from skipped
