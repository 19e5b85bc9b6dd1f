"""An admin changes the program's policies; a longer horizon opens sessions, a shorter one takes none away."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from iopsched.domain.errors import Forbidden, Invalid
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.store import programs
from iopsched.store.db import reading
from iopsched.usecases.availability import adjust_availability
from iopsched.usecases.availability.reconcile_sessions import Effect
from iopsched.usecases.people import change_program
from iopsched.usecases.people.change_program import Policies
from tests.builders import MONDAY
from tests.conftest import NOW
from tests.stored import a_stored_offering, a_stored_program, a_stored_staff
from tests.trail import trail


def change(staff: Staff, program: Program, **given: Any) -> Effect:
    return change_program.change(staff, replace(Policies.of(program), **given), now=NOW)


def the_program(program: Program) -> Program:
    with reading():
        return programs.get(program.id)


def test_policies_are_those_of_the_program(program: Program):
    assert Policies.of(program).evening_from == time(17)
    assert Policies.of(program).weeks_ahead == 12


def test_new_policies_hold_and_the_rest_stays(program: Program, admin: Staff):
    change(admin, program, name=" Riverbank ", phone="(415) 555-0100", evening_from=time(16), count_breaks=True)

    then = replace(program, name="Riverbank", phone="+14155550100", evening_from=time(16), count_breaks=True)
    assert the_program(program) == then


def test_a_longer_horizon_opens_its_sessions_at_once(program: Program, admin: Staff):
    a_stored_offering(program, last_day=MONDAY + timedelta(weeks=52))
    adjust_availability.open_sessions(now=NOW)

    assert change(admin, program, weeks_ahead=14) == Effect(opened=2)
    assert change(admin, program, weeks_ahead=2) == Effect()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 33}, "name"),
        ({"phone": "12"}, "phone"),
        ({"send_from": time(20), "send_until": time(9)}, "send_until"),
        ({"remind_at": time(8)}, "remind_at"),
        ({"remind_at": time(20)}, "remind_at"),
        ({"weeks_ahead": 0}, "weeks_ahead"),
        ({"weeks_ahead": 53}, "weeks_ahead"),
    ],
)
def test_what_cannot_be_is_named(program: Program, admin: Staff, said: dict[str, Any], field: str):
    with pytest.raises(Invalid) as refused:
        change(admin, program, **said)

    assert list(refused.value.problems) == [field]
    assert the_program(program) == program


def test_another_program_stays_as_it_is(program: Program, admin: Staff):
    hillside = a_stored_program(name="Hillside")

    change(admin, program, name="Riverbank")

    assert the_program(hillside) == hillside


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CLINICIAN])
def test_settings_are_for_admins(program: Program, role: Role):
    with pytest.raises(Forbidden):
        change(a_stored_staff(program, role), program, name="Riverbank")

    assert the_program(program) == program


def test_the_log_says_how_many_settings_changed(program: Program, admin: Staff):
    change(admin, program, name="Riverbank", count_breaks=True)
    change_program.change(admin, Policies.of(the_program(program)), now=NOW)

    (entry,) = trail(program)
    assert (entry.actor, entry.action, entry.detail) == (f"staff:{admin.id}", "program changed", {"settings": 2})
