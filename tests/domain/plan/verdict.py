"""The rule book's judgement of what the planner says: which rules a proposal breaks, and what its week comes to."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain, combinations

from iopsched.domain.plan import Change, Outlook, Proposal, Remedy, look
from iopsched.domain.plan.case import Case
from iopsched.domain.plan.remedy import Lifted
from iopsched.domain.session import Session
from tests.domain.plan import rule_book, weighing
from tests.domain.plan.facts import Facts, Sitting, facts_of, sittings_of
from tests.domain.plan.random_weeks import Scene

MET = [0, 0, 0]


@dataclass(frozen=True)
class Verdict:
    """``broken`` are the words of rules; ``comes_to`` is what is missing, then each preference in its order."""

    broken: list[str]
    comes_to: list[int]

    @property
    def is_met(self) -> bool:
        return self.comes_to[:3] == MET


def facts_in(scene: Scene) -> Facts:
    return facts_of(scene.week, scene.wishes, scene.now, scene.usual, scene.clinicians)


def best_of(scene: Scene) -> Proposal:
    return Case.of(scene.week, scene.offered, scene.usual, scene.now, scene.clinicians).best(scene.wishes)


def outlook_of(scene: Scene) -> Outlook:
    return look(scene.week, scene.offered, scene.wishes, usual=scene.usual, clinicians=scene.clinicians, now=scene.now)


def verdict(facts: Facts, chosen: list[Sitting]) -> Verdict:
    return Verdict([*rule_book.broken(facts, chosen)], weighing.amounts(facts, chosen))


def on(scene: Scene, sessions: Iterable[Session]) -> Verdict:
    """On these sessions, as they are offered in the scene."""
    offered = {session.id: session for session in scene.offered}
    return verdict(facts_in(scene), sittings_of(scene.week, (offered[session.id] for session in sessions)))


def on_change(scene: Scene, change: Change) -> Verdict:
    """By the wishes as they would be then."""
    return on(replace(scene, wishes=change.wishes), change.proposal.sessions)


def on_remedy(scene: Scene, remedy: Remedy) -> Verdict:
    """By the week as it would be then: a seat, a busy time or a modality gives way, and nothing else."""
    facts, lifted = facts_in(scene), {session.id for session in remedy.sessions}
    if remedy.what is Lifted.BUSY:
        gone = [facts.busy[place] for place, span in enumerate(scene.week.busy) if span == remedy.span]
        facts = replace(facts, busy=tuple(span for span in facts.busy if span not in gone))
    if remedy.what is Lifted.MODALITY:
        facts = replace(facts, plans=tuple(replace(p, modalities=("in_person", "telehealth")) for p in facts.plans))
    offered = {one.id: one for one in sittings_of(scene.week, scene.offered)}
    chosen = [offered[session.id] for session in remedy.proposal.sessions]
    if remedy.what is Lifted.SEAT:
        chosen = [replace(one, has_seat=True) if one.id in lifted else one for one in chosen]
    return verdict(facts, chosen)


def best_by_the_book(facts: Facts, offered: list[Sitting]) -> tuple[list[int], list[int]]:
    """What the best week comes to and its sessions' ids, by trying every set; of equals the one with the least ids.

    Of weeks that meet the plan only those from which no session could be left out.
    """
    fitting = [one for one in offered if one.minutes and not any(rule_book.broken(facts, [one]))]
    ids = sorted(one.id for one in fitting)
    possible = (
        (weighing.amounts(facts, chosen), [one.id for one in chosen])
        for chosen in chain.from_iterable(combinations(fitting, count) for count in range(len(fitting) + 1))
        if not any(rule_book.broken(facts, chosen))
        and (not weighing.is_met(facts, chosen) or weighing.is_lean(facts, chosen))
    )
    comes_to, taken = min(possible, key=lambda one: (one[0], [each not in one[1] for each in ids]))
    return comes_to, sorted(taken)
