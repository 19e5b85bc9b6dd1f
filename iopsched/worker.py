"""The worker: a process that only ticks. What is to be done is decided by use cases, who does it by the database.

APScheduler keeps its jobs in memory: a job store that workers share loses and doubles jobs, and its threads die of it.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from iopsched.app import utc_now
from iopsched.domain.entry import WORKER
from iopsched.domain.errors import whereabouts
from iopsched.settings import Settings
from iopsched.usecases import clear_leftovers, tell_origin
from iopsched.usecases.messages import hear_receipt, reconcile_texts, send_messages, tell_weeks, watch_deliveries
from iopsched.usecases.messages.send_messages import Sender, Summary
from iopsched.usecases.seats import tend_seats
from iopsched.usecases.texts import answer_text
from iopsched.usecases.weeks import read_calendars

log = logging.getLogger(__name__)
POLL_SECONDS = 0.2


def run(app: Flask) -> None:
    """Tick until SIGTERM or SIGINT; a text that is under way is ended properly, within the provider's time-out."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    tick_until(app, stop)


def tick_until(app: Flask, stop: threading.Event, sender: Sender | None = None) -> None:
    """Tick until ``stop`` is set, and return when the last tick has ended."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    settings: Settings = app.extensions["settings"]
    ticks = Ticks(app, sender or send_messages.sender_for(settings), stop)
    scheduler = BackgroundScheduler(timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None})
    for tick, seconds in (
        (ticks.send, settings.tick_seconds),
        (ticks.pass_on, settings.tick_seconds),
        (ticks.answer, 15),
        (ticks.hear, 15),
        (ticks.compare, 600),
        (ticks.watch, 600),
        (ticks.look_around, 60),
        (ticks.read, 60),
        (ticks.carry_on, 600),
        (ticks.tell, 300),
        (ticks.open, 24 * 3600),
        (ticks.clear, 3600),
    ):
        scheduler.add_job(ticks.guarded, "interval", (tick,), seconds=seconds, next_run_time=utc_now())
    scheduler.start()
    while not stop.is_set():  # never stop.wait(): a signal that came just then would wait for itself
        time.sleep(POLL_SECONDS)
    scheduler.shutdown(wait=True)


def send_once(app: Flask, *, now: datetime) -> Summary:
    """Write what has come to be told of weeks and send what is due; a second run at the same instant sends nothing."""
    tell_weeks.tell(now=now)
    return _send(app, send_messages.sender_for(app.extensions["settings"]), now, lambda: True)


def _send(app: Flask, sender: Sender, now: datetime, going_on: Callable[[], bool]) -> Summary:
    settings: Settings = app.extensions["settings"]
    secret, at_once = settings.secret_key, settings.send_concurrency
    return send_messages.send_due(sender, now=now, secret=secret, at_once=at_once, going_on=going_on)


@dataclass(slots=True)
class Ticks:
    """What the worker does, each safe to do in any number of workers at once."""

    app: Flask
    sender: Sender
    stop: threading.Event

    def guarded(self, tick: Callable[[datetime], None]) -> None:
        """One tick at the app's own time; one that fails is told and does not end the worker."""
        try:
            with self.app.app_context(), tell_origin.coming_from(WORKER):
                tick(self.app.extensions["clock"]())
        except Exception as error:
            log.error("a tick failed: %s", whereabouts(error))

    def send(self, now: datetime) -> None:
        """Messages that are due."""
        _send(self.app, self.sender, now, self._is_going_on)

    def hear(self, now: datetime) -> None:
        """Receipts that came before their text was known."""
        hear_receipt.catch_up(now=now)

    def compare(self, now: datetime) -> None:
        """Once a day, by whichever worker: what the provider lists with what we know."""
        reconcile_texts.reconcile(self.sender, now=now, going_on=self._is_going_on)

    def watch(self, now: datetime) -> None:
        """Whether too few messages arrive."""
        watch_deliveries.warn(now=now)

    def pass_on(self, now: datetime) -> None:
        """Seats whose hold is over go to whoever is next."""
        while tend_seats.pass_on(now=now) and self._is_going_on():
            pass

    def answer(self, now: datetime) -> None:
        """Texts that a process took in and died over."""
        answer_text.answer_left(now=now, going_on=self._is_going_on)

    def look_around(self, now: datetime) -> None:
        """Offers that cannot be taken any more, seats that nobody announced, waitings that are over."""
        tend_seats.look_around(now=now)

    def read(self, now: datetime) -> None:
        """Calendars of patients' own whose hour is over."""
        read, secret = self.app.extensions["read_link"], self.app.extensions["settings"].secret_key
        read_calendars.read_due(read, secret=secret, now=now, going_on=self._is_going_on)

    def open(self, now: datetime) -> None:
        """Sessions that have come within each program's horizon."""
        from iopsched.usecases.availability import adjust_availability

        opened = adjust_availability.open_sessions(now=now, going_on=self._is_going_on)
        log.info("%d sessions opened", opened)

    def carry_on(self, now: datetime) -> None:
        """Weeks that have opened for those who have a usual week."""
        from iopsched.usecases.weeks import carry_on_usual_weeks

        carry_on_usual_weeks.carry_on(now=now, going_on=self._is_going_on)

    def tell(self, now: datetime) -> None:
        """Digests, weeks that fall short and plans that end, once their hour has come."""
        tell_weeks.tell(now=now)

    def clear(self, now: datetime) -> None:
        """Codes, counts and times that have had their day."""
        clear_leftovers.clear(now=now)

    def _is_going_on(self) -> bool:
        return not self.stop.is_set()
