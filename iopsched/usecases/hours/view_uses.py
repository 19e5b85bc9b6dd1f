"""What was used of payers' authorisations, for reports and what is due. Called inside a look; opens none itself."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from iopsched.domain import zone
from iopsched.domain.authorisation import Use, use
from iopsched.domain.booking import Booking
from iopsched.domain.program import Program
from iopsched.store import attendances, authorisations


def in_program(program: Program, first: date, last: date) -> tuple[Use, ...]:
    """Of those in force on some day from the first to the last, in order of time: two queries, or one for none.

    Each is counted over all of its own dates.
    """
    known = [one for one in authorisations.in_program(program.id) if one.first_day <= last and first <= one.last_day]
    if not known:
        return ()
    begins = zone.midnight(min(one.first_day for one in known), program.zone)
    ends = zone.midnight(max(one.last_day for one in known) + timedelta(days=1), program.zone)
    held: dict[int, list[Booking]] = defaultdict(list)
    for booking in attendances.every(program.id, begins, ends):
        held[booking.patient_id].append(booking)
    return tuple(use(one, held[one.patient_id], program) for one in known)
