"""Staff look at what went out, what waits, and whom to call because no text reaches them; never at the words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from iopsched.domain.message import Kind, Message, State
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.store import messages, people, programs
from iopsched.store.db import reading

BACK, AHEAD = timedelta(days=14), timedelta(days=2)
NEWS = frozenset({Kind.MOVED, Kind.CANCELLED, Kind.BOOKED, Kind.OFFERED, Kind.PLANNED, Kind.USUAL})
"""What others did to somebody's week, or a seat that waits for an answer: who cannot read it has to be called."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message and whose it is."""

    message: Message
    patient: Patient


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to call, with all the news of it in order of urgency; the first one's session is the nearest."""

    patient: Patient
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Log:
    """The last two weeks and the next two days, the latest first."""

    program: Program
    lines: tuple[Line, ...]
    now: datetime

    @property
    def to_call(self) -> tuple[Call, ...]:
        """Those for whom there is news that still matters and that no text has brought or will bring."""
        missed = [line for line in self.lines if _needs_a_call(line, self.now)]
        by_patient: dict[int, list[Line]] = {}
        for line in sorted(missed, key=lambda line: line.message.useless_at):
            by_patient.setdefault(line.patient.id, []).append(line)
        return tuple(Call(lines[0].patient, tuple(line.message for line in lines)) for lines in by_patient.values())

    def in_state(self, state: State | None) -> tuple[Line, ...]:
        """Those in one state, or all."""
        return tuple(line for line in self.lines if state is None or line.message.state is state)


def view(staff: Staff, *, now: datetime) -> Log:
    """Three queries, at most 500 messages. Raises Forbidden for a clinician."""
    staff.require_scheduler()
    with reading():
        program = programs.get(staff.program_id)
        known = messages.of_program(program.id, since=now - BACK, until=now + AHEAD)
        named = people.some(message.patient_id for message in known)
    return Log(program, tuple(Line(message, named[message.patient_id]) for message in known), now)


def _needs_a_call(line: Line, now: datetime) -> bool:
    message = line.message
    if message.kind not in NEWS or message.useless_at <= now or message.state is State.SENT:
        return False
    return message.state is State.FAILED or not line.patient.is_reached
