"""Staff draft a change of the timetable, look at what it would do, apply exactly that, and take it back.

A look makes the very write of the change within a transaction that is taken back at once; what would follow is worked
out by the rule that applying it asks too (``domain/following``). Texts, seats and sessions are not touched by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from iopsched.domain.change_draft import ChangeDraft, Typed, Wanted
from iopsched.domain.errors import Invalid, IopschedError
from iopsched.domain.foreseen import Foreseen, Meanwhile, fingerprint, meanwhile
from iopsched.domain.intent import Intent, Several, parts_of
from iopsched.domain.patient import Patient
from iopsched.domain.program import Program
from iopsched.domain.staff import Staff
from iopsched.domain.timetable import Difference
from iopsched.store import change_drafts, people, programs
from iopsched.store.db import reading, transaction
from iopsched.usecases.availability.carry_intent import Reverse, carry, reverse_of, reverse_written
from iopsched.usecases.availability.foresee_change import Hopes, Meant, Sight, hold, hopes, look, meant
from iopsched.usecases.availability.reconcile_sessions import Effect
from iopsched.usecases.availability.watch_change import Watch, watching

MOST_MENDED = 200
"""For how many people who fall short replacements are looked for while staff wait."""
TOO_LATE = "It can be taken back for 15 minutes after it was applied. Make the change itself instead."


class Otherwise(IopschedError):
    """What was seen is not what would be done now. Nothing was. ``meanwhile`` is what differs."""

    def __init__(self, differs: Meanwhile) -> None:
        super().__init__("the change would do something else now")
        self.meanwhile = differs


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft and what applying it would do now; ``change`` is what ``sight`` holds, with replacements.

    ``newcomers`` would be added to those who lead sessions.
    """

    draft: ChangeDraft
    sight: Sight
    change: Foreseen
    hopes: Hopes
    newcomers: tuple[str, ...] = ()


class _TakenBack(Exception):
    """Ends a look: the transaction is rolled back."""


@dataclass
class _Rehearsal(Watch):
    """Looks at what is written and takes it back at once, so that writers wait for that alone."""

    now: datetime
    program: Program | None = None
    meant: Meant | None = None

    def written(self, program: Program, found: Difference, said: Mapping[str, Any]) -> None:
        self.program, self.meant = program, meant(program, found, self.now)
        raise _TakenBack


@dataclass
class _Application(Watch):
    """Claims the draft and makes sure, with the program held, that what follows is what was seen."""

    draft: ChangeDraft
    now: datetime
    is_first: bool = True
    seats_back: tuple[int, ...] = ()
    reverse: Reverse = None

    def before(self, program: Program) -> None:
        self.is_first = change_drafts.claim(self.draft.id, self.draft.staff_id, self.now)
        if not self.is_first:
            raise _TakenBack
        self.reverse = reverse_of(program, self.draft.wanted.intent)

    def written(self, program: Program, found: Difference, said: Mapping[str, Any]) -> None:
        wanted = meant(program, found, self.now)
        change = hold(program, wanted, seats_back=self.seats_back, now=self.now).change
        facts, mark = change.facts, self.draft.fingerprint
        if fingerprint(facts) != mark:
            raise Otherwise(meanwhile(self.draft.seen, facts))
        if fingerprint(self.draft.seen) != mark:
            change_drafts.seen(self.draft.id, facts, mark)
        lost = tuple(sorted(booking.id for one in change.touched for booking in one.lost))
        change_drafts.reversed_by(self.draft.id, Wanted(reverse_written(self.reverse, said), lost))


def rehearse(staff: Staff, wanted: Wanted, *, now: datetime) -> Sight:
    """What it would do now; nothing is left of it. Raises as the change itself would."""
    watch = _Rehearsal(now)
    with suppress(_TakenBack), watching(watch):
        carry(staff, wanted.intent, now=now)
    return _seen(watch, wanted.seats_back)


def rehearse_all(staff: Staff, drafts: Sequence[ChangeDraft], *, now: datetime) -> Sight:
    """What several drafts would do together, one written after the other; nothing is left of it."""
    parts = tuple(part for each in drafts for part in parts_of(each.wanted.intent))
    back = tuple(back for each in drafts for back in each.wanted.seats_back)
    return rehearse(staff, Wanted(Several(parts), back), now=now)


