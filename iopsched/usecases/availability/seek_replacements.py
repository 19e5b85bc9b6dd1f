"""Staff watch replacements being looked for, where more people fall short than the page of a preview waits for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from iopsched.domain.errors import Invalid
from iopsched.domain.foreseen import Foreseen, Touched, fingerprint, meanwhile
from iopsched.domain.staff import Staff
from iopsched.usecases.availability import draft_change
from iopsched.usecases.availability.draft_change import Otherwise
from iopsched.usecases.availability.foresee_change import Sight

STEP = 50
"""People for whom replacements are looked for between two words about it: less than a quarter of a second."""


@dataclass(frozen=True, slots=True)
class Step:
    """``change`` with what was looked for so far; ``fresh`` are those of it that the step before had not."""

    change: Foreseen
    fresh: tuple[Touched, ...]


def seek(staff: Staff, draft_id: int, seen: str, *, after: int, now: datetime) -> Iterator[Step]:
    """Those who fall short and come ``after`` so many, step by step, until all of them were looked at.

    The change is rehearsed at once, and no database is asked later on: a step is worked out when it is asked for.
    Who comes before is looked at as well, as everybody is counted with the first of theirs: the last step is what one
    whole look comes to. Raises as a look at the draft does, and Otherwise where it is no longer what was ``seen``.
    """
    kept = draft_change.find(staff, draft_id)
    if kept.applied_at is not None:
        raise Invalid(draft="This change was applied already.")
    sight = draft_change.rehearse(staff, kept.wanted, now=now)
    facts = sight.change.facts
    if fingerprint(facts) != seen:
        raise Otherwise(meanwhile(kept.seen, facts))
    return _steps(sight, after, now)


def _steps(sight: Sight, after: int, now: datetime) -> Iterator[Step]:
    ahead = sight.sought(now=now)
    found = tuple(islice(ahead, after))
    while fresh := tuple(islice(ahead, STEP)):
        found += fresh
        yield Step(replace(sight.change, touched=(*found, *sight.change.touched[len(found) :])), fresh)
