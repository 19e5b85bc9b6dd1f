"""A patient accepts a plan while staff cancel one of its sessions: nobody stays behind in what is off."""

from typing import NamedTuple

import pytest
from flask import Flask

from iopsched.domain.message import Kind
from iopsched.domain.patient import Patient
from iopsched.domain.refusal import Why
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.store import messages
from iopsched.store.db import reading
from tests.races.act import IN, Act
from tests.races.conftest import Race
from tests.races.ledger import Ledger, ledger, left_behind
from tests.races.ways import accept, call_off, unguarded
from tests.stored import a_stored_patient, a_stored_program, a_stored_session, a_stored_staff

NOTHING = Ledger(seats=0, active=0, noted=0, reminded=0)
BOOKED = Ledger(seats=1, active=1, noted=1, reminded=1)
PATIENT_FIRST, STAFF_FIRST = 0, 1


class Plan(NamedTuple):
    """Ana's plan of two evenings, of which staff cancel one."""

    ana: Patient
    staff: Staff
    monday: Session
    wednesday: Session

    def acts(self) -> list[Act]:
        return [accept(self.ana, self.monday, self.wednesday), call_off(self.staff, self.wednesday)]


@pytest.fixture
def plan(app: Flask) -> Plan:
    program = a_stored_program()
    evenings = (a_stored_session(program, day) for day in (0, 2))
    return Plan(a_stored_patient(program), a_stored_staff(program), *evenings)


def told(patient: Patient) -> list[Kind]:
    with reading():
        return [message.kind for message in messages.of_patient(patient.id) if message.kind is Kind.CANCELLED]


def test_the_control_without_locks_she_is_left_behind_in_a_cancelled_session(plan: Plan, race: Race):
    outcome = race(unguarded(plan.acts()))

    assert outcome == [IN, IN]
    assert left_behind() == 1
    assert told(plan.ana) == []


def test_who_accepts_first_has_all_of_it_then_loses_one_and_is_told(plan: Plan, race: Race):
    outcome = race(plan.acts(), first=PATIENT_FIRST)

    assert outcome == [IN, IN]
    assert (ledger(plan.monday), ledger(plan.wednesday), left_behind()) == (BOOKED, NOTHING, 0)
    assert told(plan.ana) == [Kind.CANCELLED]


def test_who_comes_after_the_cancellation_has_nothing_of_it(plan: Plan, race: Race):
    outcome = race(plan.acts(), first=STAFF_FIRST)

    assert outcome == [Why.CANCELLED, IN]
    assert (ledger(plan.monday), ledger(plan.wednesday), left_behind()) == (NOTHING, NOTHING, 0)
    assert told(plan.ana) == []


def test_at_the_same_instant_it_is_one_or_the_other(plan: Plan, race: Race):
    accepted, cancelled = race(plan.acts())

    assert cancelled == IN
    assert (accepted, ledger(plan.monday), told(plan.ana)) in [
        (IN, BOOKED, [Kind.CANCELLED]),
        (Why.CANCELLED, NOTHING, []),
    ]
    assert (ledger(plan.wednesday), left_behind()) == (NOTHING, 0)
