"""An admin keeps the accounts of the own program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from iopsched.domain.errors import Invalid
from iopsched.domain.staff import Staff
from iopsched.domain.words import Role
from iopsched.gateways import passwords
from iopsched.store import accounts, audit, locks, programs
from iopsched.store import clinicians as clinicians_store
from iopsched.store.db import reading, transaction
from iopsched.usecases.feeds import keep_links
from iopsched.usecases.people import add_staff
from iopsched.usecases.people.add_staff import NewAccount

OWN_ROLE = "You are an admin yourself. Another admin can change that."


@dataclass(frozen=True, slots=True)
class Details:
    """What can be changed of an account. ``clinician`` is the name beside the sessions that it leads."""

    name: str
    email: str
    role: Role
    clinician: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """One line of the list; ``clinician`` is who the account is beside the sessions, empty where it leads none."""

    staff: Staff
    clinician: str


def list_all(staff: Staff) -> tuple[Account, ...]:
    """Every account of the program, by name; those that are closed come last. Raises Forbidden but for an admin."""
    staff.require_admin()
    with reading():
        names = programs.clinicians(staff.program_id)
        known = accounts.of_program(staff.program_id)
    listed = sorted(known, key=lambda each: not each.is_active)
    return tuple(Account(each, names.get(each.clinician_id or 0, "")) for each in listed)


def clinicians(staff: Staff) -> tuple[str, ...]:
    """Names of those who lead sessions here now."""
    with reading():
        return tuple(clinicians_store.at_work(staff.program_id).values())


def add(staff: Staff, wanted: NewAccount, *, now: datetime) -> int:
    """The id of the new account in the admin's own program. Raises Invalid naming each field."""
    staff.require_admin()
    password_hash = add_staff.hash_of(wanted)
    with transaction():
        program = programs.get(staff.program_id)
        return add_staff.write(program, wanted, password_hash, actor=f"staff:{staff.id}", now=now)


def deactivate(staff: Staff, account_id: int, *, now: datetime) -> None:
    """Close an account; whoever is signed in with it is out at once. Raises Invalid for one's own, and NotFound.

    So there is always an admin: nobody else can close the last one's.
    """
    if account_id == staff.id:
        raise Invalid(account="This is your own account. Another admin can close it.")
    _change(staff, account_id, "account closed", {"is_active": False}, now)


def activate(staff: Staff, account_id: int, *, now: datetime) -> None:
    """Open a closed account again, with the password that it had. Raises NotFound."""
    _change(staff, account_id, "account opened", {"is_active": True, "failures": 0, "locked_until": None}, now)


def reset_password(staff: Staff, account_id: int, password: str, *, now: datetime) -> Staff:
    """A new password, and an end to any lock; every browser is signed out. Raises Invalid, and NotFound."""
    staff.require_admin()
    if problem := add_staff.password_problem(password):
        raise Invalid(password=problem)
    facts = {"password_hash": passwords.hash_of(password), "failures": 0, "locked_until": None}
    return _change(staff, account_id, "password reset", facts, now)


def change(staff: Staff, account_id: int, wanted: Details, *, now: datetime) -> None:
    """Another name, address, role or clinician, from the next page on; links to what is no longer theirs to see end.

    Raises Invalid naming each field, the role where an admin would give up the own one, and NotFound.
    """
    staff.require_admin()
    found = dict(add_staff.who_problems(wanted.name, wanted.email))
    if account_id == staff.id and wanted.role is not staff.role:
        found["role"] = OWN_ROLE
    if found:
        raise Invalid(**found)
    with transaction():
        locks.program(staff.program_id)
        before, email = accounts.get(staff.program_id, account_id), wanted.email.strip().lower()
        if email != before.email and accounts.has_email(email):
            raise Invalid(email=add_staff.HAS_ACCOUNT)
        facts = add_staff.facts_of(staff.program_id, wanted.name, email, wanted.role, wanted.clinician)
        accounts.change(account_id, **facts)
        actor, role = f"staff:{staff.id}", wanted.role.value
        audit.note(staff.program_id, actor, "account changed", now=now, staff_id=account_id, role=role)
        keep_links.end_forbidden(accounts.get(staff.program_id, account_id), now=now)


def get(staff: Staff, account_id: int) -> Account:
    """One account. Raises NotFound for another program's."""
    staff.require_admin()
    with reading():
        account = accounts.get(staff.program_id, account_id)
        return Account(account, programs.clinicians(staff.program_id).get(account.clinician_id or 0, ""))


def _change(staff: Staff, account_id: int, action: str, facts: dict[str, object], now: datetime) -> Staff:
    staff.require_admin()
    with transaction():
        locks.program(staff.program_id)
        account = accounts.get(staff.program_id, account_id)
        accounts.change_and_sign_out(account_id, **facts)
        audit.note(staff.program_id, f"staff:{staff.id}", action, now=now, staff_id=account_id)
    return account
