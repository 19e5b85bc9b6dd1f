"""The doors to changes of one session: closed once it has begun or is off, with why not and what to do instead."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from iopsched.domain.session import Session
from iopsched.usecases.availability import change_session
from iopsched.web import login, notices
from iopsched.web.clock import now


def leads_away(session_id: int, *, may_be_off: bool = False) -> ResponseReturnValue | None:
    """To who is in the session, with a note; None while it can be changed. ``may_be_off``: to open it again.

    Raises NotFound for another program's.
    """
    session = change_session.find(login.current_staff(), session_id)
    why_not = _why_not(session, may_be_off=may_be_off)
    if why_not is None:
        return None
    notices.say("short", *why_not)
    return redirect(url_for("roster.show", session_id=session_id), 303)


def _why_not(session: Session, *, may_be_off: bool) -> tuple[str, str] | None:
    if session.starts <= now() and session.is_cancelled:
        return _("It was cancelled."), _(
            "Its time has passed, so it stays off. To offer another, add an extra session."
        )
    if session.starts <= now():
        return _("It has begun."), _("What has been cannot be changed. Mark here who came, left early or is excused.")
    if session.is_cancelled and not may_be_off:
        return _("It is cancelled."), _("Open it again first, then it can be changed.")
    return None
