"""Staff put back what they changed: one session, or the series of it, as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from iopsched.domain.offering import Change, Offering
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.store import offerings
from iopsched.usecases.availability import change_series
from iopsched.usecases.availability.adjust_availability import adjust
from iopsched.usecases.availability.change_session import changed_so_far
from iopsched.usecases.availability.keep_offerings import as_known, require_at_work
from iopsched.usecases.availability.reconcile_sessions import Effect


def put_session_back(staff: Staff, session_id: int, change: Change, *, now: datetime) -> Effect:
    """One session with what was changed of it at an earlier time. Raises NotFound, Retired, and Invalid once it has
    begun.
    """

    def write(program: Program) -> None:
        known = changed_so_far(program, session_id, now)
        require_at_work(program, change.clinician_id)
        its = replace(change, offering_id=known.offering_id, day=known.day, slot=known.slot)
        offerings.put_change(program.id, its)

    return adjust(staff, "session put back", write, now=now, session_id=session_id)


def put_series_back(
    staff: Staff, before: Offering, part_id: int, change: Change | None = None, *, now: datetime
) -> Effect:
    """An offering as it was ``before``, its later part that has begun with ``part_id`` a part of it again, under the
    names that its sessions had; with the ``change`` of the one date that was given up for it. Raises NotFound, Retired.
    """

    def write(program: Program) -> dict[str, int]:
        part, known = offerings.get(program.id, part_id), as_known(program, before)
        if part.id == before.id:
            change_series.change_all(program, part, known, now=now)
        else:
            offerings.get(program.id, before.id)
            offerings.change(known)
            change_series.join_part(program, part, known, now=now)
        if change:
            offerings.put_change(program.id, change)
        return {"offering_id": before.id}

    return adjust(staff, "series put back", write, now=now)
