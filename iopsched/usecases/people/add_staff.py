"""A member of staff gets an account: by a command, or by an admin of the program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from iopsched.domain.errors import Invalid
from iopsched.domain.program import Program
from iopsched.domain.words import Role
from iopsched.gateways import passwords
from iopsched.store import accounts, audit, locks, programs
from iopsched.store.db import transaction

SHORTEST, LONGEST = 12, 200
PASSWORD = f"Use {SHORTEST} to {LONGEST} letters, numbers or signs. A few words that nobody would guess do well."

HAS_ACCOUNT = "This address has an account already."


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What is asked for. ``clinician`` is the name that stands beside the sessions whom the account leads."""

    name: str
    email: str
    role: Role
    password: str
    clinician: str = ""


def add(
    program_key: str, name: str, email: str, role: Role | str, password: str, *, clinician: str = "", now: datetime
) -> int:
    """The id of the new account. Raises Invalid naming each field: program, name, email, role, password."""
    if role not in set(Role):
        raise Invalid(role="Choose one of: " + ", ".join(Role) + ".")
    wanted = NewAccount(name, email, Role(role), password, clinician)
    password_hash = hash_of(wanted)
    with transaction():
        if (program := programs.by_key(program_key)) is None:
            raise Invalid(
                program=f"There is no program {program_key!r}. There are: {', '.join(programs.keys().values())}."
            )
        return write(program, wanted, password_hash, actor="system", now=now)


def hash_of(wanted: NewAccount) -> str:
    """The hash of its password if all that was given is sound, else Invalid; slow, so outside of any transaction."""
    if found := dict(_problems(wanted)):
        raise Invalid(**found)
    return passwords.hash_of(wanted.password)


def write(program: Program, wanted: NewAccount, password_hash: str, *, actor: str, now: datetime) -> int:
    """Called within a transaction; opens none itself. Raises Invalid for an address that has an account.

    The program is held: two accounts that name the same new clinician at once mean one clinician.
    """
    locks.program(program.id)
    email = wanted.email.strip().lower()
    if accounts.has_email(email):
        raise Invalid(email=HAS_ACCOUNT)
    facts = facts_of(program.id, wanted.name, email, wanted.role, wanted.clinician)
    staff_id = accounts.add(program.id, **facts, password_hash=password_hash)
    audit.note(program.id, actor, "account added", now=now, staff_id=staff_id, role=wanted.role.value)
    return staff_id


def facts_of(program_id: int, name: str, email: str, role: Role, clinician: str) -> dict[str, Any]:
    """The columns of an account; a clinician leads under the own name where none is given. Held as ``write`` is."""
    leads = clinician.strip() or (name.strip() if role is Role.CLINICIAN else "")
    clinician_id = programs.clinician_named(program_id, leads) if leads else None
    return {"name": name.strip(), "email": email, "role": role.value, "clinician_id": clinician_id}


def who_problems(name: str, email: str) -> Iterator[tuple[str, str]]:
    """Every (field, what would be right) of how an account is called."""
    if not name.strip():
        yield "name", "Give a name."
    local, _, host = email.strip().partition("@")
    if not local or "." not in host or " " in email.strip() or "@" in host:
        yield "email", "Give an address such as name@example.org."


def password_problem(password: str, email: str = "") -> str:
    """What is wrong with a password and what would be right, or nothing (NIST SP 800-63B: length, not signs)."""
    if not SHORTEST <= len(password) <= LONGEST:
        return PASSWORD
    if email and password.strip().lower() == email.strip().lower():
        return "The address itself is too easy to guess. Use other words."
    return ""


def _problems(wanted: NewAccount) -> Iterator[tuple[str, str]]:
    yield from who_problems(wanted.name, wanted.email)
    if problem := password_problem(wanted.password, wanted.email):
        yield "password", problem
