"""An account for a member of staff, opened by a command."""

from typing import Any

import pytest
from flask import Flask

from iopsched.domain.errors import Busy, Invalid
from iopsched.domain.program import Program
from iopsched.domain.words import Role
from iopsched.store import accounts, programs
from iopsched.store.db import db, reading
from iopsched.store.tables import StaffRow
from iopsched.usecases.people import add_staff, sign_in_staff
from tests.conftest import NOW
from tests.stored import a_stored_clinician

WORDS = "river stones are round"


@pytest.fixture
def program(app: Flask) -> Program:
    from iopsched.store.db import transaction

    with transaction():
        return programs.add("riverside", name="Riverside", timezone="America/New_York")


def add(**given: Any) -> int:
    who = {"name": "J. Okafor", "email": "okafor@example.org", "role": Role.COORDINATOR, "password": WORDS}
    return add_staff.add(given.pop("program_key", "riverside"), **who | given, now=NOW)


def problems(**given: Any) -> list[str]:
    with pytest.raises(Invalid) as refused:
        add(**given)
    return sorted(refused.value.problems)


def test_an_account_signs_in(program: Program):
    staff_id = add(email=" Okafor@Example.org ")

    staff = sign_in_staff.check_password("okafor@example.org", WORDS, now=NOW)

    assert (staff.id, staff.name, staff.role, staff.program_id) == (staff_id, "J. Okafor", Role.COORDINATOR, program.id)


def test_the_password_is_kept_nowhere(program: Program):
    add()

    with reading():
        (row,) = db.session.execute(db.select(*StaffRow.__table__.columns))
    assert WORDS not in repr(tuple(row))
    assert row.password_hash.startswith("$argon2id$")


def test_a_role_may_be_given_by_its_name(program: Program):
    staff_id = add(role="admin")

    with reading():
        assert accounts.get(program.id, staff_id).role is Role.ADMIN


def test_a_clinician_leads_the_sessions_of_that_name(program: Program):
    rivera = a_stored_clinician(program, "A. Rivera")
    named, own = add(role=Role.CLINICIAN, clinician="A. Rivera"), add(email="b@example.org", role=Role.CLINICIAN)

    with reading():
        assert accounts.get(program.id, named).clinician_id == rivera
        own_id = accounts.get(program.id, own).clinician_id
        assert programs.clinicians(program.id)[own_id or 0] == "J. Okafor"


def test_a_coordinator_leads_nothing_unless_named(program: Program):
    staff_id = add()

    with reading():
        assert accounts.get(program.id, staff_id).clinician_id is None
        assert programs.clinicians(program.id) == {}


def test_every_problem_is_named_at_once(program: Program):
    assert problems(name=" ", email="okafor", password="short") == ["email", "name", "password"]


@pytest.mark.parametrize("email", ["", "a", "@b.org", "a@b", "a b@c.org", "a@b@c.org"])
def test_an_address_looks_like_one(program: Program, email: str):
    assert problems(email=email) == ["email"]


@pytest.mark.parametrize("password", ["", "eleven char", "x" * 201, "Okafor@Example.org"])
def test_a_password_is_long_and_not_the_address(program: Program, password: str):
    assert problems(password=password) == ["password"]


def test_an_address_has_one_account(program: Program):
    add()

    assert problems(email="OKAFOR@example.org") == ["email"]


def test_an_unknown_program_is_named_with_those_there_are(program: Program):
    with pytest.raises(Invalid) as refused:
        add(program_key="rivers")

    assert "riverside" in refused.value.problems["program"]


def test_an_unknown_role_is_refused(program: Program):
    assert problems(role="boss") == ["role"]


def test_the_same_address_twice_at_once_is_told_to_try_again(program: Program, monkeypatch: pytest.MonkeyPatch):
    add()
    monkeypatch.setattr(accounts, "has_email", lambda email: False)

    with pytest.raises(Busy):
        add()
