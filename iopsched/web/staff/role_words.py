"""What each role may do, a sentence each, for whoever gives accounts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import lazy_gettext

from iopsched.domain.words import Role

SAID: Mapping[Role, Any] = {
    Role.CLINICIAN: lazy_gettext("Own sessions and the people in them, with hours and plans."),
    Role.FRONT_DESK: lazy_gettext(
        "Every session and roster, whom to call, what is due today. Changes no seat and no plan."
    ),
    Role.BILLING: lazy_gettext("Hours, reports and their files, authorisations, plans, letters. No board, no rosters."),
    Role.COORDINATOR: lazy_gettext("Everything but accounts, settings and tablets."),
    Role.ADMIN: lazy_gettext("Everything, and accounts, settings and tablets too."),
}


def role_said(role: str) -> str:
    """Raises ValueError for what is no role."""
    return str(SAID[Role(role)])


FILTERS: dict[str, Callable[..., Any]] = {"role_said": role_said}
