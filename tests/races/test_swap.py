"""Two who exchange their seats for each other's, and two who exchange theirs for the same one."""

from dataclasses import replace
from functools import partial
from typing import NamedTuple

import pytest
from flask import Flask

from iopsched.domain.patient import Patient
from iopsched.domain.refusal import Why
from iopsched.domain.session import Session
from iopsched.store import bookings
from iopsched.store.db import reading
from iopsched.usecases.seats import book_session
from tests.conftest import NOW
from tests.races.act import BUSY, DEADLOCK, IN, Act
from tests.races.conftest import Race
from tests.races.guards import BETWEEN_LOCKS, SEATS, forget, no_turns, one_by_one
from tests.races.ledger import deadlocks, ledger
from tests.races.ways import swap, unguarded
from tests.stored import a_stored_patient, a_stored_program, a_stored_session

POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Pair(NamedTuple):
    """Ana on Monday and Ben on Wednesday, each with another seat free; and one seat on Friday."""

    ana: Patient
    ben: Patient
    monday: Session
    wednesday: Session
    friday: Session

    def crosswise(self) -> list[Act]:
        return [swap(self.ana, self.monday, self.wednesday), swap(self.ben, self.wednesday, self.monday)]

    def to_the_same(self) -> list[Act]:
        return [swap(self.ana, self.monday, self.friday), swap(self.ben, self.wednesday, self.friday)]


@pytest.fixture
def pair(app: Flask) -> Pair:
    program = a_stored_program()
    ana, ben = (a_stored_patient(program) for _ in range(2))
    days = [a_stored_session(program, day, seats=seats) for day, seats in ((0, 2), (2, 2), (4, 1))]
    for patient, session in zip((ana, ben), days, strict=False):
        book_session.book(patient.id, session.id, now=NOW)
    return Pair(ana, ben, *days)


def booked(patient: Patient) -> set[int]:
    with reading():
        return {each.session.id for each in bookings.of_patient(patient.id, NOW) if each.is_active}


def active(pair: Pair) -> list[int]:
    found = [ledger(session) for session in (pair.monday, pair.wednesday, pair.friday)]
    assert all(each.adds_up for each in found)
    return [each.active for each in found]


@POSTGRESQL
def test_the_control_that_locks_in_no_order_waits_in_a_ring(pair: Pair, race: Race):
    upwards, downwards = (partial(one_by_one, downwards=each) for each in (False, True))
    ana, ben = (replace(act, stops=BETWEEN_LOCKS) for act in pair.crosswise())

    outcome = race([replace(ana, within=upwards), replace(ben, within=downwards)])

    assert sorted(outcome) == [DEADLOCK, IN]
    assert deadlocks() == 1
    assert active(pair) in ([2, 0, 0], [0, 2, 0])


@SQLITE
def test_on_one_file_there_is_no_ring_but_without_the_queue_one_of_them_is_turned_away(pair: Pair, race: Race):
    outcome = race(unguarded(pair.crosswise(), no_turns))

    assert sorted(outcome) == [BUSY, IN]
    assert active(pair) in ([2, 0, 0], [0, 2, 0])


def test_each_gets_the_others_place(pair: Pair, race: Race):
    outcome = race(pair.crosswise())

    assert outcome == [IN, IN]
    assert active(pair) == [1, 1, 0]
    assert (booked(pair.ana), booked(pair.ben)) == ({pair.wednesday.id}, {pair.monday.id})


def test_the_control_without_locks_both_get_the_one_seat(pair: Pair, race: Race):
    forget(SEATS)

    outcome = race(unguarded(pair.to_the_same()))

    assert outcome == [IN, IN]
    assert active(pair) == [0, 0, 2]


def test_one_gets_the_one_seat_and_the_other_keeps_the_old_one(pair: Pair, race: Race):
    outcome = race(pair.to_the_same())

    assert sorted(outcome) == [Why.FULL, IN]
    assert active(pair) in ([1, 0, 1], [0, 1, 1])
