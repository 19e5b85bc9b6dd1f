"""A make-up: the smallest sets of sessions that mend a week that fell short, or bring in what the week before lost.

What a patient owes from the week before is no part of what a week requires: it is offered and never asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from iopsched.domain.booking import Booking, CancelledBy
from iopsched.domain.session import Session
from iopsched.domain.week import Week


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
    """What was lost in a week, in order of time; ``given_up`` are seats of it that are not held any more."""
    ended = (Lost(one.session, _ended(one), one.session.counted_minutes) for one in given_up)
    found = [*filter(None, map(_missed, week.bookings)), *(one for one in ended if not week.holds(one.session))]
    return tuple(sorted((one for one in found if one.minutes), key=lambda one: (one.session.starts, one.session.id)))


def owed(before: Week, given_up: Iterable[Booking]) -> int:
    """Minutes that the week before lost and did not get back; what was never booked is nothing that was lost."""
    return min(before.to_go, sum(one.minutes for one in losses(before, given_up)))


def _ended(booking: Booking) -> Loss:
    return Loss.CANCELLED if booking.cancelled_by is CancelledBy.STAFF else Loss.GIVEN_UP


def _missed(booking: Booking) -> Lost | None:
    if not booking.attendance:
        return None
    minutes = booking.session.counted_minutes - booking.attended_minutes
    return Lost(booking.session, Loss.AWAY if booking.is_missed else Loss.PARTLY, minutes)
