"""Two things measured in turn, and a line about their ratio: machines drift, so nothing else can be compared."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

import click

ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Goal:
    """What a ratio of ours to the reference has to be."""

    bound: float
    at_least: bool = True

    def is_reached(self, ratio: float) -> bool:
        return ratio >= self.bound if self.at_least else ratio <= self.bound

    def __str__(self) -> str:
        return f"{'at least' if self.at_least else 'at most'} {self.bound:g}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a figure: ours and the reference, a value for each round, larger than 0."""

    what: str
    unit: str
    ours: tuple[float, ...]
    reference: tuple[float, ...]
    goal: Goal | None = None

    @property
    def ratios(self) -> tuple[float, ...]:
        return tuple(ours / reference for ours, reference in zip(self.ours, self.reference, strict=True))

    @property
    def verdict(self) -> str:
        if self.goal is None:
            return "for comparison"
        return f"goal {self.goal}: {'reached' if self.goal.is_reached(median(self.ratios)) else 'missed'}"

    def __str__(self) -> str:
        values = f"ours {_spread(self.ours)} {self.unit}, reference {_spread(self.reference)} {self.unit}"
        return f"{self.what}: {values}, ratio {_spread(self.ratios)}, {self.verdict}"


def row(what: str, unit: str, values: Sequence[tuple[float, ...]], goal: Goal | None = None) -> Row:
    """The line of what ``in_turn`` gave for ours and the reference."""
    ours, reference = values
    return Row(what, unit, ours, reference, goal)


def in_turn(
    label: str,
    *measures: Callable[[], float],
    before: Callable[[], None] = lambda: None,
    rounds: int = ROUNDS,
    warm: bool = True,
) -> list[tuple[float, ...]]:
    """Each measure's values, one for each round: A B A B ... after a first round of each that does not count."""
    values: list[list[float]] = [[] for _ in measures]
    first = 1 if warm else 0
    with click.progressbar(length=(rounds + first) * len(measures), label=label, file=sys.stderr) as bar:
        for number in range(rounds + first):
            for kept, measure in zip(values, measures, strict=True):
                before()
                value = measure()
                bar.update(1)
                if number >= first:
                    kept.append(value)
    return [tuple(kept) for kept in values]


def say(*rows: Row) -> None:
    for row in rows:
        print(row, flush=True)


def percentile(values: list[float], share: float) -> float:
    """0.99 of the values are at most this."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def _spread(values: tuple[float, ...]) -> str:
    return f"{_short(median(values))} ({_short(min(values))} to {_short(max(values))})"


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
