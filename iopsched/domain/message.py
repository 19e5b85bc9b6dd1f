"""A message: what goes out, when it may, and when it is too late. Rendering and sending are other floors' work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from iopsched.domain.program import Program

SMS_LENGTH = 160
CODE_LIFE = timedelta(minutes=10)


class Kind(StrEnum):
    """What a message is about. A code goes at once, past quiet hours; the rest wait for a decent hour."""

    SIGN_IN_CODE = "sign_in_code"
    REMINDER = "reminder"
    MOVED = "moved"
    CANCELLED = "cancelled"
    BOOKED = "booked"


class State(StrEnum):
    """``sending`` is claimed; ``unclear`` means the provider may or may not have it: reconciled, never repeated."""

    DUE = "due"
    SENDING = "sending"
    UNCLEAR = "unclear"
    SENT = "sent"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"


FINAL = frozenset({State.SENT, State.MISSED, State.WITHDRAWN, State.FAILED})


@dataclass(frozen=True, slots=True)
class Message:
    """One row of the outbox. ``key`` names its matter: no matter is ever written twice. ``about`` holds ids and dates."""

    id: int
    program_id: int
    patient_id: int
    kind: Kind
    key: str
    due_at: datetime
    useless_at: datetime
    about: Mapping[str, str] = field(default_factory=dict)
    state: State = State.DUE
    attempts: int = 0
    attempted_at: datetime | None = None
    provider_id: str = ""
    failure: str = ""


def reminder_due(day: date, program: Program, tz: ZoneInfo) -> datetime:
    """When tomorrow's text goes out: the evening before ``day``, in the patient's zone, within sending hours."""
    wall = min(max(program.remind_at, program.send_from), program.send_until)
    return datetime.combine(day - timedelta(days=1), wall, tz).astimezone(UTC)


def next_decent_hour(moment: datetime, program: Program, tz: ZoneInfo) -> datetime:
    """``moment`` itself within sending hours of the patient's zone, else the next morning's first."""
    local = moment.astimezone(tz)
    if program.send_from <= local.time() < program.send_until:
        return moment
    day = local.date() if local.time() < program.send_from else local.date() + timedelta(days=1)
    return datetime.combine(day, program.send_from, tz).astimezone(UTC)


def decent_hour_before(useless_at: datetime, moment: datetime, program: Program, tz: ZoneInfo) -> datetime | None:
    """The next decent hour if the matter still holds by then, else None: never late, never at night."""
    due = next_decent_hour(moment, program, tz)
    return due if due < useless_at else None


def midnight_after(day: date, tz: ZoneInfo) -> datetime:
    """The UTC instant at which the local day is over."""
    return datetime.combine(day + timedelta(days=1), time(), tz).astimezone(UTC)
