"""The sets of sessions that fit into one day, the cheapest for each sum of minutes."""

from __future__ import annotations

from bisect import bisect_right

from iopsched.domain.plan.question import Day, Gaps
from iopsched.domain.plan.rank import cost
from iopsched.domain.plan.tally import FIELD, LARGEST, guards, less, tally

FREE = 1 << 40
"""A first start so late that nothing of an earlier day can stand in its way."""

Costs = dict[int, int]
Sums = dict[int, Costs]
Sets = dict[tuple[int, int], Sums]
"""(First start, last end), as far as they can meet another day's -> tally of needs met -> minutes -> least cost.

Each is a moment and a place in one number, the place below: see ``follows``.
"""


def follows(until: int, first: int, gaps: Gaps) -> bool:
    """Whether a day that first starts at ``first`` can come after one that lasts ``until``."""
    if not gaps or not until or first == FREE:
        return first >= until
    (ends, there), (starts, here) = divmod(until, len(gaps)), divmod(first, len(gaps))
    return starts - gaps[there][here] >= ends


def sets(day: Day, needs: tuple[int, ...], size: int, gaps: Gaps = ()) -> Sets:
    """Every way to spend the day, as far as the rest of the week can tell it from another."""
    asked, top = tally(needs), FIELD * (1 + len(needs))
    found: Sets = {}
    for last, ways in (_ways_apart(day, needs, gaps) if gaps else _ways(day, needs)).items():
        for way, spent in ways.items():
            minutes, first, met = day.room - (way & LARGEST), way >> top, asked - (way % (1 << top) >> FIELD)
            short = cost(size, short=day.least - minutes) if minutes < day.least else 0
            found.setdefault((first or FREE, last), {}).setdefault(met, {})[minutes] = spent + short
    if day.is_held:
        found.setdefault((FREE, 0), {}).setdefault(0, {})[0] = cost(size, short=day.least)
    return {edge: _undominated(sums, guards(len(needs))) for edge, sums in found.items()}


def _undominated(sums: Sums, guard: int) -> Sums:
    """Without the ways for whose minutes another meets every need at least as well and costs less."""
    kept: Sums = {}
    rivals: dict[int, list[int]] = {}
    ways = [(spent, met, minutes) for met, costs in sums.items() for minutes, spent in costs.items()]
    for spent, met, minutes in sorted(ways):
        better = rivals.setdefault(minutes, [])
        if all((rival | guard) - met & guard != guard for rival in better):
            better.append(met)
            kept.setdefault(met, {})[minutes] = spent
    return kept


def _ways(day: Day, needs: tuple[int, ...]) -> dict[int, Costs]:
    """Last end -> way -> least cost. A way is a tally: minutes that still fit, needs still unmet, the first start.

    Weighted intervals: in order of their ends, each is added to every way that is over before it starts.
    """
    guard, top = guards(2 + len(needs)), FIELD * (1 + len(needs))
    start = tally((day.room, *needs))
    ends = [choice.ends for choice in day.choices]
    until: list[Costs] = [{start: 0}]
    found: dict[int, Costs] = {}
    for index, choice in enumerate(day.choices):
        before = until[bisect_right(ends, choice.starts, 0, index)]
        first = choice.starts << top if choice.starts < day.seam[0] else 0
        grown = [
            (less(way, choice.takes, guard) + (first if way == start else 0), spent + choice.cost)
            for way, spent in before.items()
            if way & LARGEST >= choice.minutes
        ]
        until.append(_with(until[-1], grown, 0))
        last = choice.ends if choice.ends > day.seam[1] else 0
        found[last] = _with(found.get(last, {}), grown, choice.late)
    return found


def _ways_apart(day: Day, needs: tuple[int, ...], gaps: Gaps) -> dict[int, Costs]:
    """The same where some places are a way apart: the ways that end at each place are kept in a line of their own."""
    guard, top, places, slack = guards(2 + len(needs)), FIELD * (1 + len(needs)), len(gaps), max(map(max, gaps))
    start = tally((day.room, *needs))
    ends: list[list[int]] = [[] for _ in gaps]
    until: list[list[Costs]] = [[{}] for _ in gaps]
    found: dict[int, Costs] = {}
    for choice in day.choices:
        here, before = choice.where, {start: 0}
        for there, line in enumerate(until):
            before = _with(before, [*line[bisect_right(ends[there], choice.starts - gaps[there][here])].items()], 0)
        first = choice.starts * places + here << top if choice.starts - slack < day.seam[0] else 0
        grown = [
            (less(way, choice.takes, guard) + (first if way == start else 0), spent + choice.cost)
            for way, spent in before.items()
            if way & LARGEST >= choice.minutes
        ]
        ends[here].append(choice.ends)
        until[here].append(_with(until[here][-1], grown, 0))
        last = choice.ends * places + here if choice.ends + slack > day.seam[1] else 0
        found[last] = _with(found.get(last, {}), grown, choice.late)
    return found


def _with(known: Costs, grown: list[tuple[int, int]], late: int) -> Costs:
    """What was known and what has grown, each way at the lesser cost."""
    both = known.copy()
    for way, spent in grown:
        if way not in both or spent + late < both[way]:
            both[way] = spent + late
    return both
