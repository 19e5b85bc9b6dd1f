"""Fill an empty database with a demo: programs, staff, and patients who have lived in it for two weeks.

Everything goes through the use cases of the doors, as of the time at which it would have happened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from importlib.resources import files
from random import Random
from zoneinfo import ZoneInfo

from iopsched.domain import zone
from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.timetable_file import Declared, parse
from iopsched.domain.words import Role
from iopsched.store import accounts, locks, people, programs, sessions, weeks
from iopsched.store.db import reading, transaction
from iopsched.usecases.availability.import_timetable import import_timetable
from iopsched.usecases.availability.reconcile_sessions import difference, horizon, reconcile
from iopsched.usecases.demo import pass_time, show_features, stand_in_line
from iopsched.usecases.demo.describe_demo import SeedReport, describe, email_of, password_of
from iopsched.usecases.demo.fill_week import choose
from iopsched.usecases.demo.invent_patients import Invented, invent
from iopsched.usecases.people import add_staff, admit_patient
from iopsched.usecases.seats.book_session import bring_together, take_seats
from iopsched.usecases.weeks import keep_commitments

__all__ = ["SeedReport", "no_progress", "seed"]

Progress = Callable[[int, int, str], None]
FAR = ("riverside", "mesa")
"""Programs whose sessions are opened past the next change of clocks: one that has it, and one in Phoenix."""
LAST = "brookside"
"""The program whose administrator is the last account to be opened."""
CLOCKS = ZoneInfo("America/New_York")
EMPTY = "There are people here already. Give an empty database, or begin anew with --reset."


def no_progress(done: int, total: int, what: str) -> None:
    """Nobody watches."""


def seed(patients: int, *, now: datetime, seed: int = 1, progress: Progress = no_progress) -> SeedReport:
    """Invent so many patients and all around them: the same for the same seed and ``now``.

    Where the demo is already, nothing changes and it is described. Raises Invalid where somebody else is.
    """
    if not _is_done():
        _require_empty()
        _Seeding(patients, now, seed, progress).run()
    return describe(now=now)


def require_made_up() -> None:
    """Raise Invalid where anybody is in the database whom no demo has invented: that is not to be emptied."""
    with reading():
        everyone = programs.everyone()
        emails = [each.email for one in everyone for each in accounts.of_program(one.id)]
        phones = [each.phone for one in everyone for each in people.in_program(one.id)]
    if not all(email.endswith(".example") for email in emails) or not all(_is_made_up(phone) for phone in phones):
        raise Invalid(database="There are people here whom no demo has invented. Give another database.")


def _is_made_up(phone: str) -> bool:
    return not phone or phone.startswith("+1415555")


def _is_done() -> bool:
    with reading():
        return accounts.has_email(email_of(LAST, Role.ADMIN))


def _require_empty() -> None:
    with reading():
        if any(people.in_program(one.id) or accounts.of_program(one.id) for one in programs.everyone()):
            raise Invalid(database=EMPTY)


@dataclass(slots=True)
class _Seeding:
    """One run: steps in the order of time."""

    patients: int
    now: datetime
    seed: int
    progress: Progress
    random: Random = field(init=False)
    programs: dict[str, Program] = field(default_factory=dict)
    coordinators: dict[str, Staff] = field(default_factory=dict)
    invented: dict[int, Invented] = field(default_factory=dict)
    done: int = 0
    total: int = 0

    def __post_init__(self) -> None:
        self.random = Random(self.seed)  # noqa: S311 # nothing here is a secret

    def run(self) -> None:
        begin = self._import()
        middle = begin + timedelta(days=6)
        self._open_accounts(begin, Role.CLINICIAN, Role.COORDINATOR)
        for staff in self.coordinators.values():
            show_features.list_rooms(staff, now=begin)
        self._admit(begin)
        self._book(0, begin)
        pass_time.send_texts(begin, middle)
        self._book(1, middle)
        pass_time.send_texts(middle, self.now)
        self._book(2, self.now)
        self._wait()
        self._mark(begin)
        self._open_accounts(self.now, Role.FRONT_DESK, Role.BILLING, Role.ADMIN)

    def _step(self, what: str) -> None:
        self.done += 1
        self.progress(self.done, self.total, what)

    def _import(self) -> datetime:
        """The programs as of the evening before last week, wherever that was first; gives that instant."""
        text = (files("iopsched") / "data" / "demo_timetable.csv").read_text(encoding="utf-8")
        declared = parse(text)
        self.total = 5 * self.patients + 2 * len(declared) + 2
        begin = min(_last_week(one.program, self.now) for one in declared) - timedelta(hours=2)
        import_timetable(text, now=begin)
        for one in declared:
            self.programs[one.key] = _open_sessions(one, self.now)
            self._step("timetable")
        show_features.let_arrive(self.programs[FAR[0]].id)
        return begin

    def _open_accounts(self, at: datetime, *roles: Role) -> None:
        for key, program in self.programs.items():
            for role in roles:
                leads = _first_clinician(program) if role is Role.CLINICIAN else ""
                name = leads or f"{program.name} {role.value.replace('_', ' ')}"
                email, password = email_of(key, role), password_of(key, role)
                staff_id = add_staff.add(key, name, email, role, password, clinician=leads, now=at)
                if role is Role.COORDINATOR:
                    with reading():
                        self.coordinators[key] = accounts.get(program.id, staff_id)
        self._step("accounts")

    def _admit(self, at: datetime) -> None:
        mondays = {key: program.week_of(self.now) for key, program in self.programs.items()}
        until = max(_opened_until(program, self.now) for program in self.programs.values())
        for one in invent(self.patients, mondays=mondays, until=until, seed=self.seed):
            staff = self.coordinators[one.program]
            patient_id = admit_patient.admit(staff, one.admission, one.plans[0], now=at)
            for plan in one.plans[1:]:
                admit_patient.add_plan(staff, replace(plan, patient_id=patient_id), now=at)
            for commitment in one.commitments:
                keep_commitments.add(patient_id, commitment, now=at)
            show_features.show(patient_id, one, staff, now=at)
            self.invented[patient_id] = one
            self._step("patients")

    def _book(self, which: int, at: datetime) -> None:
        """Last week (0), this week (1) or the next (2) of everybody, as each would."""
        for patient_id, one in self.invented.items():
            program = self.programs[one.program]
            monday = program.week_of(self.now) + timedelta(weeks=which - 1)
            with transaction():
                week = weeks.load(people.patient(patient_id), program, monday)
                offered = sessions.in_week(program, monday)
                chosen = choose(week, offered, one.fills[which], one.likes, now=at, random=self.random)
                if chosen:
                    party = bring_together(patient_id, [session.id for session in chosen], now=at)
                    take_seats(party, actor=f"patient:{patient_id}", now=at)
            self._step("bookings")

    def _wait(self) -> None:
        """Everybody but the first looks at next week; of what some wait for, one seat in each program comes free."""
        waited: dict[str, list[int]] = {}
        for number, (patient_id, one) in enumerate(self.invented.items()):
            monday = self.programs[one.program].week_of(self.now) + timedelta(weeks=1)
            if number and (found := stand_in_line.wait(patient_id, monday, now=self.now, random=self.random)):
                waited.setdefault(one.program, []).append(found)
            self._step("waiting")
        for session_ids in waited.values():
            stand_in_line.free_a_seat(session_ids, now=self.now)

    def _mark(self, since: datetime) -> None:
        for staff in self.coordinators.values():
            pass_time.mark_sessions(staff, since, self.now, self.random)
            self._step("attendance")


def _last_week(program: Program, now: datetime) -> datetime:
    """When the week before the one that holds ``now`` began."""
    return program.week_bounds(program.week_of(now) - timedelta(weeks=1))[0]


def _open_sessions(one: Declared, now: datetime) -> Program:
    """Sessions of the weeks ahead of ``now``; some programs' until past the next change of clocks."""
    with transaction():
        program = programs.by_key(one.key)
        if program is None:
            raise NotFound(one.key)
        locks.program(program.id)
        until = _opened_until(program, now) if one.key in FAR else None
        reconcile(program, difference(program, now, until), actor="system", now=now)
    return program


def _opened_until(program: Program, now: datetime) -> date:
    """The end of the week after the next change of clocks in New York, or of the program's weeks ahead if later."""
    today = program.day_of(now)
    change = zone.next_change(today, CLOCKS)
    return max(horizon(program, today), zone.week_of(change, program.first_weekday) + timedelta(days=13))


def _first_clinician(program: Program) -> str:
    with reading():
        return min(programs.clinicians(program.id).values())
