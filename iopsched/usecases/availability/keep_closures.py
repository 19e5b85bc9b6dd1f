"""Staff close days, or parts of days, and open them again."""

from __future__ import annotations

from datetime import date, datetime, time

from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.offering import LONGEST_CLOSURE, Closure
from iopsched.domain.program import Program
from iopsched.domain.span import MIDNIGHT
from iopsched.domain.staff import Staff
from iopsched.store import offerings
from iopsched.usecases.availability.adjust_availability import adjust
from iopsched.usecases.availability.check_open import PASSED
from iopsched.usecases.availability.reconcile_sessions import Effect


def close(staff: Staff, closure: Closure, *, now: datetime) -> Effect:
    """A day, or several, or a part of one, without any session. Raises Invalid naming each field."""

    def write(program: Program) -> dict[str, str]:
        if found := dict(closure.span.problems(LONGEST_CLOSURE)):
            raise Invalid(**found)
        if closure.span.bounds(program.zone)[1] <= now:
            raise Invalid(day=PASSED)
        if known := _closed_already(program, closure):
            why = f" ({known.reason})" if known.reason else ""
            raise Invalid(
                day=f"It is closed already {known.span.said}{why}. Choose another day, or open that one first."
            )
        offerings.close(program.id, closure)
        return {"day": closure.day.isoformat()}

    return adjust(staff, "day closed", write, now=now)


def reopen(staff: Staff, day: date, *, now: datetime, begins: time = MIDNIGHT) -> Effect:
    """The sessions of what was closed from then on come back, empty. Raises NotFound for what is not closed."""

    def write(program: Program) -> dict[str, str]:
        if not any((closure.day, closure.begins) == (day, begins) for closure in offerings.closures(program.id)):
            raise NotFound("closure")
        offerings.reopen(program.id, day, begins)
        return {"day": day.isoformat()}

    return adjust(staff, "day reopened", write, now=now)


def _closed_already(program: Program, closure: Closure) -> Closure | None:
    """The closure that holds all of this one; given another reason, or made shorter, it is changed instead."""
    known = (one for one in offerings.closures(program.id) if one.span.holds(closure.span))
    return next((one for one in known if not _is_changed_by(one, closure)), None)


def _is_changed_by(known: Closure, closure: Closure) -> bool:
    if (known.day, known.begins) != (closure.day, closure.begins):
        return False
    return known.span != closure.span or closure.reason not in {"", known.reason}
