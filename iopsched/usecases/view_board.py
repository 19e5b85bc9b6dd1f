"""Staff look at a week: sessions with seats and who is in them, and people, the short ones first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from iopsched.domain import zone
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.week import Week
from iopsched.store import offerings, people, programs, sessions, weeks
from iopsched.store.db import reading


@dataclass(frozen=True, slots=True)
class Slot:
    """One session on the board with who is in it, by name; ``came`` is how many were marked as there."""

    session: Session
    patients: tuple[Patient, ...]
    came: int
    marked: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's week."""

    patient: Patient
    week: Week


@dataclass(frozen=True, slots=True)
class Board:
    program: Program
    monday: date
    today: date
    slots: tuple[Slot, ...]
    people: tuple[Standing, ...]
    closed: tuple[date, ...]
    now: datetime

    @property
    def short(self) -> tuple[Standing, ...]:
        """Those whose week asks for more than it has, the shortest first."""
        return tuple(standing for standing in self.people if standing.week.plan and not standing.week.is_met)


def view(staff: Staff, day: date | None, *, now: datetime) -> Board:
    """The program's week that holds ``day`` (or now). A clinician sees own sessions and who is in them. Six queries."""
    with reading():
        program = programs.get(staff.program_id)
        today = program.day_of(now)
        monday = zone.week_of(day or today, program.first_weekday)
        offered = sessions.between(program.id, *program.week_bounds(monday))
        of_all = weeks.of_program(program, monday)
        named = {patient.id: patient for patient in people.in_program(program.id)}
        closed = tuple(closure.day for closure in offerings.closures(program.id))
    slots = _slots([session for session in offered if staff.may_see(session.clinician_id)], of_all, named)
    standings = _standings(staff, slots, of_all, named)
    return Board(program, monday, today, slots, standings, closed, now)


def _slots(offered: list[Session], of_all: dict[int, Week], named: dict[int, Patient]) -> tuple[Slot, ...]:
    inside: dict[int, list[Patient]] = defaultdict(list)
    came: dict[int, int] = defaultdict(int)
    marked: dict[int, int] = defaultdict(int)
    for patient_id, week in of_all.items():
        for booking in week.bookings:
            inside[booking.session.id].append(named[patient_id])
            came[booking.session.id] += booking.attended_minutes > 0
            marked[booking.session.id] += booking.attendance is not None
    return tuple(
        Slot(s, tuple(sorted(inside[s.id], key=lambda p: p.given_name)), came[s.id], marked[s.id]) for s in offered
    )


def _standings(
    staff: Staff, slots: tuple[Slot, ...], of_all: dict[int, Week], named: dict[int, Patient]
) -> tuple[Standing, ...]:
    seen = {patient.id for slot in slots for patient in slot.patients}
    visible = [Standing(named[key], week) for key, week in of_all.items() if staff.may_schedule or key in seen]
    return tuple(sorted(visible, key=lambda s: (-s.week.to_go, s.week.is_met, s.patient.given_name, s.patient.id)))
