"""Row 3: a week for each of 500 patients among 150 sessions, five seeds, against what no plan can better.

The reference is the bound of the linear programme over all complete weeks (`_linear`, with GLOP, where OR-Tools is
there), and two greedies that take scarce individual hours last: one gives each in turn the shortest complete week that
is left, the other the best by the patient's own planner, fewest days first. Time is the processor's: what else the
machine does does not count. Sessions to add are looked for too, in a second run, so that it shows what that takes.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from time import process_time
from typing import TypeVar

import click

from benchmarks import _linear
from benchmarks._programs import Crowd, crowd
from benchmarks._weeks import MONDAY, NOW
from benchmarks.measure import Goal, Row, say
from iopsched.domain.plan.case import Case
from iopsched.domain.program_plan import ProgramPlan, Seeker, make
from iopsched.domain.program_plan.buyer import Buyer
from iopsched.domain.program_plan.completion import greedy
from iopsched.domain.wishes import Wishes
from iopsched.domain.words import Component

PATIENTS, SESSIONS, SEEDS = 500, 150, (1, 2, 3, 4, 5)
SECONDS = 10.0
WEEK = tuple(MONDAY + timedelta(days=day) for day in range(7))
T = TypeVar("T")


@dataclass(slots=True)
class Figures:
    """A value for each seed."""

    complete: list[float] = field(default_factory=list)
    shortest: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    bound: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    with_extras: list[float] = field(default_factory=list)


def main() -> None:
    figures = Figures()
    with click.progressbar(SEEDS, label="whole program", file=sys.stderr) as seeds:
        for seed in seeds:
            _measure(crowd(Random(seed), PATIENTS, SESSIONS), seed, figures)
    print(f"{PATIENTS} patients, {SESSIONS} sessions, seeds {SEEDS}: {_listed(figures.complete)} complete weeks")
    print(f"the greedies: {_listed(figures.shortest)} (shortest), {_listed(figures.own)} (own planner)")
    _tell(figures)


def _measure(given: Crowd, seed: int, figures: Figures) -> None:
    seekers = [Seeker(week) for week in given.weeks]
    plan = _timed(lambda: make(seekers, given.sessions, seed=seed, now=NOW), figures.seconds)
    _check(plan, given)
    figures.complete.append(len(plan.complete))
    _timed(lambda: make(seekers, given.sessions, seed=seed, now=NOW, days=WEEK), figures.with_extras)
    places = {session.id: place for place, session in enumerate(given.sessions)}
    buyers = [Buyer.of(seeker, given.sessions, places, NOW) for seeker in seekers]
    figures.shortest.append(greedy(buyers, given.sessions, Random(seed), lambda: None).completed)
    figures.own.append(_by_own_planner(given, seed))
    if _linear.is_installed():
        seats = [session.seats_left for session in given.sessions]
        figures.bound.append(_linear.bound([buyer.worlds for buyer in buyers], seats))


def _check(plan: ProgramPlan, given: Crowd) -> None:
    seats = Counter(session.id for one in plan.proposals for session in one.sessions)
    assert all(seats[session.id] <= session.seats_left for session in given.sessions)
    assert all(one.week.is_met for one in plan.complete)


def _by_own_planner(given: Crowd, seed: int) -> int:
    """To each in turn the best week that is left; of those alike in days and minutes, one without individual hours."""
    usual = frozenset(one.offering_id or 0 for one in given.sessions if one.component is not Component.INDIVIDUAL)
    left, complete = {session.id: session for session in given.sessions}, 0
    for week in Random(seed).sample(given.weeks, len(given.weeks)):
        best = Case.of(week, tuple(left.values()), usual, NOW).best(Wishes())
        complete += best.is_complete
        for session in best.sessions if best.is_complete else ():
            left[session.id] = replace(left[session.id], taken=left[session.id].taken + 1)
    return complete


def _timed(act: Callable[[], T], times: list[float]) -> T:
    began = process_time()
    result = act()
    times.append(process_time() - began)
    return result


def _tell(figures: Figures) -> None:
    complete, allowed = tuple(figures.complete), tuple(SECONDS for _ in SEEDS)
    best = tuple(map(max, figures.shortest, figures.own))
    if figures.bound:
        say(Row("whole program, complete weeks of the bound", "weeks", complete, tuple(figures.bound), Goal(0.98)))
    else:
        print("no bound: pip install -r requirements-dev.lock")
    say(
        Row("whole program, complete weeks of the better greedy", "weeks", complete, best, Goal(1)),
        Row("whole program, time", "s", tuple(figures.seconds), allowed, Goal(1, at_least=False)),
        Row("whole program and extra sessions, time", "s", tuple(figures.with_extras), allowed),
    )


def _listed(values: list[float]) -> str:
    return ", ".join(f"{value:.0f}" for value in values)


if __name__ == "__main__":
    main()
