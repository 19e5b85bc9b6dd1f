"""Ask everything again of what is claimed, and write down that its provider is about to be called: one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from iopsched.domain.booking import Booking
from iopsched.domain.channel import Channel, Letter
from iopsched.domain.gate import Gate, Trouble, Way
from iopsched.domain.message import Kind, Message, State
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.gateways.sender import hash_of
from iopsched.store import attempts, bookings, carriers, locks, outbox, programs
from iopsched.store.db import transaction
from iopsched.usecases.messages.compose_text import Not, compose_for
from iopsched.usecases.messages.keep_caps import Caps

SHUT = {Trouble.SHUT, Trouble.DEAF}
REMINDED_AHEAD = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A call to a provider that may be made, to be begun and ended before ``until``."""

    message: Message
    letter: Letter
    until: datetime


Marked = Attempt | State | None
"""An attempt; or the state in which the message was left; None when somebody else has it, or withdrew it."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of each message in turn; whether none went as a carrier is too busy, and whether one is shut."""

    each: Sequence[Marked]
    is_slowed: bool
    is_stopped: bool


def mark(batch: Sequence[Message], *, now: datetime, secret: str) -> Batch:
    """Patients are held meanwhile, so that nobody counts for the same patient at the same time."""
    with transaction():
        patients = {each.id: each for each in locks.patients(message.patient_id for message in batch)}
        wanted = {message.program_id for message in batch}
        known = {program_id: programs.get(program_id) for program_id in wanted}
        held = outbox.hold(batch)
        caps = Caps.of(batch, patients, known, now)
        desk = _Desk(now, secret, patients, known, _ahead(batch, now), caps, dict(carriers.gates()))
        each = [desk.take(message) if message.id in held else None for message in batch]
        attempts.mark([(a.message, a.letter, hash_of(a.letter.body), a.until) for a in desk.attempts], now=now)
    turned = desk.turned
    return Batch(each, Trouble.BUSY in turned and not desk.attempts, not turned.isdisjoint(SHUT))


@dataclass(slots=True)
class _Desk:
    now: datetime
    secret: str
    patients: Mapping[int, Patient]
    programs: Mapping[int, Program]
    ahead: Mapping[int, list[Booking]]
    caps: Caps
    gates: dict[Channel, Gate]
    attempts: list[Attempt] = field(default_factory=list)
    turned: set[Trouble] = field(default_factory=set)

    def take(self, message: Message) -> Marked:
        letter = self._compose(message)
        if isinstance(letter, Letter) and self._is_shut(letter.channel, message):
            letter = self._by_another(message, letter)
        if isinstance(letter, Letter):
            letter = self.caps.verdict(message) or letter
        if isinstance(letter, Not):
            return _set_aside(message, letter, self.now)
        if not self._passes(letter.channel):
            return self._turn_away(message, self.gates[letter.channel])
        self.caps.count(message)
        going = replace(
            message, state=message.put_off, channel=letter.channel, sent_to=letter.to, attempted_at=self.now
        )
        self.attempts.append(Attempt(going, letter, self.now + message.settling))
        return self.attempts[-1]

    def _compose(self, message: Message) -> Letter | Not:
        patient, program = self.patients[message.patient_id], self.programs[message.program_id]
        known = self.ahead.get(patient.id, []) if message.kind is Kind.REMINDER else None
        return compose_for(message, patient, program, now=self.now, secret=self.secret, ahead=known)

    def _is_shut(self, channel: Channel, message: Message) -> bool:
        """Whether it takes nothing now, and will not soon, or not before this is of no use."""
        gate = self.gates[channel]
        is_over_by_then = gate.until is not None and gate.until >= message.useless_at
        return gate.way(self.now) is Way.NONE and (gate.is_lasting(self.now) or is_over_by_then)

    def _by_another(self, message: Message, letter: Letter) -> Letter:
        """By the next channel that is open, while this one takes nothing; by this one all the same where none is."""
        shut = {channel for channel in Channel if self._is_shut(channel, message)}
        other = self._compose(replace(message, spent=message.spent | shut))
        return other if isinstance(other, Letter) else letter

    def _passes(self, channel: Channel) -> bool:
        """Where one message is to try whether the carrier takes any, it is the first that comes, of all workers."""
        way = self.gates[channel].way(self.now)
        if way is Way.ONE:
            gate = carriers.hold(channel)
            way = gate.way(self.now)
            self.gates[channel] = gate.probing(self.now) if way is Way.ONE else gate
            carriers.keep(self.gates[channel])
        return way is not Way.NONE

    def _turn_away(self, message: Message, gate: Gate) -> State:
        self.turned.add(gate.trouble)
        outbox.postpone(message, until=gate.until or self.now, failure=gate.failure)
        return State.DUE


def _ahead(batch: Sequence[Message], now: datetime) -> Mapping[int, list[Booking]]:
    """What those who are to be reminded have in the next days, in one query."""
    reminded = {message.patient_id for message in batch if message.kind is Kind.REMINDER}
    found: dict[int, list[Booking]] = {}
    for booking in bookings.of_patients(reminded, now, now + REMINDED_AHEAD) if reminded else ():
        found.setdefault(booking.patient_id, []).append(booking)
    return found


def _set_aside(message: Message, verdict: Not, now: datetime) -> State:
    if verdict.due_at:
        outbox.reschedule(message, verdict.due_at, failure=verdict.why)
    else:
        outbox.settle(message, verdict.state, now=now, failure=verdict.why)
    return verdict.state
