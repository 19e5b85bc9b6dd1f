"""A member of staff, and what is theirs to see and to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from iopsched.domain.duty import DUTIES, Duty
from iopsched.domain.errors import Forbidden
from iopsched.domain.words import Role

TRIES = 5
LOCKED_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Staff:
    """One account; what its role may do is in ``duty``."""

    id: int
    program_id: int
    name: str
    email: str
    role: Role
    clinician_id: int | None = None
    sign_in_version: int = 0
    locked_until: datetime | None = None
    is_active: bool = True

    def may(self, duty: Duty | str) -> bool:
        """Raises ValueError for a word that is no duty, so that a page cannot misspell one."""
        return Duty(duty) in DUTIES[self.role]

    def require(self, duty: Duty) -> None:
        """Raise Forbidden for a role that is not trusted with it."""
        if not self.may(duty):
            raise Forbidden(f"{duty} is not for the role {self.role}")

    @property
    def may_schedule(self) -> bool:
        return self.may(Duty.SCHEDULE)

    @property
    def may_administer(self) -> bool:
        return self.may(Duty.ADMINISTER)

    def require_scheduler(self) -> None:
        """Raise Forbidden for whoever is neither coordinator nor admin."""
        if not self.may_schedule:
            raise Forbidden("this is for coordinators and admins")

    def require_admin(self) -> None:
        """Raise Forbidden for everybody but an admin."""
        if not self.may_administer:
            raise Forbidden("accounts and settings are for admins")

    def may_see(self, clinician_id: int | None) -> bool:
        """Whether a session of that clinician is this person's to see."""
        is_own = self.clinician_id is not None and self.clinician_id == clinician_id
        return self.may(Duty.EVERY_SESSION) or (is_own and self.may(Duty.BOARD))

    def is_locked(self, now: datetime) -> bool:
        return self.locked_until is not None and now < self.locked_until
