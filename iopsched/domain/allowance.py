"""How many messages a patient gets by themselves: a day and a week, counted in the patient's zone, the best first.

What was just asked for is never counted. A message yields to better ones that are still to go within the same days.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from iopsched.domain import zone
from iopsched.domain.message import Kind, State, next_decent_hour
from iopsched.domain.program import Program

DAY, WEEK = "enough for today", "enough for this week"


@dataclass(frozen=True, slots=True)
class Told:
    """One message of a patient: when it went out or is to, and how far it is."""

    id: int
    kind: Kind
    state: State
    at: datetime

    @property
    def is_out(self) -> bool:
        return self.state in {State.SENT, State.UNCLEAR}


@dataclass(frozen=True, slots=True)
class Enough:
    """Why not now, and the first decent hour at which there is room again."""

    why: str
    until: datetime


def enough(one: Told, others: Iterable[Told], program: Program, tz: ZoneInfo, now: datetime) -> Enough | None:
    """None when it may go. ``others`` are the patient's other messages that are out, or are to go."""
    if one.kind.is_asked_for or (one.kind.is_news and program.news_past_caps):
        return None
    counted = [each for each in others if each.id != one.id and _counts(each, one)]
    today = zone.local_day(now, tz)
    monday = zone.week_of(today, program.first_weekday)
    for most, first, days, why in ((program.texts_a_week, monday, 7, WEEK), (program.texts_a_day, today, 1, DAY)):
        since, until = zone.midnight(first, tz), zone.midnight(first + timedelta(days=days), tz)
        if most and sum(since <= each.at < until for each in counted) >= most:
            return Enough(why, next_decent_hour(until, program, tz))
    return None


def _counts(other: Told, one: Told) -> bool:
    if other.kind.is_asked_for:
        return False
    return other.is_out or (not other.state.is_final and other.kind.rank < one.kind.rank)
