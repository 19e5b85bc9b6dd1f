"""What a seat in each session is worth: how much of a complete week somebody else would lose by it.

Everybody asks in turn for the cheapest complete week, as long as it costs less than a week is worth. Seats that are
asked for more often than they are there get dearer, the others cheaper, by ever smaller steps; the average of each
round is where the next begins. These are the prices of the linear programme over all complete weeks, found by a
stochastic subgradient.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from iopsched.domain.program_plan.buyer import Buyer
from iopsched.domain.program_plan.world import CLOSED

ONE = 1 << 20
"""What a complete week is worth."""
STEPS = (60, 40, 20, 12, 8, 4, 2, 1)
"""By how many twentieths of that a seat would get cheaper in each round if nobody asked for it."""
TURNS = 10
"""After so many buyers all prices come down a little."""


def scarcity(buyers: Sequence[Buyer], seats: Sequence[int], random: Random, tick: Callable[[], None]) -> list[int]:
    """A price for each session, from 0 to what a complete week is worth or a little more."""
    prices = [0 if left else CLOSED for left in seats]
    for step in STEPS:
        turns = random.sample(range(len(buyers)), len(buyers))
        prices = _round([buyers[number] for number in turns], seats, prices, step * ONE // 20, tick)
    return prices


def _round(
    buyers: Sequence[Buyer], seats: Sequence[int], prices: list[int], step: int, tick: Callable[[], None]
) -> list[int]:
    """Everybody asks once; the average of the prices meanwhile."""
    rises = [step // max(2, left) for left in seats]
    now, sums, rounds = prices.copy(), [0] * len(prices), 0
    for turn, buyer in enumerate(buyers, 1):
        if wanted := buyer.cheapest(now, ONE):
            for place in wanted.places:
                now[place] += rises[place]
        if turn % TURNS == 0 or turn == len(buyers):
            share = turn - rounds * TURNS
            falls = [rise * left * share // len(buyers) for rise, left in zip(rises, seats, strict=True)]
            now = [max(0, price - fall) for price, fall in zip(now, falls, strict=True)]
            sums = [total + price for total, price in zip(sums, now, strict=True)]
            rounds += 1
        tick()
    return [total // max(1, rounds) for total in sums]
