"""One case: a patient's week, all that could be booked into it, and the best that can be made of both."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from iopsched.domain.booking import refusals
from iopsched.domain.plan.fold import Space
from iopsched.domain.plan.proposal import Proposal, proposed
from iopsched.domain.plan.question import Question, questions
from iopsched.domain.plan.rank import Rank
from iopsched.domain.plan.search import Found, closest_week, complete_weeks
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.wishes import Wishes

MOST = 3
TRIES = 9
"""After so many sets of days the rest is left aside: they are ever more days for the same hours."""


@dataclass(frozen=True, slots=True)
class Case:
    """``fitting`` are the sessions that nothing refuses, by id; ``usual`` the offerings that the patient knows."""

    week: Week
    fitting: tuple[Session, ...]
    usual: frozenset[int]
    now: datetime

    @classmethod
    def of(cls, week: Week, sessions: tuple[Session, ...], usual: frozenset[int], now: datetime) -> Case:
        """Ask of each session what every booking asks; one that counts for nothing is no help."""
        fitting = (session for session in sessions if session.counted_minutes and not any(refusals(week, session, now)))
        return cls(week, tuple(sorted(fitting, key=lambda session: session.id)), usual, now)

    def proposals(self, wishes: Wishes) -> tuple[Proposal, ...]:
        """Up to three complete weeks that can do without none of their sessions, the first proven best.

        Each is on other days than those before it if there are such, else with at least two sessions that are not in
        the one or the other of them.
        """
        asked = self._questions(wishes)
        found = list(islice(self._lean(islice(_on_other_days(asked, self.week.days), TRIES)), MOST))
        while 0 < len(found) < MOST:
            known = [one.sessions for one in found]
            others = next(self._lean(islice(_in_order(one.differing(known) for one in asked), 1)), None)
            if others is None:
                break
            found.append(others)
        return tuple(found)

    def _lean(self, weeks: Iterable[Found]) -> Iterator[Proposal]:
        """Those from which no session could be left out."""
        for found in weeks:
            one = proposed(self.week, found.sessions, found.rank, self.now)
            if not any(one.week.without(session.id).is_met for session in one.sessions):
                yield one

    def best(self, wishes: Wishes) -> Proposal:
        """The best week of all, complete or not."""
        if found := next(_in_order(self._questions(wishes)), None):
            return proposed(self.week, found.sessions, found.rank, self.now)
        return self.closest(wishes)

    def closest(self, wishes: Wishes) -> Proposal:
        """The best week where none is complete; with nothing to book, if nothing helps."""
        asked = self._questions(wishes)
        found = [week for question in asked if (week := closest_week(Space.of(question)))]
        best = min(found, key=lambda one: one.rank, default=Found(_now(self.week), ()))
        return proposed(self.week, best.sessions, best.rank, self.now)

    def _questions(self, wishes: Wishes) -> tuple[Question, ...]:
        suiting = tuple(session for session in self.fitting if wishes.allow(session, self.week.program))
        return tuple(questions(self.week, suiting, wishes, self.usual)) if suiting and self.week.plan else ()


def _in_order(asked: Iterable[Question]) -> Iterator[Found]:
    """Complete weeks of all questions, best first."""
    return heapq.merge(*(complete_weeks(Space.of(question)) for question in asked), key=lambda found: found.rank)


def _on_other_days(asked: tuple[Question, ...], held: frozenset[date]) -> Iterator[Found]:
    """Complete weeks, best first, one for each set of days beside those held."""
    seen: set[frozenset[date]] = set()
    for found in _in_order(asked):
        days = frozenset(session.day for session in found.sessions) - held
        if days not in seen:
            seen.add(days)
            yield found


def _now(week: Week) -> Rank:
    """How good the week is as it stands."""
    beyond = max(0, week.minutes - week.required)
    return Rank(week.to_go, sum(week.short_days.values()), week.missing_days, days=0, beyond=beyond, cost=0)
