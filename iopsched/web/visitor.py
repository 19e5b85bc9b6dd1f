"""Who is at the door: Flask-Login's cookie turned into a patient, a member of staff or a kiosk, and a program."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Any

from flask import g, has_request_context, request, session
from flask_login import UserMixin, current_user, login_user

from iopsched.domain.errors import NotFound
from iopsched.domain.kiosk import Kiosk
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.usecases.hours import keep_kiosks
from iopsched.usecases.people import sign_in_patient, sign_in_staff
from iopsched.web.clock import now

SEEN, NEXT = "seen", "next"
STAFF = "/staff/"


@dataclass(frozen=True, slots=True)
class PatientUser(UserMixin):
    """A patient who is signed in; raising ``sign_in_version`` signs every device out."""

    patient: Patient
    program: Program

    def get_id(self) -> str:
        return f"p:{self.patient.id}:{self.patient.sign_in_version}"


@dataclass(frozen=True, slots=True)
class StaffUser(UserMixin):
    """A member of staff who is signed in."""

    staff: Staff
    program: Program

    def get_id(self) -> str:
        return f"s:{self.staff.id}:{self.staff.sign_in_version}"


@dataclass(frozen=True, slots=True)
class KioskUser(UserMixin):
    """A tablet at the entrance, for as long as staff let it be one."""

    kiosk: Kiosk
    program: Program

    def get_id(self) -> str:
        return f"k:{self.kiosk.id}:0"


User = PatientUser | StaffUser | KioskUser


def sign_in(user: User, *, stay: bool) -> None:
    """Begin a fresh sign-in. ``stay``: the cookie outlives the browser's closing."""
    after = session.get(NEXT)
    session.clear()
    session.permanent = stay
    session[SEEN] = int(now().timestamp())
    if after:
        session[NEXT] = after
    login_user(user)


def sign_out() -> None:
    """Forget who was there, and everything else that the cookie holds."""
    session.clear()
    g.pop("_login_user", None)


def where_next(home: str) -> str:
    """The page that somebody wanted before being asked to sign in, if it is behind this door; else home.

    It is kept in the signed cookie, not in an address, so it never leads elsewhere.
    """
    wanted = str(session.pop(NEXT, home))
    return wanted if wanted.startswith(STAFF) == home.startswith(STAFF) else home


def is_anybody() -> bool:
    return _user() is not None


def is_patient() -> bool:
    return isinstance(_user(), PatientUser)


def is_staff() -> bool:
    return isinstance(_user(), StaffUser)


def is_kiosk() -> bool:
    return isinstance(_user(), KioskUser)


def current_patient() -> Patient:
    """Raises NotFound when no patient is signed in."""
    user = _user()
    if not isinstance(user, PatientUser):
        raise NotFound("patient")
    return user.patient


def current_staff() -> Staff:
    """Raises NotFound when no member of staff is signed in."""
    user = _user()
    if not isinstance(user, StaffUser):
        raise NotFound("staff")
    return user.staff


def current_kiosk() -> Kiosk:
    """Raises NotFound when no kiosk is signed in."""
    user = _user()
    if not isinstance(user, KioskUser):
        raise NotFound("kiosk")
    return user.kiosk


def current_program() -> Program:
    """The program of whoever is signed in. Raises NotFound when nobody is."""
    if (user := _user()) is None:
        raise NotFound("program")
    return user.program


def language(known: Sequence[str]) -> str:
    """The patient's own where it is known, else the best that the browser asks for, else the first known."""
    user = _user()
    if isinstance(user, PatientUser) and user.patient.language in known:
        return user.patient.language
    return request.accept_languages.best_match(known) or known[0]


def wall_zone() -> tzinfo:
    """The zone of wall times on pages: the program's; UTC where nobody is signed in."""
    user = _user() if has_request_context() else None
    return user.program.zone if user else UTC


def _user() -> User | None:
    """Whoever is signed in. An error page does not look again once looking has failed."""
    if g.get("is_unsure"):
        return None
    user: Any = current_user._get_current_object()
    return user if isinstance(user, User) else None


def load(key: str) -> User | None:
    """Whom the cookie speaks of; None when it no longer counts."""
    kind, _, rest = key.partition(":")
    number, _, version = rest.partition(":")
    g.is_unsure = True
    user = LOADERS[kind](int(number), int(version))
    g.is_unsure = False
    return user


def _load_patient(patient_id: int, version: int) -> PatientUser | None:
    found = sign_in_patient.load(patient_id, version)
    return PatientUser(*found) if found else None


def _load_staff(staff_id: int, version: int) -> StaffUser | None:
    found = sign_in_staff.load(staff_id, version)
    return StaffUser(*found) if found else None


def _load_kiosk(kiosk_id: int, _: int) -> KioskUser | None:
    found = keep_kiosks.load(kiosk_id)
    return KioskUser(*found) if found else None


LOADERS: Mapping[str, Callable[[int, int], User | None]] = {"p": _load_patient, "s": _load_staff, "k": _load_kiosk}


def known_to_templates() -> dict[str, Any]:
    """``program``, ``patient`` and ``staff``, or None for what is not there."""
    user = _user()
    return {
        "program": user.program if user else None,
        "patient": user.patient if isinstance(user, PatientUser) else None,
        "staff": user.staff if isinstance(user, StaffUser) else None,
    }
