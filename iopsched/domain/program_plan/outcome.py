"""What comes of it: a week for everybody who has none complete, and what would help those who stay short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from random import Random

from iopsched.domain.ground import Ground
from iopsched.domain.offering import Offering
from iopsched.domain.plan.proposal import Proposal
from iopsched.domain.program_plan.buyer import Buyer, Seeker
from iopsched.domain.program_plan.completion import STAGES, complete
from iopsched.domain.program_plan.extra import Extra, candidates, extras
from iopsched.domain.program_plan.preference import SWEEPS, settle
from iopsched.domain.session import Session

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much; the last time it is all."""


@dataclass(frozen=True, slots=True)
class ProgramPlan:
    """``proposals`` stand in the order of the seekers; ``sessions`` are all that is offered, with these seats taken.

    ``extras`` are sessions that could be added, the one that completes most first.
    """

    proposals: tuple[Proposal, ...]
    sessions: tuple[Session, ...]
    extras: tuple[Extra, ...] = ()

    @property
    def complete(self) -> tuple[Proposal, ...]:
        return tuple(one for one in self.proposals if one.is_complete)

    @property
    def short(self) -> tuple[Proposal, ...]:
        """Those that miss most first."""
        missing = (one for one in self.proposals if not one.is_complete)
        return tuple(sorted(missing, key=lambda one: one.rank[:3], reverse=True))

    @property
    def minutes_short(self) -> int:
        return sum(one.week.to_go for one in self.short)


class Meter:
    """Tells of every hundredth part that is done, and does not run past the end."""

    def __init__(self, total: int, progress: Progress) -> None:
        self.total, self.progress, self.done = total, progress, 0

    def tick(self) -> None:
        before, self.done = self.done * 100 // self.total, min(self.total, self.done + 1)
        if self.done * 100 // self.total > before:
            self.progress(self.done, self.total)

    def end(self) -> None:
        if self.done < self.total:
            self.done = self.total
            self.progress(self.total, self.total)


def make(
    seekers: Sequence[Seeker],
    offered: Sequence[Session],
    *,
    seed: int,
    now: datetime,
    usual: Sequence[Offering] = (),
    days: Sequence[date] = (),
    ground: Ground | None = None,
    progress: Progress = lambda done, total: None,
) -> ProgramPlan:
    """Plan the week of everybody who seeks one, under the seats that ``offered`` have left; the same for the same seed.

    As many complete weeks as can be found come first, then as few minutes short as can be for the others, then what
    each prefers: nobody's complete week is given up for anybody's preference, and what is booked stays. ``days`` are
    those on which staff could add a session: a copy of a full one, or of what is ``usual`` at its hour; on a ``ground``
    only where somebody and a room are free for it, who may be others.
    """
    random = Random(seed)  # noqa: S311 # a draw that can be repeated
    meter = Meter(max(1, len(seekers)) * (STAGES + SWEEPS), progress)

    def buyers(sessions: Sequence[Session]) -> tuple[Buyer, ...]:
        place_of = {session.id: place for place, session in enumerate(sessions)}
        return tuple(Buyer.of(seeker, sessions, place_of, now) for seeker in seekers)

    seating = complete(buyers(offered), offered, random, meter.tick)
    proposals = settle(seating, offered, random, meter.tick)
    for number, proposal in enumerate(proposals):
        if not proposal.is_complete:
            seating.seat(number, None)
    taken = _taken(offered, proposals)
    wanted = candidates(seekers[0].week.program, taken, usual, days, now, ground) if seekers and days else ()
    found = extras(seating, buyers, offered, wanted, random, meter.tick)
    meter.end()
    return ProgramPlan(proposals, taken, found)


def _taken(offered: Sequence[Session], proposals: Sequence[Proposal]) -> tuple[Session, ...]:
    seats = Counter(session.id for proposal in proposals for session in proposal.sessions)
    return tuple(replace(session, taken=session.taken + seats[session.id]) for session in offered)
