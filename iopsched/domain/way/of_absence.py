"""Ways to cover for somebody who is away: one who stands in for all, or somebody free for each session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from iopsched.domain.foreseen import Foreseen
from iopsched.domain.ground import Ground
from iopsched.domain.intent import Several, away, single
from iopsched.domain.session import Session
from iopsched.domain.way.idea import Group, Idea, unled

Covering = away.AddAbsence | away.ChangeAbsence


def groups(intent: Covering, change: Foreseen, ground: Ground) -> Iterator[Group]:
    """Nothing where every session has somebody to lead it."""
    left = unled(change)
    if not left:
        return
    others = (one for one in ground.absences if one.id != intent.absence.id)
    ground = replace(ground, absences=(*others, intent.absence))
    theirs = [was for was, then in (*change.moved, *change.altered) if was.clinician_id != then.clinician_id]
    yield Group(_for_all(intent, theirs, ground), tried=2, shown=2)
    yield Group(_for_each(intent, left, ground), tried=1)


def _for_all(intent: Covering, theirs: Sequence[Session], ground: Ground) -> Iterator[Idea]:
    """Whoever is free for most of them first."""
    known = {intent.absence.clinician_id, intent.absence.stand_in_id}
    free = [who for one in theirs for who in ground.free_for(one) if who not in known]
    for who in sorted({*free}, key=lambda each: (-free.count(each), ground.clinicians[each])):
        yield Idea(replace(intent, absence=replace(intent.absence, stand_in_id=who)), ground.named(theirs[0], who))


def _for_each(intent: Covering, left: Sequence[Session], ground: Ground) -> Iterator[Idea]:
    found = ground.led_by_each(left)
    if found:
        over = tuple(single.HandOver(session_id, who) for session_id, who in found.items())
        yield Idea(Several((intent, *over)))
