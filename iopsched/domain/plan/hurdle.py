"""Why a week cannot be filled: what is in the way of the sessions that would fill it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from iopsched.domain.booking import refusals
from iopsched.domain.plan.case import Case
from iopsched.domain.plan.proposal import Proposal
from iopsched.domain.refusal import Why, is_only_full
from iopsched.domain.session import Session
from iopsched.domain.wishes import Wishes
from iopsched.domain.words import Component


class Obstacle(StrEnum):
    """Those of ``Why``, under the same values, and three that only a plan knows."""

    CANCELLED = Why.CANCELLED
    STARTED = Why.STARTED
    FULL = Why.FULL
    OVERLAPS = Why.OVERLAPS
    COMMITTED = Why.COMMITTED
    TRAVEL = Why.TRAVEL
    NO_PLAN = Why.NO_PLAN
    MODALITY = Why.MODALITY
    DAY_MOST = Why.DAY_MOST
    DAYS_MOST = Why.DAYS_MOST
    WEEK_MOST = Why.WEEK_MOST
    TRACK = Why.TRACK
    WISHES = "wishes"
    NO_ROOM = "no_room"
    NONE_OFFERED = "none_offered"


@dataclass(frozen=True, slots=True)
class Hurdle:
    """``count`` sessions of the component (of any, if None) are left out for this; NONE_OFFERED counts none."""

    obstacle: Obstacle
    count: int
    component: Component | None = None


def hurdles(case: Case, offered: Iterable[Session], wishes: Wishes, closest: Proposal) -> tuple[Hurdle, ...]:
    """What is in the way, most often first; for each component that is missing, else for the hours as a whole."""
    if case.week.plan is None:
        return (Hurdle(Obstacle.NO_PLAN, 0),)
    left_out = [session for session in offered if session.counted_minutes and not closest.week.holds(session)]
    missing = closest.week.missing_components or (None,)
    return tuple(hurdle for component in missing for hurdle in _of(case, component, left_out, wishes))


def full_ones(case: Case, offered: Iterable[Session], wishes: Wishes, closest: Proposal) -> tuple[Session, ...]:
    """Sessions of what is missing that suit and that only a seat is wanting in, beside the closest week."""
    week, missing = closest.week, closest.week.missing_components
    return tuple(
        session
        for session in offered
        if session.counted_minutes
        and (not missing or session.component in missing)
        and wishes.allow(session, week.program)
        and is_only_full(refusals(week, session, case.now))
    )


def _of(case: Case, component: Component | None, left_out: list[Session], wishes: Wishes) -> Iterator[Hurdle]:
    wanted = [session for session in left_out if component in {None, session.component}]
    counted = Counter(_first(case, session, wishes) for session in wanted)
    if not counted:
        yield Hurdle(Obstacle.NONE_OFFERED, 0, component)
    for obstacle, count in counted.most_common():
        yield Hurdle(obstacle, count, component)


def _first(case: Case, session: Session, wishes: Wishes) -> Obstacle:
    """What the patient would be told first; NO_ROOM if it is only that the rest of the closest week is in the way."""
    if refusal := next(refusals(case.week, session, case.now), None):
        return Obstacle(refusal.why.value)
    return Obstacle.NO_ROOM if wishes.allow(session, case.week.program) else Obstacle.WISHES
