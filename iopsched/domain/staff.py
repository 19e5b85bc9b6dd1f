"""A member of staff, and what each role may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from iopsched.domain.errors import Forbidden
from iopsched.domain.words import Role

TRIES = 5
LOCKED_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Staff:
    """One account. A clinician sees own sessions; a coordinator all of the program; an admin keeps accounts too."""

    id: int
    program_id: int
    name: str
    email: str
    role: Role
    clinician_id: int | None = None
    sign_in_version: int = 0
    locked_until: datetime | None = None
    is_active: bool = True

    @property
    def may_schedule(self) -> bool:
        return self.role in {Role.COORDINATOR, Role.ADMIN}

    @property
    def may_administer(self) -> bool:
        return self.role is Role.ADMIN

    def require_scheduler(self) -> None:
        """Raise Forbidden for a clinician."""
        if not self.may_schedule:
            raise Forbidden("this is for coordinators and admins")

    def require_admin(self) -> None:
        """Raise Forbidden for everybody but an admin."""
        if not self.may_administer:
            raise Forbidden("accounts and settings are for admins")

    def may_see(self, clinician_id: int | None) -> bool:
        """Whether a session of that clinician is this person's to see."""
        return self.may_schedule or (self.clinician_id is not None and self.clinician_id == clinician_id)

    def is_locked(self, now: datetime) -> bool:
        return self.locked_until is not None and now < self.locked_until
