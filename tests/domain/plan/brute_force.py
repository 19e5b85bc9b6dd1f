"""The plan search, done again the slow and simple way: try every set of sessions, and compare by the order's words."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from iopsched.domain import zone
from iopsched.domain.booking import refusals
from iopsched.domain.preference import Preference
from iopsched.domain.session import Session
from iopsched.domain.week import Week
from iopsched.domain.wishes import Wishes
from tests.builders import a_booking

Ranked = tuple[int | tuple[int, ...], ...]


class Known(NamedTuple):
    """What a patient wishes for, and knows from the week before: offerings, and clinicians."""

    wishes: Wishes
    usual: frozenset[int]
    clinicians: frozenset[int]


class Possible(NamedTuple):
    """A set of sessions that can be booked, and how it ranks; the last item tells any two sets apart."""

    rank: Ranked
    sessions: tuple[Session, ...]
    week: Week

    @property
    def new_days(self) -> frozenset[date]:
        return frozenset(session.day for session in self.sessions)


def every_week(
    week: Week,
    offered: tuple[Session, ...],
    wishes: Wishes,
    usual: frozenset[int],
    now: datetime,
    clinicians: frozenset[int] = frozenset(),
) -> list[Possible]:
    """Every set that can be booked one session after another, the best first; the empty one is always there."""
    known = Known(wishes, usual, clinicians)
    suiting = sorted(
        (session for session in offered if session.counted_minutes and wishes.allow(session, week.program)),
        key=lambda session: session.id,
    )
    ids = [session.id for session in suiting]
    found = [
        Possible(rank(week, filled, chosen, ids, known), chosen, filled)
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


def rank(before: Week, after: Week, chosen: tuple[Session, ...], ids: list[int], known: Known) -> Ranked:
    held = {session.id for session in chosen}
    amounts = matters(before, after, chosen, known)
    return (
        after.to_go,
        sum(after.short_days.values()),
        after.missing_days,
        *(amounts[one] for one in before.program.preferences),
        tuple(0 if one in held else 1 for one in ids),
    )


def matters(before: Week, after: Week, chosen: tuple[Session, ...], known: Known) -> dict[Preference, int]:
    """What each preference counts, by its words."""
    wishes, usual, clinicians = known
    likes = [
        (not wishes.parts or before.program.part_of(one.starts) in wishes.parts)
        and (wishes.modality is None or one.modality is wishes.modality)
        for one in chosen
    ]
    return {
        Preference.DAYS: len(after.days - before.days),
        Preference.BEYOND: max(0, after.minutes - after.required),
        Preference.WISHED: likes.count(False),
        Preference.HOME_GROUP: sum(bool(usual) and one.offering_id not in usual for one in chosen),
        Preference.CLINICIAN: sum(bool(clinicians) and one.clinician_id not in clinicians for one in chosen),
        Preference.EARLIEST_END: sum(later(before, chosen, day) for day in {session.day for session in chosen}),
        Preference.FEWEST_GAPS: sum(waiting(after, day) for day in after.days),
    }


def counted(week: Week, day: date) -> list[Session]:
    return [booking.session for booking in week.bookings if booking.minutes and booking.session.day == day]


def later(before: Week, chosen: tuple[Session, ...], day: date) -> int:
    """By how many minutes the day now ends later."""
    midnight = zone.midnight(day, before.program.zone)
    last = max(session.ends for session in chosen if session.day == day)
    return max(0, (last - max((one.ends for one in counted(before, day)), default=midnight)) // timedelta(minutes=1))


def waiting(week: Week, day: date) -> int:
    """Minutes between one session of the day and the next."""
    sessions = sorted(counted(week, day), key=lambda session: session.starts)
    gaps = (after.starts - before.ends for before, after in pairwise(sessions))
    return sum(gaps, timedelta()) // timedelta(minutes=1)


def proposals(possible: list[Possible], held: frozenset[date]) -> list[Possible]:
    """The three that are offered: each the best of the lean ones that differ from those before it."""
    found: list[Possible] = []
    for one in possible:
        if one.week.is_met and is_lean(one) and all(differs(one, other, held) for other in found):
            found.append(one)
    return found[:3]


def is_lean(one: Possible) -> bool:
    return not any(one.week.without(session.id).is_met for session in one.sessions)


def differs(one: Possible, other: Possible, held: frozenset[date]) -> bool:
    """On other days, or with two sessions that are not in the other."""
    known = {session.id for session in other.sessions}
    return one.new_days - held != other.new_days - held or sum(each.id not in known for each in one.sessions) > 1
