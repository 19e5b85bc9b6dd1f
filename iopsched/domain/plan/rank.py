"""The order of preference, in one place: what makes one week better than another.

Weeks are compared by one matter after the other, and a later one counts only where all before it are equal: no weights.
"""

from __future__ import annotations

from typing import NamedTuple

LATE_BITS = 14
NEW_BITS = 12


class Rank(NamedTuple):
    """How good a week is, best first: the lower the better, from left to right.

    ``to_go``: minutes missing, by hours or by component, whichever is more; ``short``: minutes by which attended days
    are below the least; ``missing_days``; ``days``: more days to come; ``beyond``: minutes more than asked; ``cost``:
    see below.
    """

    to_go: int
    short: int
    missing_days: int
    days: int
    beyond: int
    cost: int

    @property
    def is_met(self) -> bool:
        return not (self.to_go or self.short or self.missing_days)


def cost(size: int, *, short: int = 0, new: int = 0, late: int = 0) -> int:
    """What adds up over a week of ``size`` possible sessions, as one number: nothing lighter outweighs what is heavier.

    ``short`` minutes; then how many sessions are of offerings ``new`` to the patient; then how ``late`` days end, in
    minutes, summed up over the days. What is lighter still is which seats are chosen: see ``seat``.
    """
    return (((short << NEW_BITS) + new << LATE_BITS) + late) << size


def seat(size: int, index: int) -> int:
    """The cost of the session at ``index``: a bit of its own. Of two weeks that are equal in all else, the one with the
    smallest id that only one of them holds comes first, so no two weeks tie, and adding the same session to both
    changes nothing about that: this, and that costs add up, is what makes the search exact.
    """
    return -(1 << (size - 1 - index))


def chosen(spent: int, size: int) -> tuple[int, ...]:
    """Indices of the sessions whose costs were added up."""
    bits = -spent % (1 << size)
    return tuple(index for index in range(size) if bits >> (size - 1 - index) & 1)


def short_minutes(spent: int, size: int) -> int:
    """The ``short`` minutes in a cost."""
    return spent + (-spent % (1 << size)) >> size + LATE_BITS + NEW_BITS
