"""A month goes by: people act, workers tick, the provider reports; the seed says all of it, and a journal keeps it."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from threading import Event
from types import SimpleNamespace
from unittest.mock import patch

from flask import Flask
from twilio.rest import Client

from iopsched.gateways import clock as real_clock
from iopsched.gateways import tokens
from iopsched.gateways.sms.twilio import TwilioSender
from iopsched.store import db as handle
from iopsched.worker import Ticks
from tests.conftest import StandingClock, an_app, disconnect
from tests.month.door import PUBLIC, TOKEN, Door
from tests.month.evenings import owed_between
from tests.month.fate import Fate
from tests.month.people import NO, Deed, People
from tests.month.provider import SENDER, Provider
from tests.month.record import Act, Journal, Owed, Plan, Record
from tests.month.town import START, Town, found
from tests.month.turns import Doing, Turns
from tests.month.witness import Witness

ACCOUNT = {"TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": TOKEN, "TWILIO_FROM": SENDER, "SEND_CONCURRENCY": "1"}
WORKERS = 3
BUSY_ROUNDS = 23
"""Of a day, about: those in which people do something."""
IDLE = 0.7
"""How often nobody looks when there is nothing to be found."""
AFTERWARDS = timedelta(days=2)
PATIENCE_MS = 1
"""Nobody waits for a lock: whoever holds it cannot go on meanwhile."""


@dataclass
class Month:
    """The stage: everything that takes part."""

    plan: Plan
    app: Flask
    clock: StandingClock
    town: Town
    turns: Turns
    fate: Fate
    witness: Witness
    provider: Provider
    people: People
    door: Door
    journal: Journal
    random: Random
    owed: list[Owed] = field(default_factory=list)
    looks: list[datetime] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.workers = [self._hired() for _ in range(WORKERS)]

    def go_by(self) -> None:
        """All of its days, and two more in which nobody does anything and nothing fails."""
        end = START + timedelta(days=self.plan.days)
        while self.clock.now < end:
            self._pass(self._gap())
            self._round(self._deeds(), workers=2)
            self.clock.advance(seconds=self.random.uniform(20, 90))
            self._round([], workers=1)
        self.provider.is_faulty, self.fate.deaths, self.fate.losses = False, 0.0, 0.0
        while self.clock.now < end + AFTERWARDS:
            self._pass(timedelta(hours=1))
            self._round([], workers=1)

    def _gap(self) -> timedelta:
        """Until something happens again: soon by day, later at night."""
        is_night = self._hour() >= 23 or self._hour() < 5
        return timedelta(minutes=self.random.uniform(60, 200) if is_night else self.random.uniform(2, 80))

    def _hour(self) -> int:
        return self.clock.now.astimezone(self.town.program.zone).hour

    def _pass(self, gap: timedelta) -> None:
        before, now = self.clock.now, self.clock.advance(seconds=gap.total_seconds())
        self.owed += owed_between(self.witness, self.town.program, before, now)

    def _round(self, deeds: list[Doing], *, workers: int) -> None:
        """All that is to be done just now, by whoever comes first at each step."""
        is_idle = not self.witness.is_anything_due(self.clock.now) and self.random.random() < IDLE
        ticks = [self._tick(number) for number in self.random.sample(range(WORKERS), 0 if is_idle else workers)]
        doings = [*ticks, *self.door.due(), *deeds]
        self.turns.play(doings)
        for doing in doings:
            if doing.died:
                self.journal.note(f"dies: {doing.name}")

    def _deeds(self) -> list[Doing]:
        """What people do just now, and write; the more, the larger the program is."""
        if not 7 <= self._hour() < 23:
            return []
        for _ in range(self._so_many(self.plan.texts)):
            if phone := self.witness.phone_of(self.random.choice(self.town.patients)):
                self.door.write(phone)
        deeds = [self.people.deed(self.clock.now) for _ in range(self._so_many(self.plan.deeds))]
        return [self._doing(deed) for deed in deeds if deed]

    def _so_many(self, a_day: float) -> int:
        many = self.plan.patients * a_day / BUSY_ROUNDS
        return int(many) + (self.random.random() < many % 1)

    def _doing(self, deed: Deed) -> Doing:
        def do() -> None:
            began = self.turns.steps
            try:
                with self.app.app_context():
                    deed.do(self.clock.now)
                said = "done"
            except NO as no:
                said = type(no).__name__
            finally:
                self.journal.acts.append(Act(deed.patient, began, self.turns.steps))
            self.journal.note(f"{deed.name} {deed.patient or ''} {said}")

        return Doing(deed.name, do)

    def _hired(self) -> Ticks:
        client = Client("AC1", TOKEN, http_client=self.provider)
        return Ticks(self.app, TwilioSender(client, {"from_": SENDER}), Event())

    def _tick(self, number: int) -> Doing:
        """One worker does some of what it does; who was killed begins anew."""
        worker = self.workers[number]
        rest = [
            worker.pass_on,
            worker.answer,
            worker.look_around,
            worker.open,
            worker.carry_on,
            worker.tell,
            worker.clear,
            worker.hear,
            worker.compare,
            worker.watch,
        ]
        jobs = [*[job for job in rest if self.random.random() < 0.1], worker.send]

        def do() -> None:
            self.workers[number] = self._hired()
            for job in jobs:
                worker.guarded(job)
            self.workers[number] = worker
            self.looks.append(self.clock.now)

        return Doing(f"worker {number}", do)


def play(url: str, plan: Plan) -> Record:
    """The whole of it, on an empty database."""
    clock = StandingClock(START)
    with ExitStack() as stack:
        stack.enter_context(_everything_of_the_seed(plan, clock))
        app = an_app(url, clock, PUBLIC_URL=PUBLIC, **ACCOUNT)
        stack.enter_context(app.app_context())
        stack.callback(disconnect, app)
        month = _stage(url, plan, app, clock)
        stack.callback(month.witness.close)
        stack.enter_context(month.fate.in_place())
        numberless = frozenset(row["id"] for row in month.witness.patients() if not row["phone"])
        month.go_by()
        trouble = [*month.fate.died, *month.fate.lost]
        seen = (month.provider, month.witness.tables(), month.owed, trouble, numberless)
    return Record(clock.now, *seen, month.door.forged, month.looks, month.journal)


def _stage(url: str, plan: Plan, app: Flask, clock: StandingClock) -> Month:
    turns, witness, journal = Turns(plan.chance("turns")), Witness(url), Journal(clock)
    town = found(plan.patients, plan.chance("town"))
    fate = Fate(turns, plan.chance("fate"), clock, plan.deaths, plan.losses)
    provider = Provider(clock, plan.chance("provider"), fate, witness, journal.note)
    people = People(town, plan.chance("people"), witness)
    door = Door(app, turns, plan.chance("door"), provider, journal)
    them = (people, door, journal, plan.chance("month"))
    return Month(plan, app, clock, town, turns, fate, witness, provider, *them)


@contextmanager
def _everything_of_the_seed(plan: Plan, clock: StandingClock) -> Iterator[None]:
    """Time, names by chance, and how long anybody waits for a lock."""
    random = plan.chance("tokens")
    drawn = SimpleNamespace(
        token_hex=lambda size: random.randbytes(size).hex(),
        token_urlsafe=lambda size: urlsafe_b64encode(random.randbytes(size)).decode(),
    )
    running = SimpleNamespace(monotonic=lambda: clock().timestamp())
    with (
        patch.object(real_clock, "time", running),
        patch.object(tokens, "secrets", drawn),
        patch.object(handle, "LOCK_WAIT_MS", PATIENCE_MS),
    ):
        yield
