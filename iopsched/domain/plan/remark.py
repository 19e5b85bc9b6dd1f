"""What there is to say for and against a proposal, next to the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from iopsched.domain.plan.proposal import Proposal, Remark, Trait
from iopsched.domain.words import Part


def with_remarks(proposals: Sequence[Proposal], usual: frozenset[int]) -> tuple[Proposal, ...]:
    """The proposals, best first, each with its gains and costs. ``usual`` are the offerings of the week before."""
    return tuple(
        replace(one, gains=tuple(_gains(one, proposals, usual)), costs=tuple(_costs(one, proposals[0], usual)))
        for one in proposals
    )


def _gains(one: Proposal, all_of_them: Sequence[Proposal], usual: frozenset[int]) -> Iterator[Remark]:
    """What is kept; what is free in this week and taken in another."""
    if kept := tuple(session for session in one.sessions if session.offering_id in usual):
        yield Remark(Trait.KEEPS, sessions=kept)
    if one.is_from_home:
        yield Remark(Trait.NO_TRAVEL)
    taken = {day for other in all_of_them for day in other.days}
    if free := tuple(sorted(day for day in taken.difference(one.days) if day.weekday() < 5)):
        yield Remark(Trait.FREE_DAYS, days=free)
    for part, trait in ((Part.WEEKEND, Trait.WEEKEND_FREE), (Part.EVENING, Trait.EVENINGS_FREE)):
        if part not in _used(one) and any(part in _used(other) for other in all_of_them):
            yield Remark(trait)


def _costs(one: Proposal, best: Proposal, usual: frozenset[int]) -> Iterator[Remark]:
    new = tuple(session for session in one.sessions if session.offering_id not in usual)
    if usual and new:
        yield Remark(Trait.NEW, sessions=new)
    if one.minutes > one.week.required:
        yield Remark(Trait.BEYOND, amount=one.minutes - one.week.required)
    if len(one.days) > len(best.days):
        yield Remark(Trait.MORE_DAYS, amount=len(one.days) - len(best.days))


def _used(one: Proposal) -> set[Part]:
    return {one.week.program.part_of(session.starts) for session in one.week.sessions}
