"""One pass over the days: of all weeks that are alike up to a day keep the cheapest, drop what leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from iopsched.domain.plan.day import Costs, Sets, Sums, follows, sets
from iopsched.domain.plan.question import Question
from iopsched.domain.plan.rank import Rank, cost, short_minutes
from iopsched.domain.plan.reach import Reach, Reaches, reaches
from iopsched.domain.plan.tally import FIELD, guards, less, tally, total

Front = dict[tuple[int, int], Sums]
"""(Last end that can meet a later day, avoided sets of days still alike) -> tally of unmet needs -> minutes -> cost."""
NEVER = -(1 << 20)


class Window(NamedTuple):
    """What a pass looks for: at most so many minutes to go, days more, and minutes more."""

    to_go: int
    days: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Space:
    """A question with all that every pass over it needs."""

    question: Question
    ways: tuple[Sets, ...]
    reaches: Reaches
    guard: int

    @classmethod
    def of(cls, question: Question) -> Space:
        """Work out each day once."""
        ways = tuple(sets(day, question.needs, question.size, question.gaps) for day in question.days)
        return cls(question, ways, reaches(question, ways), guards(len(question.needs)))


def best(space: Space, window: Window, avoided: Sequence[frozenset[date]] = ()) -> Rank | None:
    """The best week in the window whose new days are not one of the sets avoided."""
    question = space.question
    fronts: list[Front] = [{} for _ in range(window.days + 1)]
    fronts[0][0, (1 << len(avoided)) - 1] = {tally(question.needs): {0: cost(question.size, short=question.short)}}
    for index, (day, ways) in enumerate(zip(question.days, space.ways, strict=True)):
        uses = sum(1 << place for place, days in enumerate(avoided) if day.date in days)
        for count in range(window.days, -1, -1):
            step = Step(space, window, space.reaches[index + 1][window.days - count])
            if day.is_held:
                fronts[count] = step.extend(fronts[count], ways, {}, alike=-1)
            else:
                unused = _unused(fronts[count], uses)
                fronts[count] = step.extend(fronts[count - 1], ways, unused, alike=uses) if count else unused
    return min((rank for days, front in enumerate(fronts) for rank in _ranks(question, front, days)), default=None)


@dataclass(frozen=True, slots=True)
class Step:
    """The step over one day. ``reach`` is what the days after it can bring, as many as the window then leaves."""

    space: Space
    window: Window
    reach: Reach

    def extend(self, front: Front, ways: Sets, into: Front, *, alike: int) -> Front:
        """Add to ``into`` each week of the front with each way to spend the day that does not stand in its way."""
        gaps = self.space.question.gaps
        for (until, still), weeks in front.items():
            for (first, last), sums in ways.items():
                if follows(until, first, gaps):
                    self._join(weeks, sums, into.setdefault((last, still & alike), {}))
        return into

    def _join(self, weeks: Sums, ways: Sums, into: Sums) -> None:
        """Each week with each way, as far as the rest of the week can still make up for what is missing."""
        low = self.space.question.asked - self.window.to_go - self.reach.minutes
        guard, tops = self.space.guard, dict[int, int]()
        options = [(met, met | guard, costs, min(costs), max(costs)) for met, costs in ways.items()]
        for unmet, before in weeks.items():
            if not before:
                continue
            least, most, now = min(before), max(before), self._due_now(unmet)
            for met, guarded, costs, fewest, largest in options:
                if most + largest < low or (guarded - now) & guard != guard:
                    continue
                left = less(unmet, met, guard)
                if (top := tops.get(left)) is None:
                    top = tops[left] = self._top(left)
                if top >= low and least + fewest <= top:
                    _add(before, costs, low, top, into.setdefault(left, {}))

    def _due_now(self, unmet: int) -> int:
        """What this day must meet of each need, because the rest of the week cannot."""
        due = less(unmet, self.reach.each, self.space.guard)
        kinds = FIELD * self.space.question.kinds
        return due >> kinds << kinds if self.window.to_go else due

    def _top(self, left: int) -> int:
        """Most minutes that a week with these needs unmet may have by now; NEVER if they cannot be met any more."""
        kinds, to_go = FIELD * self.space.question.kinds, self.window.to_go
        beyond_reach = less(left, self.reach.each, self.space.guard)
        if beyond_reach >> kinds or total(beyond_reach) > to_go or total(left) - self.reach.met > to_go:
            return NEVER
        return self.window.minutes - max(0, total(left % (1 << kinds)) - to_go)


def _add(before: Costs, costs: Costs, low: int, top: int, into: Costs) -> None:
    """Every sum of minutes from low to top, at the least cost."""
    for minutes, spent in before.items():
        for more, price in costs.items():
            both = minutes + more
            if low <= both <= top:
                spends = spent + price
                if (known := into.get(both)) is None or spends < known:
                    into[both] = spends


def _unused(front: Front, uses: int) -> Front:
    """The front after a day that is left free: no longer like any avoided set that uses the day."""
    if not uses:
        return front
    after: Front = {}
    for (last, still), weeks in front.items():
        into = after.setdefault((last, still & ~uses), {})
        for unmet, costs in weeks.items():
            _add({0: 0}, costs, NEVER, -NEVER, into.setdefault(unmet, {}))
    return after


def _ranks(question: Question, front: Front, days: int) -> Iterator[Rank]:
    kinds = FIELD * question.kinds
    for (_, still), weeks in front.items():
        for unmet, costs in weeks.items():
            if still or unmet >> kinds:
                continue
            for minutes, spent in costs.items():
                yield Rank(
                    to_go=max(0, question.asked - minutes, total(unmet)),
                    short=short_minutes(spent, question.size),
                    missing_days=max(0, question.days_asked - days),
                    days=days,
                    beyond=max(0, minutes - question.asked),
                    cost=spent,
                )
