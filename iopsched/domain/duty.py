"""What staff are trusted with, and which role with what: the one place that says so."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from iopsched.domain.words import Role


class Duty(StrEnum):
    """One thing that is somebody's to do; where a page shows people, whom it shows and how much of them."""

    BOARD = "board"
    """The board and rosters: of own sessions, unless every one is theirs too."""
    EVERY_SESSION = "every_session"
    CALENDARS = "calendars"
    EVERYBODY = "everybody"
    """The people of the whole program, beyond those of own sessions."""
    REACH = "reach"
    """How to reach somebody, and whom to call."""
    PLANS = "plans"
    """Reading treatment plans, and the weeks before and after this one."""
    DUES = "dues"
    HOURS = "hours"
    """The ledger, reports, authorisations and letters, with their files."""
    SCHEDULE = "schedule"
    """Changing what is offered, who sits where, plans and people; messages and the log."""
    ADMINISTER = "administer"
    """Accounts, settings and tablets."""


DUTIES: Mapping[Role, frozenset[Duty]] = {
    Role.CLINICIAN: frozenset({Duty.BOARD, Duty.CALENDARS, Duty.PLANS}),
    Role.FRONT_DESK: frozenset({Duty.BOARD, Duty.EVERY_SESSION, Duty.EVERYBODY, Duty.REACH, Duty.DUES}),
    Role.BILLING: frozenset({Duty.EVERYBODY, Duty.PLANS, Duty.DUES, Duty.HOURS}),
    Role.COORDINATOR: frozenset(Duty) - {Duty.ADMINISTER},
    Role.ADMIN: frozenset(Duty),
}
