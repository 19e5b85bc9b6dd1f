"""One pass over the days: of all weeks that are alike up to a day keep the cheapest, drop what leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from iopsched.domain.plan.day import ANY_COST, Sets, Sums, follows, sets, undominated
from iopsched.domain.plan.question import Question
from iopsched.domain.plan.rank import Rank
from iopsched.domain.plan.reach import Reach, Reaches, reaches
from iopsched.domain.plan.tally import FIELD, LARGEST, guards, less, tally, total
from iopsched.domain.preference import Preference

States = dict[int, int]
"""A tally of the minutes so far and of the needs still unmet -> least cost."""
Front = dict[tuple[int, int], States]
"""(Last end that can meet a later day, avoided sets of days still alike) -> states."""
Ways = dict[tuple[int, int], list[tuple[int, int, int]]]
"""(First start, last end) as in ``Sets`` -> cost, minutes, needs met of each way to spend a day, the cheapest first."""
NEVER = -(1 << 20)


class Window(NamedTuple):
    """What a pass looks for: at most so many minutes to go, days more, and minutes more, at no higher cost; weeks of
    less than the ``fewest`` days may be left out.
    """

    to_go: int
    days: int
    minutes: int
    cost: int = ANY_COST
    fewest: int = 0


@dataclass(frozen=True, slots=True)
class Space:
    """A question with all that every pass over it needs. What costs more than the ``purse`` may be left out.

    ``floors[i][n]``: what the days from ``i`` on cost at least, with ``n`` new ones and all those that are held anyway.
    """

    question: Question
    sets: tuple[Sets, ...]
    ways: tuple[Ways, ...]
    reaches: Reaches
    floors: tuple[tuple[int, ...], ...]
    guard: int
    purse: int = ANY_COST

    @classmethod
    def of(cls, question: Question, purse: int = ANY_COST) -> Space:
        """Work out each day once."""
        short, gaps = question.scale.short, question.gaps
        return cls._made(question, tuple(sets(day, question.needs, short, gaps, purse) for day in question.days), purse)

    @classmethod
    def _made(cls, question: Question, found: tuple[Sets, ...], purse: int) -> Space:
        guard = guards(len(question.needs)) << FIELD
        ways = tuple(map(_ways, found))
        return cls(question, found, ways, reaches(question, found), tuple(_floors(question, ways)), guard, purse)

    def blind(self) -> Space:
        """The same, where all that a day costs is that it is too short: there are far fewer ways to tell apart."""
        scale, guard = self.question.scale, guards(len(self.question.needs))
        seen = [
            {
                edge: undominated(
                    {
                        met: {minutes: scale.short * scale.short_minutes(spent) for minutes, spent in costs.items()}
                        for met, costs in sums.items()
                    },
                    guard,
                )
                for edge, sums in day.items()
            }
            for day in self.sets
        ]
        return self._made(self.question, tuple(seen), self.purse)


def _floors(question: Question, ways: tuple[Ways, ...]) -> Iterator[tuple[int, ...]]:
    least = [min((options[0][0] for options in day.values()), default=0) for day in ways]
    for start in range(len(least) + 1):
        days = [*zip(question.days[start:], least[start:], strict=True)]
        free = sorted(cost for day, cost in days if not day.is_held)
        sure = sum(cost for day, cost in days if day.is_held)
        yield tuple(accumulate(free + [0] * (7 - len(free)), initial=sure))


def _ways(day: Sets) -> Ways:
    return {edge: sorted(_listed(sums)) for edge, sums in day.items()}


def _listed(sums: Sums) -> Iterator[tuple[int, int, int]]:
    for met, costs in sums.items():
        for minutes, spent in costs.items():
            yield spent, minutes, met << FIELD


def best(space: Space, window: Window, avoided: Sequence[frozenset[date]] = ()) -> Rank | None:
    """The best week in the window whose new days are not one of the sets avoided."""
    question = space.question
    fronts: list[Front] = [{} for _ in range(window.days + 1)]
    fronts[0][0, (1 << len(avoided)) - 1] = {tally(question.needs) << FIELD: question.fixed}
    left = sum(not day.is_held for day in question.days)
    for index, (day, ways) in enumerate(zip(question.days, space.ways, strict=True)):
        uses = sum(1 << place for place, days in enumerate(avoided) if day.date in days)
        left -= not day.is_held
        for count in range(window.days, -1, -1):
            if count + left < window.fewest:
                fronts[count] = {}
                continue
            rest = space.floors[index + 1][max(0, window.fewest - count)]
            step = Step(space, window, space.reaches[index + 1][window.days - count], rest)
            if day.is_held:
                fronts[count] = step.extend(fronts[count], ways, {}, alike=-1)
            else:
                unused = _unused(fronts[count], uses)
                fronts[count] = step.extend(fronts[count - 1], ways, unused, alike=uses) if count else unused
    found = min((each for days, front in enumerate(fronts) for each in _ends(question, front, days)), default=None)
    return question.scale.rank(found[3], to_go=found[0], missing_days=found[2]) if found else None


@dataclass(frozen=True, slots=True)
class Step:
    """The step over one day. ``reach`` is what the days after it can bring, as many as the window then leaves; ``rest``
    what they cost at least.
    """

    space: Space
    window: Window
    reach: Reach
    rest: int

    def extend(self, front: Front, ways: Ways, into: Front, *, alike: int) -> Front:
        """Add to ``into`` each week of the front with each way to spend the day that does not stand in its way."""
        gaps, tops = self.space.question.gaps, dict[int, int]()
        for (until, still), states in front.items():
            for (first, last), options in ways.items():
                if follows(until, first, gaps):
                    self._join(states, options, into.setdefault((last, still & alike), {}), tops)
        return into

    def _join(self, states: States, options: list[tuple[int, int, int]], into: States, tops: dict[int, int]) -> None:
        """Each week with each way, as far as the rest of the week can still make up for what is missing."""
        low, high = self.space.question.asked - self.window.to_go - self.reach.minutes, self.window.minutes
        guard, purse = self.space.guard, self.window.cost - self.rest
        for state, spent in states.items():
            left_over, minutes, guarded = purse - spent, state & LARGEST, state | guard
            for price, more, met in options:
                if price > left_over:
                    break
                if not low <= minutes + more <= high:
                    continue
                lowered = guarded - met
                kept = lowered & guard
                unmet = (lowered & (kept - (kept >> FIELD - 1))) >> FIELD
                if (top := tops.get(unmet)) is None:
                    top = tops[unmet] = self._top(unmet)
                if minutes + more <= top:
                    then, spends = unmet << FIELD | minutes + more, spent + price
                    if (known := into.get(then)) is None or spends < known:
                        into[then] = spends

    def _top(self, unmet: int) -> int:
        """Most minutes that a week with these needs unmet may have by now; NEVER if they cannot be met any more."""
        kinds, to_go, guard = FIELD * self.space.question.kinds, self.window.to_go, self.space.guard >> FIELD
        beyond_reach = less(unmet, self.reach.each, guard)
        if beyond_reach >> kinds or total(beyond_reach) > to_go or total(unmet) - self.reach.met > to_go:
            return NEVER
        return self.window.minutes - max(0, total(unmet % (1 << kinds)) - to_go)


def _unused(front: Front, uses: int) -> Front:
    """The front after a day that is left free: no longer like any avoided set that uses the day."""
    if not uses:
        return front
    after: Front = {}
    for (last, still), states in front.items():
        into = after.setdefault((last, still & ~uses), {})
        for state, spent in states.items():
            if spent < into.get(state, ANY_COST):
                into[state] = spent
    return after


def _ends(question: Question, front: Front, days: int) -> Iterator[tuple[int, int, int, int]]:
    """Of each week: minutes to go, minutes of days that are too short, missing days, and the whole cost."""
    kinds, scale = FIELD * (1 + question.kinds), question.scale
    more, beyond = days * scale.units[Preference.DAYS], scale.units[Preference.BEYOND]
    missing_days = max(0, question.days_asked - days)
    for (_, still), states in front.items():
        for state, spent in states.items():
            if not still and not state >> kinds:
                minutes = state & LARGEST
                to_go = max(0, question.asked - minutes, total(state >> FIELD))
                cost = spent + more + beyond * max(0, minutes - question.asked)
                yield to_go, scale.short_minutes(spent), missing_days, cost
