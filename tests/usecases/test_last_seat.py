"""The promise of the seats, with real threads on connections of their own; and, locks off, the race that it is about.

Between asking the rule and writing, everybody waits a moment for the others. Locked, nobody comes that far beside
another; unlocked, all of them have asked before the first one writes.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from iopsched.domain.booking import refusals
from iopsched.domain.errors import Busy, Invalid, Refused
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.refusal import Refusal, Why
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.domain.week import Week
from iopsched.store import bookings, locks, people
from iopsched.store.db import db, reading, transaction
from iopsched.store.tables import SessionRow
from iopsched.usecases.seats import book_session, cancel_booking, seat_patient
from tests.conftest import NOW, an_app, disconnect
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff, seats_taken

A_MOMENT = 0.1
UNTIL_ALL_HAVE_ASKED = 20
IN = "in"
BUSY = "busy"
Locked = Callable[[], AbstractContextManager[None]]


class Meeting:
    """Stands where the rule is asked: answers, then waits a moment until as many as are expected have their answer."""

    def __init__(self, parties: int, patience: float) -> None:
        self._barrier = threading.Barrier(parties)
        self._patience = patience

    def __call__(self, week: Week, session: Session, now: object) -> Iterator[Refusal]:
        answer = tuple(refusals(week, session, NOW))
        with suppress(threading.BrokenBarrierError):
            self._barrier.wait(self._patience)
        return iter(answer)


@pytest.fixture
def meet(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have this many wait for each other between asking and writing; in vain where locks keep them apart."""

    def meet(parties: int, patience: float = A_MOMENT) -> None:
        meeting = Meeting(parties, patience)
        for room in (book_session, seat_patient):
            monkeypatch.setattr(room, "refusals", meeting)

    return meet


@pytest.fixture
def apps(app: Flask, database_url: str) -> Iterator[list[Flask]]:
    """Ten instances of the service on the test's database, as if in ten processes."""
    several = [an_app(database_url) for _ in range(10)]
    yield several
    for each in several:
        with each.app_context():
            disconnect(each)


@pytest.fixture
def postgresql_apps(postgresql_url: str) -> Iterator[list[Flask]]:
    """The same on PostgreSQL alone: SQLite has one writer at a time, and no locks that could be switched off."""
    several = [an_app(postgresql_url) for _ in range(10)]
    with several[0].app_context():
        yield several
    for each in several:
        with each.app_context():
            disconnect(each)


def all_at_once(apps: list[Flask], acts: Sequence[Callable[[], Any]], locked: Locked = nullcontext) -> Counter[str]:
    """Each act in a thread and an app of its own, begun together; how many got in, and why the others did not."""
    start = threading.Barrier(len(acts))

    def run(app: Flask, act: Callable[[], Any]) -> list[str]:
        with app.app_context(), locked():
            start.wait(10)
            try:
                act()
            except Refused as no:
                return [reason.why for reason in no.reasons]
            except Invalid as no:
                return list(no.problems)
            except Busy:
                return [BUSY]
        return [IN]

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(word for words in pool.map(run, apps, acts) for word in words)


def booking(patient: Patient, session: Session) -> Callable[[], Week]:
    return lambda: book_session.book(patient.id, session.id, now=NOW)


def booking_for(staff: Staff, patient: Patient, session: Session, *over: Why) -> Callable[[], object]:
    """By staff, who overrule what they have seen."""
    return lambda: seat_patient.book(staff, patient.id, session.id, over=over, reason="Seen", now=NOW)


def forget(constraint: str) -> None:
    """Take the database's own second line of defence away."""
    table = "session" if constraint == "ck_session_seats" else "booking"
    with transaction():
        db.session.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}"))


def seats_held(session: Session) -> int:
    with reading():
        return len(bookings.in_sessions([session.id]))


def overbooked(session: Session) -> int:
    with reading():
        return db.session.scalars(select(SessionRow.overbooked).where(SessionRow.id == session.id)).one()


def ten_and_a_group_of_three() -> tuple[list[Patient], Session]:
    program = a_stored_program()
    return [a_stored_patient(program) for _ in range(10)], a_stored_session(program, seats=3)


def ana_and_two_at_the_same_time() -> tuple[Patient, list[Session]]:
    program = a_stored_program()
    return a_stored_patient(program), [a_stored_session(program, hour=hour) for hour in (18, 19)]


def test_of_ten_at_once_exactly_three_get_the_three_seats(apps: list[Flask], meet: Callable[..., None]):
    patients, group = ten_and_a_group_of_three()
    meet(10)

    outcome = all_at_once(apps, [booking(patient, group) for patient in patients])

    assert outcome == {IN: 3, Why.FULL: 7}
    assert seats_taken(group) == seats_held(group) == 3


def test_the_control_without_locks_and_without_the_check_all_ten_get_in(
    postgresql_apps: list[Flask], meet: Callable[..., None]
):
    patients, group = ten_and_a_group_of_three()
    forget("ck_session_seats")
    meet(10, UNTIL_ALL_HAVE_ASKED)

    outcome = all_at_once(postgresql_apps, [booking(patient, group) for patient in patients], locks.switched_off)

    assert outcome == {IN: 10}
    assert seats_held(group) == 10


