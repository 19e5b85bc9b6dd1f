"""The exact search, in the order of preference: first blind for all but days and minutes, then with a growing purse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice, takewhile
from typing import NamedTuple

from iopsched.domain.plan.fold import ANY_COST, Space, Window, best
from iopsched.domain.plan.rank import Rank, chosen
from iopsched.domain.plan.tally import FIELD, less, tally, total
from iopsched.domain.preference import Preference
from iopsched.domain.session import Session

HOUR = 60
ANYTHING = 1 << 15
MINUTES = {Preference.EARLIEST_END, Preference.FEWEST_GAPS}
WIDTHS = (0, 1, 2, 3, 5, 8, 13, 21, 34, 55)
QUICK = 3
FORWARD = {Preference.DAYS, Preference.BEYOND}
"""What a window bounds; where they lead the order, it can be told how many there must be before all else."""


class Found(NamedTuple):
    """A week: how good it is, and the sessions to book for it, also as their places among all of the question."""

    rank: Rank
    sessions: tuple[Session, ...]
    numbers: tuple[int, ...] = ()


class Search:
    """All weeks of one question, best first."""

    def __init__(self, space: Space) -> None:
        self.space, self.question = space, space.question
        self.order = self.question.live
        self.leads = (*takewhile(lambda one: one in FORWARD, self.order),)
        self.goal = _goal(space)
        self._blind: Space | None = None

    def complete(self, avoided: Sequence[frozenset[date]] = ()) -> Found | None:
        """The best week that meets the plan and whose new days are none of those avoided."""
        return None if any(self.goal) else self._first(self.goal, avoided)

    def closest(self) -> Found | None:
        """The best week where none meets the plan; it may be one with nothing to book."""
        if any(self.goal) and (found := self._first(self.goal, ())):
            return found
        anything = best(self._seen(), Window(ANYTHING, self.question.most_days, self.question.room))
        return self._as_good_as(anything, ()) if anything else None

    def _first(self, goal: tuple[int, int, int], avoided: Sequence[frozenset[date]]) -> Found | None:
        """The best of the weeks that lack no more than the goal."""
        if (found := self._at_once(goal, avoided)) or not self.leads:
            return found
        for window in self._windows(goal[0]):
            if (rank := best(self._seen(), window, avoided)) and rank[:3] == goal:
                return self._as_good_as(rank, avoided)
        return None

    def _at_once(self, goal: tuple[int, int, int], avoided: Sequence[frozenset[date]]) -> Found | None:
        """The best week, if it has no more days and minutes than it must, and is cheap; or any, if all is open."""
        window = next(self._windows(goal[0]), None)
        if window is None:
            return None
        purses = self._purses(goal[1], window.days)
        for purse in islice(purses, QUICK) if self.leads else purses:
            if (rank := best(self.space, window._replace(cost=purse), avoided)) and rank[:3] == goal:
                return self._found(rank)
        return None

    def _as_good_as(self, seen: Rank, avoided: Sequence[frozenset[date]]) -> Found | None:
        """The best of the weeks that are as good as one that was seen blindly, as far as that can tell."""
        question, order = self.question, self.question.scale.order
        days, minutes = question.most_days, question.room
        if Preference.DAYS in self.leads:
            days = seen.matters[order.index(Preference.DAYS)]
        if Preference.BEYOND in self.leads:
            minutes = min(minutes, question.asked + seen.matters[order.index(Preference.BEYOND)])
        for purse in self._purses(seen.short, days):
            rank = best(self.space, Window(seen.to_go, days, minutes, purse), avoided)
            if rank and rank[:3] == seen[:3]:
                return self._found(rank)
        return None

    def _seen(self) -> Space:
        if self._blind is None:
            self._blind = self.space.blind()
        return self._blind

    def _windows(self, to_go: int) -> Iterator[Window]:
        """Fewer days first, then fewer minutes beyond what is asked, as far as those lead the order; only what the
        bounds leave open.
        """
        question, missing_days = self.question, self.goal[2]
        least = max(0, question.asked, sum(question.needs[: question.kinds]) - to_go)
        levels = (least, least + HOUR, question.room) if Preference.BEYOND in self.leads else (question.room,)
        fewest = max(0, question.days_asked - missing_days)
        for days in range(fewest, question.most_days + 1) if Preference.DAYS in self.leads else (question.most_days,):
            if _to_go(self.space, days) <= to_go:
                for minutes in sorted({min(question.room, most) for most in levels}):
                    yield Window(to_go, days, minutes)

    def _purses(self, short: int, days: int) -> Iterator[int]:
        """What a week may cost, by the first preference that a window does not bound: little at first, then ever more;
        at last anything.
        """
        scale, lead = self.question.scale, self.order[len(self.leads)]
        unit, step = scale.units[lead], HOUR if lead in MINUTES else 1
        least = self._least(lead, days) if lead in MINUTES else 0
        for amount in WIDTHS:
            yield scale.short * short + unit * (least + amount * step + 1) - 1
        yield ANY_COST

    def _least(self, lead: Preference, days: int) -> int:
        """What a week with so many new days, or with any, comes to at least."""
        scale = self.question.scale
        least = [
            min(scale.amount(spent, lead) for ways in day.values() for spent, _, _ in ways) for day in self.space.ways
        ]
        held = [each for each, day in zip(least, self.question.days, strict=True) if day.is_held]
        free = sorted(each for each, day in zip(least, self.question.days, strict=True) if not day.is_held)
        new = days if Preference.DAYS in self.leads else max(0, self.question.days_asked - self.goal[2])
        return scale.amount(self.question.fixed, lead) + sum(held) + sum(free[:new])

    def _found(self, rank: Rank) -> Found:
        question = self.question
        indices = chosen(rank.seats, question.scale.size)
        return Found(rank, tuple(question.sessions[index] for index in indices), indices)


def _goal(space: Space) -> tuple[int, int, int]:
    """Minutes to go, short minutes and missing days that no week can better."""
    question = space.question
    short = question.scale.short_minutes
    return (
        _to_go(space, question.most_days),
        short(question.fixed)
        + sum(
            min(short(ways[0][0]) for ways in day_ways.values())
            for day, day_ways in zip(question.days, space.ways, strict=True)
            if day.is_held
        ),
        max(0, question.days_asked - question.most_days),
    )


def _to_go(space: Space, days: int) -> int:
    """Minutes that are missing at least, with so many days more."""
    question, reach = space.question, space.reaches[0][days]
    needs = tally(question.needs)
    unmet = max(total(less(needs, reach.each, space.guard >> FIELD)), total(needs) - reach.met)
    return max(0, question.asked - min(reach.minutes, question.room), unmet)
