"""A seat that frees is offered to who waits, while somebody else comes by and books: it is one person's."""

from dataclasses import replace
from typing import NamedTuple

import pytest
from flask import Flask

from iopsched.domain.message import Kind
from iopsched.domain.patient import Patient
from iopsched.domain.refusal import Why
from iopsched.domain.session import Session
from iopsched.store import messages
from iopsched.store.db import reading
from iopsched.usecases.seats import book_session, wait_for_seat
from tests.conftest import NOW
from tests.races.act import IN, NOWHERE, Act
from tests.races.conftest import Race
from tests.races.guards import no_transaction
from tests.races.ledger import Ledger, ledger
from tests.races.ways import book, give_up, unguarded, wait
from tests.stored import a_stored_patient, a_stored_program, a_stored_session

KEPT = Ledger(seats=0, active=0, noted=0, reminded=0, held=1)
SOLD = Ledger(seats=1, active=1, noted=1, reminded=1, held=0)


class Line(NamedTuple):
    """A group of one seat; Ana who may have it, Ben who waits, Cleo who just comes by."""

    ana: Patient
    ben: Patient
    cleo: Patient
    group: Session

    def acts(self) -> list[Act]:
        return [wait(self.ben, self.group), book(self.cleo, self.group)]


@pytest.fixture
def line(app: Flask) -> Line:
    program = a_stored_program()
    ana, ben, cleo = (a_stored_patient(program) for _ in range(3))
    return Line(ana, ben, cleo, a_stored_session(program, seats=1))


def ana_has_the_seat_and_ben_waits(line: Line) -> list[Act]:
    """Now Ana gives it up, and Cleo comes by and does not stop."""
    book_session.book(line.ana.id, line.group.id, now=NOW)
    wait_for_seat.wait(line.ben.id, line.group.id, now=NOW)
    return [give_up(line.ana, line.group), replace(book(line.cleo, line.group), stops=NOWHERE)]


def offered(patient: Patient) -> bool:
    with reading():
        return any(message.kind is Kind.OFFERED for message in messages.of_patient(patient.id))


def test_the_control_without_locks_a_seat_is_offered_to_one_and_sold_to_another(line: Line, race: Race):
    outcome = race(unguarded(line.acts()))

    found = ledger(line.group)
    assert outcome == [IN, IN]
    assert found.active + found.held > line.group.seats
    assert offered(line.ben)


def test_a_seat_is_offered_or_sold_and_whose_it_is_was_there_first(line: Line, race: Race):
    outcome = race(line.acts())

    assert (outcome, offered(line.ben), ledger(line.group)) in [
        ([IN, Why.FULL], True, KEPT),
        ([IN, IN], False, SOLD),
    ]


def test_the_control_given_up_and_offered_in_two_steps_somebody_slips_in_between(line: Line, race: Race):
    acts = ana_has_the_seat_and_ben_waits(line)

    outcome = race(unguarded(acts, no_transaction), first=0)

    assert outcome == [IN, IN]
    assert (ledger(line.group).active, offered(line.ben)) == (1, False)


def test_who_waits_comes_before_who_just_comes_by(line: Line, race: Race):
    acts = ana_has_the_seat_and_ben_waits(line)

    outcome = race(acts, first=0)

    assert outcome == [IN, Why.FULL]
    assert (ledger(line.group), offered(line.ben)) == (KEPT, True)
