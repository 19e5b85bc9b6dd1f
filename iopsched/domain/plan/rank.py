"""The order of preference, in one place: what makes one week better than another.

Weeks are compared by one matter after the other, and a later one counts only where all before it are equal: no weights.
What the plan asks comes first; then the preferences in the program's order; then which sessions they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from iopsched.domain.preference import USUAL_ORDER, Order, Preference

FORWARD = frozenset({Preference.DAYS, Preference.BEYOND})
"""What is known of a week only once it is whole, or from how far it has come; all else adds up as a cost."""
BITS = 16
"""Of one matter in a cost: none comes to more in a week."""


class Rank(NamedTuple):
    """How good a week is, best first: the lower the better, from left to right.

    ``to_go``: minutes missing, by hours or by component, whichever is more; ``short``: minutes by which attended days
    are below the least; ``missing_days``; ``matters``: the amount of each ``Preference`` in the program's order;
    ``seats``: of two weeks that are equal in all else, the one with the smallest id that only one of them holds.
    """

    to_go: int
    short: int
    missing_days: int
    matters: tuple[int, ...]
    seats: int

    @property
    def is_met(self) -> bool:
        return not (self.to_go or self.short or self.missing_days)


@dataclass(frozen=True, slots=True)
class Scale:
    """How all that adds up over a week of ``size`` possible sessions is one number, a cost: ``short`` minutes, then
    each matter of the ``order``, then a bit for each session, so that nothing lighter outweighs what is heavier.

    That costs add up, and that no two weeks cost the same, is what makes the search exact.
    """

    size: int
    order: Order = USUAL_ORDER
    units: dict[Preference, int] = field(init=False)
    short: int = field(init=False)

    def __post_init__(self) -> None:
        places = {one: 1 << self.size + BITS * place for place, one in enumerate(reversed(self.order))}
        object.__setattr__(self, "units", places)
        object.__setattr__(self, "short", 1 << self.size + BITS * len(self.order))

    def rank(self, spent: int, *, to_go: int, missing_days: int) -> Rank:
        """What a cost says in words."""
        short, *matters = _amounts(-(-spent >> self.size), len(self.order) + 1)
        return Rank(to_go, short, missing_days, tuple(matters), spent - (-(-spent >> self.size) << self.size))

    def short_minutes(self, spent: int) -> int:
        """The ``short`` minutes in a cost."""
        return -(-spent >> self.size) >> BITS * len(self.order)

    def purse(self, rank: Rank, leads: Order) -> int:
        """What a week may cost that is no worse, of those alike in what leads the order, where days and minutes are not
        in a cost. All beyond what both have in the same place may be anything.
        """
        spent = self.short * rank.short
        for matter, amount in zip(self.order, rank.matters, strict=True):
            if matter in FORWARD and matter not in leads:
                return spent + (self.units[matter] << BITS) - 1
            spent += 0 if matter in leads else self.units[matter] * amount
        return spent

    def amount(self, spent: int, matter: Preference) -> int:
        """What of a cost is of this matter."""
        place = len(self.order) - 1 - self.order.index(matter)
        return -(-spent >> self.size) >> BITS * place & (1 << BITS) - 1


def seat(size: int, index: int) -> int:
    """The cost of the session at ``index``: a bit of its own. Of two weeks that are equal in all else, the one with the
    smallest id that only one of them holds comes first, and adding the same session to both changes nothing about that.
    """
    return -(1 << (size - 1 - index))


def chosen(spent: int, size: int) -> tuple[int, ...]:
    """Indices of the sessions whose costs were added up."""
    bits = -spent % (1 << size)
    return tuple(index for index in range(size) if bits >> (size - 1 - index) & 1)


def _amounts(matters: int, count: int) -> tuple[int, ...]:
    return tuple(matters >> BITS * place & (1 << BITS) - 1 for place in reversed(range(count)))
