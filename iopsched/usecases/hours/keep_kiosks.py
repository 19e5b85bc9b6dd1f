"""An admin makes a tablet the kiosk of the entrance, and ends that."""

from __future__ import annotations

from datetime import datetime

from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.kiosk import Kiosk
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.store import audit, kiosks, locks, programs
from iopsched.store.db import reading, transaction

LONGEST = 40


def list_all(staff: Staff) -> tuple[Kiosk, ...]:
    """Those that are signed in, by name. Raises Forbidden but for an admin."""
    staff.require_admin()
    with reading():
        return kiosks.of_program(staff.program_id)


def make(staff: Staff, name: str, *, now: datetime) -> tuple[Kiosk, Program]:
    """A new kiosk, for the device that asks. Raises Invalid naming the name, Forbidden but for an admin."""
    staff.require_admin()
    if not 0 < len(plain := " ".join(name.split())) <= LONGEST:
        raise Invalid(name=f"Say where it stands, in at most {LONGEST} letters.")
    with transaction():
        locks.program(staff.program_id)
        kiosk_id = kiosks.add(staff.program_id, plain, now=now)
        audit.note(staff.program_id, f"staff:{staff.id}", "kiosk made", now=now, kiosk_id=kiosk_id)
    return visit(kiosk_id)


def close(staff: Staff, kiosk_id: int, *, now: datetime) -> None:
    """The device is signed out at once. Raises NotFound, and Forbidden but for an admin."""
    staff.require_admin()
    with transaction():
        locks.program(staff.program_id)
        kiosks.close(staff.program_id, kiosk_id)
        audit.note(staff.program_id, f"staff:{staff.id}", "kiosk closed", now=now, kiosk_id=kiosk_id)


def load(kiosk_id: int) -> tuple[Kiosk, Program] | None:
    """Which one a cookie speaks of; None once it was closed."""
    with reading():
        kiosk = kiosks.find(kiosk_id)
        return (kiosk, programs.get(kiosk.program_id)) if kiosk and kiosk.is_open else None


def visit(kiosk_id: int) -> tuple[Kiosk, Program]:
    """The kiosk and its program, as ``load`` will give them. Raises NotFound."""
    if (found := load(kiosk_id)) is None:
        raise NotFound("kiosk")
    return found
