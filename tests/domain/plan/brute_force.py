"""The plan search, done again the slow and simple way: try every set of sessions, and compare by the order's words."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from iopsched.domain import zone
from iopsched.domain.booking import refusals
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.wishes import Wishes
from tests.builders import a_booking


class Possible(NamedTuple):
    """A set of sessions that can be booked, and how it ranks; the last item tells any two sets apart."""

    rank: tuple[int | tuple[int, ...], ...]
    sessions: tuple[Session, ...]
    week: Week

    @property
    def new_days(self) -> frozenset[date]:
        return frozenset(session.day for session in self.sessions)


def every_week(
    week: Week, offered: tuple[Session, ...], wishes: Wishes, usual: frozenset[int], now: datetime
) -> list[Possible]:
    """Every set that can be booked one session after another, the best first; the empty one is always there."""
    suiting = sorted(
        (session for session in offered if session.counted_minutes and wishes.allow(session, week.program)),
        key=lambda session: session.id,
    )
    ids = [session.id for session in suiting]
    found = [
        Possible(rank(week, filled, chosen, ids, usual), chosen, filled)
        for filled, chosen in sets(week, tuple(suiting), (), now)
        if wishes.days_most is None or len(filled.days) <= max(wishes.days_most, len(week.days))
    ]
    return sorted(found, key=lambda one: one.rank)


def sets(
    week: Week, rest: tuple[Session, ...], chosen: tuple[Session, ...], now: datetime
) -> Iterator[tuple[Week, tuple[Session, ...]]]:
    """What can be booked in order of id, and in any other."""
    if not rest:
        if all(can_come_late(week, chosen, session, now) for session in chosen):
            yield week, chosen
        return
    first, *others = rest
    yield from sets(week, tuple(others), chosen, now)
    if not any(refusals(week, first, now)):
        yield from sets(week.adding(a_booking(first)), tuple(others), (*chosen, first), now)


def can_come_late(week: Week, chosen: tuple[Session, ...], session: Session, now: datetime) -> bool:
    """Whether it can be booked when all others are, and as the first of its day when all other days are done."""
    alone = week.without(session.id)
    for other in chosen:
        alone = alone.without(other.id) if other.day == session.day else alone
    return not any(refusals(week.without(session.id), session, now)) and not any(refusals(alone, session, now))


def rank(
    before: Week, after: Week, chosen: tuple[Session, ...], ids: list[int], usual: frozenset[int]
) -> tuple[int | tuple[int, ...], ...]:
    new = [session for session in chosen if usual and session.offering_id not in usual]
    held = {session.id for session in chosen}
    return (
        after.to_go,
        sum(after.short_days.values()),
        after.missing_days,
        len(after.days - before.days),
        max(0, after.minutes - after.required),
        len(new),
        sum(later(before, chosen, day) for day in {session.day for session in chosen}),
        tuple(0 if one in held else 1 for one in ids),
    )


def later(before: Week, chosen: tuple[Session, ...], day: date) -> int:
    """By how many minutes the day now ends later."""
    midnight = zone.midnight(day, before.program.zone)
    known = [session.ends for session in before.sessions if session.day == day and day in before.days]
    last = max(session.ends for session in chosen if session.day == day)
    return max(0, (last - max(known, default=midnight)) // timedelta(minutes=1))
