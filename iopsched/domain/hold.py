"""A hold: a seat kept for one patient until a time, and over by time alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from iopsched.domain.session import Session

MOST_EXTENSIONS = 10
"""How often somebody may ask for more time (WCAG 2.2.1: at least ten times)."""
WARNING = timedelta(minutes=2)
"""How long before its end a hold warns (WCAG 2.2.1: at least 20 seconds)."""


class Purpose(StrEnum):
    """Why a seat is kept: while a patient makes up their mind on a plan; offered to somebody who waited; or part of a
    week that staff planned. One seat can be kept for one patient for more than one of these, each until its own end.
    """

    PLAN = "plan"
    OFFER = "offer"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Hold:
    """One seat of one session for one patient. Past ``until`` nobody needs to do anything for it to be free."""

    session_id: int
    patient_id: int
    until: datetime
    purpose: Purpose = Purpose.PLAN
    extensions: int = 0

    def lasts(self, now: datetime) -> bool:
        return now < self.until

    @property
    def may_be_longer(self) -> bool:
        return self.extensions < MOST_EXTENSIONS


def kept_until(holds: Iterable[Hold]) -> datetime | None:
    """When the first of the seats that are kept for a plan comes free; None where none is."""
    return min((hold.until for hold in holds if hold.purpose is Purpose.PLAN), default=None)


def one_each(holds: Iterable[Hold]) -> tuple[Hold, ...]:
    """Of those of one patient in one session, the one that lasts longest: how people look at a seat that is kept."""
    by_end = sorted(holds, key=lambda hold: (hold.until, hold.purpose))
    return tuple({(hold.session_id, hold.patient_id): hold for hold in by_end}.values())


def seen_by(
    patient_id: int | None, sessions: Iterable[Session], holds: Iterable[Hold], now: datetime
) -> tuple[Session, ...]:
    """The sessions with the seats that are kept for others than this patient; None sees all that are kept.

    What is kept for one patient for two reasons is one seat.
    """
    lasting = (hold for hold in holds if hold.lasts(now) and hold.patient_id != patient_id)
    kept = Counter(session_id for session_id, _ in {(hold.session_id, hold.patient_id) for hold in lasting})
    return tuple(replace(session, held=kept[session.id]) if kept[session.id] else session for session in sessions)