def test_without_locks_the_database_itself_still_sells_no_seat_twice(
    postgresql_apps: list[Flask], meet: Callable[..., None]
):
    patients, group = ten_and_a_group_of_three()
    meet(10, UNTIL_ALL_HAVE_ASKED)

    outcome = all_at_once(postgresql_apps, [booking(patient, group) for patient in patients], locks.switched_off)

    assert outcome == {IN: 3, Why.FULL: 7}
    assert seats_taken(group) == seats_held(group) == 3


def test_in_two_tabs_at_once_a_patient_gets_one_of_two_that_overlap(apps: list[Flask], meet: Callable[..., None]):
    ana, both = ana_and_two_at_the_same_time()
    meet(2)

    outcome = all_at_once(apps, [booking(ana, session) for session in both])

    assert outcome == {IN: 1, Why.OVERLAPS: 1}
    assert sum(map(seats_held, both)) == sum(map(seats_taken, both)) == 1


def test_the_control_without_locks_and_without_the_exclusion_she_is_in_two_places(
    postgresql_apps: list[Flask], meet: Callable[..., None]
):
    ana, both = ana_and_two_at_the_same_time()
    forget("two_places")
    meet(2, UNTIL_ALL_HAVE_ASKED)

    outcome = all_at_once(postgresql_apps, [booking(ana, session) for session in both], locks.switched_off)

    assert outcome == {IN: 2}


def test_without_locks_the_database_itself_still_keeps_her_in_one_place(
    postgresql_apps: list[Flask], meet: Callable[..., None]
):
    ana, both = ana_and_two_at_the_same_time()
    meet(2, UNTIL_ALL_HAVE_ASKED)

    outcome = all_at_once(postgresql_apps, [booking(ana, session) for session in both], locks.switched_off)

    # Each of the two may wait for the other's row: then the database ends one of them as a deadlock.
    assert outcome in ({IN: 1, Why.OVERLAPS: 1}, {IN: 1, BUSY: 1})
    assert sum(map(seats_held, both)) == sum(map(seats_taken, both)) == 1


def test_in_two_tabs_at_once_the_hours_of_a_day_are_not_exceeded(apps: list[Flask], meet: Callable[..., None]):
    program = a_stored_program()
    ana = a_stored_patient(program, plan={"day_most": 4 * 60})
    both = [a_stored_session(program, hour=hour) for hour in (9, 18)]
    meet(2)

    outcome = all_at_once(apps, [booking(ana, session) for session in both])

    assert outcome == {IN: 1, Why.DAY_MOST: 1}


def test_the_same_button_pressed_ten_times_takes_one_seat(apps: list[Flask], meet: Callable[..., None]):
    patients, group = ten_and_a_group_of_three()
    meet(10)

    outcome = all_at_once(apps, [booking(patients[0], group)] * 10)

    assert outcome == {IN: 1, Why.BOOKED: 9}
    assert seats_taken(group) == 1


def test_given_up_ten_times_at_once_one_seat_is_free(apps: list[Flask]):
    patients, group = ten_and_a_group_of_three()
    for patient in patients[:2]:
        book_session.book(patient.id, group.id, now=NOW)

    outcome = all_at_once(apps, [lambda: cancel_booking.cancel(patients[0].id, group.id, now=NOW)] * 10)

    assert outcome == {IN: 10}
    assert seats_taken(group) == seats_held(group) == 1


def test_an_undo_and_another_patient_share_the_one_free_seat_fairly(apps: list[Flask], meet: Callable[..., None]):
    program = a_stored_program()
    ana, ben = a_stored_patient(program), a_stored_patient(program)
    group = a_stored_session(program, seats=1)
    book_session.book(ana.id, group.id, now=NOW)
    cancel_booking.cancel(ana.id, group.id, now=NOW)
    meet(2)

    outcome = all_at_once(apps, [lambda: cancel_booking.undo(ana.id, group.id, now=NOW), booking(ben, group)])

    assert outcome == {IN: 1, Why.FULL: 1}
    assert seats_taken(group) == seats_held(group) == 1


def test_every_change_at_once_is_told_to_the_calendar(apps: list[Flask]):
    program = a_stored_program()
    ana = a_stored_patient(program)
    several = [a_stored_session(program, day, hours=1) for day in range(7)]

    all_at_once(apps, [booking(ana, session) for session in several])

    with reading():
        assert people.patient(ana.id).schedule_version == 7


