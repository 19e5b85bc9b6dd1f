"""Staff leave the board open: the seats of a week, and nobody's name."""

from __future__ import annotations

from datetime import date, datetime

from iopsched.domain import zone
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.store import holds, programs, sessions
from iopsched.store.db import reading


def view(staff: Staff, day: date | None, *, now: datetime) -> tuple[Session, ...]:
    """Sessions of the week that holds ``day`` that are still ahead and this person's to see.

    Two queries, one more while seats are held; no person is read, so no look is noted.
    """
    with reading():
        program = programs.get(staff.program_id)
        monday = zone.week_of(day or program.day_of(now), program.first_weekday)
        known = sessions.between(program.id, *program.week_bounds(monday))
        mine = [one for one in known if staff.may_see(one.clinician_id)]
        ahead = [one for one in mine if one.starts > now and not one.is_cancelled]
        return holds.seen(None, ahead, now)
