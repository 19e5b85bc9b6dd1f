"""Whether what staff want puts a clinician, or a room, in two places at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from iopsched.domain.clash import Clash, clashes
from iopsched.domain.errors import Invalid
from iopsched.domain.program import Program
from iopsched.domain.timetable import BACK
from iopsched.store import programs, rooms, sessions
from iopsched.usecases import reconcile_sessions


def there_are(program: Program, *, now: datetime) -> frozenset[Clash]:
    """Clashes among the sessions ahead as they are."""
    existing = sessions.existing(program.id, program.day_of(now) - BACK)
    ahead = (row.sitting for row in existing if row.sitting.ends > now and not row.is_cancelled)
    return frozenset(clashes(ahead, rooms.limits(program.id)))


def require_no_more(program: Program, known: Collection[Clash], *, now: datetime) -> None:
    """Raise Invalid for the first clash that was not there before; old ones stand in nobody's way."""
    wanted = (one for one in reconcile_sessions.wanted(program, now) if one.ends > now)
    new = sorted(set(clashes(wanted, rooms.limits(program.id))) - set(known))
    if new:
        raise Invalid(**_said(program, new))


def _said(program: Program, new: Iterable[Clash]) -> dict[str, str]:
    """By the field that it is about, who or which room and when."""
    one = next(iter(new))
    first, second = (moment.astimezone(program.zone) for moment in (one.first, one.second))
    when = f"{first:%a %b} {first.day}, {first:%H:%M} and {second:%H:%M}"
    if not one.clinician_id:
        return {"place": f"{one.place} has two sessions at once: {when}. Choose another room or time."}
    name = programs.clinicians(program.id)[one.clinician_id]
    return {"clinician": f"{name} would lead two sessions at once: {when}. Choose another person or time."}
