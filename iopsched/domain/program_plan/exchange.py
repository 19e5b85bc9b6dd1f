"""Make room for one more: seat somebody, and move those in their way to other complete weeks; or nobody at all."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from iopsched.domain.program_plan.price import ONE
from iopsched.domain.program_plan.seating import Seating

IN_THE_WAY = ONE // 2
"""What it costs, above the price, to take a seat for which somebody has to move."""
DEAREST = 10 * ONE
MOVED_ON = 8
"""How many of those inside a session may in turn take seats for which others have to move."""


@dataclass(slots=True)
class Exchange:
    """One try, of at most so many moves. Whoever is moved keeps a complete week: nobody is left with less."""

    seating: Seating
    random: Random
    tries: int

    def bring_in(self, number: int, depth: int, fixed: frozenset[int] = frozenset()) -> bool:
        """Whether a complete week was found for this buyer; if not, all is as it was. ``fixed`` are not moved again."""
        seating = self.seating
        if not (wanted := seating.cheapest(number, above=IN_THE_WAY, below=DEAREST)):
            return False
        mark = seating.mark()
        seating.seat(number, wanted.places)
        if all(self._make_room(place, depth, fixed | {number}) for place in wanted.places):
            return True
        seating.back_to(mark)
        return False

    def _make_room(self, place: int, depth: int, fixed: frozenset[int]) -> bool:
        """Move one of those inside, if there is one too many: into free seats, else as if they were new."""
        if self.seating.left[place] >= 0:
            return True
        inside = sorted(self.seating.inside[place] - fixed)
        self.random.shuffle(inside)
        if any(self._moves(number) for number in inside):
            return True
        return depth > 1 and any(self._moves_others(number, depth, fixed) for number in inside[:MOVED_ON])

    def _moves(self, number: int) -> bool:
        """Whether they can sit elsewhere, in seats that nobody has."""
        if self.tries <= 0:
            return False
        self.tries -= 1
        mark = self.seating.mark()
        self.seating.seat(number, None)
        if found := self.seating.cheapest(number):
            self.seating.seat(number, found.places)
            return True
        self.seating.back_to(mark)
        return False

    def _moves_others(self, number: int, depth: int, fixed: frozenset[int]) -> bool:
        mark = self.seating.mark()
        self.seating.seat(number, None)
        if self.bring_in(number, depth - 1, fixed):
            return True
        self.seating.back_to(mark)
        return False
