"""Whether what staff want puts a clinician, or a room, in two places at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from iopsched.domain.clash import Clash, clashes
from iopsched.domain.errors import Invalid
from iopsched.domain.program import Program
from iopsched.domain.room import SeatLimits
from iopsched.domain.spoken_date import spoken_moments
from iopsched.domain.timetable import Desired
from iopsched.store import programs, rooms


def require_no_more(program: Program, desired: Desired, before: SeatLimits, *, now: datetime) -> None:
    """Raise Invalid for the first clash that was not there by the rooms ``before``; old ones stand in nobody's way."""
    is_ = (row.sitting for row in desired.existing if row.sitting.ends > now and not row.is_cancelled)
    will_be = (sitting for sitting in desired.sittings if sitting.ends > now)
    new = sorted(set(clashes(will_be, rooms.limits(program.id))) - set(clashes(is_, before)))
    if new:
        raise Invalid(**_said(program, new))


def _said(program: Program, new: Iterable[Clash]) -> dict[str, str]:
    """By the field that it is about, who or which room and when."""
    one = next(iter(new))
    first, second = (moment.astimezone(program.zone) for moment in (one.first, one.second))
    when = spoken_moments(first, second)
    if not one.clinician_id:
        return {"place": f"{one.place} has two sessions at once: {when}. Choose another room or time."}
    name = programs.clinicians(program.id)[one.clinician_id]
    other = "Choose another time, or let somebody else lead one of them."
    return {"clinician": f"{name} would lead two sessions at once: {when}. {other}"}
