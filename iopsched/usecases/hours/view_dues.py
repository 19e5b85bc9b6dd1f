"""Staff look at what comes due: certifications, plans that end or begin, authorisations to be renewed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from iopsched.domain import zone
from iopsched.domain.due import Due, PayerDue, dues, payer_dues
from iopsched.domain.duty import Duty
from iopsched.domain.offering import NO_START
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.store import people, programs, sessions, treatments
from iopsched.store.db import reading
from iopsched.usecases.hours import view_uses
from iopsched.usecases.people import note_look


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is due within so many days, in order of date and name; and sessions until then with too few people."""

    program: Program
    today: date
    until: date
    dues: tuple[tuple[Due | PayerDue, Patient], ...]
    thin: tuple[Session, ...] = ()

    @property
    def overdue(self) -> int:
        return sum(due.is_overdue(self.today) for due, _ in self.dues)


def view(staff: Staff, days: int, *, now: datetime) -> Agenda:
    """Six queries however many people, and those of ``note_look``. Raises Forbidden for a clinician.

    The front desk gets what is due today, and nothing of payers; billing no sessions.
    """
    staff.require(Duty.DUES)
    pays, sits = staff.may(Duty.HOURS), staff.may(Duty.BOARD)
    with reading():
        program = programs.get(staff.program_id)
        today = program.day_of(now)
        until = today + timedelta(days=days if pays else 0)
        named = {patient.id: patient for patient in people.present(program.id)}
        plans = treatments.in_program(program.id, NO_START, until + timedelta(days=1))
        ahead = sessions.between(program.id, now, zone.midnight(until + timedelta(days=1), program.zone))
        uses = view_uses.in_program(program, today, until + timedelta(days=1)) if pays else ()
    known: list[Due | PayerDue] = [due for held in plans.values() for due in dues(held, program, today, until)]
    known += payer_dues(uses, plans, today, until)
    found = [(due, named[due.patient_id]) for due in known if due.patient_id in named]
    note_look.note_list(staff, "dues looked at", now=now, people=len({patient.id for _, patient in found}))
    thin = tuple(one for one in ahead if sits and one.is_thin and one.starts > now and not one.is_cancelled)
    return Agenda(program, today, until, tuple(sorted(found, key=_turn)), thin)


def _turn(one: tuple[Due | PayerDue, Patient]) -> tuple[date, str, str, int, str]:
    due, patient = one
    return due.day, *patient.by_name, due.what
