"""Staff say when a clinician is away and who stands in; what is left without a leader is listed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from iopsched.domain.absence import LONGEST_ABSENCE, Absence, Diary, overlapped
from iopsched.domain.errors import Invalid
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.store import absences, clinicians, offerings, programs, sessions
from iopsched.store.db import reading
from iopsched.usecases.availability.adjust_availability import adjust
from iopsched.usecases.availability.check_open import PASSED
from iopsched.usecases.availability.reconcile_sessions import Effect


@dataclass(frozen=True, slots=True)
class Unled:
    """A session that nobody leads though its offering names somebody; who is free then, by id."""

    session: Session
    free: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Absences:
    """Those that are not over, and what needs somebody, each in order of time.

    ``clinicians``: names by id; ``choices``: the same of those who are at work.
    """

    clinicians: dict[int, str]
    choices: dict[int, str]
    ahead: tuple[Absence, ...]
    unled: tuple[Unled, ...]


def view(staff: Staff, *, now: datetime) -> Absences:
    """Six queries. Raises Forbidden."""
    staff.require_scheduler()
    with reading():
        program = programs.get(staff.program_id)
        names, choices = programs.clinicians(program.id), clinicians.at_work(program.id)
        known = absences.in_program(program.id)
        ahead = tuple(absence for absence in known if absence.span.bounds(program.zone)[1] > now)
        if not ahead:
            return Absences(names, choices, (), ())
        last = max(absence.span.bounds(program.zone)[1] for absence in ahead)
        found = [one for one in sessions.between(program.id, now, last) if not one.is_cancelled]
        usual = {offering.id: offering.clinician_id for offering in offerings.in_program(program.id)}
    diary = Diary(tuple(found), ahead, program.zone)
    missing = [one for one in found if one.clinician_id is None and usual[one.offering_id or 0] is not None]
    return Absences(names, choices, ahead, tuple(Unled(one, diary.free(choices, one)) for one in missing))


def find(staff: Staff, absence_id: int) -> Absence:
    """Raises Forbidden, and NotFound unless it is this program's."""
    staff.require_scheduler()
    with reading():
        return absences.get(staff.program_id, absence_id)


def add(staff: Staff, absence: Absence, *, now: datetime) -> Effect:
    """Their sessions are led by the stand-in where that person is free, and by nobody else. Raises Invalid by field."""

    def write(program: Program) -> dict[str, int]:
        _require_sound(program, absence, now)
        return {"absence_id": absences.add(program.id, absence), "clinician_id": absence.clinician_id}

    return adjust(staff, "absence added", write, now=now)


def change(staff: Staff, absence: Absence, *, now: datetime) -> Effect:
    """Away at another time, or with another stand-in; what has been stays. One that has begun may be over already.

    Raises NotFound, and Invalid by field.
    """

    def write(program: Program) -> dict[str, int]:
        has_begun = absences.get(program.id, absence.id).span.bounds(program.zone)[0] <= now
        _require_sound(program, absence, now, may_be_over=has_begun)
        absences.change(absence)
        return {"absence_id": absence.id, "clinician_id": absence.clinician_id}

    return adjust(staff, "absence changed", write, now=now)


def remove(staff: Staff, absence_id: int, *, now: datetime) -> Effect:
    """They are there after all, and lead what they did; but for single sessions that were given to somebody by hand."""

    def write(program: Program) -> dict[str, int]:
        known = absences.get(program.id, absence_id)
        absences.remove(known.id)
        return {"absence_id": known.id, "clinician_id": known.clinician_id}

    return adjust(staff, "absence ended", write, now=now)


def _require_sound(program: Program, absence: Absence, now: datetime, *, may_be_over: bool = False) -> None:
    found, here = dict(absence.span.problems(LONGEST_ABSENCE)), clinicians.at_work(program.id)
    if absence.clinician_id not in here:
        found["clinician"] = "Choose somebody who works here."
    if absence.stand_in_id is not None and absence.stand_in_id not in here.keys() - {absence.clinician_id}:
        found["stand_in"] = "Choose somebody else who works here."
    if not found and not may_be_over and absence.span.bounds(program.zone)[1] <= now:
        found["day"] = PASSED
    if not found and (other := overlapped(absence, absences.in_program(program.id))):
        found["day"] = f"{here[absence.clinician_id]} is away already {other.span.said}. Change that absence instead."
    if found:
        raise Invalid(**found)
