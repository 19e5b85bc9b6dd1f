"""Enough is enough: over a program's caps a message waits for the next morning, or is left, and the log says so."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from iopsched.domain.message import Kind, Message, State
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.store import bookings, locks, messages, people
from iopsched.store.db import reading, transaction
from iopsched.usecases.availability import change_session
from iopsched.usecases.messages import resend_message, send_messages
from iopsched.usecases.messages.send_messages import Summary
from iopsched.usecases.people import change_program
from iopsched.usecases.people.change_program import Policies
from iopsched.usecases.seats import book_session
from tests.builders import at
from tests.carrier import Carrier
from tests.conftest import NOW, an_app, disconnect
from tests.stored import a_stored_patient, a_stored_program, a_stored_session

EVE = at(0, 18)
HOUR = timedelta(hours=1)
A_MOMENT, UNTIL_BOTH_HAVE_COUNTED = 0.2, 20
Locked = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Place:
    """Ana, with a seat on each evening of the week."""

    program: Program
    ana: Patient
    carrier: Carrier

    def send(self, now: datetime) -> Summary:
        return send_messages.send_due(self.carrier, now=now, secret="test", at_once=4)

    def log(self) -> list[Message]:
        with reading():
            return sorted(messages.of_patient(self.ana.id), key=lambda message: message.id)


@pytest.fixture
def place(program: Program, ana: Patient) -> Place:
    for day in range(1, 6):
        book_session.book(ana.id, a_stored_session(program, day, hour=18, hours=1).id, now=NOW)
    return Place(program, ana, Carrier())


def test_the_fourth_reminder_of_a_week_is_left_and_the_log_says_why(place: Place):
    for day in range(5):
        place.send(at(day, 18))

    assert [message.state for message in place.log()] == [State.SENT] * 3 + [State.WITHDRAWN] * 2
    assert {message.failure for message in place.log()[3:]} == {"enough for this week"}


def test_a_second_one_on_a_day_goes_on_the_next_morning(place: Place, staff: Staff):
    session = a_stored_session(place.program, day=2, hour=9.5)
    book_session.book(place.ana.id, session.id, now=NOW)
    change_session.cancel(staff, session.id, now=at(0, 12))

    assert place.send(at(0, 12)) == Summary(sent=1)
    assert place.send(EVE) == Summary(waiting=1)
    assert next(message.failure for message in place.log() if message.kind is Kind.REMINDER) == "enough for today"
    assert place.send(at(1, 9)) == Summary(sent=1)
    assert place.carrier.bodies()[-1].startswith("Riverside: today, Tue Dec 1")


def test_what_was_kept_back_and_then_cannot_arrive_says_why(place: Place):
    put_reminders(place, 1)
    place.send(EVE)
    assert place.log()[-1].failure == "enough for today"
    with transaction():
        people.change(place.ana.id, phone_is_bad=True)

    place.send(at(1, 9))

    assert (place.log()[-1].state, place.log()[-1].failure) == (State.FAILED, "bad number")


def test_news_goes_whatever_went_before(place: Place, staff: Staff):
    place.send(EVE)
    with reading():
        third = bookings.of_patient(place.ana.id, since=NOW)[2]
    change_session.cancel(staff, third.session.id, now=EVE)

    assert place.send(EVE + HOUR / 2) == Summary(sent=1)


def test_without_caps_everything_goes(place: Place, admin: Staff):
    none = replace(Policies.of(place.program), texts_a_day=0, texts_a_week=0)
    change_program.change(admin, none, now=NOW)

    assert [place.send(at(day, 18)).sent for day in range(5)] == [1] * 5


def test_what_staff_have_sent_again_goes_past_the_caps(place: Place, staff: Staff):
    for day in range(4):
        place.send(at(day, 18))
    left = next(message for message in place.log() if message.state is State.WITHDRAWN)

    assert resend_message.resend(staff, left.id, now=at(3, 18.5))
    assert place.send(at(3, 18.5)) == Summary(sent=1)


def test_workers_agree_on_what_is_enough(app: Flask, place: Place):
    put_reminders(place, 6)

    work_at_once(app, place.carrier, 3)

    assert len(place.carrier.texts) == 1


@pytest.mark.parametrize(
    ("locked", "texts"), [(nullcontext, 1), (locks.switched_off, 2)], ids=["locked", "the control without locks"]
)
def test_two_workers_who_count_at_one_instant(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch, locked: Locked, texts: int
):
    """Each has one of her two messages, and counts. Then both wait: in vain, where one holds the other off."""
    meeting, told = threading.Barrier(2), messages.told

    def counted(*given: Any) -> list[Any]:
        found = list(told(*given))
        with suppress(threading.BrokenBarrierError):
            meeting.wait(A_MOMENT if texts == 1 else UNTIL_BOTH_HAVE_COUNTED)
        return found

    monkeypatch.setattr(messages, "told", counted)
    app = an_app(postgresql_url)
    with app.app_context():
        program = a_stored_program()
        place = Place(program, a_stored_patient(program), Carrier())
        book_session.book(place.ana.id, a_stored_session(program, day=1, hour=18, hours=1).id, now=NOW)
        put_reminders(place, 1)
        work_at_once(app, place.carrier, 2, locked)
        disconnect(app)

    assert len(place.carrier.texts) == texts


def put_reminders(place: Place, many: int) -> None:
    """So many more of tomorrow, due at EVE."""
    about, whose = {"day": at(1, 18).date().isoformat()}, (place.program.id, place.ana.id, Kind.REMINDER)
    with transaction():
        for number in range(many):
            messages.put(*whose, f"reminder:again:{number}", EVE, at(1, 18), about)


def work_at_once(app: Flask, carrier: Carrier, workers: int, locked: Locked = nullcontext) -> None:
    def work() -> None:
        with app.app_context(), locked():
            send_messages.send_due(carrier, now=EVE, secret="test", at_once=1)

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
