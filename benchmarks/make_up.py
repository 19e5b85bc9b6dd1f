"""What mends a week that fell short: the smallest sets, exact, where one to three sessions of a full week are lost.

Time is the processor's, every refusal asked; weeks are those of the planner's benchmarks.
"""

from __future__ import annotations

import sys
from random import Random
from statistics import median
from time import process_time

import click

from benchmarks._weeks import NOW, Task, tasks
from benchmarks.measure import percentile
from iopsched.domain.make_up import smallest
from iopsched.domain.plan.case import Case
from iopsched.domain.week import Week
from iopsched.domain.wishes import Wishes

WEEKS, SEED = 100, 1
CANDIDATES = (100, 300)


def main() -> None:
    for candidates in CANDIDATES:
        random = Random(SEED)
        times: list[float] = []
        with click.progressbar(tasks(random, WEEKS, candidates), label="make-up", file=sys.stderr) as given:
            for task in given:
                if short := _short_week(task, random):
                    began = process_time()
                    smallest(short, task.offered, usual=task.usual, now=NOW)
                    times.append((process_time() - began) * 1000)
        said = f"median {median(times):.3g} ms, 99 % within {percentile(times, 0.99):.3g} ms, most {max(times):.3g} ms"
        print(f"{len(times)} weeks of {candidates} sessions: {said}", flush=True)


def _short_week(task: Task, random: Random) -> Week | None:
    """The best week without one to three of its sessions; None where none is full."""
    best = Case.of(task.week, task.offered, task.usual, NOW).best(Wishes())
    if not best.is_complete:
        return None
    week = best.week
    for session in random.sample(best.sessions, min(len(best.sessions), random.randint(1, 3))):
        week = week.without(session.id)
    return week


if __name__ == "__main__":
    main()
