"""A patient makes private links to the calendar of all that is booked, and calendar apps read them."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from iopsched.domain.errors import Busy, Invalid
from iopsched.domain.feed import (
    BACK,
    MOST_LINKS,
    TITLE,
    WARNING,
    Detail,
    Edition,
    Feed,
    checked,
    events,
    stale_at,
)
from iopsched.gateways.tokens import new_token
from iopsched.store import audit, bookings, feeds, locks, people, programs
from iopsched.store.db import reading, transaction
from iopsched.store.feeds import Opened

READ_AGAIN = timedelta(minutes=5)
"""Reads within this time of each other are one to the patient, and cost no write."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a calendar app gets; ``etag`` is the hash of the body, without quotes.

    ``is_hasty``: the link was read within the last minutes already; only such reads need be counted against a limit.
    """

    body: bytes
    etag: str
    last_modified: datetime
    is_hasty: bool = False


def links(patient_id: int) -> tuple[Feed, ...]:
    """The patient's own links that still answer."""
    with reading():
        return feeds.of_patient(patient_id)


def create(
    patient_id: int, name: str, detail: Detail, title: str = "", *, now: datetime, warning: str = ""
) -> tuple[Feed, str]:
    """A new link and its token, which is told this once. Detail needs the current ``warning`` to have been shown.

    Raises Invalid for words that no calendar can show, for detail without its warning, and for too many links.
    """
    name, title = checked(name, "name"), checked(title, "title") or TITLE
    if not name:
        raise Invalid(name="Give it a name, such as the device.")
    if detail is Detail.DETAILED and warning != WARNING:
        raise Invalid(detail="Read what others could see, and say that it is all right.")
    token = new_token()
    with transaction():
        locks.patient(patient_id)
        if len(feeds.of_patient(patient_id)) >= MOST_LINKS:
            raise Invalid(name=f"You have {MOST_LINKS} links. Remove one that you no longer use.")
        wanted = Feed(0, patient_id, name, detail, title)
        made = feeds.add(wanted, _hash(token), warning=warning if detail is Detail.DETAILED else "", now=now)
        _note(made, "feed made", now)
        return made, token


def renew(patient_id: int, feed_id: int, *, now: datetime) -> tuple[Feed, str]:
    """A new token for the same calendar; the old one is dead at once. Raises NotFound for another's."""
    token = new_token()
    with transaction():
        feed = feeds.renew(patient_id, feed_id, _hash(token))
        _note(feed, "feed renewed", now)
        return feed, token


def revoke(patient_id: int, feed_id: int, *, now: datetime) -> None:
    """From now on the link answers as one that never was. Raises NotFound for another's."""
    with transaction():
        feeds.revoke(patient_id, feed_id, now=now)
        _note(Feed(feed_id, patient_id, ""), "feed removed", now)


def read(token: str, *, reader: str, now: datetime) -> Answer:
    """The calendar behind a link. Raises NotFound, and nobody can tell an unknown link from a revoked one.

    A poll of what has not changed is one query; who read is written down once in a few minutes. A look and, where
    needed, a writing one after the other: polls must not queue for the lock that writers hold.
    """
    token_hash = _hash(token)
    with reading():
        opened = feeds.of_token(token_hash)
    is_hasty = _is_hasty(opened.feed, now)
    if not opened.edition.holds(opened.version, now):
        return _answer(_publish(token_hash, reader, now), is_hasty)
    if not is_hasty or reader != opened.feed.last_reader:
        with suppress(Busy), transaction():
            feeds.was_read(opened.feed.id, reader, now=now)
    return _answer(opened.edition, is_hasty)


def _publish(token_hash: str, reader: str, now: datetime) -> Edition:
    """Make the calendar anew, unless another poll has just done so.

    The version is read before the bookings: should they change in between, the next poll makes it once more.
    """
    with transaction():
        opened = feeds.of_token(token_hash, locked=True)
        feeds.was_read(opened.feed.id, reader, now=now)
        if opened.edition.holds(opened.version, now):
            return opened.edition
        edition = _edition(opened, now)
        feeds.keep(opened.feed.id, edition)
        return edition


def _edition(opened: Opened, now: datetime) -> Edition:
    from iopsched.gateways import ical

    patient_id = opened.feed.patient_id
    booked = bookings.of_patient(patient_id, now - BACK)
    body = ical.calendar(events(opened.feed, booked, now), programs.of_patient(patient_id).zone)
    return opened.edition.followed_by(body, version=opened.version, now=now, stale_at=stale_at(booked, now))


def _is_hasty(feed: Feed, now: datetime) -> bool:
    return feed.last_read_at is not None and now - feed.last_read_at < READ_AGAIN


def _answer(edition: Edition, is_hasty: bool) -> Answer:
    if edition.changed_at is None:
        raise RuntimeError("a calendar that was never made cannot be read")
    return Answer(edition.body, edition.etag, edition.changed_at, is_hasty)


def _note(feed: Feed, action: str, now: datetime) -> None:
    program_id = people.patient(feed.patient_id).program_id
    audit.note(program_id, f"patient:{feed.patient_id}", action, now=now, patient_id=feed.patient_id, feed_id=feed.id)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
