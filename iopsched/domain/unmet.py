"""An unmet wish: what somebody looked for and did not find. Of what, never of whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product
from typing import TypeVar

from iopsched.domain.program import Program
from iopsched.domain.session import Session
from iopsched.domain.waiting import Wanted
from iopsched.domain.week import Week
from iopsched.domain.wishes import Wishes
from iopsched.domain.words import Component, Modality, Part

Word = TypeVar("Word")
MOST = 12
"""Kinds that one look counts at most: whoever ticks everything wishes for nothing in particular."""


class Reason(StrEnum):
    """How it showed: no whole week as wished, nothing left by the filters of a week, a wait that ended with nothing."""

    PLAN = "plan"
    FILTERS = "filters"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Unmet:
    """``monday`` is the first day of the program's week; None, in each of the others, is any."""

    monday: date
    reason: Reason
    component: Component | None = None
    modality: Modality | None = None
    part: Part | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """One kind of wish over the weeks of a report, and how often."""

    unmet: Unmet
    times: int


def of_plan(fullest: Week, wishes: Wishes) -> frozenset[Unmet]:
    """What the fullest week that a search found still lacks, in the parts and the way that were wished for."""
    kinds, parts = _or_any(fullest.missing_components), _or_any(wishes.parts)
    return _each(fullest.monday, Reason.PLAN, kinds, [wishes.modality], parts)


def of_filters(
    monday: date, kinds: Collection[Component], ways: Collection[Modality], parts: Collection[Part]
) -> frozenset[Unmet]:
    """What was chosen on a week's page and left nothing that fits; nothing where nothing was chosen."""
    if not (kinds or ways or parts):
        return frozenset()
    return _each(monday, Reason.FILTERS, _or_any(kinds), _or_any(ways), _or_any(parts))


def of_wait(wanted: Wanted, session: Session | None, program: Program) -> frozenset[Unmet]:
    """What was waited for until it was over: the kind of that session, or what was said of any."""
    if session is not None:
        monday, part = program.week_of(session.starts), program.part_of(session.starts)
        kind = Unmet(monday, Reason.WAIT, session.component, session.modality, part, session.day.weekday())
        return frozenset({kind})
    if wanted.monday is None:
        return frozenset()
    common = wanted.component, wanted.modality, wanted.part
    return frozenset(Unmet(wanted.monday, Reason.WAIT, *common, day) for day in _or_any(wanted.weekdays))


def _or_any(words: Iterable[Word]) -> list[Word | None]:
    return list(words) or [None]


def _each(
    monday: date,
    reason: Reason,
    kinds: Iterable[Component | None],
    ways: Iterable[Modality | None],
    parts: Iterable[Part | None],
) -> frozenset[Unmet]:
    every = [Unmet(monday, reason, *one) for one in product(kinds, ways, parts)]
    return frozenset(every) if len(every) <= MOST else frozenset({Unmet(monday, reason)})
