"""Choose sessions for somebody who does not exist: a whole week or part of one, by the same rule as any booking."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from random import Random

from iopsched.domain.booking import refusals
from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.usecases.demo.invent_patients import Fill

TRIES = 12
PART = 0.7
"""How much of the required hours a week that is filled in part comes to, at most."""


def choose(
    week: Week, offered: Sequence[Session], fill: Fill, likes: Collection[str], *, now: datetime, random: Random
) -> tuple[Session, ...]:
    """What this person would book of ``offered`` at ``now``, so that nothing of it is refused."""
    if fill is Fill.NONE or week.plan is None:
        return ()
    tries = (_fill(week, _shuffled(week.program, offered, likes, random), now) for _ in range(TRIES))
    best = _first_met(tries)
    chosen = [session for session in best.sessions if not week.holds(session)]
    return tuple(chosen if fill is Fill.WHOLE else _part(chosen, week.required))


def _first_met(tries: Iterable[Week]) -> Week:
    """The first week that meets its plan, else the one with the least to go."""
    seen: list[Week] = []
    for week in tries:
        if week.is_met:
            return week
        seen.append(week)
    return min(seen, key=lambda week: week.to_go)


def _shuffled(program: Program, offered: Iterable[Session], likes: Collection[str], random: Random) -> list[Session]:
    """In a random order of days, what is liked more often first; a day's sessions stand together, so days fill up."""
    luck = {session.day: random.random() for session in offered}

    def rank(session: Session) -> float:
        liked = ({program.part_of(session.starts)} | {session.modality}) & {*likes}
        return luck[session.day] + random.random() / 2 - len(liked) / 2

    return sorted(offered, key=rank)


def _fill(week: Week, offered: Sequence[Session], now: datetime) -> Week:
    """Take what fits exactly into what is missing, then what fits at all, until the plan is met."""
    for is_wanted in (_fits, _helps):
        for session in offered:
            if week.is_met:
                return week
            if is_wanted(week, session) and not any(refusals(week, session, now)):
                week = week.seated(session, now=now)
    return week


def _fits(week: Week, session: Session) -> bool:
    missing = week.missing_components.get(session.component, 0 if week.missing_components else week.to_go)
    return 0 < session.counted_minutes <= missing


def _helps(week: Week, session: Session) -> bool:
    if session.day in week.short_days:
        return True
    if week.missing_components:
        return session.component in week.missing_components
    return bool(week.to_go) or (bool(week.missing_days) and session.day not in week.days)


def _part(chosen: Sequence[Session], required: int) -> list[Session]:
    """The first of the week, up to a part of what is required; at least one."""
    kept: list[Session] = []
    for session in sorted(chosen, key=lambda session: session.starts):
        if kept and sum(one.counted_minutes for one in [*kept, session]) > PART * required:
            break
        kept.append(session)
    return kept
