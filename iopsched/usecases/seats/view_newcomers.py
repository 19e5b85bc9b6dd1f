"""Staff look for somebody to add to a session: first those for whom it fits, then the others and why not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from iopsched.domain import zone
from iopsched.domain.booking import refusals
from iopsched.domain.errors import NotFound
from iopsched.domain.hold import Hold, seen_by
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.week import Week
from iopsched.store import holds, people, programs, sessions, weeks
from iopsched.store.db import reading
from iopsched.usecases.people.view_people import found_by, is_meant
from iopsched.usecases.seats.view_choices import Choice


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who is not in the session, with the week and all that the rule has against it."""

    patient: Patient
    week: Week
    choice: Choice


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Those who are meant by the search; ``everyone`` counts before it. Each list has the shortest first."""

    program: Program
    session: Session
    fitting: tuple[Newcomer, ...]
    refused: tuple[Newcomer, ...]
    everyone: int


def view(staff: Staff, session_id: int, search: str = "", *, now: datetime) -> Newcomers:
    """Six queries, however many people, one more while seats are held.

    Raises Forbidden for a clinician, NotFound for another program's session.
    """
    staff.require_scheduler()
    with reading():
        session = sessions.get(session_id)
        if session.program_id != staff.program_id:
            raise NotFound("session")
        program = programs.get(staff.program_id)
        everybody = people.present(program.id)
        monday = zone.week_of(session.day, program.first_weekday)
        of_all = weeks.of_several(everybody, program, monday)
        kept = holds.in_sessions([session])
    absent = [patient for patient in everybody if not of_all[patient.id].holds(session)]
    meant = (patient for patient in absent if is_meant(found_by(staff, patient), search))
    known = _in_order(_newcomer(patient, of_all[patient.id], session, kept, now) for patient in meant)
    (seen,) = seen_by(None, [session], kept, now)
    return Newcomers(
        program=program,
        session=seen,
        fitting=tuple(each for each in known if each.choice.fits),
        refused=tuple(each for each in known if not each.choice.fits),
        everyone=len(absent),
    )


def _newcomer(patient: Patient, week: Week, session: Session, kept: tuple[Hold, ...], now: datetime) -> Newcomer:
    (seen,) = seen_by(patient.id, [session], kept, now)
    return Newcomer(patient, week, Choice(seen, tuple(refusals(week, seen, now))))


def _in_order(newcomers: Iterable[Newcomer]) -> list[Newcomer]:
    """Who has no plan, and who has all hours, last; then by name."""

    def rank(each: Newcomer) -> tuple[bool, bool, int, str, str, int]:
        week = each.week
        return week.plan is None, week.is_met, -week.to_go, *each.patient.by_name

    return sorted(newcomers, key=rank)
