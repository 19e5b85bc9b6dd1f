"""Many at one last seat, by every way to a seat: booking it, accepting a plan with it, having it kept."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from flask import Flask

from iopsched.domain.patient import Patient
from iopsched.domain.refusal import Why
from iopsched.domain.session import Session
from tests.races.act import BUSY, IN, Act
from tests.races.conftest import Race
from tests.races.guards import SEATS, forget, no_turns
from tests.races.ledger import Ledger, ledger
from tests.races.ways import accept, book, hold, unguarded
from tests.stored import a_stored_patient, a_stored_program, a_stored_session

PEOPLE = 6
BY_EVERY_WAY = pytest.mark.parametrize("way", [book, accept])


class Rush(NamedTuple):
    """Six people, and one seat in a group that all of them want."""

    people: list[Patient]
    group: Session

    def by(self, way: Callable[[Patient, Session], Act]) -> list[Act]:
        return [way(patient, self.group) for patient in self.people]


@pytest.fixture
def rush(app: Flask) -> Rush:
    program = a_stored_program()
    return Rush([a_stored_patient(program) for _ in range(PEOPLE)], a_stored_session(program, seats=1))


@BY_EVERY_WAY
def test_the_control_without_locks_and_without_the_check_all_get_in(rush: Rush, race: Race, way: Callable[..., Act]):
    forget(SEATS)

    outcome = race(unguarded(rush.by(way)))

    assert outcome == [IN] * PEOPLE
    assert ledger(rush.group).active > rush.group.seats


@BY_EVERY_WAY
def test_exactly_one_gets_the_last_seat(rush: Rush, race: Race, way: Callable[..., Act]):
    outcome = race(rush.by(way))

    assert sorted(outcome) == [*[Why.FULL] * (PEOPLE - 1), IN]
    assert ledger(rush.group) == Ledger(seats=1, active=1, noted=1, reminded=1)


def test_the_control_without_locks_one_seat_is_kept_for_all(rush: Rush, race: Race):
    outcome = race(unguarded(rush.by(hold)))

    assert outcome == [IN] * PEOPLE
    assert ledger(rush.group).held > rush.group.seats


def test_the_last_seat_is_kept_for_one(rush: Rush, race: Race):
    outcome = race(rush.by(hold))

    assert sorted(outcome) == [*[Why.FULL] * (PEOPLE - 1), IN]
    assert ledger(rush.group).held == 1


def test_one_of_those_who_book_it_and_those_who_have_it_kept_gets_it(rush: Rush, race: Race):
    half = PEOPLE // 2

    outcome = race([*rush.by(book)[:half], *rush.by(hold)[half:]])

    kept = ledger(rush.group)
    assert sorted(outcome) == [*[Why.FULL] * (PEOPLE - 1), IN]
    assert (kept.active, kept.held) in {(1, 0), (0, 1)}


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_without_locks_the_database_itself_still_sells_no_seat_twice(rush: Rush, race: Race):
    outcome = race(unguarded(rush.by(book)))

    assert sorted(outcome) == [*[Why.FULL] * (PEOPLE - 1), IN]
    assert ledger(rush.group) == Ledger(seats=1, active=1, noted=1, reminded=1)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_transaction_that_first_asks_and_then_becomes_a_writing_one_sells_no_seat_twice_but_turns_people_away(
    rush: Rush, race: Race
):
    forget(SEATS)

    outcome = race(unguarded(rush.by(book), no_turns))

    assert sorted(outcome) == [*[BUSY] * (PEOPLE - 1), IN]
    assert ledger(rush.group) == Ledger(seats=1, active=1, noted=1, reminded=1)
