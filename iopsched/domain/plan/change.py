"""One wish loosened, where a week cannot be filled as wished: no more than it takes to help as much as it can."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from iopsched.domain.plan.case import MOST, Case
from iopsched.domain.plan.proposal import Proposal
from iopsched.domain.session import Session
from iopsched.domain.wishes import Wishes
from iopsched.domain.words import Part


class Loosened(StrEnum):
    """Which wish: each has one sentence on the screen."""

    DAY = "day"
    PART = "part"
    MODALITY = "modality"
    EARLIER = "earlier"
    LATER = "later"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Change:
    """``wishes``: the old ones with one loosened. ``proposal``: the best week then, and its ``sessions`` that are new.

    Of the wish, ``weekday`` (Monday = 0) or ``part`` says which one is loosened; the rest stands in ``wishes``.
    """

    what: Loosened
    wishes: Wishes
    proposal: Proposal
    sessions: tuple[Session, ...]
    weekday: int | None = None
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """A way to loosen one wish, in steps from a little to a lot."""

    what: Loosened
    steps: tuple[Wishes, ...]
    weekday: int | None = None
    part: Part | None = None


def changes(case: Case, wishes: Wishes, closest: Proposal) -> tuple[Change, ...]:
    """Up to three changes that each bring the week nearer to the plan than the closest one, the best first."""
    found = [change for way in _ways(case, wishes) if (change := _smallest(case, wishes, closest, way))]
    return tuple(sorted(found, key=lambda one: (one.proposal.rank[:3], len(one.sessions), one.proposal.rank))[:MOST])


def _smallest(case: Case, wishes: Wishes, closest: Proposal, way: Way) -> Change | None:
    """The first step that helps as much as the last; None if that does not help. Looser wishes never make it worse."""
    best = case.best(way.steps[-1])
    if best.rank[:3] >= closest.rank[:3]:
        return None
    low, high = 0, len(way.steps) - 1
    while low < high:
        middle = (low + high) // 2
        nearer = case.best(way.steps[middle])
        if nearer.rank[:3] == best.rank[:3]:
            best, high = nearer, middle
        else:
            low = middle + 1
    new = tuple(session for session in best.sessions if not wishes.allow(session, case.week.program))
    return Change(way.what, way.steps[high], best, new, way.weekday, way.part)


def _ways(case: Case, wishes: Wishes) -> Iterator[Way]:
    for day in sorted(wishes.days_off):
        yield Way(Loosened.DAY, (replace(wishes, days_off=wishes.days_off - {day}),), weekday=day)
    for part in Part if wishes.parts and not wishes.is_rather else ():
        if part not in wishes.parts:
            yield Way(Loosened.PART, (replace(wishes, parts=wishes.parts | {part}),), part=part)
    if wishes.modality and not wishes.is_rather:
        yield Way(Loosened.MODALITY, (replace(wishes, modality=None),))
    if earlier := tuple(_earlier(case, wishes)):
        yield Way(Loosened.EARLIER, earlier)
    if later := tuple(_later(case, wishes)):
        yield Way(Loosened.LATER, later)
    if wishes.days_most is not None:
        yield Way(Loosened.DAYS, (replace(wishes, days_most=wishes.days_most + 1),))


def _earlier(case: Case, wishes: Wishes) -> Iterator[Wishes]:
    """Down to each hour at which something starts that starts too early now."""
    local = (session.starts.astimezone(case.week.program.zone).time() for session in case.fitting)
    for start in sorted({start for start in local if wishes.earliest and start < wishes.earliest}, reverse=True):
        yield replace(wishes, earliest=start)


def _later(case: Case, wishes: Wishes) -> Iterator[Wishes]:
    """Up to each hour at which something ends that ends too late now; at last to any hour, the next day's too."""
    local = (session.ends.astimezone(case.week.program.zone).time() for session in case.fitting)
    for end in sorted({end for end in local if wishes.latest and end > wishes.latest}):
        yield replace(wishes, latest=end)
    if wishes.latest:
        yield replace(wishes, latest=None)
