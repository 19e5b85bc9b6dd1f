"""Somebody who does anything that touches seats, again and again, with anybody and any session."""

import re
from dataclasses import dataclass
from datetime import time, timedelta
from multiprocessing.synchronize import Event
from random import Random
from time import sleep
from typing import Any

from sqlalchemy import event

from iopsched.domain.booking import Attendance
from iopsched.domain.staff import Staff
from iopsched.store.db import db
from iopsched.usecases.availability import adjust_availability, change_session
from iopsched.usecases.hours import mark_attendance
from iopsched.usecases.hours.mark_attendance import Mark
from iopsched.usecases.seats import book_session, cancel_booking, hold_plan, swap_booking, tend_seats, wait_for_seat
from iopsched.usecases.weeks import plan_week
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.races.act import DEADLOCK, word_for

HALF_A_MINUTE = timedelta(seconds=30)
LOCKING = re.compile(r"INSERT|UPDATE|DELETE|SELECT.* FOR ", re.DOTALL)
LONGEST_PAUSE = 0.005


@dataclass(frozen=True, slots=True)
class Place:
    """Staff; and by their ids patients, sessions ahead, one that has begun, and the bookings in it."""

    staff: Staff
    patients: tuple[int, ...]
    sessions: tuple[int, ...]
    begun: int
    inside: tuple[int, ...]


class Roamer:
    """Every deed is one use case, told what it needs by luck; from one to the next, half a minute passes."""

    def __init__(self, place: Place, seed: int) -> None:
        self._place = place
        self._random = Random(seed)  # noqa: S311 # nothing to guess
        self._now = NOW

    def roam(self, steps: int, enough: Event) -> str:
        """So many deeds, or until somebody anywhere waited in a ring: 'book=in move=in ...'."""
        said: list[str] = []
        while len(said) < steps and not enough.is_set():
            (name,) = self._random.choices(tuple(DEEDS), tuple(DEEDS.values()))
            word = word_for(getattr(self, name))
            said.append(f"{name}={word.replace(' ', '+')}")
            self._now += HALF_A_MINUTE
            if word == DEADLOCK:
                enough.set()
        return " ".join(said)

    def book(self) -> None:
        book_session.book(self._anybody(), self._any(), now=self._now)

    def accept(self) -> None:
        plan_week.accept(self._anybody(), self._some(), now=self._now)

    def cancel(self) -> None:
        cancel_booking.cancel(self._anybody(), self._any(), now=self._now)

    def undo(self) -> None:
        cancel_booking.undo(self._anybody(), self._any(), now=self._now)

    def swap(self) -> None:
        swap_booking.swap(self._anybody(), *self._random.sample(self._place.sessions, 2), now=self._now)

    def hold(self) -> None:
        hold_plan.hold(self._anybody(), self._some(), now=self._now)

    def let_go(self) -> None:
        hold_plan.let_go(self._anybody(), now=self._now)

    def wait(self) -> None:
        wait_for_seat.wait(self._anybody(), self._any(), now=self._now)

    def decline(self) -> None:
        wait_for_seat.decline(self._anybody(), self._any(), now=self._now)

    def tend(self) -> None:
        tend_seats.pass_on(now=self._now)
        tend_seats.look_around(now=self._now)

    def move(self) -> None:
        day, hour = MONDAY, time(self._random.choice((9, 12, 15, 18)))
        change_session.move(self._place.staff, self._any(), day, hour, now=self._now)

    def call_off(self) -> None:
        change_session.cancel(self._place.staff, self._any(), now=self._now)

    def reopen(self) -> None:
        change_session.reopen(self._place.staff, self._any(), now=self._now)

    def change_seats(self) -> None:
        change_session.change_seats(self._place.staff, self._any(), self._random.randint(1, 4), now=self._now)

    def open_sessions(self) -> None:
        adjust_availability.open_sessions(now=self._now)

    def mark(self) -> None:
        marks = {booking_id: Mark(self._random.choice(tuple(Attendance))) for booking_id in self._place.inside}
        mark_attendance.mark(self._place.staff, self._place.begun, marks, now=self._now)

    def _anybody(self) -> int:
        return self._random.choice(self._place.patients)

    def _any(self) -> int:
        return self._random.choice(self._place.sessions)

    def _some(self) -> list[int]:
        return self._random.sample(self._place.sessions, self._random.randint(2, 3))


DEEDS = {
    **dict.fromkeys(("book", "accept", "swap", "hold", "wait", "cancel"), 3),
    **dict.fromkeys(("undo", "let_go", "decline", "move", "reopen", "change_seats"), 2),
    **dict.fromkeys(("call_off", "tend", "open_sessions", "mark"), 1),
}
"""What is done, and how often compared with the rest."""


def roam(place: Place, seed: int, steps: int, enough: Event) -> str:
    """Dawdling after whatever takes a lock, so that others come in between."""
    luck = Random(seed)  # noqa: S311 # nothing to guess

    def dawdle(connection: Any, cursor: Any, statement: str, *_: object) -> None:
        if LOCKING.match(statement):
            sleep(luck.random() * LONGEST_PAUSE)

    event.listen(db.engine, "after_cursor_execute", dawdle)
    return Roamer(place, seed).roam(steps, enough)
