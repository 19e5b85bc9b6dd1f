"""Staff look at what went out, what waits, and whom to call because no text reaches them; never at the words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from iopsched.domain.allowance import DAY, WEEK
from iopsched.domain.message import Message, State
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.store import messages, people, programs
from iopsched.store.db import reading
from iopsched.usecases.resend_message import may_resend

BACK, AHEAD = timedelta(days=14), timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Line:
    """One message and whose it is. ``is_retold``: another tells it again; ``may_resend``: staff may have one do so."""

    message: Message
    patient: Patient
    is_retold: bool = False
    may_resend: bool = False


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
    keys = {message.key for message in known}
    return Log(program, tuple(_line(message, named[message.patient_id], keys, now) for message in known), now)


def _line(message: Message, patient: Patient, keys: Collection[str], now: datetime) -> Line:
    is_retold = message.key_again in keys
    return Line(message, patient, is_retold, not is_retold and may_resend(message, patient, now))


def _needs_a_call(line: Line, now: datetime) -> bool:
    """News that still matters: that has failed, comes too late or is over the caps, or has nobody whom it reaches."""
    message = line.message
    if not message.kind.is_news or message.useless_at <= now or line.is_retold:
        return False
    if message.state in {State.SENT, State.WITHDRAWN}:
        return message.failure in {DAY, WEEK}
    is_lost = message.state in {State.FAILED, State.MISSED}
    return is_lost or message.comes_too_late or not line.patient.is_reached
