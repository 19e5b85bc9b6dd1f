"""As many complete weeks as the seats allow: once by a greedy, once by prices, and the better of both improved.

Improving never takes a complete week from anybody, so the end is never below the greedy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from random import Random

from iopsched.domain.program_plan.buyer import Buyer
from iopsched.domain.program_plan.exchange import Exchange
from iopsched.domain.program_plan.price import ONE, scarcity
from iopsched.domain.program_plan.seating import Seating
from iopsched.domain.program_plan.world import CLOSED
from iopsched.domain.session import Session
from iopsched.domain.words import Component

FEW_SEATS = 24 * 60
"""What a seat of an individual session costs the greedy more than its minutes: it takes one only where it must."""
SWEEPS = 2
TRIES = 150
STAGES = 13
"""How often everybody comes up in all, at most: in the greedy, eight rounds of prices, and what follows."""

Tick = Callable[[], None]


def complete(buyers: Sequence[Buyer], sessions: Sequence[Session], random: Random, tick: Tick) -> Seating:
    """A seat plan in which nobody could be brought in any more by moving up to two others a seat."""
    seats = [session.seats_left for session in sessions]
    best = greedy(buyers, sessions, random, tick)
    if best.without():
        prices = scarcity(buyers, seats, random, tick)
        priced = Seating(buyers, seats, prices)
        _fill(priced, _shuffled(buyers, random), tick)
        best = max(priced, best.under(prices), key=lambda seating: seating.completed)
        _improve(best, random, tick)
    return best


def greedy(buyers: Sequence[Buyer], sessions: Sequence[Session], random: Random, tick: Tick) -> Seating:
    """To each in turn the shortest complete week that is left, individual sessions only where there is no other."""
    few = {session.id for session in sessions if session.component is Component.INDIVIDUAL}
    costs = [session.counted_minutes + (FEW_SEATS if session.id in few else 0) for session in sessions]
    seating = Seating(buyers, [session.seats_left for session in sessions], costs)
    for number in _shuffled(buyers, random):
        if found := seating.cheapest(number):
            seating.seat(number, found.places)
        tick()
    return seating


def _fill(seating: Seating, order: Sequence[int], tick: Tick) -> None:
    """First those whose week costs no more than it is worth, then whoever still fits in."""
    for below in (ONE, CLOSED):
        for number in order:
            if seating.places[number] is None and (found := seating.cheapest(number, below=below)):
                seating.seat(number, found.places)
            tick()


def _improve(seating: Seating, random: Random, tick: Tick) -> None:
    """Let all move to the cheapest week that is free to them, and bring in whom there is room for then."""
    for _ in range(SWEEPS):
        for number in _shuffled(seating.buyers, random):
            if seating.places[number] is not None:
                _move_to_cheapest(seating, number)
            tick()
        _bring_in(seating, seating.without(), 1, random)
    _bring_in(seating, seating.without(), 2, random)


def _bring_in(seating: Seating, numbers: Iterable[int], depth: int, random: Random) -> None:
    for number in numbers:
        Exchange(seating, random, TRIES).bring_in(number, depth)


def _move_to_cheapest(seating: Seating, number: int) -> None:
    before = seating.places[number]
    seating.seat(number, None)
    found = seating.cheapest(number)
    seating.seat(number, found.places if found else before)


def _shuffled(buyers: Sequence[Buyer], random: Random) -> list[int]:
    return random.sample(range(len(buyers)), len(buyers))
