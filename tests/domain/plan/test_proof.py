"""The planner against the rule book: what it says is allowed, and nothing is better.

Tiny weeks are compared with every set there is, large ones with OR-Tools CP-SAT. IOPSCHED_PROOF_WEEKS asks for more of
the large ones than the usual, from IOPSCHED_PROOF_SEED on: see CONTRIBUTING.md.
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from iopsched.domain.booking import refusals
from iopsched.domain.replacement import replacements
from iopsched.domain.wishes import Wishes
from tests.domain.plan import rule_book, verdict
from tests.domain.plan.cp_sat import CpSat, cp_sat
from tests.domain.plan.facts import facts_of, sitting_of, sittings_of
from tests.domain.plan.large_weeks import large_week
from tests.domain.plan.random_weeks import Scene, scenes
from tests.domain.plan.verdict import best_by_the_book, best_of, facts_in, outlook_of

WEEKS, FIRST = int(os.environ.get("IOPSCHED_PROOF_WEEKS", "120")), int(os.environ.get("IOPSCHED_PROOF_SEED", "1"))
PARTS = 8
ENOUGH = 0.1
"""Weeks, of all, that CP-SAT may leave unproven."""
SEEDS = [range(FIRST + part, FIRST + WEEKS, PARTS) for part in range(PARTS)]
OFTEN = settings(max_examples=300, deadline=None)


@pytest.fixture(scope="module")
def solver() -> Iterator[CpSat]:
    with cp_sat() as process:
        yield process


def ids(sessions) -> list[int]:
    return sorted(session.id for session in sessions)


@given(scenes())
@OFTEN
def test_what_may_be_booked_is_what_the_rules_allow(scene: Scene):
    facts = facts_of(scene.week, Wishes(), scene.now)

    for session in scene.offered:
        allowed = not any(rule_book.broken(facts, [sitting_of(scene.week, session)]))
        assert allowed == (not any(refusals(scene.week, session, scene.now)))


@given(scenes(most=7))
@OFTEN
def test_of_a_tiny_week_no_set_of_sessions_is_better(scene: Scene):
    offered = sittings_of(scene.week, scene.offered)
    comes_to, chosen = best_by_the_book(facts_in(scene), offered)

    best = best_of(scene)

    assert (verdict.on(scene, best.sessions).comes_to, ids(best.sessions)) == (comes_to, chosen)


@given(scenes(most=7))
@settings(max_examples=100, deadline=None)
def test_the_second_opinion_finds_what_trying_every_set_finds(solver: CpSat, scene: Scene):
    facts, offered = facts_in(scene), sittings_of(scene.week, scene.offered)

    found = solver.best(facts, offered)

    assert found == (best_by_the_book(facts, offered)[0], True)


@pytest.mark.parametrize("seeds", SEEDS, ids=str)
def test_of_a_large_week_none_is_better_than_the_best(solver: CpSat, seeds: range):
    unproven = [seed for seed in seeds if not agree(solver, seed)]

    assert len(unproven) <= ENOUGH * len(seeds)


def agree(solver: CpSat, seed: int) -> bool:
    """Whether CP-SAT proves that its best week is ours; where it only runs out of patience, its week is no better."""
    scene = large_week(seed)
    known = solver.best(facts_in(scene), sittings_of(scene.week, scene.offered))
    best = best_of(scene)
    found = verdict.on(scene, best.sessions)
    assert (seed, found.broken, best.is_complete) == (seed, [], found.is_met)
    if known.is_proven:
        assert (seed, found.comes_to) == (seed, known.comes_to)
    assert (seed, found.comes_to) <= (seed, known.comes_to)
    return known.is_proven


def in_every_proposal_the_rules_are_kept(scene: Scene) -> None:
    """The rule book's judgement of all that the planner says about a week."""
    outlook = outlook_of(scene)
    for one in outlook.proposals:
        found = verdict.on(scene, one.sessions)
        assert (found.broken, found.is_met) == ([], True)
    if outlook.closest:
        closest = verdict.on(scene, outlook.closest.sessions)
        assert (closest.broken, closest.is_met) == ([], False)
        for change in outlook.changes:
            then = verdict.on_change(scene, change)
            assert then.broken == []
            assert then.comes_to[:3] < closest.comes_to[:3]
        for remedy in outlook.remedies:
            then = verdict.on_remedy(scene, remedy)
            assert then.broken == []
            assert then.comes_to[:3] == [remedy.minutes, 0, 0]


def in_every_swap_the_rules_are_kept(scene: Scene) -> None:
    """Each with the old seat given up; what is said to keep the week makes nothing shorter."""
    offered = {one.id: one for one in sittings_of(scene.week, scene.offered)}
    as_it_is = verdict.verdict(facts_of(scene.week, Wishes(), scene.now), [])
    for old in scene.week.sessions:
        facts = facts_of(scene.week.without(old.id), Wishes(), scene.now)
        for new in replacements(scene.week, old, scene.offered, scene.now):
            then = verdict.verdict(facts, [offered[new.session.id]])
            falls_shorter = any(a > b for a, b in zip(then.comes_to[:3], as_it_is.comes_to[:3], strict=True))
            assert (then.broken, new.keeps) == ([], not falls_shorter)


@given(scenes())
@OFTEN
def test_whatever_is_said_of_a_small_week_keeps_the_rules(scene: Scene):
    in_every_proposal_the_rules_are_kept(scene)
    in_every_swap_the_rules_are_kept(scene)


@pytest.mark.parametrize("seeds", SEEDS, ids=str)
def test_whatever_is_said_of_a_large_week_keeps_the_rules(seeds: range):
    for seed in seeds:
        scene = large_week(seed)
        in_every_proposal_the_rules_are_kept(scene)
        in_every_swap_the_rules_are_kept(scene)
