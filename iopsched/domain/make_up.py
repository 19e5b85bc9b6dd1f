"""A make-up: the smallest sets of sessions that mend a week that fell short, or bring in what the week before lost.

What a patient owes from the week before is no part of what a week requires: it is offered and never asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from iopsched.domain.booking import Booking, CancelledBy
from iopsched.domain.mending import Days, Mending, Search, is_mended
from iopsched.domain.piece import pieces
from iopsched.domain.session import Session
from iopsched.domain.week import Week

MOST_SESSIONS = 3
"""What takes more than that is a plan of the week, and no make-up."""
MOST = 3


class Loss(StrEnum):
    """What became of a seat that no longer brings what it was booked for."""

    CANCELLED = "cancelled"
    GIVEN_UP = "given_up"
    AWAY = "away"
    PARTLY = "partly"


@dataclass(frozen=True, slots=True)
class Lost:
    """``minutes`` of a session that would have counted and do not."""

    session: Session
    loss: Loss
    minutes: int


def losses(week: Week, given_up: Iterable[Booking]) -> tuple[Lost, ...]:
    """What was lost in a week, in order of time; ``given_up`` are seats of it that are not held any more.

    Of a seat that was exchanged only the minutes are lost that the new one counts less.
    """
    given_up = tuple(given_up)
    everything = (*week.bookings, *given_up)
    ended = (Lost(one.session, _ended(one), _not_exchanged(one, everything)) for one in given_up)
    found = (*filter(None, map(_missed, week.bookings)), *(one for one in ended if not week.holds(one.session)))
    return tuple(
        sorted((one for one in found if one.minutes > 0), key=lambda one: (one.session.starts, one.session.id))
    )


def owed(before: Week, given_up: Iterable[Booking]) -> int:
    """Minutes that the week before lost and did not get back; what was never booked is nothing that was lost."""
    return min(before.to_go, sum(one.minutes for one in losses(before, given_up)))


def _ended(booking: Booking) -> Loss:
    return Loss.CANCELLED if booking.cancelled_by is CancelledBy.STAFF else Loss.GIVEN_UP


def _not_exchanged(ended: Booking, everything: Iterable[Booking]) -> int:
    """Its minutes, less those of what was taken at the moment at which it was given up."""
    instead = (one for one in everything if ended.booked_at < one.booked_at == ended.cancelled_at)
    return ended.session.counted_minutes - sum(one.session.counted_minutes for one in instead)


def _missed(booking: Booking) -> Lost | None:
    if not booking.attendance:
        return None
    minutes = booking.session.counted_minutes - booking.attended_minutes
    return Lost(booking.session, Loss.AWAY if booking.is_missed else Loss.PARTLY, minutes)


def smallest(
    week: Week, offered: Iterable[Session], *, owed: int = 0, usual: frozenset[int] = frozenset(), now: datetime
) -> tuple[Mending, ...]:
    """Up to three of the smallest sets of sessions that meet the plan, and ``owed`` minutes beyond what it requires.

    The best first, in the program's order of preference: days more, minutes beyond that, offerings that the patient
    does not know (``usual`` are known; none is new where it is empty), the ends of the days; then the first days, and
    the first sessions by the same order. Each after the first is on other days than those before
    it; where there are no such, it shares no session with them. Nothing for a week that is mended, has no plan, or
    takes more than three sessions.
    """
    if week.plan is None or is_mended(week, owed):
        return ()
    search = Search(week, owed, tuple(pieces(week, offered, usual, now)), now)
    found = (tuple(_differing(search, size)) for size in range(1, MOST_SESSIONS + 1))
    return next(filter(None, found), ())


def _differing(search: Search, size: int) -> Iterator[Mending]:
    found: list[Mending] = []
    while len(found) < MOST and (best := search.best(size, avoided={_days_of(one.sessions) for one in found})):
        found.append(best)
        yield best
    while found and len(found) < MOST and (best := search.without(found).best(size, avoided=set())):
        found.append(best)
        yield best


def _days_of(sessions: Iterable[Session]) -> Days:
    return frozenset(session.day for session in sessions)
