"""What there is to say for and against a proposal, next to the others: first what weighs most with the program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from iopsched.domain.plan.choice import Known
from iopsched.domain.plan.proposal import Proposal, Remark, Trait
from iopsched.domain.preference import Preference
from iopsched.domain.words import Part

MOST = 4
OF = {
    Trait.FEWER_DAYS: Preference.DAYS,
    Trait.MORE_DAYS: Preference.DAYS,
    Trait.BEYOND: Preference.BEYOND,
    Trait.AS_WISHED: Preference.WISHED,
    Trait.NOT_WISHED: Preference.WISHED,
    Trait.KEEPS: Preference.HOME_GROUP,
    Trait.NEW: Preference.HOME_GROUP,
    Trait.SAME_CLINICIAN: Preference.CLINICIAN,
    Trait.ENDS_EARLY: Preference.EARLIEST_END,
    Trait.NO_WAITING: Preference.FEWEST_GAPS,
    Trait.WAITING: Preference.FEWEST_GAPS,
}
"""What each is about; the others, which no program orders, come last."""


def with_remarks(proposals: Sequence[Proposal], known: Known) -> tuple[Proposal, ...]:
    """The proposals, best first, each with up to four gains and costs: those that tell it from the others first, and of
    those what weighs most with the program.
    """
    said = [([*_gains(one, proposals, known)], [*_costs(one, proposals, known)]) for one in proposals]
    common = (
        [remark for remark in chain(*said[0]) if all(remark in chain(*other) for other in said)] if said[1:] else []
    )
    return tuple(_with(one, *remarks, common) for one, remarks in zip(proposals, said, strict=True))


def _with(one: Proposal, gains: list[Remark], costs: list[Remark], common: list[Remark]) -> Proposal:
    order = one.week.program.preferences

    def weight(said: Remark) -> tuple[bool, int]:
        return said in common, order.index(OF[said.trait]) if said.trait in OF else len(order)

    kept = sorted((*gains, *costs), key=weight)[:MOST]
    return replace(
        one,
        gains=tuple(said for said in kept if said in gains),
        costs=tuple(said for said in kept if said in costs),
    )


def _gains(one: Proposal, all_of_them: Sequence[Proposal], known: Known) -> Iterator[Remark]:
    """What is kept and as wished; what another has more of; what is free in this week and taken in another."""
    others = [other for other in all_of_them if other is not one]
    if (fewer := min((len(other.days) for other in others), default=0) - len(one.days)) > 0:
        yield Remark(Trait.FEWER_DAYS, amount=fewer)
    if known.wishes.is_rather and one.is_complete and not one.amount(Preference.WISHED):
        yield Remark(Trait.AS_WISHED)
    if kept := tuple(session for session in one.sessions if session.offering_id in known.offerings):
        yield Remark(Trait.KEEPS, sessions=kept)
    if same := tuple(session for session in one.sessions if session.clinician_id in known.clinicians):
        yield Remark(Trait.SAME_CLINICIAN, sessions=same)
    if others and one.ends_at(one.last) == min(ends := [each.ends_at(each.last) for each in all_of_them]) < max(ends):
        yield Remark(Trait.ENDS_EARLY, sessions=(one.last,))
    if one.amount(Preference.FEWEST_GAPS) == 0 and any(other.amount(Preference.FEWEST_GAPS) for other in others):
        yield Remark(Trait.NO_WAITING)
    yield from _free(one, all_of_them)


def _free(one: Proposal, all_of_them: Sequence[Proposal]) -> Iterator[Remark]:
    if one.is_from_home:
        yield Remark(Trait.NO_TRAVEL)
    taken = {day for other in all_of_them for day in other.days}
    if free := tuple(sorted(day for day in taken.difference(one.days) if day.weekday() < 5)):
        yield Remark(Trait.FREE_DAYS, days=free)
    for part, trait in ((Part.WEEKEND, Trait.WEEKEND_FREE), (Part.EVENING, Trait.EVENINGS_FREE)):
        if part not in _used(one) and any(part in _used(other) for other in all_of_them):
            yield Remark(trait)


def _costs(one: Proposal, all_of_them: Sequence[Proposal], known: Known) -> Iterator[Remark]:
    program, best = one.week.program, all_of_them[0]
    if len(one.days) > len(best.days):
        yield Remark(Trait.MORE_DAYS, amount=len(one.days) - len(best.days))
    if one.minutes > one.week.required:
        yield Remark(Trait.BEYOND, amount=one.minutes - one.week.required)
    if other := tuple(session for session in one.sessions if not known.wishes.likes(session, program)):
        yield Remark(Trait.NOT_WISHED, sessions=other)
    new = tuple(session for session in one.sessions if session.offering_id not in known.offerings)
    if known.offerings and new:
        yield Remark(Trait.NEW, sessions=new)
    waiting = one.amount(Preference.FEWEST_GAPS)
    if waiting > min(each.amount(Preference.FEWEST_GAPS) for each in all_of_them):
        yield Remark(Trait.WAITING, amount=waiting)


def _used(one: Proposal) -> set[Part]:
    return {one.week.program.part_of(session.starts) for session in one.week.sessions}
