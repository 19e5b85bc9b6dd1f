"""Row 2: three weeks that really differ among 300 sessions, against CP-SAT's one best week, and against our own one.

CP-SAT is asked for the best week only, with one worker; ours must come to the same optimum as its first of three. What
the second and the third take is compared with the first alone twice: for the search, and for the whole way from a week
and what is offered to proposals. Weeks that cannot be filled have no proposals, and are left out. Time is the
processor's.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from itertools import islice
from random import Random
from statistics import median

import click

from benchmarks import _cp_sat
from benchmarks._weeks import Task, tasks
from benchmarks.best_week import medians, timed
from benchmarks.measure import Goal, Row, say
from iopsched.domain.plan.case import MOST
from iopsched.domain.plan.choice import Known
from iopsched.domain.plan.differ import Differing
from iopsched.domain.plan.question import Question, questions
from iopsched.domain.plan.search import Found
from iopsched.domain.wishes import Wishes

WEEKS, CANDIDATES, SEED = 100, 300, 2
TWENTIETH, HALF_MORE = Goal(1 / 20, at_least=False), Goal(1.5, at_least=False)


@dataclass(slots=True)
class Times:
    """Milliseconds, one for each week."""

    one: list[float] = field(default_factory=list)
    three: list[float] = field(default_factory=list)
    whole_one: list[float] = field(default_factory=list)
    whole_three: list[float] = field(default_factory=list)
    reference: list[float] = field(default_factory=list)
    unproven: int = 0


def main() -> None:
    times, given = Times(), tasks(Random(SEED), WEEKS, CANDIDATES)
    with click.progressbar(given, label="three weeks", file=sys.stderr) as bar:
        for task in bar:
            _search(task, times)
    print(
        f"{len(times.one)} of {WEEKS} weeks of {CANDIDATES} sessions can be filled; "
        f"CP-SAT gave up {times.unproven} after {_cp_sat.PATIENCE:g} s"
    )
    one, three, whole = medians(times.one), medians(times.three), medians(times.whole_three)
    if times.reference:
        reference = medians(times.reference)
        say(Row("best of 300, p50", "ms", one, reference), Row("three of 300, p50", "ms", three, reference, TWENTIETH))
    say(
        Row("three against one, the search", "ms", three, one),
        Row("three against one, the whole way", "ms", whole, medians(times.whole_one), HALF_MORE),
    )
    if not times.reference:
        print(f"three p50 {median(times.three):.1f} ms; no reference: pip install -r requirements-dev.lock")


def _search(task: Task, times: Times) -> None:
    (question,) = questions(task.week, task.offered, Known(Wishes(), task.usual, task.clinicians))
    if not _weeks(question, 1):
        return
    (best,) = timed(lambda: _weeks(question, 1), times.one)
    first, *_ = timed(lambda: _weeks(question, MOST), times.three)
    assert first == best
    timed(lambda: task.case.best(Wishes()), times.whole_one)
    timed(lambda: task.case.proposals(Wishes()), times.whole_three)
    if _cp_sat.is_installed():
        answer = timed(lambda: _cp_sat.best(task, question), times.reference)
        ours = (*best.rank[:3], *best.rank.matters)
        assert ours == answer.comes_to if answer.is_proven else ours <= answer.comes_to, (ours, answer)
        times.unproven += not answer.is_proven


def _weeks(question: Question, number: int) -> list[Found]:
    return [*islice(Differing([question], frozenset()).weeks(), number)]


if __name__ == "__main__":
    main()
