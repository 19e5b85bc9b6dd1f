"""Who is in the demo, how they sign in, and what there is to book: for people to read, and for tests from outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.words import Language, Role
from iopsched.store import accounts, people, programs, sessions, weeks
from iopsched.store.db import reading

BACK, AHEAD = timedelta(days=14), timedelta(days=400)


@dataclass(frozen=True, slots=True)
class SignIn:
    """An account of the demo; its password is no secret."""

    email: str
    password: str
    role: Role
    program: Program


@dataclass(frozen=True, slots=True)
class Person:
    """A patient with the week that is now; None where nothing is asked or booked."""

    patient: Patient
    program: Program
    week: Week | None


@dataclass(frozen=True, slots=True)
class SeedReport:
    """The demo as it is now: patients in the order of their ids, sessions in order of time."""

    now: datetime
    programs: tuple[Program, ...]
    staff: tuple[SignIn, ...]
    people: tuple[Person, ...]
    sessions: tuple[Session, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values; instants are ISO 8601 in UTC, lengths are minutes, ``program`` is a program's id."""
        program_of = {program.id: program for program in self.programs}
        return {
            "now": _utc(self.now),
            "programs": [{"id": one.id, "name": one.name, "timezone": one.timezone} for one in self.programs],
            "patients": [_person(person) for person in self.people],
            "staff": [
                {"email": one.email, "password": one.password, "role": one.role.value, "program": one.program.id}
                for one in self.staff
            ],
            "sessions": [_session(session, program_of[session.program_id]) for session in self.sessions],
        }

    def patient_lines(self) -> Iterator[str]:
        """The first of each program who has a phone, and whoever has something else to see."""
        seen: set[int] = set()
        for person in self.people:
            who = person.patient
            if not (special := _special(who)) and (not who.phone or person.program.id in seen):
                continue
            seen.add(person.program.id)
            booked = f", {_hours(person.week)} this week" if person.week else ""
            facts = f", {special}" if special else ""
            yield f"{who.phone or who.email}  {who.short_name}, {person.program.name}{booked}{facts}"

    def staff_lines(self) -> Iterator[str]:
        """E-mail and password of each role of the first program, and a coordinator of the others."""
        for account in self.staff:
            if account.program == self.programs[0] or account.role is Role.COORDINATOR:
                yield f"{account.email}  {account.password}  ({account.role.value}, {account.program.name})"


def _special(patient: Patient) -> str:
    """What others have not: empty for nothing."""
    if patient.language == Language.SPANISH:
        return "texts in Spanish"
    if patient.email:
        return "no phone: codes and reminders by e-mail"
    return "notifications on a device" if patient.devices else ""


def guests() -> tuple[Patient, ...]:
    """Whom a newcomer can sign in as: the first of the first program, and who has something else to see."""
    with reading():
        known = people.present(min((one.id for one in programs.everyone()), default=0))
    in_turn = sorted((one for one in known if one.phone or one.email), key=lambda one: one.id)
    return tuple(one for one in in_turn if one == in_turn[0] or _special(one))


def email_of(key: str, role: Role) -> str:
    """'coordinator@riverside.example'."""
    return f"{role.value}@{key}.example"


def password_of(key: str, role: Role) -> str:
    """'riverside-coordinator-demo': no secret, and no password for anything else."""
    return f"{key}-{role.value}-demo"


def describe(*, now: datetime) -> SeedReport:
    """What the demo holds at ``now``."""
    with reading():
        everyone = programs.everyone()
        keys = programs.keys()
        return SeedReport(
            now=now,
            programs=everyone,
            staff=tuple(one for program in everyone for one in _sign_ins(keys[program.id], program)),
            people=tuple(person for program in everyone for person in _people(program, now)),
            sessions=tuple(session for program in everyone for session in _sessions(program, now)),
        )


def hosts() -> tuple[SignIn, ...]:
    """What a newcomer can sign in to work as: each role of the first program."""
    with reading():
        first = min(programs.everyone(), key=lambda one: one.id, default=None)
        return tuple(_sign_ins(programs.keys()[first.id], first)) if first else ()


def _sign_ins(key: str, program: Program) -> Iterator[SignIn]:
    """Of the roles that the demo knew when it was made."""
    for role in Role:
        if accounts.has_email(email_of(key, role)):
            yield SignIn(email_of(key, role), password_of(key, role), role, program)


def _people(program: Program, now: datetime) -> list[Person]:
    of_all = weeks.of_program(program, program.week_of(now))
    known = people.in_program(program.id)
    return [Person(one, program, of_all.get(one.id)) for one in sorted(known, key=lambda patient: patient.id)]


def _sessions(program: Program, now: datetime) -> list[Session]:
    found = sessions.between(program.id, now - BACK, now + AHEAD)
    return [session for session in found if not session.is_cancelled]


def _person(person: Person) -> dict[str, Any]:
    who, week = person.patient, person.week
    return {
        "id": who.id,
        "name": f"{who.given_name} {who.family_name}",
        "phone": who.phone,
        "accepts_texts": who.accepts_texts,
        "timezone": who.timezone or person.program.timezone,
        "program": person.program.id,
        "required": week.required if week else 0,
        "booked": week.minutes if week else 0,
        "is_met": bool(week and week.is_met),
    }


def _session(session: Session, program: Program) -> dict[str, Any]:
    return {
        "id": session.id,
        "program": session.program_id,
        "starts": _utc(session.starts),
        "ends": _utc(session.ends),
        "day": session.day.isoformat(),
        "component": session.component.value,
        "modality": session.modality.value,
        "part": program.part_of(session.starts).value,
        "counts": session.counted_minutes,
        "seats": session.seats,
        "taken": session.taken,
    }


def _hours(week: Week) -> str:
    return f"{week.minutes / 60:g} of {week.required / 60:g} hours"


def _utc(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
