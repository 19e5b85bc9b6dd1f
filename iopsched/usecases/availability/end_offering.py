"""Staff take back what they offered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from iopsched.domain.errors import Invalid
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.store import offerings
from iopsched.usecases.availability.adjust_availability import adjust
from iopsched.usecases.availability.check_open import PASSED
from iopsched.usecases.availability.reconcile_sessions import Effect


def end_offering(staff: Staff, offering_id: int, last_day: date | None = None, *, now: datetime) -> Effect:
    """The pattern yields no session after ``last_day``, or none any more; what has begun stays. Raises NotFound, and
    Invalid for a day that is past, or on which it is over anyway.
    """

    def write(program: Program) -> dict[str, int | str]:
        known, today = offerings.get(program.id, offering_id), program.day_of(now)
        if last_day is not None and last_day < today:
            raise Invalid(last_day=PASSED)
        if last_day is not None and not known.first_day <= last_day < known.last_day:
            raise Invalid(last_day="It is not offered then, or ends on that day anyway. Choose another day.")
        last = last_day or max(known.first_day, today) - timedelta(days=1)
        offerings.change(replace(known, last_day=last))
        return {"offering_id": offering_id} | ({"day": last_day.isoformat()} if last_day else {})

    return adjust(staff, "offering ended", write, now=now)
