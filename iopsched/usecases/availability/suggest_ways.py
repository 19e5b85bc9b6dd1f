"""Other ways to what staff want, each rehearsed, so that what it would do is known before anybody chooses it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import islice

from iopsched.domain import foresight, way
from iopsched.domain.change_draft import Wanted
from iopsched.domain.errors import Invalid, NotFound
from iopsched.domain.foreseen import Foreseen
from iopsched.domain.ground import Ground
from iopsched.domain.staff import Staff
from iopsched.domain.way import Way, unled
from iopsched.domain.way.idea import Group, Idea
from iopsched.store import offerings
from iopsched.store.db import reading
from iopsched.usecases.availability import draft_change
from iopsched.usecases.availability.draft_change import Preview, rehearse

MOST_PEOPLE = 100
"""With more people touched ways are looked for when asked for: each takes as long as the preview itself."""


def are_many(preview: Preview) -> bool:
    """Whether ways are looked for only when somebody asks for them."""
    return len(preview.change.people) > MOST_PEOPLE


def ways(staff: Staff, preview: Preview, *, now: datetime) -> tuple[Way, ...]:
    """Those that come to something better than the change: fewer fall short, or lose a seat, or are left unled."""
    if preview.draft.undoes or preview.change.is_empty:
        return ()
    here = _way(Idea(preview.draft.wanted.intent), preview.change)
    groups = way.groups(here.intent, preview.change, _ground(preview))
    found = [one for group in groups for one in _best(staff, group, now)]
    return tuple(sorted((one for one in found if one.rank < here.rank), key=lambda one: one.rank))


def take(staff: Staff, draft_id: int, key: str, *, now: datetime) -> int:
    """Draft the way of that key; its id. Raises NotFound once it is no longer there."""
    preview = draft_change.view(staff, draft_id, now=now)
    for one in ways(staff, preview, now=now):
        if one.key == key:
            return draft_change.draft(staff, one.intent, came_from=draft_id, now=now)
    raise NotFound("way")


def _ground(preview: Preview) -> Ground:
    """As it would be with the change, with the offerings as they are: what ends could go on otherwise. One query."""
    sight = preview.sight
    with reading():
        as_they_are = {one.id: one for one in offerings.in_program(sight.program.id)}
    known = foresight.offered_after(sight.change, sight.known)
    return replace(sight.ground, known=known, offerings=as_they_are)


def _best(staff: Staff, group: Group, now: datetime) -> Iterable[Way]:
    tried = (_tried(staff, idea, now) for idea in islice(group.ideas, group.tried))
    return sorted((one for one in tried if one), key=lambda one: one.rank)[: group.shown]


def _tried(staff: Staff, idea: Idea, now: datetime) -> Way | None:
    """None for what cannot be done after all."""
    try:
        return _way(idea, rehearse(staff, Wanted(idea.intent), now=now).mended(most=MOST_PEOPLE, now=now))
    except Invalid:
        return None


def _way(idea: Idea, change: Foreseen) -> Way:
    return Way(
        intent=idea.intent,
        short=len(change.short),
        stuck=len(change.stuck),
        lost=change.counts[1],
        unled=len(unled(change)),
        unsought=change.unsought,
        session=idea.session,
        is_led=idea.is_led,
    )
