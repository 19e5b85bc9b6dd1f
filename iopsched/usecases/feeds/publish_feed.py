"""Calendar apps read a feed: what was made of it before, for as long as that is still so."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from iopsched.domain.edition import Edition
from iopsched.domain.errors import Busy
from iopsched.store import editions
from iopsched.store.db import reading, transaction
from iopsched.store.editions import Opened
from iopsched.usecases.feeds import compose_calendar

READ_AGAIN = timedelta(minutes=5)
"""Reads within this time of each other are one to the owner, and cost no write."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a calendar app gets: the body after gzip, its hash, and when it last became another.

    ``packed`` is empty where ``etag`` is one that the app said it holds. ``is_hasty``: the link was read within the
    last minutes already; only such reads need be counted against a limit.
    """

    packed: bytes
    etag: str
    last_modified: datetime
    is_hasty: bool = False


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def read(token: str, *, reader: str, now: datetime, held: Collection[str] = ()) -> Answer:
    """The calendar behind a link. Raises NotFound, and nobody can tell an unknown link from a removed one.

    A poll of a patient's bookings that have not changed is one query; of what else can change, kept seats or the
    sessions of staff, one more. Who read is written down once in a few minutes. A look and, where needed, a writing one
    after the other: polls must not queue for the lock that writers hold.
    """
    opened, holds = _open(token, held, now)
    if holds:
        return _told(opened, reader, now)
    return _answer(_publish(hash_of(token), reader, now), _is_hasty(opened.feed.last_read_at, now))


def stored(token: str, *, reader: str, now: datetime, held: str = "") -> Answer | None:
    """The same answer in the least that it takes, where the stored calendar is still so and, if one is, ``held``.

    None where ``read`` is to see to it: for all else, and for links that show more than bookings.
    """
    found = editions.stored(hash_of(token), now, held)
    if found is None:
        return None
    is_hasty = _is_hasty(found.last_read_at, now)
    _note(found.feed_id, reader, found.last_reader, is_hasty=is_hasty, now=now)
    return Answer(found.packed, found.etag, found.changed_at, is_hasty)


def _open(token: str, held: Collection[str], now: datetime) -> tuple[Opened, bool]:
    """What the link leads to, and whether its calendar is still so."""
    with reading():
        opened = editions.of_token(hash_of(token), now, held)
        return opened, opened.edition.holds(compose_calendar.version(opened, now), now)


def _told(opened: Opened, reader: str, now: datetime) -> Answer:
    feed = opened.feed
    is_hasty = _is_hasty(feed.last_read_at, now)
    _note(feed.id, reader, feed.last_reader, is_hasty=is_hasty, now=now)
    return _answer(opened.edition, is_hasty)


def _note(feed_id: int, reader: str, last_reader: str, *, is_hasty: bool, now: datetime) -> None:
    """Write down who read and when; where the database is busy, the next read will say it."""
    if not is_hasty or reader != last_reader:
        with suppress(Busy), transaction():
            editions.was_read(feed_id, reader, now=now)


def _publish(token_hash: str, reader: str, now: datetime) -> Edition:
    """Make the calendar anew, unless another poll has just done so.

    The version is read before what it is of: should that change in between, the next poll makes it once more.
    """
    with transaction():
        opened = editions.lock(token_hash, now)
        editions.was_read(opened.feed.id, reader, now=now)
        version = compose_calendar.version(opened, now)
        if opened.edition.holds(version, now):
            return opened.edition
        edition = compose_calendar.next_edition(opened, version, now)
        editions.keep(opened.feed.id, edition)
        return edition


def _is_hasty(last_read_at: datetime | None, now: datetime) -> bool:
    return last_read_at is not None and now - last_read_at < READ_AGAIN


def _answer(edition: Edition, is_hasty: bool) -> Answer:
    if edition.changed_at is None:
        raise RuntimeError("a calendar that was never made cannot be read")
    return Answer(edition.packed, edition.etag, edition.changed_at, is_hasty)
