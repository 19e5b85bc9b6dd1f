"""Staff take back what they offered."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.store import offerings
from iopsched.usecases.adjust_availability import adjust
from iopsched.usecases.reconcile_sessions import Effect


def end_offering(staff: Staff, offering_id: int, *, now: datetime) -> Effect:
    """The pattern yields no session any more; what has begun stays. Raises NotFound."""

    def write(program: Program) -> dict[str, int]:
        known = offerings.get(program.id, offering_id)
        offerings.change(replace(known, last_day=min(known.first_day, program.day_of(now)) - timedelta(days=1)))
        return {"offering_id": offering_id}

    return adjust(staff, "offering ended", write, now=now)
