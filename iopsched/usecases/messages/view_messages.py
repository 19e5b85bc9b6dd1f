"""Staff look at what went out, what waits, and whom to call because no text reaches them; never at the words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from iopsched.domain.call import Call, News, matter, news_of, unheard
from iopsched.domain.duty import Duty
from iopsched.domain.message import Message, State
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.store import absences, bookings, messages, people, programs
from iopsched.store.db import reading
from iopsched.usecases.messages.resend_message import may_resend

BACK, AHEAD = timedelta(days=14), timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Line:
    """One message and whose it is. ``is_retold``: another tells it again; ``may_resend``: staff may have one do so."""

    message: Message
    patient: Patient
    is_retold: bool = False
    may_resend: bool = False


@dataclass(frozen=True, slots=True)
class Log:
    """The last two weeks and the next two days, the latest first; and whom to call, the most urgent first."""

    program: Program
    lines: tuple[Line, ...]
    to_call: tuple[Call, ...]

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
        lines = tuple(_line(message, named[message.patient_id], keys, now) for message in known)
        return Log(program, lines, _to_call(program, known, named, now))


def _line(message: Message, patient: Patient, keys: Collection[str], now: datetime) -> Line:
    is_retold = message.key_again in keys
    return Line(message, patient, is_retold, not is_retold and may_resend(message, patient, now))


def _to_call(
    program: Program, known: Iterable[Message], named: Mapping[int, Patient], now: datetime
) -> tuple[Call, ...]:
    by_matter: dict[tuple[int, str], list[Message]] = {}
    for message in known:
        if message.kind.is_news:
            by_matter.setdefault(matter(message), []).append(message)
    all_missed = (unheard(each, is_reached=named[whose].is_reached) for (whose, _), each in by_matter.items())
    missed = [each for each in all_missed if each and each[-1].useless_at > now]
    by_patient: dict[int, list[News]] = {}
    for news in sorted(_news(program, missed, now), key=lambda news: news.message.useless_at):
        by_patient.setdefault(news.message.patient_id, []).append(news)
    return tuple(Call(named[whose], tuple(news)) for whose, news in by_patient.items())


def _news(program: Program, missed: Sequence[tuple[Message, ...]], now: datetime) -> Iterator[News]:
    """Of each seat, as it is now."""
    ids = [int(each[-1].about.get("booking_id", 0)) for each in missed]
    seats = {booking.id: booking for booking in bookings.some(filter(None, ids))}
    stood_in = absences.stood_in(program.id, now) if seats else frozenset()
    for each, booking_id in zip(missed, ids, strict=True):
        if news := news_of(each, seats.get(booking_id), stood_in):
            yield news
