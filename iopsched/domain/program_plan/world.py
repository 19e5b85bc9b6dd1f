"""The cheapest complete week under prices of sessions: an exact fold over the days, smaller than the patient's own.

Prices are whole numbers from 0. Nothing is asked here of the order of preference, only whether a week is complete, so
that a day has few ways that differ: of two at the same price, the one that brings less is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from iopsched.domain.plan.day import Sums, follows, sets
from iopsched.domain.plan.question import Day, Question
from iopsched.domain.plan.rank import chosen, seat
from iopsched.domain.plan.reach import reaches
from iopsched.domain.plan.tally import FIELD, guards, tally

States = dict[int, int]
"""What is still to go and may still be used, as a tally -> the least cost."""
Ways = list[tuple[int, int]]
"""What a day brings and uses, as such a tally, and its cost; the cheapest first."""


CLOSED = 1 << 25
"""The price of a session that cannot be had. No search is for weeks as dear as that."""


class Bought(NamedTuple):
    """A complete week: what it costs, and the places of its sessions."""

    price: int
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class World:
    """A question in tallies: minutes, needs and days to go; then what must not be overdrawn: days, and minutes.

    ``places`` says where the price of each session of the question stands; ``reaches[i][n]`` what the days from ``i``
    on can bring with ``n`` new ones at most; before ``due`` days are done no week is complete.
    """

    question: Question
    places: tuple[int, ...]
    start: int
    fields: int
    reaches: tuple[tuple[int, ...], ...]
    due: int

    @classmethod
    def of(cls, question: Question, place_of: Mapping[int, int]) -> World:
        """``place_of``: session id to place."""
        to_go = (max(0, question.asked), *question.needs, max(0, question.days_asked))
        due = [index for index, day in enumerate(question.days, 1) if day.is_held and day.least]
        return cls(
            question=question,
            places=tuple(place_of[session.id] for session in question.sessions),
            start=tally((*to_go, question.most_days, max(0, question.room))),
            fields=len(to_go),
            reaches=tuple(_reaches(question)),
            due=max(due, default=0),
        )

    def cheapest(self, prices: Sequence[int], below: int) -> Bought | None:
        """The cheapest complete week, if one costs less than ``below``, which is at most CLOSED.

        The most minutes of a week are left aside at first, so that fewer weeks need be told apart; they seldom bind.
        """
        if self.question.scale.short_minutes(self.question.fixed):
            return None
        found = _Search(self, prices, below, is_strict=False).run()
        if found and sum(self.question.sessions[index].counted_minutes for index in found) > self.question.room:
            found = _Search(self, prices, below, is_strict=True).run()
        if found is None:
            return None
        places = tuple(self.places[index] for index in found)
        return Bought(sum(prices[place] for place in places), places)


class _Search:
    """One pass over the days. Costs are a price, and below it a bit for each session, as in ``rank.seat``."""

    def __init__(self, world: World, prices: Sequence[int], below: int, *, is_strict: bool) -> None:
        self.world, self.question, self.is_strict = world, world.question, is_strict
        self.size = size = world.question.scale.size
        self.best = (below - 1 << size) + 1
        self.costs = [(prices[place] << size) + seat(size, index) for index, place in enumerate(world.places)]
        self.low = guards(world.fields)
        self.goal = (1 << FIELD * world.fields) - 1
        self.hard = guards(2) << FIELD * world.fields

    def run(self) -> tuple[int, ...] | None:
        """Indices of the best week's sessions, empty if nothing need be booked; None if there is no such week."""
        nothing, fronts = self.best, {0: {self.world.start: 0}}
        if not self.world.due and not self.world.start & self.goal:
            return ()
        for index, day in enumerate(self.question.days, 1):
            fronts = {
                last: kept for last, states in self._after(fronts, day).items() if (kept := self._worth(states, index))
            }
        return chosen(self.best, self.size) if self.best < nothing else None

    def _after(self, fronts: dict[int, States], day: Day) -> dict[int, States]:
        """Each state with each way to spend the day, or without."""
        gaps = self.question.gaps
        after = {} if day.is_held else {last: states.copy() for last, states in fronts.items()}
        for (first, last), ways in self._ways(day):
            for until, states in fronts.items():
                if follows(until, first, gaps):
                    self._extend(states, ways, after.setdefault(last, {}))
        return after

    def _extend(self, states: States, ways: Ways, into: States) -> None:
        guard, hard, best = self.low | self.hard, self.hard, self.best
        for key, spent in states.items():
            guarded = key | guard
            for way, price in ways:
                cost = spent + price
                if cost >= best:
                    break
                lowered = guarded - way
                kept = lowered & guard
                if kept & hard == hard:
                    left = lowered & (kept - (kept >> FIELD - 1))
                    if cost < into.get(left, best):
                        into[left] = cost

    def _worth(self, states: States, index: int) -> States:
        """Those that can still be completed; what is complete is the best so far, or gone."""
        goal, low, reach, days = self.goal, self.low, self.world.reaches[index], FIELD * self.world.fields
        kept: States = {}
        for key, spent in states.items():
            if spent >= self.best:
                continue
            if not key & goal and index >= self.world.due:
                self.best = spent
            elif (reach[key >> days & 7] - (key & goal)) & low == low:
                kept[key] = spent
        return kept

    def _ways(self, day: Day) -> Iterator[tuple[tuple[int, int], Ways]]:
        """By first start and last end, as far as those can meet another day's."""
        costs, best, needs, gaps = self.costs, self.best, self.question.needs, self.question.gaps
        choices = tuple(
            one._replace(cost=costs[one.number], early=0, late=0) for one in day.choices if costs[one.number] < best
        )
        if choices or day.is_held:
            for edge, sums in sets(day._replace(choices=choices, idle=0), needs, CLOSED << self.size, gaps).items():
                yield edge, self._listed(sums, 0 if day.is_held else 1)

    def _listed(self, sums: Sums, days: int) -> Ways:
        """Without those that another at no higher cost outdoes, where minutes a week do not matter."""
        top, low = FIELD * self.world.fields, self.low
        used = (days << top - FIELD) + (days << top)
        ways = sorted(
            (spent, -minutes, minutes + (met << FIELD) + used)
            for met, costs in sums.items()
            for minutes, spent in costs.items()
            if spent < self.best
        )
        if self.is_strict:
            return [(way - (minutes << top + FIELD), spent) for spent, minutes, way in ways]
        kept: Ways = []
        for spent, _, way in ways:
            if all(((rival | low) - (way & self.goal)) & low != low for rival, _ in kept):
                kept.append((way, spent))
        return kept


def _reaches(question: Question) -> Iterator[tuple[int, ...]]:
    """For each day and each number of new days, a guarded tally of the most minutes, needs and days to come."""
    ways = tuple(sets(day, question.needs, question.scale.short, question.gaps) for day in question.days)
    low = guards(2 + len(question.needs))
    for row in reaches(question, ways):
        yield tuple(
            low | tally((reach.minutes,)) | reach.each << FIELD | days << FIELD * (1 + len(question.needs))
            for days, reach in enumerate(row)
        )
