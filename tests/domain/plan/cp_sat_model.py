"""The best week as a model for OR-Tools CP-SAT, made from the rule book and from nothing of the service.

The order of preference is kept stage by stage: matters whose amounts fit into one number without mixing are minimized
together, then held, then the next ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import Any, NamedTuple

from ortools.sat.python import cp_model

from tests.domain.plan import rule_book, weighing
from tests.domain.plan.facts import Facts, Sitting

WEEK = 7 * 24 * 60
ROOM = 1 << 40
PATIENCE = 5.0
"""In CP-SAT's own count of work, about a second each, so that a busy machine changes no answer; few weeks need more."""


class Matter(NamedTuple):
    """An amount to be minimized, and the most that it can be."""

    amount: Any
    most: int


class Model:
    """One Boolean for each session that breaks no rule by itself, one for each day."""

    def __init__(self, facts: Facts, offered: Iterable[Sitting]) -> None:
        self.facts = facts
        self.model: Any = cp_model.CpModel()
        fitting = (one for one in offered if one.minutes and not any(rule_book.broken(facts, [one])))
        self.chosen: dict[Sitting, Any] = {one: self.model.new_bool_var(f"{one.id}") for one in fitting}
        self.minutes = {day: self._sum(one for one in self.chosen if one.day == day) for day in rule_book.DAYS}
        self.used = {day: self._used(day) for day in rule_book.DAYS}
        self.new = sum(self.used[day] for day in rule_book.DAYS if not self._held(day))
        self.whole = sum(self._held(day) + self.minutes[day] for day in rule_book.DAYS)
        self._forbid()
        self.lacks = [self._to_go(), self._short(), self._missing_days()]
        self.preferences = [self._preference(name) for name in facts.order]

    def solve(self) -> tuple[list[int], bool]:
        """What each matter comes to in the best week that is found, and whether it is proven that none is better."""
        lacks, lacks_are_proven = self._minimize(self.lacks)
        if not any(lacks):
            self._keep_lean()
        rest, rest_is_proven = self._minimize(self.preferences)
        return [*lacks, *rest], lacks_are_proven and rest_is_proven

    def _minimize(self, matters: list[Matter]) -> tuple[list[int], bool]:
        """One stage after the other; what each comes to is held from then on."""
        solver, is_proven, found = cp_model.CpSolver(), True, list[int]()
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = PATIENCE
        for stage in _stages(matters):
            self.model.minimize(sum(weight * matter.amount for matter, weight in stage))
            status = solver.solve(self.model)
            assert status in {cp_model.OPTIMAL, cp_model.FEASIBLE}, solver.status_name(status)
            is_proven = is_proven and status == cp_model.OPTIMAL
            for matter, _ in reversed(stage):
                found.append(solver.value(matter.amount))
                self.model.add(matter.amount == found[-1])
            self.model.clear_hints()
            for seat in self.chosen.values():
                self.model.add_hint(seat, solver.value(seat))
        return found, is_proven

    def _forbid(self) -> None:
        facts, add = self.facts, self.model.add
        for then in {one.starts for one in self.chosen}:
            self.model.add_at_most_one(seat for one, seat in self.chosen.items() if one.starts <= then < one.ends)
        for one, other in combinations(self.chosen, 2):
            if rule_book.too_far(facts, one, other) or rule_book.mixed(facts, one, other):
                self.model.add_at_most_one(self.chosen[one], self.chosen[other])
        for day in rule_book.DAYS:
            if (plan := rule_book.plan_on(facts, day)) and self._held(day) <= plan.day_most:
                add(self._held(day) + self.minutes[day] <= plan.day_most)
        if not self.chosen:
            return
        add(self.whole <= rule_book.in_all(facts, "week_most", lowest=False, step=30))
        held, wished = len(rule_book.days_with(facts, ())), facts.wish.days_most
        most = rule_book.in_all(facts, "days_most", lowest=False)
        add(self.new <= max(0, most - held))
        if wished is not None:
            add(self.new <= max(0, wished - held))

    def _keep_lean(self) -> None:
        """In a week that meets the plan, nothing that could be left out: each session is needed for something."""
        for one, seat in self.chosen.items():
            self.model.add_bool_or(~seat, *self._needs(one))

    def _needs(self, one: Sitting) -> Iterator[Any]:
        """Whether without it there were too few minutes, too few of its kind, a day too few, or a day too short."""
        facts, rest = self.facts, self._held(one.day) + self.minutes[one.day] - one.minutes
        asked = weighing.asked_kinds(facts).get(one.kind, 0)
        of_kind = self._held_of(one.kind) + self._sum(other for other in self.chosen if other.kind == one.kind)
        days = len(rule_book.days_with(facts, ())) + self.new
        plan = rule_book.plan_on(facts, one.day)
        yield self._only_if(self.whole - one.minutes < weighing.asked_minutes(facts))
        yield self._only_if(of_kind - one.minutes < asked)
        yield self._only_if(rest <= 0, days <= weighing.asked_days(facts))
        yield self._only_if(rest >= 1, rest < (plan.day_least if plan else 0))

    def _only_if(self, *true: Any) -> Any:
        """A Boolean that can be true only if all these are."""
        boolean = self.model.new_bool_var("")
        for each in true:
            self.model.add(each).only_enforce_if(boolean)
        return boolean

    def _to_go(self) -> Matter:
        asked, kinds = weighing.asked_minutes(self.facts), weighing.asked_kinds(self.facts)
        missing = [
            self._at_least(minutes - self._held_of(kind) - self._sum(o for o in self.chosen if o.kind == kind), minutes)
            for kind, minutes in kinds.items()
        ]
        most = max(asked, sum(kinds.values()))
        to_go = self._at_least(asked - self.whole, most)
        self.model.add(to_go >= sum(missing))
        return Matter(to_go, most)

    def _short(self) -> Matter:
        least = {day: plan.day_least if (plan := rule_book.plan_on(self.facts, day)) else 0 for day in rule_book.DAYS}
        each = [
            self._at_least(least[day] * self.used[day] - self._held(day) - self.minutes[day], least[day])
            for day in rule_book.DAYS
        ]
        return Matter(sum(each), sum(least.values()))

    def _missing_days(self) -> Matter:
        asked = weighing.asked_days(self.facts)
        return Matter(self._at_least(asked - len(rule_book.days_with(self.facts, ())) - self.new, asked), asked)

    def _preference(self, name: str) -> Matter:
        return {
            "days": self._days,
            "beyond": self._beyond,
            "wished": self._wished,
            "home_group": self._home_group,
            "clinician": self._clinician,
            "earliest_end": self._earliest_end,
            "fewest_gaps": self._fewest_gaps,
        }[name]()

    def _days(self) -> Matter:
        return Matter(self.new, 7)

    def _beyond(self) -> Matter:
        return Matter(self._at_least(self.whole - weighing.asked_minutes(self.facts), WEEK), WEEK)

    def _wished(self) -> Matter:
        return self._count(lambda one: not rule_book.likes(self.facts, one))

    def _home_group(self) -> Matter:
        return self._count(lambda one: weighing.is_new(one.offering, self.facts.usual))

    def _clinician(self) -> Matter:
        return self._count(lambda one: weighing.is_new(one.clinician, self.facts.clinicians))

    def _count(self, counts: Callable[[Sitting], bool]) -> Matter:
        seats = [seat for one, seat in self.chosen.items() if counts(one)]
        return Matter(sum(seats), len(seats))

    def _earliest_end(self) -> Matter:
        ends = {day: self.model.new_int_var(0, WEEK, "") for day in rule_book.DAYS}
        for one, seat in self.chosen.items():
            self.model.add(ends[one.day] >= max(0, one.ends - weighing.known_end(self.facts, one)) * seat)
        return Matter(sum(ends.values()), WEEK)

    def _fewest_gaps(self) -> Matter:
        return Matter(sum(map(self._idle, rule_book.DAYS)), WEEK)

    def _idle(self, day: int) -> Any:
        """From the first start to the last end, without what is on meanwhile."""
        held = weighing.spans_on(self.facts, (), day)
        there: list[tuple[int, int, Any]] = [
            (one.starts, one.ends, seat) for one, seat in self.chosen.items() if one.day == day
        ]
        dawn = min((starts for starts, *_ in (*held, *there)), default=0)
        first, last = self.model.new_int_var(0, WEEK, ""), self.model.new_int_var(0, WEEK, "")
        for starts, ends in held:
            self.model.add(first <= starts - dawn)
            self.model.add(last >= ends - dawn)
        for starts, ends, seat in there:
            self.model.add(first <= starts - dawn).only_enforce_if(seat)
            self.model.add(last >= (ends - dawn) * seat)
        known = max((ends for _, ends in held), default=0) - min((starts for starts, _ in held), default=0)
        on: Any = known - weighing.idle(held) + sum((ends - starts) * seat for starts, ends, seat in there)
        return self._at_least(last - first - on, WEEK)

    def _used(self, day: int) -> Any:
        """Whether something counts on the day."""
        used, seats = self.model.new_bool_var(""), [seat for one, seat in self.chosen.items() if one.day == day]
        if self._held(day):
            self.model.add(used == 1)
        else:
            self.model.add_max_equality(used, [*seats, 0])
        return used

    def _held(self, day: int) -> int:
        return rule_book.minutes_on(self.facts, (), day)

    def _held_of(self, kind: str) -> int:
        return sum(each.brings for each in self.facts.held if each.sitting.kind == kind)

    def _sum(self, some: Iterable[Sitting]) -> Any:
        return sum(one.minutes * self.chosen[one] for one in some)

    def _at_least(self, amount: Any, most: int) -> Any:
        """A variable that is the amount, or 0 where that is negative, once it is minimized."""
        variable = self.model.new_int_var(0, max(0, most), "")
        self.model.add(variable >= amount)
        return variable


def _stages(matters: list[Matter]) -> Iterator[list[tuple[Matter, int]]]:
    """Matters with weights, as many at a time as fit into one number: a weight is more than all after it come to."""
    while matters:
        count, room = 0, 1
        while count < len(matters) and (not count or room * (matters[count].most + 1) <= ROOM):
            room *= matters[count].most + 1
            count += 1
        stage, weight = [], 1
        for matter in reversed(matters[:count]):
            stage.append((matter, weight))
            weight *= matter.most + 1
        yield stage
        matters = matters[count:]
