"""Signing in with Flask-Login, and the guards of blueprints: ``blueprint.before_request(patients_only)``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask import Flask, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import LoginManager

from iopsched.domain.duty import Duty
from iopsched.domain.errors import NotFound
from iopsched.web import notices, visitor
from iopsched.web.clock import now
from iopsched.web.visitor import (
    NEXT,
    SEEN,
    KioskUser,
    PatientUser,
    StaffUser,
    current_kiosk,
    current_patient,
    current_program,
    current_staff,
    is_anybody,
    is_kiosk,
    is_patient,
    is_staff,
    sign_in,
    sign_out,
    where_next,
)

__all__ = [
    "KioskUser",
    "PatientUser",
    "StaffUser",
    "admins_only",
    "current_kiosk",
    "current_patient",
    "current_program",
    "current_staff",
    "init_app",
    "is_anybody",
    "is_kiosk",
    "is_patient",
    "is_staff",
    "kiosks_only",
    "onlookers_only",
    "patients_only",
    "schedulers_only",
    "sign_in",
    "sign_out",
    "staff_only",
    "trusted_with",
    "where_next",
]

SEEN_EVERY = timedelta(minutes=1)


def init_app(app: Flask) -> None:
    """Tell Flask-Login how to find people, and templates who is there."""
    manager = LoginManager(app, add_context_processor=False)
    manager.session_protection = None
    manager.user_loader(visitor.load)
    app.context_processor(visitor.known_to_templates)


def patients_only() -> ResponseReturnValue | None:
    """Strangers sign in first, staff find nothing here."""
    if not is_anybody():
        return _ask_to_sign_in("account.phone")
    if not is_patient():
        raise NotFound("a patient's page")
    return None


def staff_only() -> ResponseReturnValue | None:
    """Strangers sign in first, patients find nothing here."""
    if not is_anybody():
        return _ask_to_sign_in("staff_account.show")
    if not is_staff():
        raise NotFound("a page for staff")
    return _unless_idle()


def kiosks_only() -> ResponseReturnValue | None:
    """Only a tablet that staff made a kiosk; whoever else comes finds nothing, and staff are not asked in here."""
    if not is_kiosk():
        raise NotFound("a kiosk's page")
    return None


def onlookers_only() -> ResponseReturnValue | None:
    """``staff_only`` for what a page asks by itself: no sign that somebody is there, and no page to come back to."""
    if is_anybody() and not is_staff():
        raise NotFound("a page for staff")
    return redirect(url_for("staff_account.show"), code=303) if not is_staff() or _is_idle() else None


def schedulers_only() -> ResponseReturnValue | None:
    """``staff_only``, and of those only coordinators and admins; the others get 403."""
    refused = staff_only()
    if refused is None:
        current_staff().require_scheduler()
    return refused


def trusted_with(duty: Duty) -> Callable[[], ResponseReturnValue | None]:
    """``staff_only``, and of those only roles with that duty; the others get 403."""

    def guard() -> ResponseReturnValue | None:
        refused = staff_only()
        if refused is None:
            current_staff().require(duty)
        return refused

    return guard


def admins_only() -> ResponseReturnValue | None:
    """``staff_only``, and of those only admins; the others get 403."""
    refused = staff_only()
    if refused is None:
        current_staff().require_admin()
    return refused


def _ask_to_sign_in(endpoint: str) -> ResponseReturnValue:
    if request.method == "GET":
        session[NEXT] = request.full_path.rstrip("?")
    return redirect(url_for(endpoint), code=303)


def _unless_idle() -> ResponseReturnValue | None:
    """Automatic sign-out (45 CFR 164.312(a)(2)(iii)); the time of the last request is kept to the minute."""
    if _is_idle():
        sign_out()
        notices.say("short", gettext("Signed out."), gettext("Nobody was here for a while. Please sign in again."))
        return _ask_to_sign_in("staff_account.show")
    if now() - _seen() > SEEN_EVERY:
        session[SEEN] = int(now().timestamp())
    return None


def _is_idle() -> bool:
    return now() - _seen() > timedelta(minutes=current_app.extensions["settings"].staff_idle_minutes)


def _seen() -> datetime:
    return datetime.fromtimestamp(session.get(SEEN, 0), UTC)
