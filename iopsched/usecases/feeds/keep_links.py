"""Patients and staff make private links to calendars, renew them, rename them and take them away."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.feed import (
    MOST_LINKS,
    STAFF_TERM,
    TITLE,
    Content,
    Detail,
    Feed,
    Kind,
    Owner,
    checked,
    expiry,
    is_allowed,
    require_allowed,
    require_sound,
)
from iopsched.domain.staff import Staff
from iopsched.gateways.tokens import new_token
from iopsched.store import audit, clinicians, feed_events, feeds, locks, programs, scopes, treatments
from iopsched.store.db import reading, transaction
from iopsched.usecases.feeds.publish_feed import hash_of


def links(owner: Owner) -> tuple[Feed, ...]:
    """The owner's links that were not removed, those that have ended, too."""
    with reading():
        return feeds.of_owner(owner)


def create(owner: Owner, name: str, content: Content, *, now: datetime, warning: str = "") -> tuple[Feed, str]:
    """A new link of a patient and its token, which is told this once. Detail needs the current ``warning``.

    Raises Invalid for words that no calendar can show, for detail without its warning, and for too many links.
    """
    if not content.kind.is_of_patient or owner.patient_id is None:
        raise Invalid(shows="Choose one of these.")
    require_sound(content, warning)
    with transaction():
        locks.patient(owner.patient_id)
        return _make(owner, name, content, warning if content.detail is Detail.DETAILED else "", now)


def create_for_staff(staff: Staff, name: str, content: Content, *, now: datetime) -> tuple[Feed, str]:
    """The same for a member of staff. Raises Invalid, too, for sessions that are not theirs to see."""
    require_allowed(staff, content)
    with transaction():
        locks.program(staff.program_id)
        if content.kind is Kind.CLINICIAN and content.clinician_id not in clinicians.at_work(staff.program_id):
            raise Invalid(shows="Choose one of these.")
        return _make(Owner(staff.program_id, staff_id=staff.id), name, content, "", now)


def choices(staff: Staff) -> tuple[dict[int, str], tuple[str, ...]]:
    """Whose sessions and which rooms this member of staff may subscribe to: clinicians by id, and places."""
    with reading():
        named = clinicians.at_work(staff.program_id)
        places = scopes.places(staff.program_id) if staff.may_schedule else ()
    return {id_: name for id_, name in named.items() if staff.may_see(id_)}, places


def renew(owner: Owner, feed_id: int, *, now: datetime) -> tuple[Feed, str]:
    """A new token for the same calendar; the old one is dead at once. Raises NotFound for another's."""
    token = new_token()
    with transaction():
        feed = feeds.renew(owner, feed_id, hash_of(token), _ends_at(owner, now))
        _note(feed, "feed renewed", now)
        return feed, token


def rename(owner: Owner, feed_id: int, name: str, *, now: datetime) -> Feed:
    """Raises Invalid for a name that cannot be shown, NotFound for another's."""
    with transaction():
        if feed_id not in {link.id for link in feeds.of_owner(owner)}:
            raise NotFound("feed")
        feed = feeds.rename(owner, feed_id, _named(name))
        _note(feed, "feed renamed", now)
        return feed


def revoke(owner: Owner, feed_id: int, *, now: datetime) -> None:
    """From now on the link answers as one that never was. Raises NotFound for another's."""
    with transaction():
        feed = feeds.revoke(owner, feed_id, now=now)
        feed_events.forget(feed_id)
        _note(feed, "feed removed", now)


def end_forbidden(staff: Staff, *, now: datetime) -> None:
    """End the links of an account to what it may see no longer. Called inside a transaction."""
    owner = Owner(staff.program_id, staff_id=staff.id)
    for feed in feeds.of_owner(owner):
        if not is_allowed(staff, feed.content):
            feed_events.forget(feed.id)
            _note(feeds.revoke(owner, feed.id, now=now), "feed removed", now)


def _make(owner: Owner, name: str, content: Content, warning: str, now: datetime) -> tuple[Feed, str]:
    named, title = _named(name), checked(content.title, "title") or TITLE
    if len(feeds.of_owner(owner)) >= MOST_LINKS:
        raise Invalid(name=f"You have {MOST_LINKS} links. Remove one that you no longer use.")
    wanted = Feed(0, owner, named, replace(content, title=title), expires_at=_ends_at(owner, now))
    token = new_token()
    made = feeds.add(wanted, hash_of(token), warning=warning, now=now)
    _note(made, "feed made", now)
    return made, token


def _named(name: str) -> str:
    if not (named := checked(name, "name")):
        raise Invalid(name="Give it a name, such as the device.")
    return named


def _ends_at(owner: Owner, now: datetime) -> datetime:
    if owner.patient_id is None:
        return now + STAFF_TERM
    return expiry(treatments.of_patient(owner.patient_id), programs.get(owner.program_id), now)


def _note(feed: Feed, action: str, now: datetime) -> None:
    owner = feed.owner
    audit.note(owner.program_id, owner.actor, action, now=now, patient_id=owner.patient_id, feed_id=feed.id)
