"""The reference: the same question as a model for OR-Tools CP-SAT, one worker, all matters in one weighted sum."""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

from iopsched.domain.plan.question import Day, Question
from iopsched.domain.plan.tally import FIELD, LARGEST

LATEST, MOST_SESSIONS = 7 * 26 * 60, 40
PATIENCE = 5.0
"""Seconds; a few weeks take it minutes to prove."""


def is_installed() -> bool:
    """Whether OR-Tools is there: requirements-bench.in."""
    try:
        import_module("ortools.sat.python.cp_model")
    except ModuleNotFoundError:
        return False
    return True


class Answer(NamedTuple):
    """What the week comes to: to go, short, missing days, days, beyond, new, late; and whether it is proven best."""

    comes_to: tuple[int, ...]
    is_proven: bool


def best(question: Question) -> Answer:
    """The best week that is found in time."""
    return Model(question).solve()


class Model:
    """One Boolean for each session, one for each day; the order of preference as weights that cannot overlap."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.library: Any = import_module("ortools.sat.python.cp_model")
        self.model = self.library.CpModel()
        self.choices = [one for day in question.days for one in day.choices]
        self.chosen = {one.number: self.model.new_bool_var("") for one in self.choices}
        self.minutes = sum(one.minutes * self.chosen[one.number] for one in self.choices)
        days = [self._day(day) for day in question.days]
        new_days = sum(used for used, _, _ in days)
        missing_days = max(0, question.days_asked)
        self.model.add(self.minutes <= question.room)
        self.model.add(new_days <= question.days_room)
        self.terms = [
            (self._to_go(), 0),
            (sum(short for _, short, _ in days), sum(day.least for day in question.days)),
            (self._at_least(question.days_asked - new_days, missing_days), missing_days),
            (new_days, 7),
            (self._at_least(self.minutes - question.asked, question.room), max(0, question.room - question.asked)),
            (sum(self.chosen[one.number] for one in self.choices if one.cost > 0), MOST_SESSIONS),
            (sum(late for _, _, late in days), LATEST),
        ]

    def solve(self) -> Answer:
        weights = [1]
        for _, most in reversed(self.terms[1:]):
            weights.append(weights[-1] * (most + 1))
        self.model.minimize(sum(term * weight for (term, _), weight in zip(self.terms, reversed(weights), strict=True)))
        solver = self.library.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = PATIENCE
        status = solver.solve(self.model)
        assert status in {self.library.OPTIMAL, self.library.FEASIBLE}, solver.status_name(status)
        return Answer(tuple(solver.value(term) for term, _ in self.terms), status == self.library.OPTIMAL)

    def _day(self, day: Day) -> tuple[Any, Any, Any]:
        """Whether the day is used, by how much it is too short, and when it ends."""
        model, seats = self.model, [self.chosen[one.number] for one in day.choices]
        minutes = sum(one.minutes * seat for one, seat in zip(day.choices, seats, strict=True))
        spans = [
            model.new_optional_fixed_size_interval_var(one.starts, one.ends - one.starts, seat, "")
            for one, seat in zip(day.choices, seats, strict=True)
        ]
        model.add_no_overlap(spans)
        model.add(minutes <= day.room)
        used = model.new_bool_var("")
        model.add_max_equality(used, seats)
        late = model.new_int_var(0, LATEST, "")
        for one, seat in zip(day.choices, seats, strict=True):
            model.add(late >= (one.late >> self.question.size) * seat)
        return used, self._at_least(day.least * used - minutes, day.least), late

    def _to_go(self) -> Any:
        question, to_go = self.question, self.model.new_int_var(0, 1 << 14, "")
        missing = []
        for place, need in enumerate(question.needs, 1):
            met = sum(
                one.minutes * self.chosen[one.number] for one in self.choices if one.takes >> FIELD * place & LARGEST
            )
            missing.append(self._at_least(need - met, need))
        self.model.add(to_go >= question.asked - self.minutes)
        self.model.add(to_go >= sum(missing))
        return to_go

    def _at_least(self, amount: Any, most: int) -> Any:
        """A variable that is the amount, or 0 where that is negative, once it is minimized."""
        variable = self.model.new_int_var(0, max(0, most), "")
        self.model.add(variable >= amount)
        return variable
