"""Staff look at the ledger of hours: everybody's week in numbers, those who need somebody first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from iopsched.domain import zone
from iopsched.domain.duty import Duty
from iopsched.domain.hold import seen_by
from iopsched.domain.ledger import Account, Course, Prospect, prospect
from iopsched.domain.miss import Misses, first_day_looked_at, misses
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.week import Week
from iopsched.store import attendances, audit, holds, people, programs, sessions, weeks
from iopsched.store.db import reading, transaction
from iopsched.usecases.people import note_look

FIRST = (Course.OUT_OF_REACH, Course.OPEN, Course.SHORT, Course.ON_COURSE, Course.MET, Course.FREE)


@dataclass(frozen=True, slots=True)
class Line:
    """One person's week, how it stands, and the misses of the weeks that the program looks back."""

    patient: Patient
    account: Account
    prospect: Prospect
    misses: Misses

    @property
    def week(self) -> Week:
        return self.account.week


@dataclass(frozen=True, slots=True)
class Ledger:
    """A week of everybody who has a plan or a booking in it."""

    program: Program
    monday: date
    today: date
    lines: tuple[Line, ...]

    @property
    def short(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.prospect.is_short)

    @property
    def flagged(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.misses.is_flagged)

    @property
    def out_of_reach(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.prospect.course is Course.OUT_OF_REACH)


def view(staff: Staff, day: date | None, *, now: datetime) -> Ledger:
    """The week that holds ``day`` (or now). Seven queries however many people, one more while seats are held, and
    those of ``note_look``: who looked is noted. Raises Forbidden without the duty.
    """
    ledger = _ledger(staff, day, now)
    note_look.note_list(staff, "hours looked at", now=now, people=len(ledger.lines))
    return ledger


def export(staff: Staff, day: date | None, *, now: datetime) -> Ledger:
    """The same, to be saved as a file: each time it is noted. Raises as ``view`` does."""
    ledger = _ledger(staff, day, now)
    with transaction():
        audit.note(staff.program_id, f"staff:{staff.id}", "hours exported", now=now, people=len(ledger.lines))
    return ledger


def _ledger(staff: Staff, day: date | None, now: datetime) -> Ledger:
    staff.require(Duty.HOURS)
    with reading():
        program = programs.get(staff.program_id)
        monday = zone.week_of(day or program.day_of(now), program.first_weekday)
        first, last = program.week_bounds(monday)
        known = sessions.between(program.id, first, last)
        kept = tuple(hold for hold in holds.in_sessions(known) if hold.lasts(now))
        named = {patient.id: patient for patient in people.in_program(program.id)}
        of_all = weeks.of_everybody(named, program, monday)
        looked_at = zone.midnight(first_day_looked_at(program, monday + timedelta(days=6)), program.zone)
        judged = attendances.judged(program.id, looked_at, last)
    lines = []
    for patient_id, week in of_all.items():
        patient = named[patient_id]
        stands = prospect(week, seen_by(patient.id, known, kept, now), now)
        flags = misses(judged.get(patient.id, ()), program, week.sunday, program.day_of(now))
        lines.append(Line(patient, Account(week, now), stands, flags))
    return Ledger(program, monday, program.day_of(now), in_order(lines))


def in_order(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Beyond mending, to be mended, over and short, then the others; the shortest first, then by name."""
    return tuple(
        sorted(lines, key=lambda line: (FIRST.index(line.prospect.course), -line.week.to_go, *line.patient.by_name))
    )
