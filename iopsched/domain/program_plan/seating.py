"""Who is to sit where, while a programme is planned: seats left, who is inside, and a way back from every try."""

from __future__ import annotations

from collections.abc import Sequence

from iopsched.domain.program_plan.buyer import Buyer
from iopsched.domain.program_plan.world import CLOSED, Bought

Places = tuple[int, ...]


class Seating:
    """Each buyer's places, None for those without any yet. ``prices`` say how scarce each session is.

    A session may be overdrawn for as long as a try lasts; every change is kept until it is agreed to or taken back.
    """

    def __init__(self, buyers: Sequence[Buyer], seats: Sequence[int], prices: Sequence[int]) -> None:
        self.buyers, self.prices = buyers, list(prices)
        self._seats = seats
        self.left = list(seats)
        self.places: list[Places | None] = [None] * len(buyers)
        self.inside: list[set[int]] = [set() for _ in seats]
        self._changes: list[tuple[int, Places | None]] = []

    @property
    def completed(self) -> int:
        return sum(places is not None for places in self.places)

    def under(self, prices: Sequence[int]) -> Seating:
        """The same places under other prices."""
        same = Seating(self.buyers, self._seats, prices)
        for number, places in enumerate(self.places):
            same.seat(number, places)
        return same

    def without(self) -> list[int]:
        """Those who have no week yet."""
        return [number for number, places in enumerate(self.places) if places is None]

    def cheapest(self, number: int, *, above: int = CLOSED, below: int = CLOSED) -> Bought | None:
        """A buyer's cheapest week; a seat in a full session costs so much ``above`` its price."""
        asked = [price if left > 0 else price + above for price, left in zip(self.prices, self.left, strict=True)]
        return self.buyers[number].cheapest(asked, below)

    def open(self, place: int, seats: int) -> None:
        """So many free seats, at no price."""
        self.left[place], self.prices[place] = seats, 0

    def close(self, place: int) -> None:
        """Nobody can have it at any price; nobody may be inside."""
        self.left[place], self.prices[place] = 0, CLOSED

    def seat(self, number: int, places: Places | None) -> None:
        """Give these places instead of those before."""
        self._changes.append((number, self.places[number]))
        self._move(number, places)

    def mark(self) -> int:
        """Where to come back to."""
        return len(self._changes)

    def back_to(self, mark: int) -> None:
        """Take back every change since."""
        while len(self._changes) > mark:
            self._move(*self._changes.pop())

    def _move(self, number: int, places: Places | None) -> None:
        for place in self.places[number] or ():
            self.left[place] += 1
            self.inside[place].discard(number)
        for place in places or ():
            self.left[place] -= 1
            self.inside[place].add(number)
        self.places[number] = places
