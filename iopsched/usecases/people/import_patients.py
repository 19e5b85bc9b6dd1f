"""A clinic brings its patients as one file: looked into first, then all of it or only the lines that are good.

Nobody comes twice: who is here already, by number or by name, is named and left as is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from iopsched.domain.errors import NotFound
from iopsched.domain.name import folded
from iopsched.domain.patient import Patient
from iopsched.domain.patients_file import Newcomer, parse
from iopsched.domain.staff import Staff
from iopsched.domain.timetable_file import WrongFile
from iopsched.domain.timetable_row import Problem
from iopsched.gateways import phones
from iopsched.store import audit, locks, offerings, people, programs
from iopsched.store.db import reading, transaction
from iopsched.usecases.people import admit_patient
from iopsched.usecases.people.admit_patient import IN_USE, Admission

SYSTEM = "system"
UNKNOWN_TRACK = "No offering is of this track. Write it as the offerings do, or leave it empty."
COLUMNS = {"given_name": "first_name"}
"""Where the file writes what the page of one person calls otherwise."""


@dataclass(frozen=True, slots=True)
class Double:
    """A line about somebody who is here already: in the record ``patient_id``, or on an earlier line."""

    line: int
    name: str
    patient_id: int | None = None
    earlier: int | None = None

    def __str__(self) -> str:
        where = f"record {self.patient_id}" if self.earlier is None else f"line {self.earlier}"
        return f"line {self.line}: {self.name} is here already ({where}) and is passed over."


@dataclass(frozen=True, slots=True)
class Report:
    """What a file would bring, or brought: who is new, who is here already, and what is wrong, line by line."""

    new: tuple[Newcomer, ...]
    doubles: tuple[Double, ...]
    problems: tuple[Problem, ...]
    is_dry_run: bool = False

    @property
    def wrong_lines(self) -> int:
        return len({problem.line for problem in self.problems})

    def __str__(self) -> str:
        """A few lines for whoever runs the import."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        if self.is_dry_run:
            yield "Only checked; nothing was written. It would be:"
        yield f"people: {len(self.new)} added, {len(self.doubles)} here already, {self.wrong_lines} lines wrong"
        yield from map(str, (*self.doubles, *self.problems))


class _OnlyLooked(Exception):
    """Ends the transaction of a dry run without a commit."""


def for_staff(staff: Staff, text: str, *, only_good: bool, dry_run: bool, now: datetime) -> Report:
    """As ``import_patients``, for the own program of a coordinator or an admin. Raises Forbidden for a clinician."""
    staff.require_scheduler()
    return _import(staff.program_id, text, f"staff:{staff.id}", only_good=only_good, dry_run=dry_run, now=now)


def import_patients(program_key: str, text: str, *, only_good: bool, dry_run: bool, now: datetime) -> Report:
    """Take in whoever is new, in one transaction. The same file a second time brings nobody.

    Unless ``only_good``, one wrong line keeps all of them out: raises WrongFile with every problem. ``dry_run`` says
    what would come and what is wrong, raises nothing and writes nothing. Raises NotFound for an unknown program.
    """
    with reading():
        program = programs.by_key(program_key)
    if program is None:
        raise NotFound("program")
    return _import(program.id, text, SYSTEM, only_good=only_good, dry_run=dry_run, now=now)


def _import(program_id: int, text: str, actor: str, *, only_good: bool, dry_run: bool, now: datetime) -> Report:
    found: list[Problem] = []
    read = parse(text, found)
    report = Report((), (), ())
    with suppress(_OnlyLooked), transaction():
        locks.program(program_id)
        report = _sort_out(program_id, read, found, is_dry_run=dry_run)
        if dry_run:
            raise _OnlyLooked
        if report.problems and not only_good:
            raise WrongFile(report.problems)
        _take_in(program_id, report.new, actor, now)
    return report


def _sort_out(program_id: int, read: Iterable[Newcomer], found: list[Problem], *, is_dry_run: bool) -> Report:
    """Who of them is new, who is here, and what more is wrong."""
    known, tracks = _Known(people.in_program(program_id)), {"", *offerings.tracks(program_id)}
    new, doubles = [], list[Double]()
    for one in read:
        phone, wrong = phones.said(one.phone)
        wrong |= dict(admit_patient.contact_problems(one.given_name, one.phone, accepts_texts=one.accepts_texts))
        wrong |= {} if one.plan.track in tracks else {"track": UNKNOWN_TRACK}
        if not wrong and (double := known.find(one, phone)):
            doubles.append(double)
        elif not wrong and people.with_phone(phone):
            found.append(Problem(one.line, "phone", IN_USE))
        elif wrong:
            found += [Problem(one.line, COLUMNS.get(field, field), text) for field, text in wrong.items()]
        else:
            known.add(one, phone)
            new.append(one)
    return Report(tuple(new), tuple(doubles), tuple(sorted(set(found))), is_dry_run)


class _Known:
    """Everybody who is here, and whoever the file has brought so far, by number and by name."""

    def __init__(self, patients: Iterable[Patient]) -> None:
        self.records: dict[str, int] = {}
        self.lines: dict[str, int] = {}
        for patient in patients:
            for sign in _signs(patient.given_name, patient.family_name, patient.phone):
                self.records[sign] = patient.merged_into or patient.id

    def find(self, one: Newcomer, phone: str) -> Double | None:
        for sign in _signs(one.given_name, one.family_name, phone):
            if sign in self.records:
                return Double(one.line, one.called, patient_id=self.records[sign])
            if sign in self.lines:
                return Double(one.line, one.called, earlier=self.lines[sign])
        return None

    def add(self, one: Newcomer, phone: str) -> None:
        self.lines |= dict.fromkeys(_signs(one.given_name, one.family_name, phone), one.line)


def _signs(given_name: str, family_name: str, phone: str) -> Iterator[str]:
    """By what two people are taken for one: the number, or the whole name."""
    if phone:
        yield phone
    if given_name and family_name:
        yield folded(f"{given_name} {family_name}")


def _take_in(program_id: int, new: Iterable[Newcomer], actor: str, now: datetime) -> None:
    taken = 0
    for one in new:
        who = Admission(one.given_name, one.family_name, one.phone, one.timezone, one.accepts_texts)
        admit_patient.take_in(program_id, who, phones.said(one.phone)[0], one.plan, actor=actor, now=now)
        taken += 1
    if taken:
        audit.note(program_id, actor, "patients imported", now=now, people=taken)
