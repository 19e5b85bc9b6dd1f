"""Staff look at what one person would be told, in the very words, without anything being sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from iopsched.domain import bulletin
from iopsched.domain.booking import Booking
from iopsched.domain.channel import Letter
from iopsched.domain.errors import NotFound
from iopsched.domain.message import Kind, Message, State, reminder_due
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.gateways.gsm7 import septets
from iopsched.store import bookings, messages, people, programs
from iopsched.store.db import reading
from iopsched.usecases.messages.compose_text import Not, compose
from iopsched.usecases.people import note_look

NOTHING = 0
"""The id of what is in no outbox."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One message as it would go out at ``at``: in which words, or why not. ``is_waiting``: it is in the outbox."""

    message: Message
    at: datetime
    words: str = ""
    why_not: str = ""

    @property
    def is_waiting(self) -> bool:
        return self.message.id != NOTHING

    @property
    def length(self) -> int:
        return septets(self.words)


@dataclass(frozen=True, slots=True)
class Drafts:
    """What waits for one person, and what could be told by now, in order of time."""

    program: Program
    patient: Patient
    drafts: tuple[Draft, ...]


def view(staff: Staff, patient_id: int, *, now: datetime) -> Drafts:
    """Who looked is noted. Raises NotFound for another program's, Forbidden for a clinician."""
    staff.require_scheduler()
    with reading():
        patient, program = people.patient(patient_id), programs.get(staff.program_id)
        if patient.program_id != program.id:
            raise NotFound("patient")
        waiting = [each for each in messages.of_patient(patient.id) if _is_shown(each)]
        known = {each.key for each in waiting}
        supposed = [each for each in _supposed(patient, program, now) if each.key not in known]
        drafts = [_draft(message, now) for message in (*waiting, *supposed)]
    note_look.note(staff, now=now, patient_id=patient_id)
    return Drafts(program, patient, tuple(sorted(drafts, key=lambda draft: draft.at)))


def _is_shown(message: Message) -> bool:
    """A code is for one pair of eyes."""
    return message.state is State.DUE and not message.kind.is_asked_for


def _draft(message: Message, now: datetime) -> Draft:
    at = max(now, message.due_at)
    said = compose(message, now=at, secret="")
    if isinstance(said, Not) and said.due_at:
        at = said.due_at
        said = compose(message, now=at, secret="")
    return Draft(message, at, said.body) if isinstance(said, Letter) else Draft(message, at, why_not=said.why)


def _supposed(patient: Patient, program: Program, now: datetime) -> Iterator[Message]:
    """The next reminder, the digest of the week that is looked ahead to, and that the week is short."""
    today, tz = program.day_of(now), patient.zone_or(program.zone)
    ahead = [each for each in bookings.of_patient(patient.id, since=now) if _is_ahead(each, now)]
    if ahead:
        first = min((each.session for each in ahead), key=lambda session: session.starts)
        due, about = reminder_due(first.day, program, tz), {"day": first.day.isoformat()}
        yield _message(patient, Kind.REMINDER, first.day, max(now, due), first.starts, about)
    for kind in (Kind.DIGEST, Kind.SHORTFALL):
        monday = bulletin.week_told(kind, today, program)
        due = bulletin.due_at(today, program, tz, now)
        useless = program.week_bounds(monday)[1]
        yield _message(patient, kind, monday, due, useless, {"monday": monday.isoformat()})


def _is_ahead(booking: Booking, now: datetime) -> bool:
    return booking.is_active and not booking.session.is_cancelled and booking.session.starts > now


def _message(
    patient: Patient, kind: Kind, day: date, due: datetime, useless: datetime, about: dict[str, str]
) -> Message:
    return Message(
        NOTHING, patient.program_id, patient.id, kind, f"{kind.value}:{patient.id}:{day}", due, useless, about
    )
