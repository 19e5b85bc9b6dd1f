"""The exact search, in the order of preference: first blind for all but days and minutes, then with a growing purse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice, takewhile
from typing import NamedTuple

from iopsched.domain.plan.fold import Space, Window, best
from iopsched.domain.plan.rank import FORWARD, Rank, chosen
from iopsched.domain.plan.tally import FIELD, less, tally, total
from iopsched.domain.preference import Preference
from iopsched.domain.session import Session

HOUR = 60
ANYTHING = 1 << 15
MINUTES = {Preference.EARLIEST_END, Preference.FEWEST_GAPS}
WIDTHS = (0, 1, 2, 3, 5, 8, 13, 21, 34, 55)
QUICK = 3


class Found(NamedTuple):
    """A week: how good it is, and the sessions to book for it, also as their places among all of the question."""

    rank: Rank
    sessions: tuple[Session, ...]
    numbers: tuple[int, ...] = ()


Goal = tuple[int, int, int]
"""Minutes to go, short minutes, missing days."""


class Search:
    """All weeks of one question, best first."""

    def __init__(self, space: Space) -> None:
        self.space, self.question = space, space.question
        self.order = self.question.live
        self.leads = (*takewhile(lambda one: one in FORWARD, self.order),)
        self.goal = _goal(space)
        self._blind: Space | None = None

    def complete(self, avoided: Sequence[frozenset[date]] = (), since: Rank | None = None) -> Found | None:
        """The best week that meets the plan and whose new days are none of those avoided. It is known that there is
        none better than ``since``.
        """
        return None if any(self.goal) else self._first(self.goal, avoided, since)

    def closest(self) -> Found | None:
        """The best week where none meets the plan; it may be one with nothing to book."""
        if any(self.goal) and (found := self._first(self.goal, (), None)):
            return found
        anything = best(self._seen(), Window(ANYTHING, self.question.most_days, self.question.room))
        return self._as_good_as(anything, (), None) if anything else None

    def leading(self, rank: Rank) -> tuple[int, ...]:
        """What of it leads the order and bounds a window."""
        return tuple(rank.matters[self.question.scale.order.index(one)] for one in self.leads)

    def _first(self, goal: Goal, avoided: Sequence[frozenset[date]], since: Rank | None) -> Found | None:
        """The best of the weeks that lack no more than the goal."""
        if (found := self._at_once(goal, avoided, since)) or not self.leads:
            return found
        enough = self.question.scale.short * (goal[1] + 1) - 1
        for window in self._in_turn(goal[0]):
            if (rank := best(self._seen(), window._replace(cost=enough), avoided)) and rank[:3] == goal:
                return self._as_good_as(rank, avoided, since)
        return None

    def _at_once(self, goal: Goal, avoided: Sequence[frozenset[date]], since: Rank | None) -> Found | None:
        """The best week, if it has no more days and minutes than it must, and is cheap; or any, if all is open."""
        window = next(self._windows(goal[0]), None)
        if window is None or (since and self.leading(since) > self.least(window.days, window.minutes)):
            return None
        purses = self._purses(goal[1], window.days, since)
        for purse in islice(purses, QUICK) if self.leads else purses:
            if (rank := best(self.space, window._replace(cost=purse), avoided)) and rank[:3] == goal:
                return self._found(rank)
        return None

    def _as_good_as(self, seen: Rank, avoided: Sequence[frozenset[date]], since: Rank | None) -> Found | None:
        """The best of the weeks that are as good as one that was seen blindly, as far as that can tell."""
        question, known = self.question, dict(zip(self.leads, self.leading(seen), strict=True))
        days, beyond = known.get(Preference.DAYS, question.most_days), known.get(Preference.BEYOND)
        minutes = question.room if beyond is None else min(question.room, question.asked + beyond)
        window, tried = Window(seen.to_go, days, minutes, fewest=days if Preference.DAYS in known else 0), 0
        if since and self.leading(since) != self.leading(seen):
            since = None
        elif window == next(self._windows(self.goal[0]), None):
            tried = QUICK
        for purse in islice(self._purses(seen.short, days, since), tried, None):
            rank = best(self.space, window._replace(cost=purse), avoided)
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
        fewest = max(0, question.days_asked - missing_days)
        for days in range(fewest, question.most_days + 1) if Preference.DAYS in self.leads else (question.most_days,):
            if _to_go(self.space, days) <= to_go:
                for minutes in self._levels(to_go):
                    yield Window(to_go, days, minutes, fewest=days if Preference.DAYS in self.leads else fewest)

    def _in_turn(self, to_go: int) -> Iterator[Window]:
        """The windows as the order leads: where minutes come before days, each is open for any number of days."""
        if self.leads[:1] != (Preference.BEYOND,):
            yield from self._windows(to_go)
            return
        fewest = max(0, self.question.days_asked - self.goal[2])
        for minutes in self._levels(to_go):
            yield Window(to_go, self.question.most_days, minutes, fewest=fewest)

    def _levels(self, to_go: int) -> list[int]:
        """Minutes that a week may come to, as few as it must first."""
        question = self.question
        least = max(0, question.asked, sum(question.needs[: question.kinds]) - to_go)
        levels = (least, least + HOUR, question.room) if Preference.BEYOND in self.leads else (question.room,)
        return sorted({min(question.room, most) for most in levels})

    def least(self, days: int, minutes: int = 0) -> tuple[int, ...]:
        """What leads the order, of a week with so many new days and minutes at least."""
        amounts = {Preference.DAYS: days, Preference.BEYOND: max(0, minutes - self.question.asked)}
        return tuple(amounts[one] for one in self.leads)

    def _purses(self, short: int, days: int, since: Rank | None) -> Iterator[int]:
        """What a week may cost, by the first preference that a window does not bound: little at first, then ever more;
        at last anything.
        """
        scale, lead = self.question.scale, self.order[len(self.leads)]
        unit, step = scale.units[lead], HOUR if lead in MINUTES else 1
        least = self._least(lead, days) if lead in MINUTES else 0
        if since:
            least = max(least, since.matters[scale.order.index(lead)])
            yield min(scale.purse(since, self.leads) + scale.units[Preference.EARLIEST_END] * HOUR, self.space.purse)
        for amount in WIDTHS:
            if (purse := scale.short * short + unit * (least + amount * step + 1) - 1) >= self.space.purse:
                break
            yield purse
        yield self.space.purse

    def _least(self, lead: Preference, days: int) -> int:
        """What a week with so many new days, or with any, comes to at least."""
        scale = self.question.scale
        least = [
            min((scale.amount(spent, lead) for ways in day.values() for spent, _, _ in ways), default=0)
            for day in self.space.ways
        ]
        held = [each for each, day in zip(least, self.question.days, strict=True) if day.is_held]
        free = sorted(each for each, day in zip(least, self.question.days, strict=True) if not day.is_held)
        new = days if Preference.DAYS in self.leads else max(0, self.question.days_asked - self.goal[2])
        return scale.amount(self.question.fixed, lead) + sum(held) + sum(free[:new])

    def _found(self, rank: Rank) -> Found:
        question = self.question
        indices = chosen(rank.seats, question.scale.size)
        return Found(rank, tuple(question.sessions[index] for index in indices), indices)


def _goal(space: Space) -> Goal:
    """What no week can better."""
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
