"""Several amounts in one number, so that a search can compare and lower them all at once.

Each amount has a field of 16 bits and is below 2 ** 15; the bit above it is a guard.
"""

from __future__ import annotations

from collections.abc import Iterable

FIELD = 16
LARGEST = (1 << FIELD - 1) - 1


def tally(amounts: Iterable[int]) -> int:
    """The first amount in the lowest field."""
    return sum(min(amount, LARGEST) << FIELD * place for place, amount in enumerate(amounts))


def guards(count: int) -> int:
    """The guard bits of so many fields."""
    return sum(1 << FIELD * place + FIELD - 1 for place in range(count))


def less(amounts: int, taken: int, guard: int) -> int:
    """Each amount less what is taken of it, and 0 where more is taken than there is."""
    lowered = (amounts | guard) - taken
    kept = lowered & guard
    return lowered & (kept - (kept >> FIELD - 1))


def total(amounts: int) -> int:
    """The sum of all amounts, which is below 2 ** 16 - 1: a number leaves its digits' sum when divided by base - 1."""
    return amounts % ((1 << FIELD) - 1)
