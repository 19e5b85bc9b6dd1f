"""One case: a patient's week, all that could be booked into it, and the best that can be made of both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from iopsched.domain.booking import refusals
from iopsched.domain.plan.choice import Known, held_on
from iopsched.domain.plan.differ import Differing
from iopsched.domain.plan.fold import Space
from iopsched.domain.plan.proposal import Proposal, proposed
from iopsched.domain.plan.question import Question, questions
from iopsched.domain.plan.rank import Rank
from iopsched.domain.plan.search import Found, Search
from iopsched.domain.preference import Preference
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.wishes import Wishes

MOST = 3


@dataclass(frozen=True, slots=True)
class Case:
    """``fitting`` are the sessions that nothing refuses, by id; ``usual`` the offerings that the patient knows from the
    week before, and ``clinicians`` who led their sessions.
    """

    week: Week
    fitting: tuple[Session, ...]
    usual: frozenset[int]
    now: datetime
    clinicians: frozenset[int] = frozenset()

    @classmethod
    def of(
        cls,
        week: Week,
        sessions: tuple[Session, ...],
        usual: frozenset[int],
        now: datetime,
        clinicians: frozenset[int] = frozenset(),
    ) -> Case:
        """Ask of each session what every booking asks; one that counts for nothing is no help."""
        fitting = (session for session in sessions if session.counted_minutes and not any(refusals(week, session, now)))
        return cls(week, tuple(sorted(fitting, key=lambda session: session.id)), usual, now, clinicians)

    def proposals(self, wishes: Wishes) -> tuple[Proposal, ...]:
        """Up to three complete weeks that really differ, the first proven best: see ``differ``."""
        return tuple(self._proposed(found) for found in islice(self._complete(wishes), MOST))

    def best(self, wishes: Wishes) -> Proposal:
        """The best week of all, complete or not."""
        found = next(self._complete(wishes), None)
        return self._proposed(found) if found else self.closest(wishes)

    def closest(self, wishes: Wishes) -> Proposal:
        """The best week where none is complete; with nothing to book, if nothing helps."""
        asked = self._questions(wishes)
        found = [week for question in asked if (week := Search(Space.of(question)).closest())]
        return self._proposed(min(found, key=lambda one: one.rank, default=Found(_now(self.week), ())))

    def _complete(self, wishes: Wishes) -> Iterator[Found]:
        return Differing(self._questions(wishes), self.week.days).weeks()

    def _proposed(self, found: Found) -> Proposal:
        return proposed(self.week, found.sessions, found.rank, self.now)

    def _questions(self, wishes: Wishes) -> tuple[Question, ...]:
        suiting = tuple(session for session in self.fitting if wishes.allow(session, self.week.program))
        known = Known(wishes, self.usual, self.clinicians)
        return tuple(questions(self.week, suiting, known)) if suiting and self.week.plan else ()


def _now(week: Week) -> Rank:
    """How good the week is as it stands."""
    amounts = {
        Preference.BEYOND: max(0, week.minutes - week.required),
        Preference.FEWEST_GAPS: sum(held.idle for held in held_on(week).values()),
    }
    matters = tuple(amounts.get(one, 0) for one in week.program.preferences)
    return Rank(week.to_go, sum(week.short_days.values()), week.missing_days, matters, seats=0)
