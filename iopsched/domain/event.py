"""An event of a calendar, and what of a schedule becomes one. Unchanged data give the same events (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from iopsched.domain.booking import Booking
from iopsched.domain.feed import BACK, GRACE, TITLE, Content, Detail, Kind
from iopsched.domain.session import Session
from iopsched.domain.words import Component, Modality

NEVER = datetime(1, 1, 1, tzinfo=UTC)
CANCELLED = "Canceled: "
BUSY, FREE, TRAVEL = "Busy", "Free", "Travel"
LAPSED_GRACE = timedelta(days=2)
"""How long a seat that was only kept, and is no more, stands there as cancelled: apps look once a day at least."""
KINDS = {
    Component.GROUP: "Group",
    Component.SKILLS: "Skills",
    Component.INDIVIDUAL: "Individual",
    Component.FAMILY: "Family",
}
WAYS = {Modality.IN_PERSON: "in person", Modality.TELEHEALTH: "by video"}


class Status(StrEnum):
    """``lapsed`` was tentative and came to nothing: calendars are told that it is cancelled."""

    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"

    @property
    def is_off(self) -> bool:
        return self in {Status.CANCELLED, Status.LAPSED}


@dataclass(frozen=True, slots=True)
class Event:
    """One VEVENT. ``revised_at`` is DTSTAMP and LAST-MODIFIED: unchanged data give the same bytes (RFC 5545).

    ``subject`` names what it is about within its feed, for good. An empty ``uid`` is given by whoever remembers it.
    """

    uid: str
    sequence: int
    revised_at: datetime
    starts: datetime
    ends: datetime
    title: str
    status: Status = Status.CONFIRMED
    place: str = ""
    is_private: bool = False
    subject: str = ""

    @property
    def leaves_at(self) -> datetime:
        """When it is no longer shown."""
        gone = self.ends + BACK
        grace = {Status.CANCELLED: GRACE, Status.LAPSED: LAPSED_GRACE}.get(self.status)
        return gone if grace is None else min(gone, self.revised_at + grace)

    def says_the_same_as(self, other: Event) -> bool:
        return self.when_and_where == other.when_and_where and self.title == other.title

    @property
    def when_and_where(self) -> tuple[object, ...]:
        """What SEQUENCE rises with (RFC 5545 3.8.7.4)."""
        return self.starts, self.ends, self.place, self.status

    def called_off(self, now: datetime) -> Event:
        status = Status.LAPSED if self.status is Status.TENTATIVE else Status.CANCELLED
        title = FREE if self.is_private else CANCELLED + self.title
        return replace(self, status=status, title=title, sequence=self.sequence + 1, revised_at=now)


def of_bookings(content: Content, bookings: Iterable[Booking], now: datetime) -> tuple[Event, ...]:
    """Some weeks back, all ahead, and what was given up for a grace time after, in order of time.

    A session given up and booked again is one event, not two.
    """
    latest = {b.session.id: b for b in sorted(bookings, key=lambda b: (b.is_active, b.booked_at, b.id))}
    made = [_of_booking(content, booking) for booking in latest.values()]
    return tuple(sorted((e for e in made if now < e.leaves_at), key=lambda e: (e.starts, e.subject)))


def of_kept_seats(content: Content, sessions: Iterable[Session]) -> tuple[Event, ...]:
    """Seats that are kept for the patient but not booked."""
    return tuple(_of_session(content, session, Status.TENTATIVE, _title(content, session)) for session in sessions)


def of_staff(content: Content, sessions: Iterable[Session]) -> tuple[Event, ...]:
    """Sessions with how many sit in them; never who. The cancelled are left out."""
    return tuple(
        _of_session(content, session, Status.CONFIRMED, f"{_kind(session)}: {session.taken} of {session.seats}")
        for session in sessions
        if not session.is_cancelled
    )


def of_ways(content: Content, events: Iterable[Event], sessions: Iterable[Session]) -> Iterator[Event]:
    """Blocks for the way to and from what is in person; none between two that leave no time to go home and come back.

    ``sessions`` are those that the events are about, among others.
    """
    in_person = {subject_of(session) for session in sessions if session.modality is Modality.IN_PERSON}
    way = timedelta(minutes=content.travel_minutes)
    stops = sorted((e for e in events if e.subject in in_person and not e.status.is_off), key=lambda e: e.starts)
    for index, stop in enumerate(stops) if way else ():
        before, after = stops[:index][-1:], stops[index + 1 :][:1]
        if all(stop.starts - other.ends >= 2 * way for other in before):
            yield _way(stop, "there", stop.starts - way, stop.starts)
        if all(other.starts - stop.ends >= 2 * way for other in after):
            yield _way(stop, "back", stop.ends, stop.ends + way)


def subject_of(session: Session) -> str:
    """What an event of the session is called within every feed."""
    return f"session:{session.id}"


def _way(stop: Event, which: str, starts: datetime, ends: datetime) -> Event:
    title, subject = BUSY if stop.is_private else TRAVEL, f"{stop.subject}:{which}"
    return Event("", 0, NEVER, starts, ends, title, stop.status, "", stop.is_private, subject)


def _of_booking(content: Content, booking: Booking) -> Event:
    title = _title(content, booking.session)
    cancelled = FREE if content.kind is Kind.BUSY else CANCELLED + title
    return Event(
        uid=booking.uid,
        sequence=booking.sequence,
        revised_at=booking.cancelled_at or booking.revised_at or booking.booked_at,
        starts=booking.starts,
        ends=booking.ends,
        title=title if booking.is_active else cancelled,
        status=Status.CONFIRMED if booking.is_active else Status.CANCELLED,
        place=_place(content, booking.session),
        is_private=content.kind is Kind.BUSY,
        subject=subject_of(booking.session),
    )


def _of_session(content: Content, session: Session, status: Status, title: str) -> Event:
    place = session.where if not content.kind.is_of_patient else _place(content, session)
    is_private = content.kind is Kind.BUSY
    return Event("", 0, NEVER, session.starts, session.ends, title, status, place, is_private, subject_of(session))


def _title(content: Content, session: Session) -> str:
    if content.kind is Kind.BUSY:
        return BUSY
    return _kind(session) if content.detail is Detail.DETAILED else content.title or TITLE


def _kind(session: Session) -> str:
    return f"{KINDS[session.component]}, {WAYS[session.modality]}"


def _place(content: Content, session: Session) -> str:
    return session.where if content.detail is Detail.DETAILED and content.kind is Kind.OWN else ""
