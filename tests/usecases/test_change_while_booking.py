"""Staff change sessions while patients book them, on connections of their own: nobody is lost between the two."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from typing import Any

import pytest
from flask import Flask

from iopsched.domain.errors import Invalid, Refused
from iopsched.domain.message import Kind
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.refusal import Why
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.store import bookings, locks, messages
from iopsched.store.db import reading
from iopsched.usecases.availability import adjust_availability, change_session
from iopsched.usecases.seats import book_session
from tests.builders import MONDAY
from tests.conftest import NOW, an_app, disconnect
from tests.stored import (
    a_stored_offering,
    a_stored_patient,
    a_stored_program,
    a_stored_session,
    a_stored_staff,
    the_session,
)

PEOPLE = 6
WEDNESDAY = MONDAY + timedelta(days=2)


@pytest.fixture
def people(program: Program) -> list[Patient]:
    return [a_stored_patient(program) for _ in range(PEOPLE)]


@pytest.fixture
def at_once(database_url: str, app: Flask) -> Iterator[Callable[[list[Callable[[], Any]]], list[Any]]]:
    """Each act in a thread and an app of its own, begun together; what each gave, or why it was refused."""
    apps = [an_app(database_url) for _ in range(2 * PEOPLE + 2)]

    def all_of(acts: list[Callable[[], Any]]) -> list[Any]:
        start = threading.Barrier(len(acts))

        def run(each: Flask, act: Callable[[], Any]) -> Any:
            with each.app_context():
                start.wait(10)
                try:
                    return act()
                except (Refused, Invalid) as no:
                    return no

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(run, apps, acts))

    yield all_of
    for each in apps:
        with each.app_context():
            disconnect(each)


def booking(patient: Patient, session: Session) -> Callable[[], Any]:
    return lambda: book_session.book(patient.id, session.id, now=NOW)


def inside(session: Session) -> set[int]:
    with reading():
        return {each.patient_id for each in bookings.in_sessions([session.id])}


def test_who_books_while_it_is_cancelled_is_refused_or_told(
    program: Program, staff: Staff, people: list[Patient], at_once: Callable[..., list[Any]]
):
    session = a_stored_session(program)

    answers = at_once(
        [
            *(booking(patient, session) for patient in people[:3]),
            lambda: change_session.cancel(staff, session.id, now=NOW),
            *(booking(patient, session) for patient in people[3:]),
        ]
    )

    refused = sum(isinstance(answer, Refused) for answer in answers)
    with reading():
        told = [m for each in people for m in messages.of_patient(each.id) if m.kind is Kind.CANCELLED]
    assert (inside(session), the_session(session).taken) == (set(), 0)
    assert refused + len(told) == PEOPLE


def test_who_books_two_sessions_that_are_being_moved_together_has_one(
    program: Program, staff: Staff, people: list[Patient], at_once: Callable[..., list[Any]]
):
    monday, wednesday = a_stored_session(program), a_stored_session(program, day=2)

    at_once(
        [
            *(booking(patient, monday) for patient in people),
            lambda: change_session.move(staff, monday.id, WEDNESDAY, time(18), now=NOW),
            *(booking(patient, wednesday) for patient in people),
        ]
    )

    first, second = inside(monday), inside(wednesday)
    assert first & second == set()
    assert first | second == {patient.id for patient in people}
    assert (the_session(monday).taken, the_session(wednesday).taken) == (len(first), len(second))


def test_two_of_staff_change_at_once_and_both_hold(
    program: Program, staff: Staff, people: list[Patient], at_once: Callable[..., list[Any]]
):
    other = a_stored_staff(program)
    monday, wednesday = a_stored_session(program), a_stored_session(program, day=2)
    for patient in people:
        book_session.book(patient.id, monday.id, now=NOW)
        book_session.book(patient.id, wednesday.id, now=NOW)

    at_once(
        [
            lambda: change_session.move(staff, monday.id, MONDAY, time(9), now=NOW),
            lambda: change_session.move(other, wednesday.id, WEDNESDAY, time(9), now=NOW),
            lambda: adjust_availability.open_sessions(now=NOW),
        ]
    )

    hours = {the_session(each).starts.astimezone(program.zone).hour for each in (monday, wednesday)}
    assert hours == {9}
    assert len(inside(monday)) == len(inside(wednesday)) == PEOPLE


def test_sessions_are_opened_once_however_many_open_them(program: Program, at_once: Callable[..., list[Any]]):
    a_stored_offering(program)

    opened = at_once([lambda: adjust_availability.open_sessions(now=NOW)] * 4)

    assert sorted(opened) == [0, 0, 0, 10]


def test_a_session_that_staff_move_under_a_booking_is_asked_about_again(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
):
    app = an_app(postgresql_url)
    with app.app_context():
        program = a_stored_program()
        staff, patient = a_stored_staff(program), a_stored_patient(program, plan={"day_most": 240})
        held, moving = a_stored_session(program, day=2), a_stored_session(program, day=0)
        book_session.book(patient.id, held.id, now=NOW)
        moved = _moving_first(postgresql_url, monkeypatch, staff, moving)

        with pytest.raises(Refused) as refused:
            book_session.book(patient.id, moving.id, now=NOW)

        assert moved == [WEDNESDAY]
        assert [reason.why for reason in refused.value.reasons] == [Why.DAY_MOST]
        disconnect(app)


def _moving_first(url: str, monkeypatch: pytest.MonkeyPatch, staff: Staff, session: Session) -> list[date]:
    """Between what a booking reads and what it locks, staff move its session; where to, once they have."""
    lock, moved = locks.sessions, []

    def move() -> None:
        other = an_app(url)
        with other.app_context():
            change_session.move(staff, session.id, WEDNESDAY, time(9), now=NOW)
            moved.append(WEDNESDAY)
            disconnect(other)

    def lock_late(session_ids: Any) -> Any:
        if not moved and threading.current_thread() is threading.main_thread():
            mover = threading.Thread(target=move)
            mover.start()
            mover.join()
        return lock(session_ids)

    monkeypatch.setattr(locks, "sessions", lock_late)
    return moved
