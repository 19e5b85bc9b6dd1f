"""Two workers carry on the same usual weeks at once, the patient books by hand meanwhile, and one worker is killed."""

from datetime import timedelta
from functools import partial
from typing import NamedTuple

import pytest
from flask import Flask

from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.store import sessions
from iopsched.store.db import reading
from iopsched.usecases.availability import adjust_availability
from iopsched.usecases.weeks import carry_on_usual_weeks, keep_usual_week, plan_week
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.races.act import GONE, IN, Act
from tests.races.conftest import Race
from tests.races.ledger import ledger
from tests.races.ways import book
from tests.stored import a_stored_offering, a_stored_patient, a_stored_program

WEEK = timedelta(weeks=1)
CARRY_ON = partial(carry_on_usual_weeks.carry_on, now=NOW)


class Autumn(NamedTuple):
    """Ana's usual week is two evenings; two weeks of them have opened since."""

    ana: Patient
    opened: list[Session]


def evenings(program: Program, weeks: int) -> list[Session]:
    with reading():
        return [*sessions.in_week(program, MONDAY + weeks * WEEK)]


@pytest.fixture
def autumn(app: Flask) -> Autumn:
    program = a_stored_program(weeks_ahead=2)
    ana = a_stored_patient(program)
    a_stored_offering(program, weekdays=frozenset({0, 2}))
    adjust_availability.open_sessions(now=NOW)
    plan_week.accept(ana.id, [each.id for each in evenings(program, 0)], now=NOW)
    keep_usual_week.make(ana.id, MONDAY, [], now=NOW)
    adjust_availability.open_sessions(now=NOW, until=MONDAY + 2 * WEEK + timedelta(days=6))
    return Autumn(ana, evenings(program, 1) + evenings(program, 2))


def test_two_workers_and_the_patient_at_once_take_each_seat_once(autumn: Autumn, race: Race):
    stops = "iopsched.store.bookings.add_all"

    outcome = race([Act(CARRY_ON, stops=stops), Act(CARRY_ON, stops=stops), book(autumn.ana, autumn.opened[0])])

    assert outcome[:2] == [IN, IN]
    CARRY_ON()
    assert [ledger(each).seats for each in autumn.opened] == [1, 1, 1, 1]
    assert all(ledger(each).adds_up for each in autumn.opened)


def test_a_worker_killed_half_way_leaves_nothing_of_a_week_and_another_books_it(autumn: Autumn, race: Race):
    outcome = race([Act(CARRY_ON, dies="iopsched.store.usual_weeks.record")])

    assert outcome == [GONE]
    assert [ledger(each).seats for each in autumn.opened] == [0, 0, 0, 0]
    CARRY_ON()
    assert [ledger(each).seats for each in autumn.opened] == [1, 1, 1, 1]
