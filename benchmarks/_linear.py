"""The reference of the whole program: the linear programme over all complete weeks, by column generation with GLOP.

Its dual prices give an upper bound by themselves, whatever is left to generate: all seats at their prices, and what
each patient's cheapest week leaves of one. The search under prices is ours; GLOP knows only the weeks it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from iopsched.domain.program_plan.world import World

ONE = 1 << 20
ROUNDS, NEAR = 60, 0.05


def is_installed() -> bool:
    """Whether OR-Tools is there: requirements-dev.lock."""
    try:
        import_module("ortools.linear_solver.pywraplp")
    except ModuleNotFoundError:
        return False
    return True


def bound(everyone: Sequence[Sequence[World]], seats: Sequence[int]) -> float:
    """No plan completes more weeks than this."""
    master, least = _Master(len(everyone), seats), float(len(everyone))
    for _ in range(ROUNDS):
        reached, prices = master.solve()
        total = sum(price * left for price, left in zip(prices, seats, strict=True))
        for number, worlds in enumerate(everyone):
            offers = [found for world in worlds if (found := world.cheapest(prices, ONE))]
            if best := min(offers, default=None):
                total += ONE - best.price
                master.add(number, best.places)
        least = min(least, total / ONE)
        if least - reached < NEAR:
            break
    return least


class _Master:
    """A variable for each week that was shown, a row for each patient and each session."""

    def __init__(self, patients: int, seats: Sequence[int]) -> None:
        library: Any = import_module("ortools.linear_solver.pywraplp")
        self.solver = library.Solver.CreateSolver("GLOP")
        self.patients = [self.solver.Constraint(0, 1) for _ in range(patients)]
        self.sessions = [self.solver.Constraint(0, left) for left in seats]
        self.known: set[tuple[int, tuple[int, ...]]] = set()
        self.solver.Objective().SetMaximization()

    def add(self, patient: int, places: tuple[int, ...]) -> None:
        if (patient, places) in self.known:
            return
        self.known.add((patient, places))
        week = self.solver.NumVar(0, self.solver.infinity(), "")
        self.solver.Objective().SetCoefficient(week, 1)
        for row in (self.patients[patient], *(self.sessions[place] for place in places)):
            row.SetCoefficient(week, 1)

    def solve(self) -> tuple[float, list[int]]:
        """What the weeks shown come to, and the price of each session."""
        assert self.solver.Solve() == self.solver.OPTIMAL
        prices = [max(0, round(row.dual_value() * ONE)) for row in self.sessions]
        return self.solver.Objective().Value(), prices
