"""Row 1: the best week among 100 sessions, exact, against OR-Tools CP-SAT with one worker on the same question.

Each week is searched by both in turn, and both must come to the same optimum, or CP-SAT to one that is no better and
that it has not proven in time; weeks that cannot be filled are among them. Ours is the whole way from a week and what
is offered to a proposal, every refusal asked. Time is the processor's, so that nothing else on the machine counts.
"""

from __future__ import annotations

import sys
from random import Random
from statistics import median
from time import process_time

import click

from benchmarks import _cp_sat
from benchmarks._weeks import NOW, Task, tasks
from benchmarks.measure import Goal, Row, percentile, say
from iopsched.domain.plan.case import Case
from iopsched.domain.plan.proposal import Proposal
from iopsched.domain.plan.question import Question, questions
from iopsched.domain.wishes import Wishes

WEEKS, ROUND, CANDIDATES, SEED = 500, 50, 100, 1
HALF, MOST = Goal(1 / 30, at_least=False), Goal(1 / 15, at_least=False)


def main() -> None:
    ours: list[float] = []
    reference: list[float] = []
    short = unproven = 0
    with click.progressbar(tasks(Random(SEED), WEEKS, CANDIDATES), label="best week", file=sys.stderr) as given:
        for task in given:
            began = process_time()
            found = Case.of(task.week, task.offered, task.usual, NOW).best(Wishes())
            ours.append(1e3 * (process_time() - began))
            short += not found.is_complete
            if _cp_sat.is_installed():
                took, is_proven = _time_and_check(task, found)
                reference.append(1e3 * took)
                unproven += not is_proven
    print(f"{WEEKS} weeks of {CANDIDATES} sessions, {short} of which cannot be filled; {unproven} that CP-SAT gave up")
    _tell(ours, reference)


def _time_and_check(task: Task, found: Proposal) -> tuple[float, bool]:
    """Seconds of the reference for the same question, and whether it was done: then it must come to the same."""
    (question,) = questions(task.week, task.offered, Wishes(), task.usual)
    began = process_time()
    answer = _cp_sat.best(question)
    took = process_time() - began
    ours = (*found.rank[:5], *_new_and_late(found, question, task))
    assert ours == answer.comes_to if answer.is_proven else ours <= answer.comes_to, (ours, answer)
    return took, answer.is_proven


def _new_and_late(found: Proposal, question: Question, task: Task) -> tuple[int, int]:
    """Sessions of offerings that are new to the patient, and minutes into their days at which days end, summed up."""
    chosen = {session.id for session in found.sessions}
    ends = [
        max((one.late for one in day.choices if question.sessions[one.number].id in chosen), default=0)
        for day in question.days
    ]
    return sum(session.offering_id not in task.usual for session in found.sessions), sum(ends) >> question.size


def _tell(ours: list[float], reference: list[float]) -> None:
    if not reference:
        print(
            f"ours p50 {median(ours):.1f} ms, p99 {percentile(ours, 0.99):.1f} ms; for a reference: pip install ortools"
        )
        return
    half = Row("best week, p50", "ms", _medians(ours), _medians(reference), HALF)
    most = Row("best week, p99 against p50", "ms", (percentile(ours, 0.99),), (median(reference),), MOST)
    say(half, most)


def _medians(values: list[float]) -> tuple[float, ...]:
    """One for each round of weeks, so that it shows how far the machine drifts."""
    return tuple(median(values[first : first + ROUND]) for first in range(0, len(values), ROUND))


if __name__ == "__main__":
    main()
