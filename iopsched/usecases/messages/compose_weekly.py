"""What a message about a week or a plan says at the moment it goes out. Called inside a transaction; opens none itself.

None where it is no longer so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from iopsched.domain.due import What, dues
from iopsched.domain.hold import seen_by
from iopsched.domain.ledger import prospect
from iopsched.domain.message import Kind, Message
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.week import Week
from iopsched.gateways.wording import Voice
from iopsched.store import holds, sessions, treatments, weeks


def compose(message: Message, program: Program, patient: Patient, voice: Voice, *, now: datetime) -> str | None:
    """The words of a digest, of a shortfall, or of a plan that ends."""
    about = message.about
    if message.kind is Kind.PLAN_ENDS:
        return _plan_ends(about, program, patient, voice, now)
    week = weeks.load(patient, program, date.fromisoformat(about["monday"]))
    return _digest(week, voice) if message.kind is Kind.DIGEST else _shortfall(week, voice, now)


def _digest(week: Week, voice: Voice) -> str | None:
    """Whatever the week asks, booked or not."""
    return voice.digest(week) if week.required else None


def _shortfall(week: Week, voice: Voice, now: datetime) -> str | None:
    """Only while the week falls short and has room left."""
    known = sessions.between(week.program.id, *week.program.week_bounds(week.monday))
    kept = tuple(hold for hold in holds.in_sessions(known) if hold.lasts(now))
    stands = prospect(week, seen_by(week.patient_id, known, kept, now), now)
    return voice.shortfall(week) if stands.has_room else None


def _plan_ends(about: Mapping[str, str], program: Program, patient: Patient, voice: Voice, now: datetime) -> str | None:
    """Only while the plan ends on that day and nothing follows it."""
    day, today = date.fromisoformat(about["day"]), program.day_of(now)
    ending = dues(treatments.of_patient(patient.id), program, today, day)
    is_so = any((due.what, str(due.plan.id), due.day) == (What.PLAN_ENDS, about["plan_id"], day) for due in ending)
    return voice.plan_ends(day) if is_so else None
