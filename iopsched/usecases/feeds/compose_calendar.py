"""A feed's calendar is made of what is so now, and of what the feed has shown before."""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta

from iopsched.domain import event
from iopsched.domain.edition import Edition, stale_at
from iopsched.domain.event import Event
from iopsched.domain.feed import BACK, CALENDARS, Feed
from iopsched.domain.revision import revised
from iopsched.domain.session import Session
from iopsched.gateways.tokens import new_uid
from iopsched.store import bookings, feed_events, holds, programs, scopes, sessions
from iopsched.store.editions import Opened

LONGEST = timedelta(days=1)
"""No session is longer: what ends after an instant begins less than this before it."""


def version(opened: Opened, now: datetime) -> int:
    """Another number whenever what the feed is made of has become another, by time alone, too.

    For a patient's bookings it is the version of the schedule, which was read with the link; else one query more.
    """
    content, owner = opened.feed.content, opened.feed.owner
    if not content.kind.is_of_patient:
        return _number(scopes.traces(owner.program_id, content, now - BACK - LONGEST))
    if not content.shows_tentative or owner.patient_id is None:
        return opened.version
    return _number((opened.version, holds.traces(owner.patient_id, now)))


def next_edition(opened: Opened, version: int, now: datetime) -> Edition:
    """The calendar as of now, in a transaction that holds the feed: what it shows is remembered where need be."""
    from iopsched.gateways import ical

    feed = opened.feed
    shown = events(feed, now)
    if feed.content.is_remembered:
        known = feed_events.of_feed(feed.id)
        shown = revised(known, shown, now, new_uid)
        feed_events.keep(feed.id, known, shown)
    name = feed.content.place or CALENDARS[feed.content.kind]
    body = ical.calendar(shown, programs.get(feed.owner.program_id).zone, name)
    return opened.edition.followed_by(body, version=version, now=now, stale_at=stale_at(shown, now))


def events(feed: Feed, now: datetime) -> tuple[Event, ...]:
    """What is to be shown; bookings know their revision, what else there is does not."""
    if feed.owner.patient_id is None:
        found = scopes.within(feed.owner.program_id, feed.content, now - BACK - LONGEST)
        return event.of_staff(feed.content, found)
    booked = bookings.of_patient(feed.owner.patient_id, now - BACK)
    seats = event.of_bookings(feed.content, booked, now)
    kept = _kept(feed, {booking.session.id for booking in booked if booking.is_active}, now)
    seats = (*seats, *event.of_kept_seats(feed.content, kept))
    return (*seats, *event.of_ways(feed.content, seats, (*(b.session for b in booked), *kept)))


def _kept(feed: Feed, booked: set[int], now: datetime) -> tuple[Session, ...]:
    if not feed.content.shows_tentative or feed.owner.patient_id is None:
        return ()
    kept = {hold.session_id for hold in holds.of_patient(feed.owner.patient_id, now)}
    return tuple(session for session in sessions.some(kept - booked) if not session.is_cancelled)


def _number(said: object) -> int:
    """A short hash that every column of numbers holds."""
    return zlib.crc32(repr(said).encode()) >> 1
