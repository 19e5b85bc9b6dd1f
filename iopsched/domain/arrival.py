"""An arrival: patients mark themselves, by a code at the entrance or by joining; staff have the last word."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from iopsched.domain import zone
from iopsched.domain.booking import Attendance, Booking
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.words import Modality

DIGITS = 6
EARLY = {Modality.IN_PERSON: timedelta(minutes=30), Modality.TELEHEALTH: timedelta(minutes=15)}
"""How long before its session somebody can arrive at it; by video, as long as its link shows unless staff say more."""


def code_of(secret: str, patient_id: int, day: date) -> str:
    """What this patient types on that day: worked out wherever it is needed, kept nowhere (as in ``sign_in``)."""
    said = f"arrival code {patient_id} {day}"
    number = int.from_bytes(hmac.new(secret.encode(), said.encode(), hashlib.sha256).digest()[:8], "big")
    return f"{number % 10**DIGITS:0{DIGITS}}"


def whose(code: str, secret: str, patient_ids: Iterable[int], day: date) -> int | None:
    """The one patient of these whose code it is; nobody where two have the same, as it cannot be told."""
    fitting = [one for one in set(patient_ids) if hmac.compare_digest(code_of(secret, one, day), code)]
    return fitting[0] if len(fitting) == 1 else None


def is_open(session: Session, now: datetime) -> bool:
    """Whether one can arrive at it now: from a little before it begins until it ends."""
    return not session.is_cancelled and session.starts - EARLY[session.modality] <= now < session.ends


def is_markable(session: Session, now: datetime) -> bool:
    """Whether staff can say who came: from when the first can arrive, and for good."""
    return not session.is_cancelled and session.starts - EARLY[session.modality] <= now


def credit_now(session: Session, now: datetime) -> dict[Attendance, int]:
    """Minutes that count for who comes late, or leaves, at this moment; empty before it begins and after it ends."""
    if not session.starts <= now < session.ends:
        return {}
    over = zone.minutes_between(session.starts, now)
    return {
        Attendance.LATE: max(0, session.counted_minutes - over),
        Attendance.LEFT: min(over, session.counted_minutes),
    }


def awaited(bookings: Iterable[Booking], modality: Modality, now: datetime) -> Booking | None:
    """The seat that somebody who comes now comes for: the first that nobody has marked, else the last that was."""
    near = [one for one in bookings if one.is_active and one.session.modality is modality and is_open(one.session, now)]
    in_order = sorted(near, key=lambda one: one.starts)
    unmarked = (one for one in in_order if one.attendance is None)
    return next(unmarked, in_order[-1] if in_order else None)


def mark_of(session: Session, program: Program, now: datetime) -> tuple[Attendance, int]:
    """Here with all that counts, or, past the program's minutes of grace, late without the minutes that are over."""
    over = zone.minutes_between(session.starts, now) if now > session.starts else 0
    if over <= program.late_minutes:
        return Attendance.HERE, session.counted_minutes
    return Attendance.LATE, max(0, session.counted_minutes - over)
