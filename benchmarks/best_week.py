"""Figure 1: the best week among 100 sessions, exact, against OR-Tools CP-SAT with one worker on the same question.

Both search each week in turn, so that a machine that drifts slows both alike, and both must find the same optimum;
weeks that cannot be filled are among them. Ours is the whole way from a week and what is offered to a proposal.
"""

from __future__ import annotations

import sys
from random import Random
from statistics import median, quantiles
from time import perf_counter

from benchmarks import _cp_sat
from benchmarks._weeks import NOW, Task, tasks
from iopsched.domain.plan.case import Case
from iopsched.domain.plan.proposal import Proposal
from iopsched.domain.plan.question import Question, questions
from iopsched.domain.wishes import Wishes

WEEKS, CANDIDATES, SEED = 500, 100, 1
GOALS = (1 / 30, 1 / 15)
"""Half of the weeks, and 99 of 100, in at most this part of what CP-SAT takes for half of them."""


def main() -> None:
    ours: list[float] = []
    reference: list[float] = []
    short = 0
    for number, task in enumerate(tasks(Random(SEED), WEEKS, CANDIDATES), 1):
        began = perf_counter()
        found = Case.of(task.week, task.offered, task.usual, NOW).best(Wishes())
        ours.append(perf_counter() - began)
        short += not found.is_complete
        if _cp_sat.is_installed():
            reference.append(_time_and_check(task, found))
        _show(number)
    print(f"best week of {CANDIDATES} sessions, {WEEKS} weeks, {short} cannot be filled: {_line(ours, reference)}")


def _show(number: int) -> None:
    """A bar that a log is spared."""
    if sys.stderr.isatty():
        done = 40 * number // WEEKS
        end = "\n" if number == WEEKS else ""
        print(f"\r[{'#' * done}{'.' * (40 - done)}] {number} of {WEEKS} weeks", end=end, file=sys.stderr, flush=True)


def _time_and_check(task: Task, found: Proposal) -> float:
    """What the reference takes for the same question; it must come to the same."""
    (question,) = questions(task.week, task.offered, Wishes(), task.usual)
    began = perf_counter()
    optimum = _cp_sat.best(question)
    took = perf_counter() - began
    assert optimum == (*found.rank[:5], *_new_and_late(found, question, task)), (optimum, found.rank)
    return took


def _new_and_late(found: Proposal, question: Question, task: Task) -> tuple[int, int]:
    """Sessions of offerings that are new to the patient, and minutes into their days at which days end, summed up."""
    chosen = {session.id for session in found.sessions}
    ends = [
        max((one.late for one in day.choices if question.sessions[one.number].id in chosen), default=0)
        for day in question.days
    ]
    return sum(session.offering_id not in task.usual for session in found.sessions), sum(ends) >> question.size


def _line(ours: list[float], reference: list[float]) -> str:
    half, most = median(ours), quantiles(ours, n=100)[98]
    said = f"ours p50 {half * 1e3:.1f} ms, p99 {most * 1e3:.1f} ms"
    if not reference:
        return f"{said}; no reference: pip install -r requirements-bench.in"
    theirs = median(reference)
    return (
        f"{said}; CP-SAT p50 {theirs * 1e3:.0f} ms ({min(reference) * 1e3:.0f} to {max(reference) * 1e3:.0f}), "
        f"the same optimum each time; ratio 1/{theirs / half:.0f} and 1/{theirs / most:.0f}, "
        f"goal 1/{1 / GOALS[0]:.0f} and 1/{1 / GOALS[1]:.0f}"
    )


if __name__ == "__main__":
    main()