def _seen(watch: _Rehearsal, seats_back: tuple[int, ...]) -> Sight:
    if watch.program is None or watch.meant is None:
        raise RuntimeError("a change was made that nobody could look at")
    with reading():
        return look(watch.program, watch.meant, seats_back=seats_back, now=watch.now)


def draft(
    staff: Staff, intent: Intent, *, now: datetime, typed: Typed | None = None, came_from: int | None = None
) -> int:
    """Keep a draft of it, seen as it is now; its id. Raises Forbidden, NotFound, and Invalid naming each field."""
    new = ChangeDraft(0, staff.program_id, staff.id, Wanted(intent), now, came_from=came_from, typed=typed or Typed())
    return _keep(staff, new, now)[0]


def draft_or_do(staff: Staff, intent: Intent, *, now: datetime, typed: Typed) -> tuple[int, Effect | None]:
    """Keep a draft of it; what does nothing to any session that is open is applied at once, and the effect is given."""
    draft_id, seen = _keep(staff, ChangeDraft(0, staff.program_id, staff.id, Wanted(intent), now, typed=typed), now)
    if not seen.is_empty:
        return draft_id, None
    with suppress(Otherwise):
        return draft_id, apply(staff, draft_id, fingerprint(seen.facts), now=now)
    return draft_id, None


def view(staff: Staff, draft_id: int, *, now: datetime, most: int = MOST_MENDED) -> Preview:
    """What the draft would do now, with replacements for those who fall short; that is what may be applied then.

    Raises NotFound, and what the change itself would raise. For one that was applied nothing is looked at.
    """
    staff.require_scheduler()
    with reading():
        kept = change_drafts.get(staff.program_id, draft_id)
    if kept.applied_at is not None:
        raise Invalid(draft="This change was applied already. Make another where something else is to change.")
    sight = rehearse(staff, kept.wanted, now=now)
    facts = sight.change.facts
    if (mark := fingerprint(facts)) != kept.fingerprint:
        with transaction():
            change_drafts.seen(draft_id, facts, mark)
        kept = replace(kept, seen=facts, fingerprint=mark)
    with reading():
        hoped, known = hopes(sight.change, now=now), programs.clinicians(staff.program_id)
    new = tuple(name for who, name in sight.ground.clinicians.items() if who not in known)
    return Preview(kept, sight, sight.mended(most=most, now=now), hoped, new)


def find(staff: Staff, draft_id: int) -> ChangeDraft:
    """Raises NotFound unless it is this program's, Forbidden for a clinician."""
    staff.require_scheduler()
    with reading():
        return change_drafts.get(staff.program_id, draft_id)


def names_of(staff: Staff, differs: Meanwhile) -> tuple[Patient, ...]:
    """Those whose weeks are otherwise, by name."""
    staff.require_scheduler()
    with reading():
        return tuple(sorted(people.some(differs.patient_ids).values(), key=lambda patient: patient.by_name))


def apply(staff: Staff, draft_id: int, seen: str, *, now: datetime) -> Effect | None:
    """Do exactly what was ``seen`` (its fingerprint), in one transaction; None where it was done already.

    Raises Otherwise where it would do something else now, and NotFound where somebody left it: nothing is done then.
    """
    kept = replace(find(staff, draft_id), fingerprint=seen, staff_id=staff.id)
    watch = _Application(kept, now, seats_back=kept.wanted.seats_back)
    try:
        with watching(watch):
            return carry(staff, kept.wanted.intent, now=now)
    except _TakenBack:
        find(staff, draft_id)
        return None


def undo(staff: Staff, draft_id: int, *, now: datetime) -> int:
    """Draft what takes an applied change back; its id. Raises Invalid once it is too late for that."""
    kept = find(staff, draft_id)
    if kept.reverse is None or not kept.can_be_undone(now):
        raise Invalid(draft=TOO_LATE)
    return _keep(staff, ChangeDraft(0, staff.program_id, staff.id, kept.reverse, now, undoes=kept.id), now)[0]


def _keep(staff: Staff, wanted: ChangeDraft, now: datetime) -> tuple[int, Foreseen]:
    """The draft's id, and what it would do now."""
    change = rehearse(staff, wanted.wanted, now=now).change
    with transaction():
        seen = replace(wanted, seen=change.facts, fingerprint=fingerprint(change.facts))
        return change_drafts.add(seen), change
