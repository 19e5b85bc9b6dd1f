"""Staff look at everybody: who has how many hours this week, the short ones first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from iopsched.domain.duty import Duty
from iopsched.domain.likeness import likenesses as likenesses_of
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.week import Week
from iopsched.store import caseloads, likenesses, people, programs, weeks
from iopsched.store.db import reading
from iopsched.usecases.people.view_patient import CASELOAD
from iopsched.usecases.weeks.view_board import Standing, in_order


@dataclass(frozen=True, slots=True)
class People:
    """Everybody whom this member of staff may see, with this week of each; ``everyone`` counts before the search.

    ``alike`` counts pairs of records that may be of one person, for who may merge them.
    """

    program: Program
    monday: date
    standings: tuple[Standing, ...]
    everyone: int
    alike: int = 0


def view(staff: Staff, search: str = "", *, now: datetime) -> People:
    """Those who are meant by every word of ``search``. Five queries."""
    with reading():
        program = programs.get(staff.program_id)
        monday = program.week_of(now)
        of_all = weeks.of_program(program, monday)
        known, alike = _visible(staff, now), 0
        if staff.may_schedule:
            alike = len(likenesses_of(known, likenesses.told_apart(program.id)))
        if staff.may(Duty.EVERYBODY):
            known = tuple(patient for patient in known if not patient.is_archived)
    found = [patient for patient in known if is_meant(found_by(staff, patient), search)]
    standings = [Standing(each, of_all.get(each.id, Week(program, each.id, monday))) for each in found]
    return People(program, monday, in_order(standings), len(known), alike)


def _visible(staff: Staff, now: datetime) -> tuple[Patient, ...]:
    """Everybody of the program, archived or not; to a clinician, those of own sessions."""
    if staff.may(Duty.EVERYBODY):
        return people.in_program(staff.program_id)
    if staff.clinician_id is None:
        return ()
    mine = caseloads.of_clinician(staff.program_id, staff.clinician_id, now - CASELOAD)
    return tuple(people.some(mine).values())


def found_by(staff: Staff, patient: Patient) -> str:
    """What a search may look through: a clinician finds by the name that stands on the screen, and by nothing else.

    A number is found by who may know it.
    """
    if not staff.may(Duty.EVERYBODY):
        return patient.short_name
    name = f"{patient.given_name} {patient.family_name}"
    return f"{name} {patient.phone}" if staff.may(Duty.REACH) else name


def is_meant(said: str, search: str) -> bool:
    """Whether every word of the search is in what it may look through."""
    return all(word in said.casefold() for word in search.casefold().split())
