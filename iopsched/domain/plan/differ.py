"""Weeks that really differ, best first, each without a session too many.

A week differs from another if it attends another set of days, or if at least two of its sessions are not in the other.
It has a session too many if it would be complete without it. The first is the best of all complete weeks that have none
too many; each later one is the best of those that differ from all before it.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from iopsched.domain.plan.day import ANY_COST
from iopsched.domain.plan.fold import Space
from iopsched.domain.plan.question import Question
from iopsched.domain.plan.rank import Rank
from iopsched.domain.plan.search import Found, Search
from iopsched.domain.session import Session

TRIES = 100
"""So often a week with a session too many is set aside, before it is taken that there is no other."""


class Differing:
    """The weeks of several worlds. ``held`` are the days attended anyway."""

    def __init__(self, asked: Sequence[Question], held: frozenset[date]) -> None:
        self.searches = [Search(Space.of(question)) for question in asked]
        self.held = held

    def weeks(self) -> Iterator[Found]:
        """One after the other."""
        known: list[Found] = []
        while found := self._next(known):
            yield found
            known.append(found)

    def _next(self, known: Sequence[Found]) -> Found | None:
        """The best that has no session too many and differs from all that are known.

        Where the best that differs has one too many, the same is asked again without each session of the lean week that
        it contains in turn: no other lean week contains that one.
        """
        open_: list[tuple[Rank, int, tuple[int, ...], Found]] = []
        for world, search in enumerate(self.searches):
            self._ask(search, known, (world, ()), open_)
        seen, lean = set[tuple[int, tuple[int, ...]]](), list[Found]()
        for _ in range(TRIES):
            best = min(lean, key=_rank, default=None)
            if not open_ or (best and best.rank <= open_[0][0]):
                return best
            _, world, left_out, found = heapq.heappop(open_)
            question = self.searches[world].question
            core = _core(question.only(found.numbers), found.numbers)
            if len(core) == len(found.numbers):
                return found
            if self._differs(question, core, known):
                lean += filter(None, [Search(Space.of(question.only(core))).complete()])
            for number in core:
                fewer = world, tuple(sorted({*left_out, number}))
                if fewer not in seen:
                    seen.add(fewer)
                    self._ask(Search(Space.of(question.without(fewer[1]))), known, fewer, open_)
        return min(lean, key=_rank, default=None)

    def _ask(self, search: Search, known: Sequence[Found], key: tuple[int, tuple[int, ...]], open_: list[Any]) -> None:
        """The best that differs: on other days, or with two other sessions on the same."""
        by_days: dict[frozenset[date], list[tuple[int, ...]]] = {}
        for one in known:
            by_days.setdefault(self._new_days(one.sessions), []).append(one.numbers)
        best = search.complete([*by_days], known[-1].rank if known else None)
        for days, numbers in by_days.items():
            found = self._on_the_same(search, days, numbers, best)
            best = min(filter(None, (best, found)), key=_rank, default=None)
        if best:
            heapq.heappush(open_, (best.rank, *key, best))

    def _on_the_same(
        self, search: Search, days: frozenset[date], known: list[tuple[int, ...]], best: Found | None
    ) -> Found | None:
        """The best week on these days with two sessions that are not in any known one, if it beats ``best``."""
        question, purse, least = search.question, ANY_COST, search.least(len(days))
        if best and search.leading(best.rank) < least:
            return None
        if best and search.leading(best.rank) == least:
            purse = question.scale.purse(best.rank, search.leads)
        return Search(Space.of(question.within(days, purse).differing(known), purse)).complete()

    def _new_days(self, sessions: Iterable[Session]) -> frozenset[date]:
        return frozenset(session.day for session in sessions) - self.held

    def _differs(self, question: Question, core: tuple[int, ...], known: Sequence[Found]) -> bool:
        days = self._new_days(question.sessions[number] for number in core)
        return all(days != self._new_days(one.sessions) or len(set(core).difference(one.numbers)) > 1 for one in known)


def _core(question: Question, numbers: tuple[int, ...]) -> tuple[int, ...]:
    """What is left of a complete week once no more of it can be left out."""
    kept = set(numbers)
    for number in numbers:
        if question.is_met_by(kept - {number}):
            kept.remove(number)
    return tuple(sorted(kept))


def _rank(found: Found) -> Rank:
    return found.rank
