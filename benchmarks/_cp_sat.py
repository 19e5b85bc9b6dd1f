"""The reference: the same question as a model for OR-Tools CP-SAT, one worker, all matters in one weighted sum."""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

from benchmarks._weeks import Task
from iopsched.domain.plan.question import Day, Question
from iopsched.domain.plan.tally import FIELD, LARGEST
from iopsched.domain.preference import Preference

UNIT, DAY = 30, 48
"""Minutes, and how many of these a day has: all times of the random weeks are half hours, which keeps weights small."""
MINUTES = {Preference.BEYOND, Preference.EARLIEST_END, Preference.FEWEST_GAPS}
PATIENCE = 5.0
"""Seconds; a few weeks take it minutes to prove."""


def is_installed() -> bool:
    """Whether OR-Tools is there: requirements-dev.lock."""
    try:
        import_module("ortools.sat.python.cp_model")
    except ModuleNotFoundError:
        return False
    return True


class DayTerms(NamedTuple):
    """Whether the day is used, by how much it is too short, when it ends, and how long one waits in it."""

    used: Any
    short: Any
    late: Any
    gaps: Any


class Answer(NamedTuple):
    """What the week comes to: to go, short, missing days, each preference in order; whether it is proven best."""

    comes_to: tuple[int, ...]
    is_proven: bool


def best(task: Task, question: Question) -> Answer:
    """The best week that is found in time."""
    return Model(task, question).solve()


class Model:
    """One Boolean for each session, one for each day; the order of preference as weights that cannot overlap.

    The week is empty. Of the question only what the plan asks and the times of its choices are taken, no cost. All
    amounts of time are in half hours.
    """

    def __init__(self, task: Task, question: Question) -> None:
        self.task, self.question = task, question
        self.library: Any = import_module("ortools.sat.python.cp_model")
        self.model = self.library.CpModel()
        self.choices = [one for day in question.days for one in day.choices]
        self.chosen = {one.number: self.model.new_bool_var("") for one in self.choices}
        self.minutes = sum(one.minutes // UNIT * self.chosen[one.number] for one in self.choices)
        days = [self._day(day) for day in question.days]
        self.new_days = sum(each.used for each in days)
        self.model.add(self.minutes <= question.room // UNIT)
        self.model.add(self.new_days <= question.days_room)
        missing_days = max(0, question.days_asked)
        matters = self._matters(days)
        self.terms = [
            (self._to_go(), 0, UNIT),
            (
                sum(each.short for each in days),
                question.days_room * max(day.least for day in question.days) // UNIT,
                UNIT,
            ),
            (self._at_least(question.days_asked - self.new_days, missing_days), missing_days, 1),
            *((*matters[one], UNIT if one in MINUTES else 1) for one in task.week.program.preferences),
        ]

    def solve(self) -> Answer:
        weights = [1]
        for _, most, _ in reversed(self.terms[1:]):
            weights.append(weights[-1] * (most + 1))
        self.model.minimize(
            sum(term * weight for (term, _, _), weight in zip(self.terms, reversed(weights), strict=True))
        )
        solver = self.library.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = PATIENCE
        status = solver.solve(self.model)
        assert status in {self.library.OPTIMAL, self.library.FEASIBLE}, solver.status_name(status)
        comes_to = tuple(solver.value(term) * unit for term, _, unit in self.terms)
        return Answer(comes_to, status == self.library.OPTIMAL)

    def _matters(self, days: list[DayTerms]) -> dict[Preference, tuple[Any, int]]:
        """Each preference, and the most that it can come to in a week that is worth a look."""
        question, usual = self.question, self.task.usual
        sessions = [(question.sessions[one.number], self.chosen[one.number]) for one in self.choices]
        most = min(len(sessions), question.room // min(one.minutes for one in self.choices))
        new = sum(seat for session, seat in sessions if session.offering_id not in usual)
        strange = sum(seat for session, seat in sessions if session.clinician_id not in self.task.clinicians)
        beyond = max(0, question.room - question.asked) // UNIT
        return {
            Preference.DAYS: (self.new_days, question.days_room),
            Preference.BEYOND: (self._at_least(self.minutes - question.asked // UNIT, beyond), beyond),
            Preference.WISHED: (0, 0),
            Preference.HOME_GROUP: (new, most),
            Preference.CLINICIAN: (strange, most),
            Preference.EARLIEST_END: (sum(each.late for each in days), question.days_room * DAY),
            Preference.FEWEST_GAPS: (sum(each.gaps for each in days), question.days_room * DAY),
        }

    def _day(self, day: Day) -> DayTerms:
        model, dawn = self.model, DAY * (day.date - self.task.week.monday).days
        spans = [(one.starts // UNIT - dawn, one.ends // UNIT - dawn, self.chosen[one.number]) for one in day.choices]
        minutes = sum(one.minutes // UNIT * self.chosen[one.number] for one in day.choices)
        model.add_no_overlap(
            model.new_optional_fixed_size_interval_var(starts, ends - starts, seat, "") for starts, ends, seat in spans
        )
        model.add(minutes <= day.room // UNIT)
        used, late, first = model.new_bool_var(""), model.new_int_var(0, DAY, ""), model.new_int_var(0, DAY, "")
        model.add_max_equality(used, [seat for _, _, seat in spans])
        for starts, ends, seat in spans:
            model.add(late >= ends * seat)
            model.add(first <= starts + DAY * (1 - seat))
        gaps = self._at_least(late - first - sum((ends - starts) * seat for starts, ends, seat in spans), DAY)
        return DayTerms(used, self._at_least(day.least // UNIT * used - minutes, day.least // UNIT), late, gaps)

    def _to_go(self) -> Any:
        question, to_go = self.question, self.model.new_int_var(0, 1 << 10, "")
        missing = []
        for place, need in enumerate(question.needs, 1):
            met = sum(
                one.minutes // UNIT * self.chosen[one.number]
                for one in self.choices
                if one.takes >> FIELD * place & LARGEST
            )
            missing.append(self._at_least(need // UNIT - met, need // UNIT))
        self.model.add(to_go >= question.asked // UNIT - self.minutes)
        self.model.add(to_go >= sum(missing))
        return to_go

    def _at_least(self, amount: Any, most: int) -> Any:
        """A variable that is the amount, or 0 where that is negative, once it is minimized."""
        variable = self.model.new_int_var(0, max(0, most), "")
        self.model.add(variable >= amount)
        return variable
