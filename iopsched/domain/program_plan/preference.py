"""What comes after complete weeks: as few minutes short as can be among the rest, then what each of them prefers.

Everybody chooses among the seats that are free and those they have, so nobody loses anything by another's choice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from iopsched.domain.plan.proposal import Proposal
from iopsched.domain.program_plan.seating import Places, Seating
from iopsched.domain.session import Session

ORDERS = 3
"""In how many orders the short ones are tried."""
SWEEPS = 2

Tick = Callable[[], None]


def settle(seating: Seating, sessions: Sequence[Session], random: Random, tick: Tick) -> tuple[Proposal, ...]:
    """A proposal for each buyer. Who has no complete week comes as near to it as the seats that are left allow."""
    choice = _Choice(seating, sessions)
    short = seating.without()
    choice.share_out(short, random)
    for _ in range(SWEEPS):
        for number in random.sample(range(len(seating.buyers)), len(seating.buyers)):
            choice.choose(number)
            tick()
    for number in short:
        choice.choose(number)
    return tuple(choice.proposals[number] for number in range(len(seating.buyers)))


class _Choice:
    """Whoever chooses, by the patient's own planner."""

    def __init__(self, seating: Seating, sessions: Sequence[Session]) -> None:
        self.seating, self.sessions = seating, sessions
        self.place_of = {session.id: place for place, session in enumerate(sessions)}
        self.proposals: dict[int, Proposal] = {}

    def choose(self, number: int) -> Proposal:
        """The best week of what is free and what they have: never worse than what they have."""
        mine = frozenset(self.seating.places[number] or ())
        free = (place for place, left in enumerate(self.seating.left) if left > 0 or place in mine)
        found = self.seating.buyers[number].best(frozenset(self.sessions[place].id for place in free))
        self.seating.seat(number, tuple(self.place_of[session.id] for session in found.sessions))
        self.proposals[number] = found
        return found

    def share_out(self, short: Sequence[int], random: Random) -> None:
        """What is left among those who are short, in that of a few orders by which least is missing in all."""
        mark, kept = self.seating.mark(), dict[int, Places | None]()
        least: tuple[int, int] | None = None
        for _ in range(ORDERS):
            found = [self.choose(number) for number in random.sample(short, len(short))]
            missing = (sum(one.rank.to_go for one in found), sum(sum(one.rank[1:3]) for one in found))
            if least is None or missing < least:
                least, kept = missing, {number: self.seating.places[number] for number in short}
            self.seating.back_to(mark)
        for number, places in kept.items():
            self.seating.seat(number, places)