def test_ten_who_book_ten_sessions_in_any_order_never_wait_in_a_ring(apps: list[Flask]):
    program = a_stored_program()
    patients = [a_stored_patient(program) for _ in range(10)]
    several = [a_stored_session(program, day, hours=1, seats=10) for day in range(5)]

    def whole_week(patient: Patient, turn: int) -> Callable[[], None]:
        def act() -> None:
            wanted = [session.id for session in several[turn % 5 :] + several[: turn % 5]]
            with transaction():
                book_session.take_seats(book_session.bring_together(patient.id, wanted, now=NOW), actor="test", now=NOW)

        return act

    outcome = all_at_once(apps, [whole_week(patient, turn) for turn, patient in enumerate(patients)])

    assert outcome == {IN: 10}
    assert [seats_taken(session) for session in several] == [10] * 5


def test_of_ten_whom_staff_book_at_once_without_a_word_of_overbooking_three_get_in(
    apps: list[Flask], meet: Callable[..., None]
):
    program = a_stored_program()
    group, several = a_stored_session(program, seats=3), [a_stored_staff(program) for _ in range(10)]
    meet(10)

    outcome = all_at_once(apps, [booking_for(staff, a_stored_patient(program), group) for staff in several])

    assert outcome == {IN: 3, Why.FULL: 7}
    assert (seats_taken(group), seats_held(group), overbooked(group)) == (3, 3, 0)


def test_two_of_staff_who_overbook_at_once_are_both_counted(apps: list[Flask], meet: Callable[..., None]):
    program = a_stored_program()
    group = a_stored_session(program, seats=1)
    book_session.book(a_stored_patient(program).id, group.id, now=NOW)
    several = [(a_stored_staff(program), a_stored_patient(program)) for _ in range(2)]
    meet(2)

    outcome = all_at_once(apps, [booking_for(staff, patient, group, Why.FULL) for staff, patient in several])

    assert outcome == {IN: 2}
    assert (seats_taken(group), seats_held(group), overbooked(group)) == (3, 3, 2)


def test_staff_who_may_overbook_and_a_patient_at_one_seat(apps: list[Flask], meet: Callable[..., None]):
    program, patients, group = a_last_seat()
    meet(2)

    outcome = all_at_once(apps, one_overbooks_and_one_books(program, patients, group))

    assert outcome in ({IN: 2}, {IN: 1, Why.FULL: 1})
    assert seats_taken(group) == seats_held(group) == outcome[IN]
    assert overbooked(group) == outcome[IN] - 1


def test_the_control_without_locks_and_without_the_check_they_overbook_by_accident(
    postgresql_apps: list[Flask], meet: Callable[..., None]
):
    program, patients, group = a_last_seat()
    forget("ck_session_seats")
    meet(2, UNTIL_ALL_HAVE_ASKED)

    outcome = all_at_once(postgresql_apps, one_overbooks_and_one_books(program, patients, group), locks.switched_off)

    assert outcome == {IN: 2}
    assert (seats_held(group), overbooked(group)) == (2, 0)


def test_without_locks_the_database_itself_still_lets_nobody_in_by_accident(
    postgresql_apps: list[Flask], meet: Callable[..., None]
):
    program, patients, group = a_last_seat()
    meet(2, UNTIL_ALL_HAVE_ASKED)

    outcome = all_at_once(postgresql_apps, one_overbooks_and_one_books(program, patients, group), locks.switched_off)

    assert outcome == {IN: 1, Why.FULL: 1}
    assert seats_taken(group) == seats_held(group) == 1


def test_moved_by_two_of_staff_at_once_a_patient_is_in_one_of_the_two_places(apps: list[Flask]):
    program = a_stored_program()
    ana, several = a_stored_patient(program), [a_stored_staff(program) for _ in range(2)]
    monday, *others = (a_stored_session(program, day) for day in range(3))
    book_session.book(ana.id, monday.id, now=NOW)

    moves = [
        partial(seat_patient.move, staff, ana.id, monday.id, other.id, now=NOW)
        for staff, other in zip(several, others, strict=True)
    ]
    outcome = all_at_once(apps, moves)

    assert outcome == {IN: 1, "seat": 1}
    assert seats_held(monday) == seats_taken(monday) == 0
    assert sum(map(seats_held, others)) == sum(map(seats_taken, others)) == 1


def test_given_up_by_the_patient_and_cancelled_by_staff_at_once_one_seat_is_free(apps: list[Flask]):
    program = a_stored_program()
    ana, staff, group = a_stored_patient(program), a_stored_staff(program), a_stored_session(program)
    for patient in (ana, a_stored_patient(program)):
        book_session.book(patient.id, group.id, now=NOW)

    all_at_once(
        apps,
        [
            lambda: cancel_booking.cancel(ana.id, group.id, now=NOW),
            lambda: seat_patient.cancel(staff, ana.id, group.id, now=NOW),
        ],
    )

    assert seats_taken(group) == seats_held(group) == 1


def a_last_seat() -> tuple[Program, list[Patient], Session]:
    program = a_stored_program()
    return program, [a_stored_patient(program) for _ in range(2)], a_stored_session(program, seats=1)


def one_overbooks_and_one_books(
    program: Program, patients: list[Patient], group: Session
) -> list[Callable[[], object]]:
    ana, ben = patients
    return [booking_for(a_stored_staff(program), ana, group, Why.FULL), booking(ben, group)]
