"""A member of staff signs in with e-mail and password; five failures in a row lock the account for 15 minutes."""

from __future__ import annotations

from datetime import datetime

from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.gateways import passwords
from iopsched.store import audit, sign_ins, visitors
from iopsched.store.db import reading, transaction

WRONG = "E-mail and password do not fit together. After five tries we wait 15 minutes."


def check_password(email: str, password: str, *, now: datetime) -> Staff:
    """The account that these open. Raises Invalid(password=...).

    An unknown address, a wrong password and a locked account get the same answer after the same work. That work is
    slow, so nobody waits for it: what it was done on must still hold when the try is counted.
    """
    address = email.strip().lower()
    with reading():
        kept = sign_ins.password_hash(address)
    fits = passwords.fits(password, kept)
    with transaction():
        account = sign_ins.account(address)
        is_in = account is not None and fits and account.password_hash == kept and not account.is_locked(now)
        found = visitors.staff(account.staff_id) if account else None
        if account and is_in:
            sign_ins.count(account.staff_id, 0, None)
        elif account and not account.is_locked(now):
            sign_ins.count(account.staff_id, *account.after_failure(now))
        if found:
            staff = found[0]
            done = "signed_in" if is_in else "sign_in_failed"
            audit.note(staff.program_id, f"staff:{staff.id}", done, now=now)
    if not is_in or found is None:
        raise Invalid(password=WRONG)
    return found[0]


def load(staff_id: int, version: int) -> tuple[Staff, Program] | None:
    """Who a cookie speaks of; None once the account was closed or signed out everywhere."""
    with reading():
        found = visitors.staff(staff_id)
    return found if found and found[0].sign_in_version == version else None


def visit(staff: Staff) -> tuple[Staff, Program]:
    """The person and the program, as ``load`` will give them. Raises NotFound."""
    if (found := load(staff.id, staff.sign_in_version)) is None:
        raise NotFound("staff")
    return found
