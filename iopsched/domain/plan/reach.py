"""What the rest of a week can bring at most: the bounds by which a search drops weeks that can lead nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from iopsched.domain.plan.day import Sets
from iopsched.domain.plan.question import Question
from iopsched.domain.plan.tally import FIELD, LARGEST, tally, total


class Reach(NamedTuple):
    """Most minutes, most needs met in all, and a tally of the most met of each need."""

    minutes: int
    met: int
    each: int


Reaches = tuple[tuple[Reach, ...], ...]
"""``reaches[i][n]``: from day ``i`` on, with at most ``n`` days more and all those that are held anyway."""


def reaches(question: Question, days: Sequence[Sets]) -> Reaches:
    """An upper bound for each, taking the best days apart for minutes and for every need."""
    peaks = [_peaks(ways, len(question.needs)) for ways in days]
    held = [day.is_held for day in question.days]
    return tuple(_from(peaks[start:], held[start:], len(question.needs) + 2) for start in range(len(days) + 1))


def _peaks(ways: Sets, needs: int) -> tuple[int, ...]:
    """The most minutes, the most met in all, and the most of each need, on one day."""
    tallies = {met for sums in ways.values() for met in sums}
    minutes = max((max(costs) for sums in ways.values() for costs in sums.values()), default=0)
    each = (max((met >> FIELD * place & LARGEST for met in tallies), default=0) for place in range(needs))
    return (minutes, max(map(total, tallies), default=0), *each)


def _from(peaks: list[tuple[int, ...]], held: list[bool], width: int) -> tuple[Reach, ...]:
    columns = []
    for column in range(width):
        sure = sum(peak[column] for peak, is_held in zip(peaks, held, strict=True) if is_held)
        more = sorted((peak[column] for peak, is_held in zip(peaks, held, strict=True) if not is_held), reverse=True)
        columns.append(accumulate(more + [0] * (7 - len(more)), initial=sure))
    return tuple(Reach(minutes, met, tally(each)) for minutes, met, *each in zip(*columns, strict=True))
