"""Staff look at the changes that wait, and at those that were applied a moment ago; what waits they may leave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from iopsched.domain.change_draft import KEPT, UNDO, ChangeDraft
from iopsched.domain.intent import parts_of, session_of
from iopsched.domain.session import Session
from iopsched.domain.staff import Staff
from iopsched.store import accounts, change_drafts, sessions
from iopsched.store.db import reading, transaction

MOST, ALL = 20, 100
"""How many of each are listed, and among how many those that say the same are looked for."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft, the name of who made it or applied it, and the change that it takes back, as far as that is kept."""

    draft: ChangeDraft
    by: str
    undoes: ChangeDraft | None = None


@dataclass(frozen=True, slots=True)
class Drafts:
    """``waiting``: one's own first. ``applied``: those that can be taken back, the latest first. ``sessions``: as those
    stand now that any of them is about, each once.
    """

    waiting: tuple[Drafted, ...]
    applied: tuple[Drafted, ...]
    sessions: tuple[Session, ...]


def view(staff: Staff, *, now: datetime) -> Drafts:
    """Of the program, by whomever. Five queries. Raises Forbidden for a clinician."""
    staff.require_scheduler()
    with reading():
        waiting = _once(change_drafts.waiting(staff.program_id, staff.id, now - KEPT, ALL))[:MOST]
        applied = change_drafts.applied(staff.program_id, now - UNDO, MOST)
        undone = change_drafts.some(staff.program_id, {each.undoes for each in (*waiting, *applied) if each.undoes})
        whose = {one.id: one.name for one in accounts.of_program(staff.program_id)}
        known = sessions.some(_about((*waiting, *applied, *undone.values())))
    named = [
        [Drafted(each, whose[each.staff_id], undone.get(each.undoes or 0)) for each in some]
        for some in (waiting, applied)
    ]
    return Drafts(tuple(named[0]), tuple(named[1]), known)


def undone(staff: Staff, draft: ChangeDraft) -> ChangeDraft | None:
    """The change that it takes back, as far as that is kept. One query, or none."""
    staff.require_scheduler()
    if draft.undoes is None:
        return None
    with reading():
        return change_drafts.some(staff.program_id, [draft.undoes]).get(draft.undoes)


def leave(staff: Staff, draft_id: int) -> bool:
    """Throw away a draft that waits, with those of the same person that say the same; False where it was applied.

    Raises NotFound where it is gone already, Forbidden for a clinician.
    """
    staff.require_scheduler()
    with transaction():
        left = change_drafts.get(staff.program_id, draft_id)
        others = change_drafts.waiting(staff.program_id, left.staff_id, left.made_at - KEPT, ALL)
        return left.id in change_drafts.drop({left.id, *(each.id for each in others if each.repeats(left))})


def _once(drafts: Iterable[ChangeDraft]) -> Sequence[ChangeDraft]:
    """The first of those that say the same."""
    found: list[ChangeDraft] = []
    for draft in drafts:
        if not any(map(draft.repeats, found)):
            found.append(draft)
    return found


def _about(drafts: Iterable[ChangeDraft]) -> set[int]:
    """Ids of the sessions that they are about."""
    found = (session_of(part) for each in drafts for part in parts_of(each.wanted.intent))
    return {session_id for session_id in found if session_id is not None}
