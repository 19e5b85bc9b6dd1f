"""An offer: a free seat that is held for somebody who waited, until they answer or its time is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from iopsched.domain.message import next_decent_hour
from iopsched.domain.program import Program
from iopsched.domain.session import Session

SHORTEST = timedelta(minutes=15)
"""A seat for which somebody would have less time than that to answer goes to whoever comes first."""


class Answer(StrEnum):
    """What became of an offer; ``lapsed`` when nobody answered, ``withdrawn`` when it could not be taken any more."""

    TAKEN = "taken"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Offer:
    """One seat for one patient. Open while nobody answered and its time is not over."""

    id: int
    waiting_id: int
    patient_id: int
    session: Session
    offered_at: datetime
    until: datetime
    answer: Answer | None = None

    def is_open(self, now: datetime) -> bool:
        return self.answer is None and now < self.until


def lasts_until(session: Session, program: Program, tz: ZoneInfo, now: datetime) -> datetime | None:
    """Until when a seat that frees ``now`` is held: so long from the first decent hour, never past the start.

    None where that is too short a time to answer in.
    """
    asked = next_decent_hour(now, program, tz)
    until = min(asked + timedelta(minutes=program.offer_minutes), session.starts)
    return until if until - now >= SHORTEST else None
