"""Ways instead of a series that ends or moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from iopsched.domain.foreseen import Foreseen
from iopsched.domain.ground import Ground
from iopsched.domain.intent import Several, offered, reach_of, single
from iopsched.domain.offering import Offering
from iopsched.domain.series import Reach
from iopsched.domain.session import Session
from iopsched.domain.way.idea import Group, Idea, by_takers

Moving = single.MoveSession | offered.ChangeOffering
Ending = single.CancelSession | offered.EndOffering
OfSeries = Moving | Ending


def groups(intent: OfSeries, change: Foreseen, ground: Ground) -> Iterator[Group]:
    """Of one that ends: somebody else to lead it, another hour, one like it on another weekday. Of one that moves:
    another hour than that.
    """
    gone = sorted(change.closed, key=lambda one: one.by_time)
    if isinstance(intent, single.MoveSession | offered.ChangeOffering):
        yield Group(_other_hours(intent, [then for _, then in change.moved], ground), tried=2)
    elif gone and (known := ground.offerings.get(gone[0].offering_id or 0)):
        is_later = reach_of(intent) is Reach.FOLLOWING or getattr(intent, "last_day", None)
        since = gone[0].day if is_later else None
        yield Group(_leaders(known, since, gone, ground), tried=2, shown=2)
        yield Group(_hours(known, since, gone, ground), tried=2)
        if change.stuck:
            days = by_takers(ground.elsewhere(gone[0]), change.stuck, ground.now)
            yield Group(_weekly(known, days, intent, ground), tried=2)


def _leaders(known: Offering, since: date | None, gone: Sequence[Session], ground: Ground) -> Iterator[Idea]:
    for who in ground.free_for(*gone):
        yield Idea(
            offered.ChangeOffering(replace(known, clinician_id=who), since=since),
            ground.named(gone[0], who),
            is_led=True,
        )


def _hours(known: Offering, since: date | None, gone: Sequence[Session], ground: Ground) -> Iterator[Idea]:
    for by, one in ground.shifted(*gone):
        yield Idea(offered.ChangeOffering(_later(known, by), since=since), one)


def _other_hours(intent: Moving, moved: Sequence[Session], ground: Ground) -> Iterator[Idea]:
    for by, one in ground.shifted(*moved):
        if isinstance(intent, offered.ChangeOffering):
            yield Idea(replace(intent, offering=_later(intent.offering, by)), one)
        else:
            yield Idea(replace(intent, begins=(datetime.combine(intent.day, intent.begins) + by).time()), one)


def _weekly(known: Offering, days: Iterable[Session], intent: Ending, ground: Ground) -> Iterator[Idea]:
    for one in days:
        weekly = replace(ground.offering_of(one), last_day=known.last_day, every=known.every, season=known.season)
        yield Idea(Several((offered.AddOffering(replace(weekly, pauses=known.pauses)), intent)), one)


def _later(offering: Offering, by: timedelta) -> Offering:
    """What is shifted stays on its day: whoever is asked first has seen to that."""
    return replace(offering, begins=(datetime.combine(offering.first_day, offering.begins) + by).time())
