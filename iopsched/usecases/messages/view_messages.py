"""Staff look at what went out, what waits, and whom to call because no text reaches them; never at the words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from iopsched.domain.allowance import DAY, WEEK
from iopsched.domain.booking import Booking
from iopsched.domain.duty import Duty
from iopsched.domain.heard import Aspect, Heard, as_heard, known
from iopsched.domain.message import NO_CONSENT, Kind, Message, State
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.store import absences, bookings, messages, people, programs
from iopsched.store.db import reading
from iopsched.usecases.messages.resend_message import may_resend

BACK, AHEAD = timedelta(days=14), timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Line:
    """One message and whose it is. ``is_retold``: another tells it again; ``may_resend``: staff may have one do so.

    Where somebody is to be called, the ``booking`` that it is about, and what of it is otherwise than they know.
    """

    message: Message
    patient: Patient
    is_retold: bool = False
    may_resend: bool = False
    booking: Booking | None = None
    differs: frozenset[Aspect] = frozenset()

    @property
    def is_so(self) -> bool:
        """Whether the seat, where it is known, is still what the message says: given, or gone."""
        return self.booking is None or self.booking.is_active == (self.message.kind is not Kind.CANCELLED)

    @property
    def was(self) -> datetime:
        """When it began as far as they know."""
        return datetime.fromisoformat(self.message.about["was"])


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to call, with all the news of it in order of urgency; the first one's session is the nearest."""

    patient: Patient
    lines: tuple[Line, ...]


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
        return tuple(Call(lines[0].patient, tuple(lines)) for lines in by_patient.values())

    def in_state(self, state: State | None) -> tuple[Line, ...]:
        """Those in one state, or all."""
        return tuple(line for line in self.lines if state is None or line.message.state is state)


def view(staff: Staff, *, now: datetime) -> Log:
    """Five queries at most, at most 500 messages. Raises Forbidden for whoever is no scheduler."""
    staff.require_scheduler()
    return _log(staff, now)


def calls(staff: Staff, *, now: datetime) -> tuple[Call, ...]:
    """Only whom to call, and about what. As many queries; raises Forbidden for who may not know how to reach people."""
    staff.require(Duty.REACH)
    return _log(staff, now).to_call


def _log(staff: Staff, now: datetime) -> Log:
    with reading():
        program = programs.get(staff.program_id)
        known = messages.of_program(program.id, since=now - BACK, until=now + AHEAD)
        named = people.some(message.patient_id for message in known)
        keys = {message.key for message in known}
        lines = [_line(message, named[message.patient_id], keys, now) for message in known]
        return Log(program, tuple(_with_seats(program, lines, now)), now)


def _with_seats(program: Program, lines: Sequence[Line], now: datetime) -> Iterator[Line]:
    """Those that somebody has to call about, each with its seat."""
    ids = [int(line.message.about.get("booking_id", 0)) for line in lines if _needs_a_call(line, now)]
    seats = {booking.id: booking for booking in bookings.some(filter(None, ids))}
    stood_in = absences.stood_in(program.id, now) if seats else frozenset()
    for line in lines:
        about = line.message.about
        booking = seats.get(int(about.get("booking_id", 0)))
        if booking is None:
            yield line
            continue
        differs = known(about, booking).differs(Heard.of(as_heard(booking, stood_in)))
        yield replace(line, booking=booking, differs=differs)


def _line(message: Message, patient: Patient, keys: Collection[str], now: datetime) -> Line:
    is_retold = message.key_again in keys
    return Line(message, patient, is_retold, not is_retold and may_resend(message, patient, now))


def _needs_a_call(line: Line, now: datetime) -> bool:
    """News that still matters: that has failed, comes too late or is over the caps, or has nobody whom it reaches."""
    message = line.message
    if not message.kind.is_news or message.useless_at <= now or line.is_retold:
        return False
    if message.state in {State.SENT, State.WITHDRAWN}:
        return message.failure in {DAY, WEEK, NO_CONSENT} and line.is_so
    is_lost = message.state in {State.FAILED, State.MISSED}
    return line.is_so and (is_lost or message.comes_too_late or not line.patient.is_reached)
