"""Row 1: the best week among 100 sessions, exact, against OR-Tools CP-SAT with one worker on the same question.

Each question is searched by both in turn, and both must come to the same optimum, or CP-SAT to one that is no better
and that it has not proven in time; weeks that cannot be filled are among them. A third time is that of the whole way
from a week and what is offered to a proposal, every refusal asked. Time is the processor's: what else the machine does
does not count.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from statistics import median
from time import process_time
from typing import TypeVar

import click

from benchmarks import _cp_sat
from benchmarks._weeks import Task, tasks
from benchmarks.measure import Goal, Row, percentile, say
from iopsched.domain.plan.choice import Known
from iopsched.domain.plan.fold import Space
from iopsched.domain.plan.question import Question, questions
from iopsched.domain.plan.search import Found, Search
from iopsched.domain.wishes import Wishes

WEEKS, ROUND, CANDIDATES, SEED = 500, 50, 100, 1
T = TypeVar("T")
HALF, MOST = Goal(1 / 30, at_least=False), Goal(1 / 15, at_least=False)


@dataclass(slots=True)
class Times:
    """Milliseconds, one for each week."""

    ours: list[float] = field(default_factory=list)
    reference: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    short: int = 0
    unproven: int = 0


def main() -> None:
    times = Times()
    with click.progressbar(tasks(Random(SEED), WEEKS, CANDIDATES), label="best week", file=sys.stderr) as given:
        for task in given:
            _search(task, times)
    print(
        f"{WEEKS} weeks of {CANDIDATES} sessions, {times.short} of which cannot be filled; "
        f"CP-SAT gave up {times.unproven} after {_cp_sat.PATIENCE:g} s"
    )
    _tell(times)


def _search(task: Task, times: Times) -> None:
    known = Known(Wishes(), task.usual, task.clinicians)
    (question,) = questions(task.week, task.offered, known)
    found = timed(lambda: _best(question), times.ours)
    times.short += not found.rank.is_met
    if _cp_sat.is_installed():
        answer = timed(lambda: _cp_sat.best(task, question), times.reference)
        ours = (*found.rank[:3], *found.rank.matters)
        assert ours == answer.comes_to if answer.is_proven else ours <= answer.comes_to, (ours, answer)
        times.unproven += not answer.is_proven
    whole = timed(lambda: task.case.best(Wishes()), times.whole)
    assert whole.rank == found.rank


def _best(question: Question) -> Found:
    search = Search(Space.of(question))
    found = search.complete() or search.closest()
    assert found is not None
    return found


def timed(act: Callable[[], T], times: list[float]) -> T:
    """What comes of it; the milliseconds of processor time that it took are added."""
    began = process_time()
    result = act()
    times.append(1e3 * (process_time() - began))
    return result


def _tell(times: Times) -> None:
    if not times.reference:
        print(f"ours p50 {median(times.ours):.1f} ms, p99 {percentile(times.ours, 0.99):.1f} ms")
        print("no reference: pip install -r requirements-dev.lock")
        return
    reference = medians(times.reference)
    say(
        Row("best week, p50", "ms", medians(times.ours), reference, HALF),
        Row("best week, p99 against p50", "ms", (percentile(times.ours, 0.99),), (median(times.reference),), MOST),
        Row("best week, the whole way, p50", "ms", medians(times.whole), reference),
    )


def medians(values: list[float]) -> tuple[float, ...]:
    """One for each round of weeks, so that it shows how far the machine drifts."""
    return tuple(median(values[first : first + ROUND]) for first in range(0, len(values), ROUND))


if __name__ == "__main__":
    main()
