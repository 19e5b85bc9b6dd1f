"""The sets of sessions that fit into one day, the cheapest for each sum of minutes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from iopsched.domain.plan.choice import Choice, Gaps
from iopsched.domain.plan.question import Day
from iopsched.domain.plan.tally import FIELD, LARGEST, guards, less, tally

ANY_COST = 1 << 2000
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


def sets(day: Day, needs: tuple[int, ...], short: int, gaps: Gaps = (), purse: int = ANY_COST) -> Sets:
    """Every way to spend the day, as far as the rest of the week can tell it from another. ``short`` is what a minute
    costs by which the day is too short; what costs more than the ``purse`` may be left out.
    """
    day = day._replace(choices=tuple(_unlike(day.choices)))
    asked, top = tally(needs), FIELD * (1 + len(needs))
    found: Sets = {}
    for last, ways in (_ways_apart(day, needs, gaps, purse) if gaps else _ways(day, needs, purse)).items():
        for way, spent in ways.items():
            minutes, first, met = day.room - (way & LARGEST), way >> top, asked - (way % (1 << top) >> FIELD)
            missing = short * (day.least - minutes) if minutes < day.least else 0
            found.setdefault((first or FREE, last), {}).setdefault(met, {})[minutes] = spent + missing
    if day.is_held:
        found.setdefault((FREE, 0), {}).setdefault(0, {})[0] = day.idle + short * day.least
    return {edge: undominated(sums, guards(len(needs))) for edge, sums in found.items()}


def undominated(sums: Sums, guard: int) -> Sums:
    """Without the ways for whose minutes another meets every need at least as well and costs no more."""
    kept: Sums = {}
    rivals: dict[int, list[int]] = {}
    for spent, least, minutes in sorted(
        (spent, -met, minutes) for met, costs in sums.items() for minutes, spent in costs.items()
    ):
        better = rivals.setdefault(minutes, [])
        if all((rival | guard) + least & guard != guard for rival in better):
            better.append(-least)
            kept.setdefault(-least, {})[minutes] = spent
    return kept


def _unlike(choices: tuple[Choice, ...]) -> Iterator[Choice]:
    """Of those that are alike but for their cost, the cheapest."""
    kept: dict[tuple[int, ...], Choice] = {}
    for one in choices:
        alike = (one.starts, one.ends, one.takes, one.where)
        if alike not in kept or one.cost < kept[alike].cost:
            kept[alike] = one
    return iter(kept.values())


def _ways(day: Day, needs: tuple[int, ...], purse: int) -> dict[int, Costs]:
    """Last end -> way -> least cost. A way is a tally: minutes that still fit, needs still unmet, the first start.

    Weighted intervals: in order of their ends, each is added to every way that is over before it starts.
    """
    guard, top = guards(1 + len(needs)), FIELD * (1 + len(needs))
    start = tally((day.room, *needs))
    ends = [choice.ends for choice in day.choices]
    until: list[Costs] = [{}]
    found: dict[int, Costs] = {}
    for index, choice in enumerate(day.choices):
        if choice.minutes > day.room or choice.early + choice.cost > purse:
            until.append(until[-1])
            continue
        grown = _grown(until[bisect_right(ends, choice.starts, 0, index)], choice, guard, top, purse)
        first = choice.starts << top if choice.starts < day.seam[0] else 0
        grown.append((less(start, choice.takes, guard) + first, choice.early + choice.cost))
        until.append(_with(until[-1], grown, 0))
        last = choice.ends if choice.ends > day.seam[1] else 0
        found[last] = _with(found.get(last, {}), grown, choice.late)
    return found


def _ways_apart(day: Day, needs: tuple[int, ...], gaps: Gaps, purse: int) -> dict[int, Costs]:
    """The same where some places are a way apart: the ways that end at each place are kept in a line of their own."""
    guard, top, places, slack = guards(1 + len(needs)), FIELD * (1 + len(needs)), len(gaps), max(map(max, gaps))
    start = tally((day.room, *needs))
    ends: list[list[int]] = [[] for _ in gaps]
    until: list[list[Costs]] = [[{}] for _ in gaps]
    found: dict[int, Costs] = {}
    for choice in day.choices:
        if choice.minutes > day.room or choice.early + choice.cost > purse:
            continue
        here, before = choice.where, dict[int, int]()
        for there, line in enumerate(until):
            before = _with(before, [*line[bisect_right(ends[there], choice.starts - gaps[there][here])].items()], 0)
        grown = _grown(before, choice, guard, top, purse)
        first = choice.starts * places + here << top if choice.starts - slack < day.seam[0] else 0
        grown.append((less(start, choice.takes, guard) + first, choice.early + choice.cost))
        ends[here].append(choice.ends)
        until[here].append(_with(until[here][-1], grown, 0))
        last = choice.ends * places + here if choice.ends + slack > day.seam[1] else 0
        found[last] = _with(found.get(last, {}), grown, choice.late)
    return found


def _grown(before: Costs, choice: Choice, guard: int, top: int, purse: int) -> list[tuple[int, int]]:
    """Every way with this choice after it, where it still fits."""
    minutes, takes, cost, above = choice.minutes, choice.takes, choice.cost, -1 << top
    grown, left_over = [], purse - cost
    for way, spent in before.items():
        if way & LARGEST >= minutes and spent <= left_over:
            lowered = (way | guard) - takes
            kept = lowered & guard
            grown.append((lowered & (kept - (kept >> FIELD - 1) | above), spent + cost))
    return grown


def _with(known: Costs, grown: list[tuple[int, int]], late: int) -> Costs:
    """What was known and what has grown, each way at the lesser cost."""
    both = known.copy()
    for way, spent in grown:
        if way not in both or spent + late < both[way]:
            both[way] = spent + late
    return both
