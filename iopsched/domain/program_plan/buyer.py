"""One patient among many: which complete weeks can be had at which prices, and which is best of what is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from iopsched.domain.plan.case import Case
from iopsched.domain.plan.choice import Known
from iopsched.domain.plan.proposal import Proposal
from iopsched.domain.plan.question import questions
from iopsched.domain.program_plan.world import Bought, World
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.wishes import Wishes

NO_WISHES = Wishes()


@dataclass(frozen=True, slots=True)
class Seeker:
    """A patient whose week is to be planned: the week as it is, what is wished, the offerings and clinicians known."""

    week: Week
    wishes: Wishes = field(default_factory=Wishes)
    usual: frozenset[int] = frozenset()
    clinicians: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Buyer:
    """A seeker with all that every search for them needs, worked out once."""

    case: Case
    wishes: Wishes
    worlds: tuple[World, ...]

    @classmethod
    def of(cls, seeker: Seeker, offered: Sequence[Session], place_of: Mapping[int, int], now: datetime) -> Buyer:
        """``place_of``: session id to the place of its price."""
        case = Case.of(seeker.week, tuple(offered), seeker.usual, now, seeker.clinicians)
        asked = questions(case.week, case.fitting, Known(NO_WISHES)) if case.fitting and case.week.plan else ()
        return cls(case, seeker.wishes, tuple(World.of(question, place_of) for question in asked))

    def cheapest(self, prices: Sequence[int], below: int) -> Bought | None:
        """The cheapest complete week that costs less than ``below``."""
        best: Bought | None = None
        for world in self.worlds:
            if found := world.cheapest(prices, below):
                best, below = found, found.price
        return best

    def best(self, open_ids: frozenset[int]) -> Proposal:
        """The best week of these sessions in the patient's own order of preference, and within the wishes if one that
        is complete can be; the closest one where none is complete.
        """
        case = replace(self.case, fitting=tuple(one for one in self.case.fitting if one.id in open_ids))
        if self.wishes != NO_WISHES and (wished := case.best(self.wishes)).is_complete:
            return wished
        return case.best(NO_WISHES)
