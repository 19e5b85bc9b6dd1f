"""Staff look at the log: who did what to whom, when, and from where; page by page, or as a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from iopsched.domain.entry import Entry, Search
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.store import accounts, audit, people, programs, sessions
from iopsched.store.db import reading, transaction
from iopsched.usecases.people import note_look

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One entry and whom it names, as far as they are of the program. ``account`` is the one that was changed,
    ``clinician`` the name of whose absence it was, or who was named to lead.
    """

    entry: Entry
    by: Patient | Staff | None
    patient: Patient | None
    account: Staff | None
    session: Session | None
    clinician: str = ""


@dataclass(frozen=True, slots=True)
class Log:
    """Some lines in a row, the latest first; whether there are others on either side of them."""

    program: Program
    lines: tuple[Line, ...]
    has_newer: bool = False
    has_older: bool = False


def everybody(staff: Staff) -> tuple[Patient, ...]:
    """Whose entries one may look for, by name. One query. Raises Forbidden for a clinician."""
    staff.require_scheduler()
    with reading():
        return people.in_program(staff.program_id)


def view(staff: Staff, search: Search, *, before: int | None = None, after: int | None = None, now: datetime) -> Log:
    """The latest page, or the one next ``before`` or ``after`` an entry. Six queries, seven beside an entry.

    A look at one patient's entries is a look at the patient, and noted (``note_look``). Raises Forbidden for a
    clinician, Invalid for days that end before they begin, NotFound beside an entry that is not the program's.
    """
    staff.require_scheduler()
    with reading():
        program = programs.get(staff.program_id)
        if after is not None:
            found = audit.newer(program, search, PAGE + 1, audit.place_of(program.id, after))
            log = _log(program, found[-PAGE:], has_newer=len(found) > PAGE, has_older=True)
        else:
            beside = None if before is None else audit.place_of(program.id, before)
            found = audit.older(program, search, PAGE + 1, beside)
            log = _log(program, found[:PAGE], has_newer=beside is not None, has_older=len(found) > PAGE)
    if search.patient_id is not None and log.lines:
        note_look.note(staff, now=now, patient_id=search.patient_id)
    return log


def export(staff: Staff, search: Search, *, most: int, now: datetime) -> Log:
    """The latest ``most`` entries at once. Six queries, and it is noted. Raises as ``view`` does."""
    staff.require_scheduler()
    with reading():
        program = programs.get(staff.program_id)
        found = audit.older(program, search, most + 1)
        log = _log(program, found[:most], has_older=len(found) > most)
    with transaction():
        whom = {"patient_id": search.patient_id if log.lines else None, "lines": len(log.lines)}
        audit.note(program.id, f"staff:{staff.id}", "log exported", now=now, **whom)
    return log


def _log(program: Program, entries: tuple[Entry, ...], *, has_newer: bool = False, has_older: bool = False) -> Log:
    """Four queries; what is not the program's is named for nobody."""
    patients = people.some(each.patient_id for each in entries if each.patient_id is not None)
    found = sessions.some(each.session_id for each in entries if each.session_id is not None)
    named = {each.id: each for each in patients.values() if each.program_id == program.id}
    held = {each.id: each for each in found if each.program_id == program.id}
    staff = {each.id: each for each in accounts.of_program(program.id)}
    clinicians = programs.clinicians(program.id)
    lines = (_line(entry, named, staff, held, clinicians) for entry in entries)
    return Log(program, tuple(lines), has_newer, has_older)


def _line(
    entry: Entry,
    named: Mapping[int, Patient],
    staff: Mapping[int, Staff],
    held: Mapping[int, Session],
    clinicians: Mapping[int, str],
) -> Line:
    return Line(
        entry=entry,
        by=named.get(entry.by_patient or 0) or staff.get(entry.by_staff or 0),
        patient=named.get(entry.patient_id or 0),
        account=staff.get(entry.detail.get("staff_id", 0)),
        session=held.get(entry.session_id or 0),
        clinician=clinicians.get(entry.detail.get("clinician_id", 0), ""),
    )
