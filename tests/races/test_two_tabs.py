"""One patient in two tabs at once: two sessions that overlap, the same session twice, the same form twice."""

from typing import NamedTuple

import pytest
from flask import Flask

from iopsched.domain.patient import Patient
from iopsched.domain.refusal import Why
from iopsched.domain.session import Session
from tests.races.act import IN
from tests.races.conftest import Race
from tests.races.guards import ONE_BOOKING, ONE_PLACE, forget
from tests.races.ledger import ledger
from tests.races.ways import accept, book, unguarded
from tests.stored import a_stored_patient, a_stored_program, a_stored_session


class Evening(NamedTuple):
    """Ana, and two groups of one evening that overlap."""

    ana: Patient
    early: Session
    late: Session


@pytest.fixture
def evening(app: Flask) -> Evening:
    program = a_stored_program()
    return Evening(a_stored_patient(program), *(a_stored_session(program, hour=hour) for hour in (18, 19)))


def places(evening: Evening) -> int:
    return ledger(evening.early).active + ledger(evening.late).active


def test_the_control_without_locks_and_without_the_exclusion_she_is_in_two_places(evening: Evening, race: Race):
    forget(ONE_PLACE)

    outcome = race(unguarded([book(evening.ana, evening.early), accept(evening.ana, evening.late)]))

    assert outcome == [IN, IN]
    assert places(evening) == 2


def test_she_gets_one_of_two_that_overlap(evening: Evening, race: Race):
    outcome = race([book(evening.ana, evening.early), accept(evening.ana, evening.late)])

    assert sorted(outcome) == [IN, Why.OVERLAPS]
    assert places(evening) == 1


def test_the_control_without_locks_and_without_the_index_she_has_two_seats_in_one_session(evening: Evening, race: Race):
    forget(ONE_PLACE, ONE_BOOKING)

    outcome = race(unguarded([book(evening.ana, evening.early)] * 2))

    assert outcome == [IN, IN]
    assert ledger(evening.early).seats == 2


def test_the_control_without_its_key_the_same_form_is_refused_the_second_time(evening: Evening, race: Race):
    outcome = race([book(evening.ana, evening.early)] * 2)

    assert sorted(outcome) == [Why.BOOKED, IN]
    assert ledger(evening.early).adds_up


def test_the_same_form_twice_at_once_books_once_and_is_answered_the_same(evening: Evening, race: Race):
    outcome = race([book(evening.ana, evening.early, key="form")] * 2)

    assert outcome == [IN, IN]
    assert ledger(evening.early).seats == 1
    assert ledger(evening.early).adds_up
