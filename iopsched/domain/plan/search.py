"""The exact search. Windows open in the order of preference, so the first that holds a week holds the best one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from iopsched.domain.plan.fold import Space, Window, best
from iopsched.domain.plan.rank import Rank, chosen, short_minutes
from iopsched.domain.plan.tally import less, tally, total
from iopsched.domain.session import Session

HOUR = 60
ANYTHING = 1 << 15


class Found(NamedTuple):
    """A week: how good it is, and the sessions to book for it."""

    rank: Rank
    sessions: tuple[Session, ...]


def complete_weeks(space: Space) -> Iterator[Found]:
    """The best week that meets the plan for each set of new days, best first."""
    goal = _goal(space)
    if any(goal):
        return
    avoided: list[frozenset[date]] = []
    for window in _windows(space, goal):
        while (rank := best(space, window, avoided)) and rank.is_met:
            yield (found := _found(space, rank))
            avoided.append(space.question.new_days(found.sessions))


def closest_week(space: Space) -> Found | None:
    """The best week where none meets the plan; it may be one with nothing to book."""
    goal = _goal(space)
    if any(goal):
        for window in _windows(space, goal):
            if (rank := best(space, window)) and rank[:3] == goal:
                return _found(space, rank)
    rank = best(space, Window(ANYTHING, space.question.most_days, space.question.room))
    return _found(space, rank) if rank else None


def _found(space: Space, rank: Rank) -> Found:
    question = space.question
    return Found(rank, tuple(question.sessions[index] for index in chosen(rank.cost, question.size)))


def _goal(space: Space) -> tuple[int, int, int]:
    """Minutes to go, short minutes and missing days that no week can better."""
    question = space.question
    return (
        _to_go(space, question.most_days),
        sum(_least_short(space, index) for index, day in enumerate(question.days) if day.is_held) + question.short,
        max(0, question.days_asked - question.most_days),
    )


def _to_go(space: Space, days: int) -> int:
    """Minutes that are missing at least, with so many days more."""
    question, reach = space.question, space.reaches[0][days]
    needs = tally(question.needs)
    unmet = max(total(less(needs, reach.each, space.guard)), total(needs) - reach.met)
    return max(0, question.asked - min(reach.minutes, question.room), unmet)


def _least_short(space: Space, index: int) -> int:
    costs = (spent for sums in space.ways[index].values() for ways in sums.values() for spent in ways.values())
    return min(short_minutes(spent, space.question.size) for spent in costs)


def _windows(space: Space, goal: tuple[int, int, int]) -> Iterator[Window]:
    """Fewer days first, then fewer minutes beyond what is asked; only those that the bounds leave open."""
    question, (to_go, _, missing_days) = space.question, goal
    least = max(0, question.asked, sum(question.needs[: question.kinds]) - to_go)
    for days in range(max(0, question.days_asked - missing_days), question.most_days + 1):
        if _to_go(space, days) <= to_go:
            for minutes in sorted({min(question.room, most) for most in (least, least + HOUR, question.room)}):
                yield Window(to_go, days, minutes)
